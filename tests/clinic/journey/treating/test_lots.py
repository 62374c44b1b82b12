"""Lots of the stock in the treatment room: drawn for the leg, given back when it was not so, never from quarantine."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db.models import Sum

from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.shelf import lots_at_hand
from saphena.clinic.stock.actions import quarantine_lot, receive_lot
from saphena.clinic.stock.models import Draw
from saphena.clinic.stock.queries import legs_of
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.treating.couch import confirmed, inject, syringe, take_back

if TYPE_CHECKING:
    from saphena.clinic.stock.models import Lot


def received(number: str = "A123") -> Lot:
    return receive_lot(
        actor=cast.nora(), product="aethoxysklerol", strength=Decimal(1), number=number, expires_on=date(2030, 1, 31),
        received_ml=Decimal(20),
    )  # fmt: skip


def test_the_liquid_of_an_injection_is_drawn_from_its_lot_and_a_recall_finds_the_leg() -> None:
    lot, session = received(), confirmed()
    inject(session, syringe(session), "2")
    assert Draw.objects.get().ml == Decimal("0.4")  # one part in five of 2 mL
    assert [(leg.patient, leg.leg) for leg in legs_of(cast.nora(), lot)] == [(session.course.patient, "left")]


def test_what_was_taken_back_goes_back() -> None:
    received()
    session = confirmed()
    take_back(session, inject(session, syringe(session), "2"))
    assert Draw.objects.aggregate(left=Sum("ml"))["left"] == 0


def test_nobody_draws_from_quarantine_and_what_was_drawn_without_the_network_is_kept_and_found() -> None:
    lot, session = received(), confirmed()
    early = syringe(session)
    quarantine_lot(actor=cast.nora(), lot=lot, reason="Particles")
    with pytest.raises(Refused, match=r"in quarantine: Particles\. Take another lot"):
        syringe(session, actor=cast.priya(), reason="Nothing else at hand")
    with pytest.raises(Asks, match="in quarantine"):
        inject(session, early)
    late = syringe(session, late=True)
    assert late.passed == ["lot in quarantine"]
    inject(session, late, late=True)
    assert Draw.objects.filter(lot=lot).count() == 1


def test_a_lot_that_is_not_in_the_stock_is_asked_about_where_the_product_is_kept() -> None:
    session = confirmed()
    assert syringe(session, lot="Z9").passed == []
    received("B1")
    with pytest.raises(Asks, match="Lot Z9 is not in the clinic’s stock"):
        syringe(session, lot="Z9")
    assert syringe(session, lot="Z9", reason="Seen on paper").passed == ["lot not known"]


def test_the_tablet_offers_what_may_be_drawn() -> None:
    lot = received()
    assert [row["lot"] for row in lots_at_hand(cast.nora())] == ["A123"]
    quarantine_lot(actor=cast.nora(), lot=lot, reason="Particles")
    assert lots_at_hand(cast.nora()) == []
