"""The clinic says what its payers ask: by name, with a reason, on one list for all of them."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse

from saphena.clinic.confirming.models import About, Word
from saphena.clinic.exchange.payer.asking import asked_here
from saphena.clinic.record.models import Entry
from tests import cast

PAGE, SAY = "exchange_payer:asked", "exchange_payer:confirm"


def test_the_manager_confirms_a_number_or_gives_another() -> None:
    max_ = cast.signed_in(cast.max_())
    told = {"name": "stocking_weeks", "words": "Prairie, policy 14", "value": "8 weeks", "on": "own"}
    assert max_.post(reverse(SAY), told).status_code == 302
    limit = asked_here().limits["stocking_weeks"]
    assert (limit.on, limit.value) == (True, Decimal(8))
    page = max_.get(reverse(PAGE)).text
    assert "8 weeks" in page
    assert "Prairie, policy 14" in page
    assert Entry.objects.filter(action="confirming.word.given", facts__about="payers").exists()


def test_a_number_without_a_reason_or_of_no_such_name_is_refused() -> None:
    max_ = cast.signed_in(cast.max_())
    assert max_.post(reverse(SAY), {"name": "stocking_weeks", "words": " ", "on": "yes"}).status_code == 422
    assert max_.post(reverse(SAY), {"name": "colour", "words": "x", "on": "yes"}).status_code == 409
    assert not Word.objects.filter(about=About.PAYERS).exists()


def test_whoever_may_not_say_it_reads_it() -> None:
    sam = cast.signed_in(cast.sam())
    assert "Stockings worn" in sam.get(reverse(PAGE)).text
    assert sam.post(reverse(SAY), {"name": "stocking_weeks", "words": "x", "on": "yes"}).status_code == 403
    assert cast.signed_in(cast.nell()).get(reverse(PAGE)).status_code == 403
