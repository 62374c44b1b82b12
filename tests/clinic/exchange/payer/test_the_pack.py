"""What a payer asks for is gathered from what is kept: found, short of what is asked, or missing; never made up."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from saphena.clinic.design.dates import date_format
from saphena.clinic.exchange.payer.asking import confirm
from saphena.clinic.exchange.payer.pack import Standing
from saphena.clinic.imaging.actions import put_in_tray
from saphena.clinic.imaging.taking import retire
from saphena.clinic.journey.mapping.actions import confirm_criteria
from saphena.clinic.journey.mapping.queries import counts_until
from saphena.clinic.journey.mapping.standing import derived_as_signed, derived_of, standing
from saphena.clinic.journey.planning.trying import take_back_tried
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.exchange.payer.gathered import (
    item,
    mapped,
    mapped_on_an_image,
    pack_of,
    page_of,
    planned,
    read_by_max,
    stockings,
    whole,
)
from tests.clinic.journey.mapping.mapped import again, examination, noted, reviewed, signed

if TYPE_CHECKING:
    from collections.abc import Callable

    import time_machine
    from pytest_django import DjangoAssertNumQueries

    from saphena.clinic.people.models import User

LIMITS = ("stocking_weeks", "stocking_mmhg", "map_months", "trunk_mm")


def test_everything_that_is_kept_is_found_with_day_and_name() -> None:
    pack = pack_of(whole())
    assert {each.name: each.standing for each in pack.items} == {each.name: Standing.FOUND for each in pack.items}
    assert [line.by for line in item(pack, "map").lines[:2]] == ["Sam Beaulieu", "Priya Raman"]
    assert "examined standing" in item(pack, "map").lines[0].text
    assert "born 23 Apr 1961, health number 61234-0017" in item(pack, "patient").lines[0].text
    assert item(pack, "ceap").lines[0].text.startswith("C2,s, Ep")
    told = [line.text for line in item(pack, "scores").lines]
    assert told == ["VCSS 10 of 30", "Symptoms, 0 to 10: heaviness 6"]
    assert "Version 1, 2 sessions" in item(pack, "plan").lines[0].text
    assert "great saphenous vein, lower thigh; Fibrovein 3" in item(pack, "plan").lines[1].text
    (tried,) = item(pack, "tried").lines
    assert "20–30\u202fmmHg, every day, since 26 Oct 2026 (14 weeks), helped a little" in tried.text
    assert "as told by Dr. Ng" in tried.text


def test_each_place_of_reflux_has_its_number_the_limit_and_the_source() -> None:
    rows = {row.vein: row for row in pack_of(whole()).evidence}
    sfj, trunk, deep = (rows[name] for name in ("SFJ terminal valve", "GSV lower thigh", "POPV above the knee crease"))
    assert (sfj.reflux, sfj.limit, sfj.source, sfj.refluxes) == (
        "1.2\u202fs",
        "> 0.5\u202fs",
        "SVS22 1.1.a; SVS23 1.3.1",
        True,
    )
    assert trunk.diameter == "6.8\u202fmm"
    assert (deep.reflux, deep.limit, deep.refluxes) == ("0.3\u202fs", "≤ 1\u202fs", False)
    assert "SSV upper calf" not in rows  # nothing was measured there: it is no evidence


def test_of_nothing_everything_is_missing_and_leads_to_where_it_is_noted() -> None:
    of = course()
    pack = pack_of(of)
    assert [each.name for each in pack.missing] == ["map", "reflux", "ceap", "scores", "tried", "plan", "images"]
    assert item(pack, "patient").standing is Standing.SHORT  # no health number
    assert not pack.evidence
    page = cast.signed_in(cast.priya()).get(page_of(of)).text
    for name in ("mapping:of_course", "planning:tried", "planning:plan", "reviewing:scores_before"):
        assert reverse(name, args=[of.pk]) in page
    assert "Without a signed map there is no evidence to give" in page
    assert "1 of 8 items is there." in page
    assert reverse("exchange_payer:take", args=[of.pk]) not in page


def test_a_map_that_waits_leads_to_the_page_where_it_is_signed() -> None:
    of = course()
    draft = examination(course=of)
    noted(draft, "gsv.knee reflux 1500")
    reviewed(draft)
    pack = pack_of(of)
    assert item(pack, "map").url == reverse("mapping:map", args=[draft.pk])
    assert not pack.evidence  # what nobody has signed is no evidence


def test_how_much_is_asked_judges_nothing_until_the_clinic_has_said_so() -> None:
    of = whole()
    assert {each.met for found in pack_of(of).items for each in found.verdicts} == {None}
    read_by_max(*LIMITS)
    met = {each.text: each.met for found in pack_of(of).items for each in found.verdicts}
    assert met["Stockings worn: 14 weeks; asked is ≥ 12 weeks."] is True
    assert met["Pressure of the stockings: 20–30\u202fmmHg; asked is ≥ 20 mmHg."] is True
    assert met["Age of the map: 0 days; asked is ≤ 6 months."] is True
    trunk = "great saphenous vein, lower thigh, 6.8\u202fmm"
    assert met[f"Width of the trunk that is treated: {trunk}; asked is ≥ 2.5 mm."] is True


def test_what_is_short_of_it_is_there_and_to_be_looked_at(clock: time_machine.Traveller) -> None:
    of = course()
    mapped(of)
    stockings(of, "2026-12-07")  # eight weeks
    stockings(of, "2026-07-06", mmhg="15-20")  # longer, and too light
    read_by_max(*LIMITS)
    found = item(pack_of(of), "tried")
    assert found.standing is Standing.SHORT
    assert found.verdicts[0].text == "Stockings worn: 8 weeks, but asked is ≥ 12 weeks."
    confirm(actor=cast.max_(), name="stocking_weeks", words="policy 9", on=True, typed={"value": "8"}, sure=True)
    assert item(pack_of(of), "tried").standing is Standing.FOUND
    clock.shift(timedelta(days=200))
    assert item(pack_of(of), "map").standing is Standing.SHORT


def test_a_planned_vein_that_does_not_reflux_on_the_map_is_told() -> None:
    of = course()
    mapped(of)
    planned(of, "ssv.upper")
    found = item(pack_of(of), "plan")
    assert found.standing is Standing.SHORT
    assert found.wants == "Planned, and without reflux on the signed map: small saphenous vein, upper calf."


def test_what_was_taken_back_and_what_is_of_the_other_leg_is_not_in_it() -> None:
    of = course()
    row = stockings(of)
    assert item(pack_of(course(of.patient, "right")), "tried").standing is Standing.MISSING
    take_back_tried(actor=cast.nora(), tried=row, reason="another patient")
    assert item(pack_of(of), "tried").standing is Standing.MISSING


def test_an_item_that_the_clinic_put_off_is_nowhere() -> None:
    of = course()
    confirm(actor=cast.max_(), name="images", words="none of ours asks", on=False)
    assert "images" not in [each.name for each in pack_of(of).items]


def test_it_is_judged_by_what_held_when_the_map_was_signed() -> None:
    of = again(signed(examination(course=course())))
    off = derived_of(of).criteria.off
    confirm_criteria(actor=cast.priya(), name="svs_2023")
    assert off
    assert not derived_of(of).criteria.off
    assert derived_as_signed(of, standing(of)).criteria.off == off


def test_a_frame_stands_in_it_until_its_measurement_is_retired() -> None:
    of = course()
    reflux = mapped_on_an_image(of)
    (frame,) = pack_of(of).frames
    assert frame.first == reflux
    assert frame.by == "Sam Beaulieu"
    assert frame.said[0].startswith("GSV lower thigh, reflux ")
    retire(actor=cast.priya(), measurement=reflux, reason="the gate lay in the wrong vein")
    assert not pack_of(of).frames
    assert item(pack_of(of), "images").standing is Standing.MISSING


def test_a_number_whose_image_may_be_of_another_patient_is_told_where_it_stands() -> None:
    of = course()
    reflux = mapped_on_an_image(of)
    assert item(pack_of(of), "reflux").standing is Standing.FOUND
    put_in_tray(actor=cast.sam(), study=reflux.instance.study, reason="another name is burnt in")
    found = item(pack_of(of), "reflux")
    assert found.standing is Standing.SHORT
    assert found.wants.startswith("Measured on an image that no longer counts: GSV lower thigh, reflux ")
    assert found.wants.endswith("(its images may be of another patient).")


def test_opening_it_is_opening_the_chart() -> None:
    of = course()
    assert cast.signed_in(cast.sam()).get(page_of(of)).status_code == 200
    assert Entry.objects.filter(patient=of.patient, facts__page="what a payer asks for").exists()
    assert cast.signed_in(cast.nell()).get(page_of(of)).status_code == 403


def test_the_chart_and_the_planning_page_lead_to_it() -> None:
    of = course()
    for who, name, args in (("priya", "courses:chart", of.patient_id), ("priya", "planning:course", of.pk)):
        page = cast.signed_in(getattr(cast, who)()).get(reverse(name, args=[args])).text
        assert page_of(of) in page
    assert page_of(of) not in cast.signed_in(cast.nell()).get(reverse("courses:chart", args=[of.patient_id])).text


def test_more_that_is_kept_takes_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    of = course()
    mapped(of)
    stockings(of)
    with CaptureQueriesContext(connection) as first:
        pack_of(of)
    for start in ("2026-01-05", "2026-02-02", "2026-03-02"):
        stockings(of, start)
    with django_assert_num_queries(len(first)):
        pack_of(of)
    assert len(first) < 30


@pytest.mark.parametrize(("language", "word"), [("en", "Compression stockings"), ("fr", "Bas de compression")])
def test_it_speaks_the_language_that_is_asked(language: str, word: str) -> None:
    of = course()
    stockings(of)
    with translation.override(f"{language}-ca"):
        assert word in item(pack_of(of, language), "tried").lines[0].text


@pytest.mark.parametrize("who", [cast.max_, cast.sam, cast.nora])
def test_whoever_sees_it_may_go_wherever_it_leads(who: Callable[[], User]) -> None:
    browser = cast.signed_in(who())
    for of in (course(), whole()):
        page = browser.get(page_of(of)).text
        below = page.partition('<ol class="pack-items">')[2].partition("</main>")[0]
        links = set(re.findall(r'<a href="(/[^"#?]*)', below))
        assert len(links) > 4
        assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_map_that_has_run_out_says_its_last_day(clock: time_machine.Traveller) -> None:
    of = course()
    until = counts_until(mapped(of), of)
    assert until
    clock.move_to(datetime.combine(until, time(12), UTC))
    assert item(pack_of(of), "map").lines[-1].text == f"counts until {date_format(until, 'j M Y')} by the protocol"
    clock.shift(timedelta(days=1))
    assert item(pack_of(of), "map").wants == f"By the protocol it counted until {date_format(until, 'j M Y')}."


def test_the_pressure_is_of_stockings_that_were_worn() -> None:
    of = course()
    mapped(of)
    stockings(of, mmhg="15-20")
    stockings(of, mmhg="20-30", often="hardly")
    read_by_max(*LIMITS)
    told = [each.text for each in item(pack_of(of), "tried").verdicts]
    assert "Pressure of the stockings: 15–20\u202fmmHg, but asked is ≥ 20 mmHg." in told


def test_an_address_stands_on_one_line() -> None:
    of = course(cast.pat(address="1 Elm Street\r\nWinnipeg\r\n"))
    assert item(pack_of(of), "patient").lines[1].text == "1 Elm Street, Winnipeg"
