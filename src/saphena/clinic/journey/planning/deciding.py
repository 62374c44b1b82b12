"""What a physician decides: about one finding of one patient, and about the rule sets of the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.confirming.actions import give_word
from saphena.clinic.confirming.models import About
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.planning.events import FindingDecided
from saphena.clinic.journey.planning.models import FindingDecision
from saphena.clinic.journey.planning.own_numbers import number_called
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.typed import said_why
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.clinic.confirming.models import Word
    from saphena.clinic.people.models import User

LONGEST_REASON = 500


def decide_finding(
    *, actor: User, course: Course, condition: str, basis: str, goes_on: bool, reason: str
) -> FindingDecision:
    """Go on although a rule set forbids it, or do not. Refused when the finding is no longer what was seen."""
    require(actor, "planning.decide", course.patient)
    said = said_why(reason, LONGEST_REASON)
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        found = {each.finding.condition: each for each in findings_of(course).found}
        seen = found.get(condition)
        if seen is None or seen.basis != basis:
            raise Refused(_("This finding has changed in the meantime. Please look at it again."), "reason")
        level = seen.finding.level.name.lower()
        row = FindingDecision.objects.create(
            course=course,
            condition=condition,
            basis=basis,
            level=level,
            goes_on=goes_on,
            reason=said,
            decided_by=actor,
        )
        decision = "to go on" if goes_on else "not to go on"
        announce(FindingDecided(course.patient_id, course.pk, condition, level, decision, said), by=actor)
    return row


def switch_rule_set(
    *, actor: User, name: str, words: str, on: bool, typed: Mapping[str, str] | None = None, sure: bool = False
) -> Word:
    """Put a rule set on (its source was read) or off, for the whole clinic; the same for a number of our own.

    How long a test counts cannot be put off; it can have the clinic's own value (`typed`), and a protocol its own.
    """
    require(actor, "planning.decide")
    number = number_called(name)
    if number is None:
        raise Refused(_("There is no such rule set."), "name")
    return give_word(
        actor=actor, capability="planning.decide", about=About.PLANNING, number=number, words=words, on=on,
        typed=typed, sure=sure,
    )  # fmt: skip
