"""What is done with a row of the inbox: taken, given, put off, answered, made more urgent, closed once it is read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from saphena.clinic.journey.recovering import actions
from saphena.clinic.journey.recovering.letters import write_to_clinic
from saphena.clinic.journey.recovering.models import Matter
from saphena.clinic.journey.recovering.queries import inbox
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.recovering.home import DAY_ONE, alert

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.people.models import User

pytestmark = pytest.mark.django_db


def urgent() -> Matter:
    return alert(yes={"breath"})


def test_it_is_taken_by_one_and_from_a_colleague_only_knowingly() -> None:
    matter = alert()
    actions.take(actor=cast.nora(), matter=matter)
    with pytest.raises(Refused, match="quicker"):
        actions.take(actor=cast.nell(), matter=matter)
    with pytest.raises(Refused, match="quicker"):
        actions.take(actor=cast.nell(), matter=matter, over_from=cast.priya().pk)
    actions.take(actor=cast.nell(), matter=matter, over_from=cast.nora().pk)
    assert matter.taken_by == cast.nell()
    actions.put_back(actor=cast.nell(), matter=matter)
    assert [matter.state, matter.taken_by] == ["new", None]


def test_it_is_given_only_to_somebody_who_may() -> None:
    matter = alert()
    actions.assign(actor=cast.nell(), matter=matter, to=cast.nora())
    assert (matter.state, matter.taken_by) == ("taken", cast.nora())
    with pytest.raises(Refused, match="may not"):
        actions.assign(actor=cast.nell(), matter=matter, to=cast.sam())


def test_it_is_put_off_no_longer_than_its_level_allows_and_an_emergency_not_at_all() -> None:
    matter = alert()
    with pytest.raises(Refused, match="60 minutes"):
        actions.snooze(actor=cast.nora(), matter=matter, minutes=61)
    with pytest.raises(Refused, match="60 minutes"):
        actions.snooze(actor=cast.nora(), matter=matter, minutes=0)
    actions.snooze(actor=cast.nora(), matter=matter, minutes=60)
    assert matter.snoozed_until == DAY_ONE + timedelta(minutes=60)


def test_an_emergency_is_not_put_off_at_all() -> None:
    with pytest.raises(Refused, match="emergency"):
        actions.snooze(actor=cast.nora(), matter=urgent(), minutes=5)


def test_a_call_answers_it_and_the_first_answer_is_the_one_that_counts() -> None:
    matter = alert()
    with pytest.raises(Refused, match="write down"):
        actions.called(actor=cast.nora(), matter=matter, what="  ")
    actions.called(actor=cast.nora(), matter=matter, what="No fever, comes at two.", now=DAY_ONE + timedelta(minutes=9))
    actions.called(actor=cast.nora(), matter=matter, what="Again.", now=DAY_ONE + timedelta(minutes=99))
    assert matter.answered_at == DAY_ONE + timedelta(minutes=9)
    assert [step.text for step in matter.steps.all()] == ["No fever, comes at two.", "Again."]
    assert "fever" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_it_is_made_more_urgent_with_a_reason_and_waits_for_nobody_longer() -> None:
    matter = alert()
    actions.take(actor=cast.nell(), matter=matter)
    with pytest.raises(Refused, match="physician has to know"):
        actions.escalate(actor=cast.nell(), matter=matter, why="")
    actions.escalate(actor=cast.nell(), matter=matter, why="Short of breath on the stairs")
    assert (matter.level, matter.state, matter.taken_by, matter.for_physician) == (0, "new", None, True)
    assert matter.answer_by == DAY_ONE + timedelta(minutes=15)


def test_nothing_is_closed_unread_not_even_by_the_database() -> None:
    matter = alert()
    with pytest.raises(Refused, match="not been read"):
        actions.close(actor=cast.nora(), matter=matter, outcome="advised", text="Called.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.update(state="closed", outcome="well", closed_at=timezone.now())
    actions.see(actor=cast.nora(), matter=matter)
    actions.close(actor=cast.nora(), matter=matter, outcome="scan", text="Scan at two.")
    assert (matter.state, matter.outcome, matter.closed_by) == ("closed", "scan", cast.nora())


def test_whoever_may_not_answer_does_not_make_it_read() -> None:
    matter = alert()
    actions.see(actor=cast.sam(), matter=matter)
    assert not matter.is_read


def test_what_came_while_it_was_read_is_read_first() -> None:
    matter = alert()
    actions.see(actor=cast.nora(), matter=matter)
    actions.called(actor=cast.priya(), matter=matter, what="Did not pick up.")
    with pytest.raises(Refused, match="not been read"):
        actions.close(actor=cast.nora(), matter=matter, outcome="advised", text="Called.", seen=0)


def test_a_letter_that_comes_in_makes_it_unread_again() -> None:
    pat = cast.pat()
    write_to_clinic(actor=pat, text="May I swim?", form_key="one")
    matter = Matter.objects.get()
    actions.see(actor=cast.nell(), matter=matter)
    later = timezone.now() + timedelta(minutes=1)
    write_to_clinic(actor=pat, text="And cycle?", form_key="two", now=later)
    matter.refresh_from_db()
    assert not matter.is_read
    with pytest.raises(Refused, match="not been read"):
        actions.close(actor=cast.nell(), matter=matter, outcome="advised")


def test_what_was_urgent_is_closed_by_a_nurse_or_a_physician_with_a_word() -> None:
    matter = urgent()
    actions.see(actor=cast.nora(), matter=matter)
    with pytest.raises(Refused, match="nurse or a physician"):
        actions.close(actor=cast.nell(), matter=matter, outcome="emergency", text="Called 911.")
    with pytest.raises(Refused, match="what was done"):
        actions.close(actor=cast.nora(), matter=matter, outcome="emergency")
    with pytest.raises(Refused, match="how it ended"):
        actions.close(actor=cast.nora(), matter=matter, outcome="", text="Called 911.")
    actions.close(actor=cast.nora(), matter=matter, outcome="emergency", text="Called 911.")


@pytest.mark.parametrize("who", [cast.sam, cast.max_, cast.ada, cast.olive])
def test_others_do_nothing_with_it(who: Callable[[], User]) -> None:
    user, matter = who(), alert()
    acts: list[Callable[[], object]] = [
        lambda: actions.take(actor=user, matter=matter),
        lambda: actions.put_back(actor=user, matter=matter),
        lambda: actions.assign(actor=user, matter=matter, to=cast.nora()),
        lambda: actions.snooze(actor=user, matter=matter, minutes=15),
        lambda: actions.called(actor=user, matter=matter, what="x"),
        lambda: actions.escalate(actor=user, matter=matter, why="x"),
        lambda: actions.close(actor=user, matter=matter, outcome="well", text="x"),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_the_most_urgent_stands_first_and_of_those_the_one_whose_time_runs_out_first() -> None:
    later, now = timezone.now() + timedelta(hours=1), timezone.now()
    pat = cast.pat()
    rows = [
        Matter.objects.create(kind="silence", level=level, patient=pat, answer_by=by)
        for level, by in ((2, now), (1, later), (1, now), (0, later))
    ]
    assert list(inbox(cast.nora())) == [rows[3], rows[2], rows[1], rows[0]]
    assert not inbox(cast.olive()).exists()


def test_a_physician_signs_the_table_that_they_read_and_no_other() -> None:
    from saphena.clinic.journey.recovering.queries import approval
    from saphena.pathway.recovering import table

    assert approval() is None
    with pytest.raises(Refused, match="has changed"):
        actions.approve_triage(actor=cast.priya(), fingerprint="another")
    with pytest.raises(PermissionDenied):
        actions.approve_triage(actor=cast.nora(), fingerprint=table().fingerprint)
    signed = actions.approve_triage(actor=cast.priya(), fingerprint=table().fingerprint)
    assert actions.approve_triage(actor=cast.priya(), fingerprint=table().fingerprint) == signed
    assert approval() == signed
