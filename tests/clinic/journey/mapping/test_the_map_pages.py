"""The map to read, review, sign, compare and take away; the maps of a course; the criteria."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from saphena.clinic.journey.mapping import actions
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import course, treated
from tests.clinic.journey.mapping.mapped import NOW, REFLUXING, again, examination, noted, reviewed, signed

pytestmark = pytest.mark.django_db


def page(name: str, *args: object, by: object = cast.priya, **asked: str) -> str:
    assert callable(by)
    answer = cast.signed_in(by()).get(reverse(f"mapping:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_map_shows_the_drawing_the_table_and_what_follows_with_its_reasons() -> None:
    shown = page("map", signed().pk)
    assert "<svg" in shown
    assert "Great saphenous vein: axial reflux" in shown
    assert "1200\u202fms &gt; 500\u202fms (SVS22 1.1.a; SVS23 1.3.1)" in shown or "2100\u202fms &gt; 500" in shown
    assert "Sam Beaulieu" in shown
    assert "Priya Raman" in shown
    assert Entry.objects.filter(action="record.chart.opened", facts__page="the vein map").exists()


def test_it_is_reviewed_and_signed_by_pressing() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900")
    sam, priya = cast.signed_in(cast.sam()), cast.signed_in(cast.priya())
    assert sam.post(reverse("mapping:review", args=[of.pk])).status_code == 302
    assert sam.post(reverse("mapping:sign", args=[of.pk])).status_code == 403
    assert priya.post(reverse("mapping:sign", args=[of.pk])).status_code == 302
    assert again(of).is_signed


def test_a_signed_map_leads_on_to_planning_until_the_leg_is_treated() -> None:
    made = course()
    of, way = examination(course=made), f'href="{reverse("planning:course", args=[made.pk])}"'
    noted(of, *REFLUXING)
    assert way not in page("map", of.pk)
    actions.sign_map(actor=cast.priya(), examination=reviewed(of))
    assert way in page("map", of.pk)
    treated(made)
    assert way not in page("map", of.pk)


def test_a_map_that_was_begun_from_the_list_leads_on_to_planning_too() -> None:
    made = course()
    of = examination(made.patient)
    noted(of, *REFLUXING)
    actions.sign_map(actor=cast.priya(), examination=reviewed(of))
    assert of.course is None
    assert f'href="{reverse("planning:course", args=[made.pk])}"' in page("map", of.pk)


def test_an_empty_map_says_why_it_cannot_be_signed_and_stays_as_it_is() -> None:
    of = examination()
    answer = cast.signed_in(cast.priya()).post(reverse("mapping:sign", args=[of.pk]))
    assert answer.status_code == 422
    assert "An empty map cannot be signed" in answer.content.decode()


def test_reopening_and_withdrawing_ask_why() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900")
    reviewed(of)
    sam = cast.signed_in(cast.sam())
    assert sam.post(reverse("mapping:reopen", args=[of.pk]), {"reason": ""}).status_code == 422
    assert sam.post(reverse("mapping:reopen", args=[of.pk]), {"reason": "the calf"}).status_code == 302
    assert sam.post(reverse("mapping:withdraw", args=[of.pk]), {"reason": "wrong patient"}).status_code == 302
    assert "wrong patient" in page("map", of.pk)


def test_an_addendum_is_added_and_stands_with_its_name() -> None:
    of = signed()
    priya = cast.signed_in(cast.priya())
    assert priya.post(reverse("mapping:addendum", args=[of.pk]), {"text": " "}).status_code == 422
    assert (
        priya.post(reverse("mapping:addendum", args=[of.pk]), {"text": "The ankle <b>swells</b>."}).status_code == 302
    )
    assert "The ankle &lt;b&gt;swells&lt;/b&gt;." in page("map", of.pk)


def test_two_maps_are_compared() -> None:
    first = signed(examination(examined_at=NOW - timedelta(days=60)))
    closed = ("gsv.thigh.upper reflux 0", "gsv.thigh.upper compressible no", "ssv.upper reflux 1200", "sfj reflux 1200")
    second = signed(examination(patient=first.patient), *closed)
    shown = page("map", second.pk, **{"with": str(first.pk)})
    assert "<strong>closed</strong>" in shown
    assert "<strong>new reflux</strong>" in shown
    assert "looked at only once" in shown
    assert "<strong>closed</strong>" not in page("map", second.pk)


def test_the_table_to_take_away_has_a_line_for_each_value_and_no_name_of_the_patient() -> None:
    of = signed()
    answer = cast.signed_in(cast.priya()).get(reverse("mapping:csv", args=[of.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    upper = {row["quantity"]: (row["value"], row["unit"]) for row in rows if row["segment"] == "gsv.thigh.upper"}
    assert upper == {"reflux": ("2100", "ms"), "diameter": ("7.2", "mm")}
    assert "Moreau" not in answer.content.decode()


def test_a_remark_that_a_spreadsheet_would_compute_is_told_as_text() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper remark =1+1", "spj junction -2")
    text = cast.signed_in(cast.priya()).get(reverse("mapping:csv", args=[of.pk])).content.decode()
    assert ",'=1+1," in text
    assert ",junction,-2,cm," in text


def test_the_data_to_take_away_holds_what_was_noted_and_what_follows() -> None:
    of = signed()
    data = cast.signed_in(cast.priya()).get(reverse("mapping:json", args=[of.pk])).json()
    assert data["state"] == "signed"
    assert {"segment", "quantity", "value", "unit", "typed", "origin"} <= set(data["noted"][0])
    assert data["follows"]["left"]["states"]["gsv.thigh.upper"] == "incompetent"
    assert data["as_signed"]["legs"]["left"]["ceap"]["basic"] == data["follows"]["left"]["ceap"]["basic"]
    assert "Moreau" not in str(data)


def test_the_maps_of_a_course_say_which_counts_and_until_when() -> None:
    pats = course(numbers={"map_valid_days": 90})
    assert "No signed map yet" in page("of_course", pats.pk)
    signed(examination(course=pats))
    assert "counts until 2 May 2027" in page("of_course", pats.pk)


def test_a_map_that_is_older_than_the_protocol_allows_is_said_to_be_too_old() -> None:
    pats = course(numbers={"map_valid_days": 30})
    signed(examination(course=pats, examined_at=NOW - timedelta(days=40)))
    assert "The map is too old" in page("of_course", pats.pk)


def test_an_examination_is_opened_for_the_course_with_the_form_as_it_was_typed_when_wrong() -> None:
    pats = course()
    address = f"{reverse('mapping:open', args=[pats.patient_id])}?course={pats.pk}"
    sam = cast.signed_in(cast.sam())
    form = {
        "course": str(pats.pk), "legs": "left", "purpose": "whole", "day": "2027-02-01", "clock": "14:00",
        "posture": "sitting", "manoeuvre": "hand", "sonographer": str(cast.sam().pk), "criteria": "svs_2023",
        "limits": "obese groin",
    }  # fmt: skip
    wrong = sam.post(address, form)
    assert wrong.status_code == 422
    assert "say why that was not possible" in wrong.content.decode()
    assert "obese groin" in wrong.content.decode()
    right = sam.post(address, {**form, "posture_reason": "faints"})
    assert right.status_code == 302
    assert "uip_2006" not in sam.get(address).content.decode()


def test_somebody_without_a_course_is_found_and_examined() -> None:
    robin = cast.pat(given_names="Robin", family_name="Hall")
    found = page("begin", by=cast.sam, q="hall")
    assert reverse("mapping:open", args=[robin.pk]) in found
    of = signed(examination(patient=robin, legs="both"))
    assert reverse("mapping:entry", args=[of.pk]) in page("of_patient", robin.pk)


def test_the_list_narrows_by_typing_and_asks_a_fixed_number_of_times(django_assert_num_queries: object) -> None:
    assert callable(django_assert_num_queries)
    first = examination()
    examination(patient=cast.pat(given_names="Robin", family_name="Hall"))
    assert "Moreau" in page("examinations")
    assert "Moreau" not in page("examinations", q="hall")
    assert first.patient.formal_name not in page("examinations", state="signed")
    browser = cast.signed_in(cast.priya())
    browser.get(reverse("mapping:examinations"))
    with django_assert_num_queries(6):
        browser.get(reverse("mapping:examinations"))


def test_the_criteria_page_shows_each_row_with_its_source_and_what_is_off() -> None:
    shown = page("criteria")
    assert "&gt; 500\u202fms" in shown
    assert "SVS22 1.1.a" in shown
    assert "<strong>off</strong>" in shown
    priya = cast.signed_in(cast.priya())
    assert priya.post(reverse("mapping:criteria_confirm", args=["uip_2006"])).status_code == 302
    assert "Confirmed by Priya Raman" in page("criteria")
    assert cast.signed_in(cast.sam()).post(reverse("mapping:criteria_confirm", args=["uip_2006"])).status_code == 403
    assert priya.post(reverse("mapping:criteria_confirm", args=["nothing"])).status_code == 409


def test_every_row_of_every_set_has_a_name() -> None:
    from saphena.clinic.journey.mapping.showing_criteria import NAMES, SURE
    from saphena.pathway.mapping import criteria, shipped

    rows = [row for name in shipped() for row in criteria(name).rows]
    assert {row.id for row in rows} == set(NAMES)
    assert {row.sure for row in rows} <= set(SURE)
