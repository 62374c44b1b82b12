"""The list of lots, one lot, and its forms, which keep what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.stock.amounts import AmountField
from saphena.clinic.stock.models import Lot
from tests import cast
from tests.clinic.stock.shelf import drawn, lot

if TYPE_CHECKING:
    import time_machine

RIGHT = {
    "product": "fibrovein", "strength": "0,5", "number": "F77", "expires_on": "2027-09-30", "received_ml": "10 mL",
}  # fmt: skip


def test_a_lot_is_entered_as_it_is_printed() -> None:
    answer = cast.signed_in(cast.nora()).post(reverse("stock:receive"), RIGHT)
    assert answer.status_code == 302
    entered = Lot.objects.get()
    assert (str(entered.strength.normalize()), str(entered.received_ml), entered.number) == ("0.5", "10.00", "F77")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"strength": "2"}, "no such strength of this product. There are: 0.2 %, 0.5 %, 1 %, 3 %"),
        ({"received_ml": "10 mg"}, "This is in mg; it is asked in mL."),
        ({"received_ml": "1,000"}, "can be read in two ways"),
        ({"received_ml": "a box"}, "Please give a number"),
        ({"received_ml": "0"}, "look at the amount again"),
        ({"received_ml": "1.234"}, "2 places after the point"),
        ({"expires_on": "2027-03-08"}, "last day of this lot is over"),
        ({"number": ""}, "required"),
        ({"product": "sugar"}, "valid choice"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(change: dict[str, str], said: str) -> None:
    answer = cast.signed_in(cast.nora()).post(reverse("stock:receive"), RIGHT | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    if "number" not in change:
        assert 'value="F77"' in answer.content.decode()


def test_the_same_lot_is_entered_once() -> None:
    browser = cast.signed_in(cast.nora())
    browser.post(reverse("stock:receive"), RIGHT)
    again = browser.post(reverse("stock:receive"), RIGHT)
    assert (again.status_code, Lot.objects.count()) == (422, 1)
    assert "in stock already" in again.content.decode()


def test_the_list_says_what_ends_soon_and_what_is_shut_away(clock: time_machine.Traveller) -> None:
    today, soon, fine = lot("T", "2027-03-09"), lot("S", "2027-04-01"), lot("F")
    shut = lot("Q")
    browser = cast.signed_in(cast.nora())
    answer = browser.post(reverse("stock:quarantine", args=[shut.pk]), {"reason": "cloudy"})
    assert answer.status_code == 302
    page = browser.get(reverse("stock:lots")).content.decode()
    places = [page.index(f">{each.number}<") for each in (today, soon, fine)]
    assert places == sorted(places)
    for word in ("last day today", "ends soon", "may be used", "in quarantine"):
        assert word in page
    assert ">F<" in browser.get(reverse("stock:lots"), {"q": "fibrovein f"}).content.decode()
    over = browser.get(reverse("stock:lots"), {"state": "over"}).content.decode()
    assert "Nothing here" in over


def test_the_list_asks_a_fixed_number_of_times() -> None:
    browser = cast.signed_in(cast.nora())
    counts = []
    for number in ("A", "B", "C", "D"):
        drawn(lot(number))
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("stock:lots"))
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1


def test_one_lot_and_what_is_done_with_it() -> None:
    shelf = lot()
    drawn(shelf)
    browser = cast.signed_in(cast.priya())
    page = browser.get(reverse("stock:lot", args=[shelf.pk])).content.decode()
    assert "Recall this lot" in page
    wasted = browser.post(reverse("stock:waste", args=[shelf.pk]), {"ml": "0.5", "reason": "broke"})
    assert wasted.status_code == 302
    empty = browser.post(reverse("stock:waste", args=[shelf.pk]), {"ml": "0.5", "reason": ""})
    assert empty.status_code == 422
    recalled = browser.post(reverse("stock:recall", args=[shelf.pk]), {"reason": "particles"})
    assert recalled["Location"] == reverse("stock:legs", args=[shelf.pk])
    assert "particles" in browser.get(reverse("stock:lot", args=[shelf.pk])).content.decode()


def test_a_nurse_is_not_offered_what_she_may_not_do() -> None:
    page = cast.signed_in(cast.nora()).get(reverse("stock:lot", args=[lot().pk])).content.decode()
    assert "Recall this lot" not in page
    assert cast.signed_in(cast.nell()).get(reverse("stock:lots")).status_code == 403


@pytest.mark.parametrize(
    ("typed", "read"), [("2.5", "2.5"), ("2,5", "2.5"), (" 2,5 ml ", "2.5"), ("12", "12"), ("2,05", "2.05")]
)
def test_a_comma_is_a_decimal_sign(typed: str, read: str) -> None:
    assert str(AmountField().clean(typed)) == read


@pytest.mark.parametrize("typed", ["1,000", "2.5 l", "-1", "1e3", "٣", "2..5", "NaN", "99999999"])
def test_what_is_not_an_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(typed)
