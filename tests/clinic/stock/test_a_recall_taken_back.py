"""A recall that is taken back: the lot is what it was before, and the recall, its end and the calls stay in sight."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.record.models import Entry
from saphena.clinic.stock import actions
from saphena.clinic.stock.models import LotRecall, RecallCall
from saphena.clinic.stock.queries import recalls_on_charts
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.stock.shelf import drawn, lot

if TYPE_CHECKING:
    import time_machine

    from saphena.clinic.stock.models import Lot


def recall(shelf: Lot) -> None:
    actions.recall_lot(actor=cast.max_(), lot=shelf, reason="particles")


def take_back(shelf: Lot) -> None:
    actions.take_back_recall(actor=cast.max_(), lot=shelf, reason="another lot was meant")


def test_the_lot_may_be_drawn_from_again() -> None:
    shelf = lot()
    recall(shelf)
    take_back(shelf)
    assert drawn(shelf).lot == shelf
    assert (shelf.recalled_at, shelf.is_quarantined, shelf.quarantine_reason) == (None, False, "")


def test_the_quarantine_that_there_was_before_holds_again() -> None:
    shelf = lot()
    actions.quarantine_lot(actor=cast.nora(), lot=shelf, reason="cloudy")
    before = (shelf.quarantined_at, shelf.quarantined_by, shelf.quarantine_reason)
    recall(shelf)
    take_back(shelf)
    assert (shelf.quarantined_at, shelf.quarantined_by, shelf.quarantine_reason) == before
    with pytest.raises(Refused, match=r"in quarantine .cloudy"):
        drawn(shelf)
    actions.release_lot(actor=cast.nora(), lot=shelf, reason="was cold")
    assert drawn(shelf).lot == shelf


def test_both_stay_with_name_and_reason() -> None:
    shelf = lot()
    recall(shelf)
    take_back(shelf)
    began, ended = LotRecall.objects.all()
    assert (began.reason, began.end, ended.by, ended.reason) == (
        "particles", ended, cast.max_(), "another lot was meant",
    )  # fmt: skip
    assert Entry.objects.get(action="stock.lot.recall_taken_back").facts["reason"] == "another lot was meant"
    page = cast.signed_in(cast.nora()).get(reverse("stock:lot", args=[shelf.pk])).content.decode()
    assert f"Recalled on 9 Mar 2027 by {began.by}: particles. Taken back on 9 Mar 2027 by {ended.by}" in page
    assert "may be used" in page


@pytest.mark.parametrize("stop", ["", "."])
def test_its_sentences_end_with_one_full_stop_however_the_reasons_were_typed(stop: str) -> None:
    found, shelf = course(), lot()
    drawn(shelf, into=found)
    actions.recall_lot(actor=cast.max_(), lot=shelf, reason=f"particles{stop}")
    nora = cast.signed_in(cast.nora())
    assert ": particles." in nora.get(reverse("courses:chart", args=[found.patient.pk])).text
    actions.note_recall_call(actor=cast.max_(), lot=shelf, patient=found.patient, answer="told", words=f"calm{stop}")
    actions.take_back_recall(actor=cast.max_(), lot=shelf, reason=f"another lot was meant{stop}")
    page = nora.get(reverse("stock:lot", args=[shelf.pk])).text
    chart = nora.get(reverse("courses:chart", args=[found.patient.pk])).text
    assert "particles. Taken back on 9 Mar 2027" in page
    assert ": another lot was meant.</p>" in page
    assert ": another lot was meant." in chart
    assert ".." not in chart.partition("Recalled lots")[2].partition("</section>")[0]


def test_there_is_nothing_to_take_back_twice_or_without_a_reason() -> None:
    shelf = lot()
    with pytest.raises(Refused, match="nothing to take back"):
        take_back(shelf)
    recall(shelf)
    with pytest.raises(Refused, match="say why"):
        actions.take_back_recall(actor=cast.max_(), lot=shelf, reason="  ")
    take_back(shelf)
    with pytest.raises(Refused, match="nothing to take back"):
        take_back(shelf)


def test_whoever_may_not_recall_takes_none_back() -> None:
    shelf = lot()
    recall(shelf)
    with pytest.raises(PermissionDenied):
        actions.take_back_recall(actor=cast.nora(), lot=shelf, reason="looks fine")


def test_whoever_was_told_is_told_this_too_and_nobody_else(clock: time_machine.Traveller) -> None:
    shelf, knows, knows_not = lot(), course(), course(cast.pat(family_name="Roy"))
    drawn(shelf, into=knows)
    drawn(shelf, into=knows_not)
    recall(shelf)
    clock.shift(timedelta(minutes=5))
    actions.note_recall_call(actor=cast.nora(), lot=shelf, patient=knows.patient, answer="told", words="Is well")
    clock.shift(timedelta(minutes=5))
    take_back(shelf)
    browser, page = cast.signed_in(cast.nora()), reverse("stock:legs", args=[shelf.pk])
    shown = browser.get(page).content.decode()
    assert "1 patient had been told of the recall: 0 told that it was taken back" in shown
    assert "not told of the end yet" in shown
    assert shown.count("Write down a call") == 1
    with pytest.raises(Refused, match="has not heard of it"):
        actions.note_recall_call(actor=cast.nora(), lot=shelf, patient=knows_not.patient, answer="told", words="Off")
    browser.post(reverse("stock:call", args=[shelf.pk, knows.patient.pk]), {"answer": "told", "words": "Is relieved"})
    shown = browser.get(page).content.decode()
    assert "1 told that it was taken back" in shown
    assert "Is well" in shown
    assert RecallCall.objects.count() == 2


def test_charts_lose_their_mark_and_keep_what_the_patient_has_heard(clock: time_machine.Traveller) -> None:
    shelf, knows, knows_not = lot(), course(), course(cast.pat(family_name="Roy"))
    drawn(shelf, into=knows)
    drawn(shelf, into=knows_not)
    recall(shelf)
    browser = cast.signed_in(cast.nora())
    for each in (knows, knows_not):
        page = browser.get(reverse("courses:chart", args=[each.patient.pk])).content.decode()
        assert "Lot A1 was recalled on 9 Mar 2027</span>" in page
    actions.note_recall_call(actor=cast.nora(), lot=shelf, patient=knows.patient, answer="told", words="Is well")
    clock.shift(timedelta(days=1))
    take_back(shelf)
    assert list(recalls_on_charts(cast.nora(), [knows, knows_not])) == [knows.pk]
    later = cast.signed_in(cast.nora())
    page = later.get(reverse("courses:chart", args=[knows.patient.pk])).content.decode()
    assert "was recalled on 9 Mar 2027, and the recall was taken back on 10 Mar 2027" in page
    assert "knows of the recall, not yet that it was taken back" in page


def test_a_lot_that_is_recalled_again_begins_its_calls_anew(clock: time_machine.Traveller) -> None:
    shelf, leg = lot(), course()
    drawn(shelf, into=leg)
    recall(shelf)
    actions.note_recall_call(actor=cast.nora(), lot=shelf, patient=leg.patient, answer="told", words="Is well")
    clock.shift(timedelta(days=1))
    take_back(shelf)
    clock.shift(timedelta(days=1))
    recall(shelf)
    page = cast.signed_in(cast.nora()).get(reverse("stock:legs", args=[shelf.pk])).content.decode()
    assert "0 of 1 told" in page
    assert "not told yet" in page
    assert "Taken back on 10 Mar 2027" in page


def test_it_is_taken_back_on_the_page_of_the_lot() -> None:
    shelf = lot()
    recall(shelf)
    browser, page = cast.signed_in(cast.max_()), reverse("stock:lot", args=[shelf.pk])
    assert "Take the recall back" in browser.get(page).content.decode()
    where = reverse("stock:take_back_recall", args=[shelf.pk])
    assert browser.post(where, {"reason": ""}).status_code == 422
    assert browser.post(where, {"reason": "another lot"})["Location"] == reverse("stock:legs", args=[shelf.pk])
    assert "Recall this lot" in browser.get(page).content.decode()
