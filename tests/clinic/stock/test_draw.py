"""Nobody draws from a lot that is over or in quarantine; what is drawn names a leg and stays written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from saphena.clinic.record.models import Entry
from saphena.clinic.stock import actions
from saphena.clinic.stock.models import Draw
from saphena.clinic.stock.queries import fit_lots, left_of, lot_for
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at, course
from tests.clinic.stock.shelf import drawn, lot


@pytest.mark.parametrize("when", ["2027-03-31T00:01", "2027-03-31T23:59"])
def test_a_lot_is_good_until_the_last_minute_of_its_last_day_on_the_clinics_clock(when: str) -> None:
    assert drawn(lot(expires_on="2027-03-31"), when=when).pk


def test_a_minute_after_midnight_it_is_over_and_the_day_is_named() -> None:
    with pytest.raises(Refused, match=r"its last day was 31 Mar\w* 2027\. Take another lot"):
        drawn(lot(expires_on="2027-03-31"), when="2027-04-01T00:00")


def test_a_lot_that_was_over_cannot_be_entered() -> None:
    with pytest.raises(Refused, match="last day of this lot is over"):
        lot(expires_on="2027-03-08")
    assert lot(expires_on="2027-03-09").pk  # today is still good


def test_a_lot_in_quarantine_is_not_drawn_from_until_it_is_let_out() -> None:
    suspect = lot()
    actions.quarantine_lot(actor=cast.nora(), lot=suspect, reason="cloudy")
    with pytest.raises(Refused, match=r"in quarantine \(cloudy\)"):
        drawn(suspect)
    assert not fit_lots(cast.nora()).exists()
    actions.release_lot(actor=cast.nora(), lot=suspect, reason="it was the light")
    assert drawn(suspect).pk
    assert list(fit_lots(cast.nora(), product="fibrovein", strength=Decimal(1))) == [suspect]
    assert not fit_lots(cast.nora(), product="varithena").exists()


def test_one_tap_sent_twice_is_one_draw() -> None:
    shelf, leg = lot(), course()
    assert drawn(shelf, into=leg, key="tap-1") == drawn(shelf, into=leg, key="tap-1")
    assert drawn(shelf, into=leg, key="tap-2") != drawn(shelf, into=leg)
    assert left_of(lot_for(cast.nora(), shelf.pk)) == Decimal(14)


def test_more_than_the_shelf_should_hold_is_written_down_all_the_same() -> None:
    shelf = lot()
    drawn(shelf, "21")
    assert left_of(lot_for(cast.nora(), shelf.pk)) == Decimal(-1)


@pytest.mark.parametrize("ml", ["0", "-1"])
def test_nothing_is_no_draw(ml: str) -> None:
    with pytest.raises(Refused, match="more than nothing"):
        drawn(lot(), ml)


def test_a_draw_by_mistake_is_taken_back_once_and_both_rows_stay() -> None:
    shelf = lot()
    mistake = drawn(shelf)
    actions.take_back_draw(actor=cast.priya(), drawn=mistake, reason="wrong leg")
    assert left_of(lot_for(cast.nora(), shelf.pk)) == Decimal(20)
    with pytest.raises(Refused, match="taken back already"):
        actions.take_back_draw(actor=cast.priya(), drawn=mistake, reason="wrong leg")
    assert Draw.objects.count() == 2


def test_what_was_drawn_cannot_be_changed() -> None:
    row = drawn(lot())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Draw.objects.filter(pk=row.pk).update(ml=Decimal(9))


def test_what_was_thrown_away_is_written_down_with_its_reason() -> None:
    shelf = lot()
    actions.waste(actor=cast.nora(), lot=shelf, ml=Decimal("1.5"), reason="ampoule broke", at=at("2027-03-09T08:00"))
    assert left_of(lot_for(cast.nora(), shelf.pk)) == Decimal("18.5")
    with pytest.raises(Refused, match="say why"):
        actions.waste(actor=cast.nora(), lot=shelf, ml=Decimal(1), reason=" ")


def test_the_record_says_who_drew_what_for_which_leg() -> None:
    drawn(lot())
    said = Entry.objects.filter(action="stock.lot.drawn").get()
    assert said.sentence == "Priya Raman drew 2 mL of lot A1 of fibrovein for the left leg of Pat Moreau."


@pytest.mark.parametrize("who", [cast.nell, cast.max_, cast.olive])
def test_who_may_not_record_draws_nothing(who: object) -> None:
    shelf, leg = lot(), course()
    with pytest.raises(PermissionDenied):
        drawn(shelf, into=leg, actor=who())  # type: ignore[operator]  # somebody of the cast
