"""What a protocol says decides what can be booked when; a gate that was opened by hand lets through."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.courses.actions import answer_facts, open_gate
from saphena.clinic.journey.booking.actions import book_visit
from saphena.clinic.journey.booking.refusing import Unavailable
from tests import cast
from tests.clinic.courses.treated import at, course, happened
from tests.clinic.diary.house import house
from tests.clinic.journey.booking.booked import procedure, ready
from tests.clinic.journey.planning.prepared import asked, begun, closed

ONLY_SAID = "only said, not recorded"


def test_the_clinics_own_number_of_days_counts() -> None:
    late = happened(course(numbers={"test_gap_days": 30}), mapped="2027-02-22T09:00", test="2027-03-01T13:30")
    with pytest.raises(Unavailable, match="31 March at the earliest"):
        procedure("2027-03-15T10:00", of=late)
    assert procedure("2027-03-31T10:00", of=late).event == "procedure"


def test_the_protocols_minutes_are_held() -> None:
    visit = procedure(of=ready())
    assert visit.ends_at == at("2027-03-15T11:10")
    assert [phase["minutes"] for phase in visit.phases] == [45, 15, 25, 10]


def test_who_opens_the_gate_by_hand_can_book() -> None:
    pats = happened(course(), mapped="2027-02-22T09:00")
    with pytest.raises(Unavailable) as no:
        procedure(of=pats)
    assert no.value.gates[0].other == "test"
    open_gate(actor=cast.priya(), course=pats, gate="test-first", reason="Tolerated it here in 2024.")
    assert procedure(of=pats).event == "procedure"


def test_a_map_that_is_too_old_has_expired() -> None:
    old = happened(course(), mapped="2026-08-01T09:00", test="2027-03-01T13:30")
    with pytest.raises(Unavailable, match="expires after"):
        book_visit(actor=cast.nell(), course=old, site=house(), step="procedure", starts=at("2027-03-15T10:00"))


def test_a_gate_that_stands_open_by_a_tick_alone_is_said_where_the_visit_is_booked_and_on_its_page() -> None:
    pats = happened(course(), mapped="2027-02-22T09:00", test="2027-03-01T13:30")
    nell, nora = cast.signed_in(cast.nell()), cast.signed_in(cast.nora())
    booking = reverse("booking:course", args=[pats.pk])
    assert ONLY_SAID not in nell.get(booking).content.decode()
    answer_facts(actor=cast.nora(), course=pats, facts={"test_tolerated": True})
    visit = reverse("booking:visit", args=[procedure(of=pats).pk])
    for page in (booking, visit):
        shown = nell.get(page).content.decode()
        assert ONLY_SAID in shown
        assert "Nora Lindqvist has said on" in shown
        assert "Write the test session down" not in shown  # hers to know, not to write
        assert "Write the test session down" in nora.get(page).content.decode()


def test_a_test_that_is_written_down_is_not_said_to_be_a_tick() -> None:
    pats = happened(course(), mapped="2027-02-22T09:00")
    asked(pats.patient)
    tested = closed(begun(pats))
    assert tested.result == "tolerated"
    answer_facts(actor=cast.nora(), course=pats, facts={"test_tolerated": True})
    page = cast.signed_in(cast.nell()).get(reverse("booking:course", args=[pats.pk]))
    assert ONLY_SAID not in page.content.decode()


def test_a_shut_gate_leads_to_what_comes_before_and_not_to_what_it_shuts() -> None:
    house()
    pats = happened(course(), mapped="2027-02-22T09:00")
    booking = reverse("booking:course", args=[pats.pk])
    shown = cast.signed_in(cast.nell()).get(booking, {"step": "procedure"}).content.decode()
    _before, _, opens = shown.partition("It opens when what is missing is booked or done:")
    opens, _, _after = opens.partition("</p>")
    assert "?step=test" in opens
    assert "?step=procedure" not in opens
    assert "?step=return" not in opens
