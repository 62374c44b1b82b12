"""What stands on the handout: each of the patient's items once, in its part, and nothing of the staff's."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from saphena.clinic.papers.handout.handout import NoFirstDay, handout
from saphena.clinic.papers.handout.sorting import sort_items
from saphena.clinic.papers.letterhead import Letterhead
from saphena.pathway.protocol import library
from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.rules import Actor, Kind
from tests.clinic.papers.calendars import patients, plan

MAPLE = Letterhead("Maple Vein Clinic", "403 555 0142")
DAY = plan(
    procedure="2027-03-09T10:00", injected="2027-03-09T10:20", left="2027-03-09T11:10", home="2027-03-09T11:50",
    review="2027-03-17T09:30",
)  # fmt: skip
SHEET = handout(DAY, "en", MAPLE)


def texts(group: dict[str, Any]) -> list[str]:
    """What stands beside one date in the margin."""
    return [entry["text"] for entry in group["entries"]]


def test_the_first_day_is_a_list_of_clock_times() -> None:
    assert [row["time"] for row in SHEET["day"]["rows"]] == ["10:00", "11:10", "11:50", "12:50", "15:50", "22:00"]
    assert SHEET["day"]["date"] == "Tuesday 9 March 2027"


def test_walks_have_a_box_to_tick_for_each() -> None:
    (walks,) = [row for row in SHEET["day"]["rows"] if row["time"] == "12:50"]
    assert walks["entries"][0]["ticks"] == ["12:50", "13:50", "14:50"]


def test_what_must_be_done_stands_before_what_may_be() -> None:
    (leaving,) = [row for row in SHEET["day"]["rows"] if row["time"] == "11:10"]
    assert [entry["text"].split(",")[0] for entry in leaving["entries"]] == [
        "When you leave",
        "After the walk",
        "Your way home takes about 40 minutes. You may drive",
    ]


def test_what_to_do_that_morning_stands_above() -> None:
    before = " ".join(SHEET["day"]["before_entries"])
    assert "breakfast" in before
    assert "shorts" in before


def test_the_weeks_are_grouped_by_the_date_that_matters() -> None:
    groups = {" ".join(group["when"]).strip(): texts(group) for group in SHEET["weeks"]["groups"]}
    assert any(said.startswith("Leave the bandage on") for said in groups["until Sun 14 Mar"])
    assert any(said.startswith("No car or plane trips") for said in groups["until Mon 5 Apr"])
    assert any(said.startswith("Come for a scan") for said in groups["16 Mar to 19 Mar"])
    assert groups["Wed 17 Mar"][0].endswith("eturn visit, at 09:30.")


def test_the_calendar_draws_what_lasts() -> None:
    first, second, *_ = SHEET["weeks"]["weeks"]
    assert [day["number"] for day in first["days"]] == [7, 8, 9, 10, 11, 12, 13]
    assert [day["first"] for day in first["days"]].index(True) == 2
    bandage = [bar for week in (first, second) for bar in week["bars"] if bar["look"] == "solid"]
    assert [(round(bar["from"], 2), round(bar["to"], 2)) for bar in bandage] == [(2.43, 7.0), (0.0, 0.29)]
    assert [bar["look"] for bar in second["bars"]].count("visit") == 1
    assert len(SHEET["weeks"]["weeks"]) == 5


def test_the_emergency_signs_stand_one_by_one() -> None:
    assert SHEET["calls"]["emergency"] == "Emergency: call 911"
    assert len(SHEET["calls"]["signs"][0]["points"]) == 7
    assert any("more than a little" in said["text"] for said in SHEET["calls"]["entries"])


@pytest.mark.parametrize("protocol", library.shipped())
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_sign_for_which_to_call_is_left_out(protocol: str, language: str) -> None:
    """A heading “call us if you have one of these signs” without the signs is worse than nothing."""
    drawn = Drawer(library.load(protocol)).draw({"procedure": datetime(2027, 3, 9, 10, tzinfo=ZoneInfo("UTC"))})
    said = json.dumps(handout(drawn, language, Letterhead()), ensure_ascii=False)
    signs = [sign for item in patients(drawn) for sign in item.rule.points.get(language, ())]
    assert len(signs) > 7
    assert [sign for sign in signs if sign not in said] == []


def test_the_preparation_has_its_dates() -> None:
    margins = [" ".join(group["when"]).strip() for group in SHEET["preparation"]["groups"]]
    assert margins == [
        "by Tue 2 Mar",
        "Tue 2 Mar",
        "from Tue 2 Mar",
        "from Sun 7 Mar",
        "by Sun 7 Mar, 10:00",
        "Tue 9 Mar",
    ]


@pytest.mark.parametrize("protocol", library.shipped())
def test_every_item_of_the_patient_is_in_one_part_and_no_other_is(protocol: str) -> None:
    at = datetime(2027, 3, 9, 14, 30, tzinfo=ZoneInfo("America/Edmonton"))
    drawn = Drawer(library.load(protocol)).draw({"procedure": at})
    parts = sort_items(drawn)
    whole = [*parts.preparation, *parts.before_the_visit, *parts.weeks, *parts.felt, *parts.emergency]
    ids = [item.rule.id for item in whole] + list({line.item.rule.id for line in parts.day})
    wanted = {item.rule.id for item in patients(drawn) if item.rule.kind is not Kind.GATE}
    assert set(ids) == wanted
    nightly = {item.rule.id for item in parts.weeks} & {line.item.rule.id for line in parts.day}
    assert len(ids) == len(wanted) + len(nightly)
    assert nightly <= {item.rule.id for item in drawn.items if item.rule.repeat}


def test_nothing_of_the_staffs_and_no_gate() -> None:
    said = json.dumps(SHEET)
    for item in DAY.items:
        if item.rule.actor is not Actor.PATIENT or item.rule.kind is Kind.GATE:
            assert item.text("en") not in said


def test_nobody_signed_it_and_it_says_so() -> None:
    assert SHEET["unsigned"].startswith("Draft: no physician has approved")
    assert handout(DAY, "fr", MAPLE)["unsigned"].startswith("Ébauche")


def test_french() -> None:
    french = handout(DAY, "fr", Letterhead())
    assert [row["time"] for row in french["day"]["rows"]] == [
        "10 h",
        "11 h 10",
        "11 h 50",
        "12 h 50",
        "15 h 50",
        "22 h",
    ]
    assert french["calls"]["emergency"] == "Urgence : appelez le 911"


def test_without_a_day_of_treatment_there_is_no_handout() -> None:
    with pytest.raises(NoFirstDay):
        handout(plan(requested="2027-03-09T10:00"), "en", MAPLE)


def test_an_injection_alone_is_a_day_of_treatment() -> None:
    assert handout(plan(injected="2027-03-09T10:20"), "en", MAPLE)["day"]["date"] == "Tuesday 9 March 2027"
