"""A patient answers and sees at once what to do; the plan follows, the inbox knows why, and nothing is taken twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from saphena.clinic.courses.drawing import standing
from saphena.clinic.journey.recovering.answering import answer, tell_unasked
from saphena.clinic.journey.recovering.models import Answer, CheckIn, Matter
from saphena.clinic.journey.recovering.reporting import Told
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course, window
from tests.clinic.courses.treated import plan_of as plan
from tests.clinic.journey.recovering.home import DAY_ONE, WELL, asked, told, treated

pytestmark = pytest.mark.django_db


def test_all_as_it_should_be_is_nothing_for_the_inbox() -> None:
    made = treated()
    found = told(made)
    assert (found.key, found.fired, found.told_at) == ("nothing", [], DAY_ONE)
    assert asked(made).state == "answered"
    assert not Matter.objects.exists()
    assert PromisedMessage.objects.get(about=f"check-in:{asked(made).pk}").state == "cancelled"


def test_a_swollen_calf_is_an_alert_that_names_the_rule_and_the_answer() -> None:
    made = treated()
    found = told(made, yes={"swelling"}, words="It is thick.")
    assert found.key == "today"
    [fired] = found.fired
    assert (fired["number"], fired["answers"]) == (8, ["swelling"])
    matter = Matter.objects.get()
    assert (matter.kind, matter.level, matter.check_in) == ("alert", 1, asked(made))
    assert matter.answer_by == DAY_ONE + timedelta(hours=4)
    assert standing(made.happenings.all()).seen["swelling"] == DAY_ONE
    entry = Entry.objects.get(action="recovering.check_in.answered")
    assert entry.facts["rows"] == "8"
    assert "thick" not in str(entry.facts)


def test_a_bandage_that_is_off_ends_the_bandage_in_the_plan_and_says_so() -> None:
    made = treated()
    with time_machine.travel(at("2027-03-12T19:00"), tick=False):
        found = told(made, "day 3", bandage="off", off_on=at("2027-03-11T00:00").date(), yes={"itch", "itch_blisters"})
    assert window(plan(made), "bandage")[1] == "2027-03-11 12:00"
    assert {row["number"] for row in found.fired} == {12, 27}
    assert any("bandage" in sentence for sentence in found.changes)
    assert not any("physician" in sentence.lower() for sentence in found.changes)
    assert "irritation" in standing(made.happenings.all()).seen
    after = CheckIn.objects.get(course=made, name="bandage off")
    assert after.due_at == at("2027-03-12T09:00") or after.state == "called_off"


def test_a_lump_begins_the_leaflets_ice_and_becomes_a_call_when_it_lasts() -> None:
    made = treated()
    with time_machine.travel(at("2027-03-12T09:30"), tick=False):
        assert told(made, "day 3", yes={"lump"}).key == "self"
    assert "tender_lump" in standing(made.happenings.all()).seen
    with time_machine.travel(at("2027-03-15T09:30"), tick=False):
        assert told(made, "bandage off", yes={"lump"}, bandage="").key == "self"
    with time_machine.travel(at("2027-04-06T09:30"), tick=False):
        found = told(made, "day 28", yes={"lump"}, bandage="", stocking="")
    assert (found.key, found.fired[0]["because"]) == ("office", ["lasts"])
    assert Matter.objects.get().level == 2


def test_a_break_in_between_begins_the_count_anew() -> None:
    made = treated()
    for day, name, yes in (
        ("03-12", "day 3", {"lump"}),
        ("03-15", "bandage off", set()),
        ("03-23", "day 14", {"lump"}),
    ):
        with time_machine.travel(at(f"2027-{day}T09:30"), tick=False):
            told(made, name, yes=yes, bandage="", stocking="")
    with time_machine.travel(at("2027-04-06T09:30"), tick=False):
        assert told(made, "day 28", yes={"lump"}, bandage="", stocking="").key == "self"


@pytest.mark.parametrize(
    ("when", "says"),
    [("2027-03-10T08:59", "later"), ("2027-03-17T09:00", "some days ago")],
)
def test_before_and_after_its_time_it_says_what_to_do_instead(when: str, says: str) -> None:
    made = treated()
    with time_machine.travel(at(when), tick=False), pytest.raises(Refused, match=says):
        told(made)
    assert not Answer.objects.exists()


def test_the_second_answer_is_refused_and_the_first_one_stays() -> None:
    made = treated()
    told(made)
    with pytest.raises(Refused, match="already"):
        told(made, yes={"swelling"})
    assert Answer.objects.get().key == "nothing"


def test_what_was_called_off_is_not_asked_any_more() -> None:
    made = treated()
    CheckIn.objects.filter(course=made).update(state="called_off")
    with pytest.raises(Refused, match="do not need"):
        answer(actor=made.patient, check_in=CheckIn.objects.filter(course=made, name="day 1").get(), told=WELL)


def test_something_wrong_is_told_without_being_asked_as_often_as_need_be() -> None:
    made = treated()
    for minutes in (0, 3):
        when, told = timezone.now() + timedelta(minutes=minutes), Told(yes=frozenset({"swelling"}), pain=1)
        assert tell_unasked(actor=made.patient, course=made, told=told, now=when).key == "today"
    assert Matter.objects.filter(kind="alert").count() == 2
    assert CheckIn.objects.filter(name="own", state="answered").count() == 2


def test_before_any_injection_there_is_nothing_to_tell_of() -> None:
    made = course()
    with pytest.raises(Refused, match="please call us"):
        tell_unasked(actor=made.patient, course=made, told=WELL)


def test_nobody_answers_for_another_patient() -> None:
    made = treated()
    with pytest.raises(PermissionDenied):
        answer(actor=cast.pat(given_names="Robin"), check_in=asked(made), told=WELL)
    with pytest.raises(PermissionDenied):
        answer(actor=cast.nora(), check_in=asked(made), told=WELL)  # type: ignore[arg-type]  # a member of staff is no patient


def test_an_answer_after_the_silence_is_news_in_its_row() -> None:
    made = treated()
    from saphena.clinic.journey.recovering.silence import fall_silent

    with time_machine.travel(at("2027-03-11T09:01"), tick=False):
        assert fall_silent() == 1
        told(made)
    silence = Matter.objects.get()
    assert (silence.kind, silence.is_read) == ("silence", False)
    assert [step.text for step in silence.steps.all()] == ["answered"]
