"""Everything that the treatment room's screen shows, as JSON: the same for every tablet at the couch.

Amounts go out as numbers for drawing; whether something may be given is asked of the server, which computes exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.planning.answers import answers_of
from saphena.clinic.journey.treating.asking import language, said_amount, title_of
from saphena.clinic.journey.treating.deeds import DEEDS, NEED_WORDS, SIGHTINGS, STATE_WORDS
from saphena.clinic.journey.treating.flags import is_open
from saphena.clinic.journey.treating.hindering import in_the_way
from saphena.clinic.journey.treating.models import EmergencyStep, Injection, Sighting, Syringe, Transition
from saphena.clinic.journey.treating.recorded import live_deeds, recorded, stay_of
from saphena.clinic.journey.treating.states import MOVES, Move, State
from saphena.clinic.journey.treating.totals import doses_around
from saphena.clinic.journey.treating.veins import said
from saphena.pathway.treating import Level, Over, counting, foam_limit, mg_per_ml, standings
from saphena.pathway.treating.states import missing

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.treating.models import Row, Session
    from saphena.clinic.journey.treating.states import Need
    from saphena.pathway.treating import Ceiling, Library, Standing

__all__ = ["snapshot"]

LOOKED_AT = (State.OPENED, State.CONFIRMED, State.INJECTING)  # afterwards nothing more is injected


def snapshot(session: Session, now: datetime | None = None) -> dict[str, Any]:
    """The session as it stands, for one tablet. A fixed number of queries."""
    now = now or timezone.now()
    rows = rows_in_force()
    syringes = list(Syringe.objects.filter(session=session).select_related("by", "sent_by"))
    way = in_the_way(session, now) if session.state in LOOKED_AT else {}
    return {
        "id": session.pk,
        "version": session.version,
        "now": _ms(now),
        "state": session.state,
        "state_word": str(STATE_WORDS[session.state]),
        "side": session.side,
        "side_word": session.get_side_display(),
        "day": date_format(session.day, "j M Y"),
        "weight": float(session.weight) if session.weight is not None else None,
        "weight_told": _weight_told(session),
        "injector": str(session.injector or ""),
        "patient": {
            "name": str(session.course.patient),
            "born": date_format(session.course.patient.birth_date, "j M Y"),
        },
        "syringes": [_syringe(syringe, rows) for syringe in syringes],
        "ceilings": _ceilings(session, syringes, rows),
        "injections": [_injection(row, rows) for row in _injections(session)],
        "sightings": [
            _row(row) | {"what": row.what, "word": str(SIGHTINGS[row.what]), "injection": row.injection_id}
            for row in Sighting.objects.filter(session=session).select_related("by", "sent_by")
        ],
        "deeds": [
            _row(deed)
            | {"what": deed.what, "words": deed.words, "segment": deed.segment, "said": _deed(deed.what, deed.words)}
            for deed in live_deeds(session)
        ],
        "emergency": [
            _row(row) | {"emergency": row.emergency, "step": row.step}
            for row in EmergencyStep.objects.filter(session=session).select_related("by", "sent_by")
        ],
        "moves": _moves(session, now, way),
        "way": {need.value: sentences for need, sentences in way.items()},
        "went_on": _went_on(session),
        "stay": {"walk": (stay := stay_of(session)).walk, "watch": stay.watch},
    }


def _weight_told(session: Session) -> float | None:
    """What the patient answered at the planning: where the scale begins while nobody has weighed them today."""
    if session.weight is not None:
        return None
    body = answers_of(session.course.patient).get("Q25")
    told = body.numbers.get("weight") if body else None
    return float(told) if told is not None else None


def _deed(what: str, words: str) -> str:
    return f"{DEEDS[what].label}: {DEEDS[what].choices.get(words, words)}"


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _row(row: Row) -> dict[str, Any]:
    sender = str(row.sent_by) if row.sent_by else ""
    return {"key": row.key, "id": row.pk, "at": _ms(row.at), "by": str(row.by), "late": row.late, "sender": sender}


def _injections(session: Session) -> list[Injection]:
    found = Injection.objects.filter(session=session).select_related(
        "syringe", "void", "approval", "by", "sent_by", "ordered_by"
    )
    return list(found.order_by("at", "pk"))


def _injection(row: Injection, rows: Library) -> dict[str, Any]:
    per_ml = mg_per_ml(row.syringe.drawn, rows)
    return _row(row) | {
        "syringe": row.syringe.key,
        "segment": row.segment,
        "place": said(row.segment, language()),
        "side": row.side,
        "volume": float(row.volume),
        "mg": float(per_ml * row.volume.as_integer_ratio()[0] / row.volume.as_integer_ratio()[1]),
        "void": hasattr(row, "void"),
        "passed": row.passed,
        "open": is_open(row),
    }


def _syringe(syringe: Syringe, rows: Library) -> dict[str, Any]:
    product, limit = rows.products[syringe.product], foam_limit(syringe.drawn, rows)
    return _row(syringe) | {
        "product": syringe.product,
        "title": product.title,
        "percent": said_amount(syringe.percent),
        "kind": product.kind,
        "form": syringe.form,
        "ratio": syringe.ratio,
        "gas": syringe.gas,
        "lot": syringe.lot,
        "expires": syringe.expires_on.isoformat(),
        "made": _ms(syringe.at),
        "warn": limit.warn if limit else None,
        "stop": limit.stop if limit else None,
        "unsure": limit is not None and rows.is_unconfirmed(f"foam {limit.made}"),
        "mg": float(mg_per_ml(syringe.drawn, rows)),
        "limits": {ceiling.name: float(per_ml) for ceiling, per_ml in counting(syringe.drawn, rows)},
    }


def _ceilings(session: Session, syringes: list[Syringe], rows: Library) -> dict[str, Any]:
    """Every ceiling that counts a syringe of this session or anything given before, with what is used of it."""
    doses = doses_around(session.course.patient_id, session.day)
    in_play: dict[str, Ceiling] = {
        ceiling.name: ceiling for syringe in syringes for ceiling, _ in counting(syringe.drawn, rows)
    }
    asked = (doses, session.weight, session.day, rows, str(session.pk))
    stood = {row.ceiling.name: row for level in Level for row in standings(*asked, level)}
    in_play |= {name: row.ceiling for name, row in stood.items()}
    return {
        name: _ceiling(ceiling, stood.get(name), session) | {"unsure": rows.is_unconfirmed(name)}
        for name, ceiling in in_play.items()
    }


def _ceiling(ceiling: Ceiling, stands: Standing | None, session: Session) -> dict[str, Any]:
    limit = stands.limit if stands else _limit(ceiling, session)
    return {
        "title": title_of(ceiling),
        "unit": "mL" if ceiling.unit == "mL" else "mg",
        "over": ceiling.over.value,
        "level": ceiling.level.value,
        "veins": list(ceiling.veins),
        "limit": float(limit) if limit is not None else None,
        "used": float(stands.used) if stands and ceiling.over != Over.INJECTION else 0,
        "source": ceiling.source.name,
    }


def _limit(ceiling: Ceiling, session: Session) -> Any:
    if ceiling.unit != "mg/kg":
        return ceiling.value
    return ceiling.value * session.weight if session.weight is not None else None


def _went_on(session: Session) -> list[dict[str, Any]]:
    """With what somebody has gone on all the same: it stays on the screen with the name and the reason."""
    rows = Transition.objects.filter(session=session, told__isnull=False).select_related("by", "ordered_by")
    return [
        {"at": _ms(row.at), "told": (row.told or {}).get(language(), []), "reason": row.reason,
         "by": str(row.ordered_by or row.by)}
        for row in rows
    ]  # fmt: skip


def _moves(session: Session, now: datetime, way: dict[Need, list[str]]) -> dict[str, list[str]]:
    """The moves that start here, each with what is missing, in words."""
    met = recorded(session, now, way)
    state = State(session.state)
    return {
        move.value: [str(NEED_WORDS[need]) for need in missing(move, met)]
        for before, move in MOVES
        if before == state and move != Move.SIGN
    }
