"""Pat on the couch: a session as far as a test needs it, each step by the action that does it."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from saphena.clinic.journey.planning.models import TestSession
from saphena.clinic.journey.treating.actions import open_session
from saphena.clinic.journey.treating.injecting import draw_syringe, record_injection, take_back_injection
from saphena.clinic.journey.treating.moving import move_on
from saphena.clinic.journey.treating.noting import record_deed
from saphena.clinic.journey.treating.states import Move
from saphena.clinic.stock.models import Lot
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import asked

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.treating.models import Injection, InjectionVoid, Session, Syringe

FACTS = {"map_signed": True, "test_tolerated": True, "stocking_in_hand": True, "one_medium_stocking": True}
READY = ("identifiers", "side", "asked", "consent")
MARKED = ("marked_standing", "marked_reclining")
WORDS = {
    "identifiers": "name and birth date", "side": "said aloud", "asked": "nothing", "consent": "seen",
    "marked_standing": "marked",
    "marked_reclining": "marked", "bandage": "foot to groin", "stocking": "one, 20-30 mmHg", "walk_began": "supervised",
    "walk_ended": "well", "watched": "well", "plan_handed": "paper", "pads": "foam",
}  # fmt: skip
_keys = itertools.count()


def key() -> str:
    return f"test-key-{next(_keys):06}"


def ago(minutes: float = 0, seconds: float = 0) -> datetime:
    return timezone.now() - timedelta(minutes=minutes, seconds=seconds)


def treatable(leg: str = "left", **more: Any) -> Course:
    """A course whose gates are open; everything was asked and nothing found, and a test was tolerated weeks ago."""
    found = course(leg=leg, facts=FACTS, **more)
    with_a_test(found)
    asked(found.patient)
    return found


def with_a_test(of: Course) -> None:
    """Long enough ago that it counts against no ceiling of today; a product that no test of the couch draws."""
    day, by = ago(minutes=18 * 24 * 60), cast.nora()
    lot, _new = Lot.objects.get_or_create(
        number="T1", product="tromboject", strength=Decimal(1),
        defaults={"expires_on": date(2030, 1, 31), "received_ml": Decimal(10), "received_by": by},
    )  # fmt: skip
    TestSession.objects.create(
        course=of, patient=of.patient, at=day, product="tromboject", substance="sts", percent=Decimal(1),
        ml=Decimal("0.5"), sites=["tr.calf.inner"], lot=lot, result="tolerated", begun_by=by, closed_by=by,
        closed_at=day,
    )  # fmt: skip


def opened(weight: str | None = "70", of: Course | None = None) -> Session:
    kg = Decimal(weight) if weight else None
    return open_session(actor=cast.nora(), course=of or treatable(), weight=kg, now=ago(90))


def do(session: Session, *deeds: str, at: datetime | None = None) -> None:
    for what in deeds:
        record_deed(actor=cast.nora(), session=session, key=key(), what=what, words=WORDS[what], at=at or ago())


def go(session: Session, move: Move, **more: Any) -> None:
    said = {"actor": cast.nora(), "key": key(), "at": ago(), **more}
    move_on(session=session, move=move, **said)
    session.refresh_from_db()


def confirmed(weight: str | None = "70", of: Course | None = None) -> Session:
    """Two identifiers and the side said aloud, marked standing and reclining."""
    session = opened(weight, of)
    do(session, *READY, *MARKED, at=ago(80))
    reason = {} if weight else {"actor": cast.priya(), "reason": "The scale is broken"}
    go(session, Move.CONFIRM, at=ago(80), **reason)
    return session


def syringe(session: Session, **other: Any) -> Syringe:
    """Foam of Aethoxysklerol 1 %, 1+4, mixed just now; or as said."""
    usual: dict[str, Any] = {
        "actor": cast.nora(), "key": key(), "product": "aethoxysklerol", "percent": Decimal(1), "form": "foam",
        "ratio": "1+4", "lot": "A123", "expires_on": date(2030, 1, 31), "at": ago(),
    }  # fmt: skip
    return draw_syringe(session=session, **{**usual, **other})


def liquid(session: Session, percent: str = "3", product: str = "aethoxysklerol", **other: Any) -> Syringe:
    return syringe(session, product=product, percent=Decimal(percent), form="liquid", ratio="", **other)


def inject(
    session: Session, into: Syringe, volume: str = "1", segment: str = "gsv.thigh.upper", **other: Any
) -> Injection:
    usual: dict[str, Any] = {"actor": cast.nora(), "key": key(), "at": ago()}
    return record_injection(
        session=session, syringe_key=into.key, segment=segment, volume=Decimal(volume), **{**usual, **other}
    )


def take_back(session: Session, injection: Injection, **other: Any) -> InjectionVoid:
    usual: dict[str, Any] = {"actor": cast.nora(), "key": key(), "at": ago()}
    return take_back_injection(session=session, injection_key=injection.key, **{**usual, **other})


def injected(volume: str = "2", minutes: float = 40) -> Session:
    """One injection, so many minutes ago."""
    session = confirmed()
    drawn = syringe(session, at=ago(minutes))
    inject(session, drawn, volume, at=ago(minutes))
    session.refresh_from_db()
    return session


def gone() -> Session:
    """Everything as it should be: the patient has left, and nothing is missing but the signature."""
    return home(injected())


def home(session: Session) -> Session:
    """From the last injection to the door, as it should be."""
    from saphena.clinic.courses.actions import plan_event

    session.refresh_from_db()
    plan_event(actor=cast.nell(), course=session.course, name="review", at=timezone.now() + timedelta(days=8))
    do(session, "bandage", "stocking", at=ago(30))
    go(session, Move.DRESS, at=ago(31))
    do(session, "walk_began", at=ago(25))
    go(session, Move.WALK, at=ago(25))
    do(session, "walk_ended", "watched", "plan_handed", at=ago(1))
    go(session, Move.LEAVE)
    return session
