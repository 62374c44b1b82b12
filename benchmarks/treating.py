"""How long the treatment room's server takes: a tap, the screen asking for news, the whole session, and the arithmetic.

A session of twelve injections by two people, in a folder that is thrown away afterwards, on one core. `tap_p95_ms` is
what a tablet waits for an injection to be kept; `ceilings_us` is one injection weighed against every ceiling after
fifty others.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from decimal import Decimal
from functools import partial
from statistics import median, quantiles
from time import perf_counter, time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from benchmarks.pages import start_clinic

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

INJECTIONS = 12
ROUNDS = 5
WEIGHED = 300


def measure() -> dict[str, float]:
    home = tempfile.mkdtemp(prefix="saphena-treating-")
    try:
        start_clinic(home)
        figures = at_the_couch()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return {**figures, "ceilings_us": weighing()}


def at_the_couch() -> dict[str, float]:
    """Taps and questions of one tablet on the session that is open in the pretend clinic."""
    from django.test import Client

    from saphena.clinic.journey.treating.models import Session
    from saphena.clinic.people.models import User

    session = Session.objects.get(state="injecting")
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(nora := User.objects.get(email="nora@demo.example"))
    base = f"/treating/{session.pk}/"
    syringe = session.syringes.filter(form="foam").order_by("pk").last()
    assert syringe is not None
    taps, polls, wholes = [], [], []
    for _ in range(ROUNDS):
        for _injection in range(INJECTIONS):
            taps.append(timed(lambda: tap(browser, base, session.side, syringe.key)))
            newest = f"{base}state/?since={Session.objects.get(pk=session.pk).version}&viewer={nora.pk}"
            polls.append(timed(partial(got, browser, newest, 204)))
        wholes.append(timed(lambda: got(browser, f"{base}state/", 200)))
    return {
        "tap_ms": median(taps),
        "tap_p95_ms": quantiles(taps, n=20)[-1],
        "news_ms": median(polls),
        "whole_ms": median(wholes),
    }


def tap(browser: Client, base: str, side: str, syringe: str) -> None:
    about = {"syringe": syringe, "segment": "gsv.knee", "side": side, "volume": "0.1"}
    entry = {"kind": "injection", "key": str(uuid4()), "at": int(time() * 1000), "late": True, **about}
    answer = browser.post(f"{base}record/", json.dumps({"entries": [entry]}), content_type="application/json")
    assert answer.json()["answers"][0]["outcome"] == "saved"


def got(browser: Client, where: str, status: int) -> None:
    assert browser.get(where).status_code == status


def weighing() -> float:
    """Microseconds."""
    from saphena.pathway.treating import Dose, Drawn, Form, Ratio, shipped, weigh

    rows, today = shipped(), date(2027, 3, 9)
    drawn = Drawn("aethoxysklerol", Decimal(1), Form.FOAM, Ratio(1, 4))
    given = [Dose(drawn, Decimal("0.2"), today, "gsv") for _ in range(50)]
    one = Dose(drawn, Decimal(1), today, "gsv")
    took = [timed(lambda: weigh(one, given, Decimal(70), rows)) for _ in range(WEIGHED)]
    return median(took) * 1000


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds."""
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000
