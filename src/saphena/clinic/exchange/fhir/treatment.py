"""Sessions as procedures; each syringe as a medication, each injection as what was given of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.exchange.fhir.ids import id_of, part_id
from saphena.clinic.exchange.fhir.shapes import ATC, ICD10, Json, coding, concept, period, quantity, resource
from saphena.clinic.journey.planning.wording import RESULTS
from saphena.clinic.journey.reviewing.wording import METHODS
from saphena.clinic.journey.treating.asking import said_amount
from saphena.pathway.planning.testing import Result
from saphena.pathway.treating import shipped
from saphena.pathway.treating.ceilings import mg_per_ml
from saphena.pathway.treating.complications import complications
from saphena.pathway.treating.rows import Form
from saphena.pathway.treating.states import Move, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.exchange.fhir.naming import Naming
    from saphena.clinic.journey.planning.models import TestSession
    from saphena.clinic.journey.reviewing.models import ComplicationFound, Drainage
    from saphena.clinic.journey.treating.models import Injection, Session, Syringe

__all__ = ["adverse_event", "drainage", "session", "test_session"]

BEGUN = (State.INJECTING, State.DRESSING, State.WALKING)


def session(naming: Naming, row: Session) -> Iterable[Json]:
    injections = list(row.injections.all())
    yield _procedure(naming, row, [each for each in injections if not hasattr(each, "void")])
    yield from (_medication(naming, each) for each in row.syringes.all())
    yield from (_given(naming, row, each) for each in injections)


def _procedure(naming: Naming, row: Session, given: list[Injection]) -> Json:
    status, why = _status(row)
    title = _("Injection of veins, guided by ultrasound: %(leg)s") % {"leg": naming.leg(row.side)}
    hands = dict.fromkeys([each.given_by or row.injector for each in given] or [row.injector])
    note, told = _note(naming, row)
    times = [each.at for each in given]
    return resource(
        "Procedure",
        id_of(row),
        said=[title, row.day.isoformat(), *told],
        language=naming.language,
        updated=naming.at(max([row.opened_at, *(each.recorded_at for each in row.transitions.all())])),
        status=status,
        statusReason=concept(why) if why else None,
        code=concept(title),
        subject=naming.subject(),
        performedPeriod=period(min(times), max(times), naming.zone) if times else None,
        performer=[{"actor": naming.who(hand)} for hand in hands],
        bodySite=[naming.body_site(*each) for each in dict.fromkeys((each.side, each.segment) for each in given)],
        complication=[_complication(naming, each.what, each.code, each.words) for each in row.complications.all()],
        note=[note],
    )


def _note(naming: Naming, row: Session) -> tuple[Json | None, list[str]]:
    """The signed note as it was signed, and its paragraphs."""
    note = getattr(row, "note", None)
    if note is None:
        return None, []
    told = [naming.told(heading, *sentences) for heading, sentences in note.text.get(naming.language, [])]
    who, when = naming.who(note.signed_by), naming.at(note.signed_at)
    return {"authorReference": who, "time": when, "text": "\n\n".join(told)}, told


def _status(row: Session) -> tuple[str, str]:
    """What became of it, and why not as planned. A signed session was left, transferred or abandoned before."""
    moves = {each.move: each.reason for each in row.transitions.all()}
    if Move.ABANDON.value in moves:
        return "not-done", moves[Move.ABANDON.value]
    if Move.TRANSFER.value in moves:
        return "stopped", moves[Move.TRANSFER.value]
    if row.state in BEGUN:
        return "in-progress", ""
    return ("preparation" if row.state in (State.OPENED, State.CONFIRMED) else "completed"), ""


def _complication(naming: Naming, what: str, code: str, said: str) -> Json:
    known = complications().get(what)
    title = known.title[naming.language] if known else what
    return concept(naming.told(title, said) if said else title, *([coding(ICD10, code)] if code else []))


def _medication(naming: Naming, row: Syringe) -> Json:
    """What was drawn up. Its strength is of what was in the syringe: foam holds less in 1 mL than its liquid."""
    text = _drawn(row)
    return resource(
        "Medication",
        id_of(row),
        said=[text, f"{_('lot')} {row.lot}, {row.expires_on.isoformat()}"],
        language=naming.language,
        updated=naming.at(row.recorded_at),
        status="active",
        code=concept(text),
        form=concept(_form(row)),
        ingredient=_ingredient(naming, row),
        batch={"lotNumber": row.lot, "expirationDate": row.expires_on.isoformat()},
    )


def _drawn(row: Syringe) -> str:
    """“Aethoxysklerol 1 %, foam 1+4, room air”: with the percentage of the liquid, as it stands on the ampoule."""
    return f"{_product(row.product)} {said_amount(row.percent)} %, {_form(row)}"


def _form(row: Syringe) -> str:
    if row.form != Form.FOAM:
        return _("liquid")
    return ", ".join(filter(None, (" ".join(filter(None, (_("foam"), row.ratio))), row.gas)))


def _product(name: str) -> str:
    known = shipped().products.get(name)
    return known.title if known else name


def _ingredient(naming: Naming, row: Syringe) -> list[Json]:
    library = shipped()
    product = library.products.get(row.product)
    if product is None:
        return []
    exact = row.form != Form.FOAM or row.ratio or product.canister is not None
    strength = {"numerator": quantity(float(mg_per_ml(row.drawn, library)), "mg"), "denominator": quantity(1, "mL")}
    return [{"itemCodeableConcept": _substance(naming, product.substance), "isActive": True,
             "strength": strength if exact else None}]  # fmt: skip


def _substance(naming: Naming, name: str) -> Json:
    known = shipped().substances.get(name)
    if known is None:
        return concept(name)
    atc = known.codes.get("atc")
    return concept(known.title[naming.language], *([coding(ATC, atc)] if atc else []))


def _given(naming: Naming, of: Session, row: Injection) -> Json:
    """What was taken back was never given: it stays, and says so."""
    void = getattr(row, "void", None)
    place = naming.place(row.side, row.segment)
    text = naming.told(f"{said_amount(row.volume)} mL", _drawn(row.syringe))
    return resource(
        "MedicationAdministration",
        id_of(row),
        said=[f"{text}, {place}", naming.told(_("taken back"), void.reason) if void else ""],
        language=naming.language,
        updated=naming.at(void.recorded_at if void else row.recorded_at),
        partOf=[naming.refer("Procedure", id_of(of))],
        status="entered-in-error" if void else "completed",
        medicationReference=naming.refer("Medication", id_of(row.syringe), _drawn(row.syringe)),
        subject=naming.subject(),
        effectiveDateTime=naming.at(row.at),
        performer=[{"actor": naming.who(row.given_by or of.injector)}],
        dosage={"text": text, "site": naming.body_site(row.side, row.segment), "dose": quantity(row.volume, "mL")},
        note=[{"text": row.reason}, {"text": void.reason if void else ""}],
    )


def test_session(naming: Naming, row: TestSession) -> Iterable[Json]:
    title = _("Test injection: %(leg)s") % {"leg": naming.leg(row.course.leg)}
    done = row.result != Result.NOT_DONE
    yield resource(
        "Procedure",
        id_of(row),
        said=[title, str(RESULTS[Result(row.result)]), row.note],
        language=naming.language,
        updated=naming.at(row.closed_at or row.at),
        status=("in-progress" if row.result == Result.OPEN else "completed") if done else "not-done",
        code=concept(title),
        subject=naming.subject(),
        performedDateTime=naming.at(row.at) if done else None,
        performer=[{"actor": naming.who(row.begun_by)}],
        bodySite=[naming.body_site(row.course.leg, each) for each in row.sites],
        outcome=concept(RESULTS[Result(row.result)]) if done and row.result != Result.OPEN else None,
        note=[{"text": row.note}],
    )
    if done:
        yield _test_dose(naming, row)


def _test_dose(naming: Naming, row: TestSession) -> Json:
    text = naming.told(f"{said_amount(row.ml)} mL", f"{_product(row.product)} {said_amount(row.percent)} %")
    return resource(
        "MedicationAdministration",
        part_id("dose of test session", row.pk),
        said=[text],
        language=naming.language,
        updated=naming.at(row.at),
        partOf=[naming.refer("Procedure", id_of(row))],
        status="completed",
        medicationCodeableConcept=concept(f"{_product(row.product)} {said_amount(row.percent)} %",
                                          *_substance(naming, row.substance).get("coding", [])),
        subject=naming.subject(),
        effectiveDateTime=naming.at(row.at),
        performer=[{"actor": naming.who(row.begun_by)}],
        dosage={"text": text, "dose": quantity(row.ml, "mL")},
    )  # fmt: skip


def drainage(naming: Naming, row: Drainage) -> Json:
    title = _("Coagulum let out")
    how = str(METHODS.get(row.method, row.method))
    amount = f"{said_amount(row.millilitres)} mL" if row.millilitres is not None else ""
    return resource(
        "Procedure",
        id_of(row),
        said=[title, naming.place(row.course.leg, row.segment), how, amount, row.words],
        language=naming.language,
        updated=naming.at(row.recorded_at),
        status="completed",
        code=concept(naming.told(title, how)),
        subject=naming.subject(),
        performedDateTime=naming.at(row.at),
        performer=[{"actor": naming.who(row.by)}],
        bodySite=[naming.body_site(row.course.leg, row.segment)],
        note=[{"text": " ".join(filter(None, (amount, row.words)))}],
    )


def adverse_event(naming: Naming, row: ComplicationFound) -> Json:
    """A complication that came to be known after the session, by the day on which it did."""
    known = complications().get(row.what)
    code = known.code_for(row.session.side) if known else ""
    event = _complication(naming, row.what, code, row.words)
    return resource(
        "AdverseEvent",
        id_of(row),
        said=[event["text"], row.day.isoformat(), row.get_found_by_display()],
        language=naming.language,
        updated=naming.at(row.at),
        actuality="actual",
        event=event,
        subject=naming.subject(),
        detected=row.day.isoformat(),
        recordedDate=naming.at(row.at),
        recorder=naming.who(row.by),
        suspectEntity=[{"instance": naming.refer("Procedure", id_of(row.session))}],
    )
