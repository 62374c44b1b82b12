"""What a physician decides: about one finding of one patient, and about the rule sets of the clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.planning.events import FindingDecided, RuleSetSwitched
from saphena.clinic.journey.planning.models import FindingDecision, RuleSetChoice
from saphena.clinic.journey.planning.own_numbers import own_numbers
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.planning.weighing import rule_sets
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.people.models import User

LONGEST_REASON = 500


def decide_finding(
    *, actor: User, course: Course, condition: str, basis: str, goes_on: bool, reason: str
) -> FindingDecision:
    """Go on although a rule set forbids it, or do not. Refused when the finding is no longer what was seen."""
    require(actor, "planning.decide", course.patient)
    said = cleaned(reason)
    if not said:
        raise Refused(_("Please say why."), "reason")
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


def switch_rule_set(*, actor: User, name: str, on: bool, reason: str) -> RuleSetChoice:
    """Put a rule set on (its source was read) or off, for the whole clinic; the same for a number of our own.

    How long a test counts cannot be put off: a clinic that wants another number writes it into its protocol.
    """
    require(actor, "planning.decide")
    said = cleaned(reason)
    if not said:
        raise Refused(_("Please say why."), "reason")
    if name not in {*rule_sets().sets, *own_numbers()}:
        raise Refused(_("There is no such rule set."), "name")
    if not on and name in own_numbers() and not own_numbers()[name].may_be_off:
        raise Refused(_("This number can be confirmed; another one is written into the protocol."), "name")
    with transaction.atomic():
        row = RuleSetChoice.objects.create(rule_set=name, on=on, reason=said, decided_by=actor)
        announce(RuleSetSwitched(name, "on" if on else "off", said), by=actor)
    return row


def cleaned(words: str, longest: int = LONGEST_REASON) -> str:
    """No longer than its column, and without what databases refuse to keep."""
    return " ".join(words.replace("\0", "").split())[:longest]
