"""The entry page's own requests: what comes back, at which field, and what stays when it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries  # noqa: TC002 - a fixture's type

from saphena.clinic.journey.mapping.models import Measurement
from saphena.clinic.journey.mapping.standing import standing
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.journey.mapping.mapped import again, examination, noted, reviewed

if TYPE_CHECKING:
    from saphena.clinic.journey.mapping.models import Examination

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def sent(on: Examination, name: str = "note", **fields: Any) -> Any:
    """Sam's tablet sends this."""
    told = {"key": "tablet.1", "seen": str(on.serial), **fields}
    return cast.signed_in(cast.sam()).post(reverse(f"mapping:{name}", args=[on.pk]), told, headers=JSON)


def test_a_line_is_kept_and_said_back_with_what_follows() -> None:
    of = examination()
    answer = sent(of, line="gsv ak 6,2 0,8")
    told = answer.json()
    assert answer.status_code == 200
    assert told["said"] == "Left leg, GSV lower thigh: diameter 6.2\u202fmm, reflux 0.8\u202fs → reflux"
    assert {row["slot"]: row["value"] for row in told["rows"]} == {
        "left|gsv.thigh.lower||diameter": "6.2",
        "left|gsv.thigh.lower||reflux": "0.8",
    }
    assert told["serial"] == 2
    assert told["judged"]["left|gsv.thigh.lower|"] == ["incompetent", "reflux"]
    assert "segmental reflux" in told["results"]
    assert "<svg" in told["maps"]["left"]


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("b gsv ak 6 0,8", "leg", "A measurement is of one leg"),
        ("r gsv ak 6 0,8", "leg", "of one leg, the left leg"),
        ("gsv ak -6", "diameter", "“-6” cannot be"),
        ("pv t2 3,6 0,7", "level", "A perforator needs its level"),
        ("gsv 6", "segment", "Add which one: GSV upper thigh"),
        ("nothing at all", "segment", "No vein is called"),
    ],
)
def test_bad_input_gets_its_sentence_at_its_field_and_nothing_is_kept(line: str, field: str, words: str) -> None:
    answer = sent(examination(), line=line)
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["problems"]] == [field]
    assert words in answer.json()["problems"][0]["text"]
    assert not Measurement.objects.exists()


def test_reflux_on_an_absent_vein_is_refused_in_its_own_field() -> None:
    of = examination()
    noted(of, "gsv.calf.upper state absent")
    answer = sent(again(of), slot="left|gsv.calf.upper||reflux", typed="0,8")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "reflux"
    assert "has no reflux" in answer.json()["problems"][0]["text"]


def test_metres_for_millimetres_are_kept_with_a_question() -> None:
    told = sent(examination(), slot="left|gsv.calf.upper||diameter", typed="0.0062").json()
    assert told["rows"][0]["value"] == "0.0062"
    assert "Was it 6.2 mm, told in m?" in told["warnings"][0]["text"]


def test_two_operators_on_one_leg_see_each_other() -> None:
    of = examination()
    noted(of, "gsv.calf.upper diameter 5.1", by=cast.priya(), key="priyas.1")
    answer = sent(of, slot="left|gsv.calf.upper||diameter", typed="4,8", seen="0")
    assert answer.status_code == 409
    assert "Priya Raman has noted this in the meantime: diameter 5.1" in answer.json()["text"]
    assert answer.json()["theirs"][0]["value"] == "5.1"
    assert next(iter(standing(again(of)).values())).value == "5.1"


def test_what_others_noted_comes_with_the_answer_and_by_asking() -> None:
    of = examination()
    noted(of, "sfj diameter 9", by=cast.priya(), key="priyas.1")
    told = sent(of, line="gsv ak 6", seen="0").json()
    assert {row["by"] for row in told["rows"]} == {"Priya Raman", "Sam Beaulieu"}
    asked = cast.signed_in(cast.sam()).get(reverse("mapping:changes", args=[of.pk]), {"since": "1"}).json()
    assert [row["slot"] for row in asked["rows"]] == ["left|gsv.thigh.lower||diameter"]
    none = cast.signed_in(cast.sam()).get(reverse("mapping:changes", args=[of.pk]), {"since": "2"}).json()
    assert none == {"serial": 2, "rows": []}


def test_the_rest_is_competent_and_undone() -> None:
    of = examination()
    told = sent(of, name="rest", leg="left").json()
    assert "The rest of the leg is competent" in told["said"]
    undone = sent(again(of), name="undo", of="tablet.1", key="tablet.2").json()
    assert undone["said"] == "Taken back."
    assert standing(again(of)) == {}


def test_the_signs_of_a_leg_are_noted_as_classes_in_their_order() -> None:
    of = examination()
    sent(of, slot="left|leg||signs", typed="C4a,C2")
    sent(of, slot="left|leg||vcss1", typed="2", key="tablet.2")
    assert {slot.quantity: row.value for slot, row in standing(again(of)).items()} == {"signs": "C2,C4a", "vcss1": "2"}
    assert sent(of, slot="left|leg||signs", typed="C9", key="tablet.3").status_code == 422
    assert sent(of, slot="left|leg||vcss1", typed="4", key="tablet.4").status_code == 422


