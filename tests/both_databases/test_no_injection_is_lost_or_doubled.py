"""Two tablets, a bad network, a server that dies: in the end every injection is there once.

SAPHENA_FAULT_RUNS says how many runs; the usual number is for every day, 1000 for the proof.
"""

from __future__ import annotations

import logging
import os
import random
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.utils import timezone

from saphena.clinic.journey.treating.models import Injection, InjectionVoid, Session, Sighting, Syringe
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.models import Entry
from tests import cast
from tests.both_databases.tablet import Tablet, mortal
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import asked
from tests.clinic.journey.treating.couch import FACTS, MARKED, READY, WORDS, ago, key, with_a_test

if TYPE_CHECKING:
    from saphena.clinic.people.models import User

RUNS = int(os.environ.get("SAPHENA_FAULT_RUNS", "12"))
RUNS_AT_ONE_COUCH = 4  # what they give together stays below every ceiling: nothing here is about asking
SEGMENTS = ("gsv.thigh.upper", "gsv.knee", "tr.calf.inner", "ssv.upper")


def ready(number: int) -> Session:
    """A patient of their own on the couch, confirmed, with one syringe drawn."""
    from saphena.clinic.journey.treating.actions import open_session
    from saphena.clinic.journey.treating.injecting import draw_syringe
    from saphena.clinic.journey.treating.moving import move_on
    from saphena.clinic.journey.treating.noting import record_deed
    from saphena.clinic.journey.treating.states import Move

    nora = cast.nora()
    patient = cast.pat(family_name=f"Moreau {number}")
    asked(patient)
    treated = course(patient, facts=FACTS)
    with_a_test(treated)
    session = open_session(actor=nora, course=treated, weight=Decimal(70))
    for what in (*READY, *MARKED):
        record_deed(actor=nora, session=session, key=key(), what=what, words=WORDS[what], at=ago())
    move_on(actor=nora, session=session, move=Move.CONFIRM, key=key(), at=ago())
    draw_syringe(
        actor=nora, session=session, key=first_syringe(session), product="aethoxysklerol", percent=Decimal(1),
        form="liquid", lot="A1", expires_on=date(2030, 1, 1), at=ago(),
    )  # fmt: skip
    return session


def tapped(chance: random.Random, syringe: str) -> list[dict[str, Any]]:
    """What one person taps: injections, a syringe of their own, something seen, now and then an undo."""
    now = int(timezone.now().timestamp() * 1000)
    entries: list[dict[str, Any]] = []
    for _ in range(chance.randint(3, 6)):
        if chance.random() < 0.3:
            syringe = tapped_key(chance)
            entries.append(
                {"kind": "syringe", "key": syringe, "at": now, "product": "aethoxysklerol", "percent": "1",
                 "form": "liquid", "ratio": "", "lot": "A1", "expires": "2030-01-01"}
            )  # fmt: skip
        injection = tapped_key(chance)
        volume = str(chance.choice(("0.1", "0.2", "0.3")))
        entries.append({"kind": "injection", "key": injection, "at": now, "syringe": syringe,
                        "segment": chance.choice(SEGMENTS), "side": "left", "volume": volume})  # fmt: skip
        if chance.random() < 0.25:
            entries.append({"kind": "void", "key": tapped_key(chance), "at": now, "injection": injection})
        if chance.random() < 0.25:
            entries.append({"kind": "sighting", "key": tapped_key(chance), "at": now, "what": "spasm"})
    return entries


def tapped_key(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def at_one_couch(session: Session, seed: int, users: list[User]) -> list[tuple[list[dict[str, Any]], Tablet]]:
    """Two tablets at the same time; each with its own faults."""
    start, found = threading.Barrier(2), []
    for place, user in enumerate(users):
        chance = random.Random(seed * 2 + place)  # noqa: S311 - faults, not secrets
        entries = tapped(chance, first_syringe(session))
        found.append((entries, Tablet(cast.signed_in(user), session.pk, [dict(entry) for entry in entries], chance)))

    def one(tablet: Tablet) -> None:
        start.wait(timeout=30)
        try:
            tablet.work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [tablet for _entries, tablet in found]))
    return found


def first_syringe(session: Session) -> str:
    return f"first-syringe-{session.pk}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_nothing_is_doubled_whatever_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("injecting", "noting", "moving"):
        monkeypatch.setattr(f"saphena.clinic.journey.treating.{module}.announce", mortal(announce))
    unseen: dict[str, Any] = {"injections": []}  # nobody looks at the screen
    monkeypatch.setattr("saphena.clinic.journey.treating.views.room.snapshot", lambda _session: unseen)
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)  # what a dying server says
    cast.clinic()
    users, session, sent = [cast.nora(), cast.priya()], ready(0), list[dict[str, Any]]()
    for run in range(RUNS):
        if run and run % RUNS_AT_ONE_COUCH == 0:
            session, sent = ready(run), []
        found = at_one_couch(session, run, users)
        assert [tablet.refused for _entries, tablet in found] == [[], []], f"run {run}"
        sent += [entry for entries, _tablet in found for entry in entries]
        expect(sent, "injection", Injection.objects.filter(session=session), run)
        expect(sent, "syringe", Syringe.objects.filter(session=session).exclude(key=first_syringe(session)), run)
        expect(sent, "void", InjectionVoid.objects.filter(injection__session=session), run)
        expect(sent, "sighting", Sighting.objects.filter(session=session), run)
        kept = Entry.objects.filter(action="treating.injection.recorded", patient_id=session.course.patient_id)
        assert kept.count() == sum(entry["kind"] == "injection" for entry in sent), f"run {run}: the record"
        if run % 100 == 99:
            print(f"{run + 1} runs, {Injection.objects.count()} injections: 0 lost, 0 doubled")


def expect(sent: list[dict[str, Any]], kind: str, rows: Any, run: int) -> None:
    """Every entry of this kind has exactly one row, with what was tapped."""
    keys = sorted(entry["key"] for entry in sent if entry["kind"] == kind)
    assert sorted(rows.values_list("key", flat=True)) == keys, f"run {run}: {kind}"
    if kind == "injection":
        volumes = {entry["key"]: Decimal(entry["volume"]) for entry in sent if entry["kind"] == kind}
        assert {row.key: row.volume for row in rows} == volumes, f"run {run}"
