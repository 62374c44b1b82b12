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
from saphena.clinic.stock.queries import legs_of
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


def test_the_list_asks_the_database_twice_however_long_it_is() -> None:
    shelf = lot()
    for number in range(5):
        patient = cast.pat(family_name=f"Moreau {number}")
        drawn(shelf, into=course(patient))
    priya = cast.priya()
    with CaptureQueriesContext(connection) as asked:
        assert len(legs_of(priya, shelf)) == 5
    assert len(asked) == 2


def test_a_lot_that_is_recalled_stays_in_quarantine_for_good() -> None:
    shelf = lot()
    drawn(shelf)
    actions.recall_lot(actor=cast.max_(), lot=shelf, reason="particles")
    with pytest.raises(Refused, match="in quarantine"):
        drawn(shelf)
    with pytest.raises(Refused, match="recalled and stays"):
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
