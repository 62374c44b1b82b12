"""A recall lists the legs that got the lot, and nobody draws from it again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.record.models import Entry
from saphena.clinic.stock import actions
from saphena.clinic.stock.queries import left_of, legs_of, lot_for
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.stock.shelf import drawn, lot


def test_the_legs_are_listed_with_amount_and_days() -> None:
    shelf, left, right = lot(), course(), course(leg="right")
    drawn(shelf, "2", "2027-03-01T10:00", into=left)
    drawn(shelf, "1.5", "2027-03-08T10:00", into=left)
    drawn(shelf, "1", into=right)
    drawn(lot("B2"), "1", into=right)
    rows = legs_of(cast.priya(), shelf)
    assert [(row.patient.given_names, row.leg, row.ml) for row in rows] == [
        ("Pat", "left", Decimal("3.5")), ("Pat", "right", Decimal(1)),
    ]  # fmt: skip
    assert (rows[0].last - rows[0].first).days == 7


def test_a_leg_whose_draw_was_taken_back_did_not_get_it() -> None:
    shelf = lot()
    actions.take_back_draw(actor=cast.priya(), drawn=drawn(shelf), reason="not given")
    actions.waste(actor=cast.priya(), lot=shelf, ml=Decimal(1), reason="broke")
    assert legs_of(cast.priya(), shelf) == []


def test_tenths_that_were_taken_back_are_nothing() -> None:
    """A database that adds in binary has 0.1 and 0.2 make a little more than 0.3."""
    shelf, leg = lot(), course()
    for ml in ("0.1", "0.2", "0.7"):
        actions.take_back_draw(actor=cast.priya(), drawn=drawn(shelf, ml, into=leg), reason="not given")
    assert legs_of(cast.priya(), shelf) == []
    drawn(shelf, "0.1", into=leg)
    drawn(shelf, "0.2", into=leg)
    assert [str(row.ml) for row in legs_of(cast.priya(), shelf)] == ["0.30"]
    assert str(left_of(lot_for(cast.priya(), shelf.pk))) == "19.70"


def test_the_list_asks_the_database_twice_however_long_it_is() -> None:
    shelf = lot()
    for number in range(5):
        patient = cast.pat(family_name=f"Moreau {number}")
        drawn(shelf, into=course(patient))
    priya = cast.priya()
    with CaptureQueriesContext(connection) as asked:
        assert len(legs_of(priya, shelf)) == 5
    assert len(asked) == 2


def test_a_lot_that_is_recalled_stays_in_quarantine() -> None:
    shelf = lot()
    drawn(shelf)
    actions.recall_lot(actor=cast.max_(), lot=shelf, reason="particles")
    with pytest.raises(Refused, match="in quarantine"):
        drawn(shelf)
    with pytest.raises(Refused, match="is recalled and stays"):
        actions.release_lot(actor=cast.nora(), lot=shelf, reason="looks fine")
    with pytest.raises(Refused, match="recalled already"):
        actions.recall_lot(actor=cast.max_(), lot=shelf, reason="again")
    assert Entry.objects.get(action="stock.lot.recalled").facts["legs"] == 1


def test_a_nurse_does_not_recall() -> None:
    with pytest.raises(PermissionDenied):
        actions.recall_lot(actor=cast.nora(), lot=lot(), reason="particles")


def test_looking_at_the_list_of_legs_is_recorded() -> None:
    shelf = lot()
    drawn(shelf)
    page = cast.signed_in(cast.max_()).get(reverse("stock:legs", args=[shelf.pk]))
    assert "Moreau, Pat" in page.content.decode()
    assert Entry.objects.filter(action="stock.lot.legs_seen").count() == 1


def test_the_recall_says_what_to_do_and_each_call_is_written_down() -> None:
    shelf, leg = lot(), course()
    drawn(shelf, "1.5", into=leg)
    browser, list_ = cast.signed_in(cast.nora()), reverse("stock:legs", args=[shelf.pk])
    call = reverse("stock:call", args=[shelf.pk, leg.patient.pk])
    assert "not recalled" in browser.get(list_).content.decode()
    assert browser.post(call, {"answer": "told", "words": "Knows"}).status_code == 422
    actions.recall_lot(actor=cast.max_(), lot=shelf, reason="particles")
    page = browser.get(list_).content.decode()
    assert "By the count 18.50 mL should still be there" in page
    assert "0 of 1 told" in page
    assert browser.post(call, {"answer": "told", "words": ""}).status_code == 422
    for said in ({"answer": "not reached"}, {"answer": "told", "words": "Well, comes on Friday"}):
        assert browser.post(call, said)["Location"] == list_
    page = browser.get(list_).content.decode()
    assert "1 of 1 told" in page
    assert "Well, comes on Friday" in page
    chart = browser.get(reverse("courses:chart", args=[leg.patient.pk])).content.decode()
    assert "Lot A1 was recalled on 9 Mar 2027" in chart
    assert "Well, comes on Friday" in chart
    assert shelf.number in browser.get(reverse("stock:lots"), {"state": "recalled"}).content.decode()


def test_only_those_who_got_it_are_called() -> None:
    shelf = lot()
    actions.recall_lot(actor=cast.max_(), lot=shelf, reason="particles")
    with pytest.raises(Refused, match="got nothing of this lot"):
        actions.note_recall_call(actor=cast.nora(), lot=shelf, patient=course().patient, answer="not reached")


def test_what_was_thrown_away_by_mistake_is_taken_back_on_the_page() -> None:
    shelf = lot()
    wasted = actions.waste(actor=cast.nora(), lot=shelf, ml=Decimal(2), reason="broke")
    given = drawn(shelf)
    browser = cast.signed_in(cast.nora())
    back = [reverse("stock:take_back", args=[shelf.pk, each.pk]) for each in (wasted, given)]
    assert [browser.post(where, {"reason": "mistyped"}).status_code for where in back] == [302, 404]
    assert browser.post(back[0], {"reason": ""}).status_code == 422
    assert str(left_of(lot_for(cast.nora(), shelf.pk))) == "18.00"