def test_a_vein_from_the_list_is_added_with_its_level() -> None:
    of = examination()
    answer = sent(of, leg="left", segment="pv.paratibial", level="38,5", diameter="3,4", reflux="0,6")
    assert answer.json()["said"].startswith("Left leg, CPV paratibial, 38.5")
    missing = sent(of, leg="left", segment="pv.paratibial", diameter="3,4", key="tablet.2")
    assert missing.json()["problems"][0]["field"] == "level"


def test_a_course_drawn_by_hand_is_kept_and_drawn_and_nonsense_is_not() -> None:
    of = examination()
    noted(of, "tr.calf.inner reflux 1400")
    told = sent(again(of), slot="left|tr.calf.inner||course", typed="inner: -0.4 13.2, 1.2 16, 2 24.6, 1.9 36.4").json()
    assert "T1" in told["maps"]["left"]
    wrong = sent(again(of), slot="left|tr.calf.inner||course", typed="inner: here and there", key="tablet.2")
    assert wrong.status_code == 422


def test_where_a_tributary_comes_off_is_understood_by_code_or_name() -> None:
    of = examination()
    noted(of, "ssv.upper reflux 900", "tr.calf.inner reflux 1400")
    told = sent(again(of), slot="left|tr.calf.inner||joins", typed="petite saphène haut du mollet").json()
    assert told["rows"][0]["value"] == "ssv uc"
    assert "From SSV upper calf to tributary of the calf" in told["results"]
    assert sent(again(of), slot="left|tr.calf.inner||joins", typed="gsv", key="tablet.2").status_code == 422


def test_without_a_script_the_line_is_an_ordinary_form() -> None:
    of = examination()
    browser = cast.signed_in(cast.sam())
    address = reverse("mapping:note", args=[of.pk])
    kept = browser.post(address, {"line": "gsv ak 6,2 0,8", "leg": "left"}, follow=True)
    assert "Left leg, GSV lower thigh: diameter 6.2" in kept.content.decode()
    wrong = browser.post(address, {"line": "gsv ak 6,2 blue", "leg": "left"})
    assert wrong.status_code == 422
    assert 'value="gsv ak 6,2 blue"' in wrong.content.decode()
    assert "“blue” was not understood" in wrong.content.decode()


@pytest.mark.parametrize(
    "fields", [{"slot": "x"}, {"slot": "left|leg||height", "typed": "1"}, {"slot": "a|b|c|d|e"}, {}]
)
def test_nonsense_is_refused_with_a_sentence(fields: dict[str, Any]) -> None:
    assert sent(examination(), **fields).status_code == 422


def test_the_page_has_a_field_for_every_segment_of_a_whole_examination_and_records_that_it_was_opened() -> None:
    of = examination(legs="both")
    noted(of, "pv.tibial.upper@24 diameter 3.5", leg="right")
    page = cast.signed_in(cast.sam()).get(reverse("mapping:entry", args=[of.pk])).content.decode()
    assert 'data-slot="left|gsv.thigh.upper||diameter"' in page
    assert 'data-slot="right|pv.tibial.upper|24|diameter"' in page
    assert Entry.objects.filter(action="record.chart.opened", facts__page="the examination").count() == 1


def test_who_may_only_read_is_led_to_the_map_and_after_review_so_is_everybody() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900")
    address, to = reverse("mapping:entry", args=[of.pk]), reverse("mapping:map", args=[of.pk])
    assert cast.signed_in(cast.nora()).get(address)["Location"] == to
    reviewed(of)
    assert cast.signed_in(cast.sam()).get(address)["Location"] == to
    assert cast.signed_in(cast.nora()).post(reverse("mapping:note", args=[of.pk]), {"line": "sfj c"}).status_code == 403


def test_everything_else_of_a_place_and_its_history() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper diameter 6.2")
    noted(of, "gsv.thigh.upper diameter 5.8")
    browser = cast.signed_in(cast.priya())
    page = browser.get(reverse("mapping:more", args=[of.pk]), {"place": "left|gsv.thigh.upper|"}).content.decode()
    assert "diameter 6.2" in page
    assert "diameter 5.8" in page
    assert "The physician says otherwise" in page
    assert browser.get(reverse("mapping:more", args=[of.pk]), {"place": "right|sfj|"}).status_code == 409


def test_the_page_asks_the_database_a_fixed_number_of_times(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    of = examination(legs="both")
    browser = cast.signed_in(cast.sam())
    for count in (1, 12):
        for number in range(count):
            noted(of, f"gsv.thigh.upper@{70 + number}.{count} diameter 6.2")
        browser.get(reverse("mapping:changes", args=[of.pk]), {"since": "0"})  # the session is there
        with django_assert_num_queries(9):
            answer = browser.get(reverse("mapping:changes", args=[of.pk]), {"since": "0"})
        assert answer.status_code == 200


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().post(reverse("mapping:note", args=[1]), {"line": "sfj c"}, headers=JSON).status_code == 302
