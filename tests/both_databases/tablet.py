"""A tablet as static/treating/sending.js has it: what is tapped goes into a queue that outlives it, and is sent in
order until the server has answered. Here the network and the server have faults, drawn from one seed.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.urls import reverse

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from django.test import Client

FAULTS = ("none", "none", "request lost", "answer lost", "sent twice", "server killed", "tablet killed")
MOST_ROUNDS = 200


class Tablet:
    """`queue` lies on the tablet's disk: whatever happens to the tablet, it is there when the tablet wakes."""

    def __init__(self, client: Client, session_id: int, entries: list[dict[str, Any]], chance: random.Random) -> None:
        self.client = client
        self.where = reverse("treating:record", args=[session_id])
        self.taps = list(entries)
        self.queue: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.chance = chance

    def work(self) -> None:
        """Tap and send, in any mixture, until everything has been tapped and answered."""
        for _round in range(MOST_ROUNDS):
            if self.taps and (not self.queue or self.chance.random() < 0.6):
                self.queue.append(self.taps.pop(0))
            self.send()
            if not self.taps and not self.queue:
                return
        raise AssertionError("the tablet never came to an end")

    def send(self) -> None:
        parcel = self.queue[:50]
        fault = self.chance.choice(FAULTS)
        if fault in ("request lost", "tablet killed"):  # whoever is killed before sending wakes with the queue
            self._later(parcel)
            return
        if fault == "sent twice":
            self._post(parcel)
        with server_killed(self.chance) if fault == "server killed" else nullcontext():
            answer = self._post(parcel)
        if answer is None or fault == "answer lost":
            self._later(parcel)
            return
        for entry, told in zip(parcel, answer["answers"], strict=True):
            if told["outcome"] in ("saved", "refused"):
                self.queue.remove(entry)
            if told["outcome"] == "refused":
                self.refused.append(entry | {"told": told})

    def _later(self, parcel: list[dict[str, Any]]) -> None:
        for entry in parcel:
            entry["late"] = True

    def _post(self, parcel: list[dict[str, Any]]) -> dict[str, Any] | None:
        if not parcel:
            return {"answers": []}
        self.client.raise_request_exception = False
        response = self.client.post(self.where, json.dumps({"entries": parcel}), content_type="application/json")
        return response.json() if response.status_code == 200 else None


_life = threading.local()


def mortal(announce: Callable[..., Any]) -> Callable[..., Any]:
    """The same, in a server that may die of it; each thread dies for itself."""

    def announced(*args: Any, **kwargs: Any) -> Any:
        left = getattr(_life, "left", None)
        if left is not None:
            _life.left = left - 1
            if left <= 0:
                raise OperationalError("the server was killed")
        return announce(*args, **kwargs)

    return announced


@contextmanager
def server_killed(chance: random.Random) -> Iterator[None]:
    """The server dies when it is about to write its record: the transaction that was open is gone with it."""
    _life.left = chance.randrange(4)
    try:
        yield
    finally:
        _life.left = None
