"""A program at the door, with a token that Max made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.test import Client
from django.urls import reverse

from saphena.clinic.people.applications.actions import let_in
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    Ask = Callable[..., Answer]


def program(*scopes: str) -> Ask:
    """Asks by name of the address: `ask("book", key="1", course=7, visits=[…])`."""
    _row, token = let_in(actor=cast.max_(), name="Old system", scopes=scopes or ["visits.write"])

    def ask(name: str, *args: int, key: str = "", body: str | None = None, **told: object) -> Answer:
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        address = reverse(f"exchange_visits:{name}", args=args)
        if name == "one":
            return Client().get(address, headers=headers)
        sent = json.dumps(told) if body is None else body
        return Client().post(address, sent, content_type="application/json", headers=headers)

    return ask
