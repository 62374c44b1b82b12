"""Visits as appointments, and each change of one as its provenance: who made it, when, why, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.exchange.fhir.ids import id_of
from saphena.clinic.exchange.fhir.shapes import Json, coding, concept, moment, resource
from saphena.clinic.journey.booking.models import Change
from saphena.clinic.journey.booking.showing import capital, role_said
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.booking.wording import STATE_NAMES
from saphena.clinic.people.roles import ROLE_NAMES, Role
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.clinic.exchange.fhir.naming import Naming
    from saphena.clinic.journey.booking.models import Seat, Visit, VisitChange

__all__ = ["STATUS", "STATUSES", "appointment", "provenances", "states_of"]

STATUSES = "http://hl7.org/fhir/appointmentstatus"
STATUS: dict[State, str] = {
    State.EXPECTED: "booked",
    State.ARRIVED: "arrived",
    State.SCANNING: "fulfilled",
    State.INJECTING: "fulfilled",
    State.BANDAGING: "fulfilled",
    State.WALKING: "fulfilled",
    State.LEFT: "fulfilled",
    State.HOME: "fulfilled",
    State.CANCELLED: "cancelled",
    State.MISSED: "noshow",
}
"""An appointment is fulfilled once it has become a visit: R4 leaves what happens in it to other resources."""
OVER = (State.CANCELLED.value, State.MISSED.value)


def states_of(status: str) -> list[str]:
    """Which of our states a status of FHIR's stands for."""
    return [state.value for state, name in STATUS.items() if name == status]


def appointment(naming: Naming, visit: Visit) -> Json:
    changes = list(visit.changes.all())
    title = capital(visit.title(naming.language))
    return resource(
        "Appointment",
        id_of(visit),
        said=[f"{title}, {_when(naming, visit)}, {visit.site.name}", visit.note],
        language=naming.language,
        updated=naming.at(max([visit.booked_at, visit.state_since, *(each.changed_at for each in changes)])),
        status=STATUS[State(visit.state)],
        cancelationReason=_why_not(visit, changes),
        serviceType=[concept(title)],
        description=title,
        start=moment(visit.starts_at, visit.site.zone_info),
        end=moment(visit.ends_at, visit.site.zone_info),
        created=naming.at(visit.booked_at),
        comment=visit.note,
        participant=[
            {"actor": naming.subject(), "status": "accepted"},
            {"actor": naming.where(visit.site), "status": "accepted"},
            *_seats(naming, visit.seats.all()),
        ],
    )


def _when(naming: Naming, visit: Visit) -> str:
    day = say_day(visit.day, naming.language, None, short=True)
    return f"{day}, {say_clock(visit.starts.timetz(), naming.language)}"


def _why_not(visit: Visit, changes: list[VisitChange]) -> Json | None:
    if visit.state not in OVER:
        return None
    ended = [each.reason for each in changes if each.after == visit.state and each.reason]
    return concept(ended[-1]) if ended else None


def _seats(naming: Naming, seats: Iterable[Seat]) -> Iterable[Json]:
    """Each person, room and scanner once; somebody without an account by name."""
    for resource_, seat in {seat.resource: seat for seat in seats}.items():
        known = naming.who(resource_.user)
        actor = known if known else {"display": resource_.name}
        yield {"type": [concept(role_said(seat.role))], "actor": actor, "status": "accepted"}


def provenances(naming: Naming, visit: Visit) -> Iterable[Json]:
    for change in visit.changes.all():
        yield _provenance(naming, visit, change)


def _provenance(naming: Naming, visit: Visit, change: VisitChange) -> Json:
    what = Change(change.what).label
    return resource(
        "Provenance",
        id_of(change),
        said=[" ".join(filter(None, (str(what), _moved(naming, visit, change)))), change.changed_by, change.reason],
        language=naming.language,
        updated=naming.at(change.changed_at),
        target=[naming.refer("Appointment", id_of(visit))],
        recorded=naming.at(change.changed_at),
        reason=[concept(change.reason)] if change.reason else None,
        activity=concept(what, *_became(change)),
        agent=[{"role": [concept(_roles(change.by_role))] if change.by_role else None, "who": _by(naming, change)}],
    )


def _became(change: VisitChange) -> list[Json]:
    """The status that the appointment had from then on; a note changes none."""
    after = change.after or (State.EXPECTED.value if change.what == Change.BOOKED else "")
    return [coding(STATUSES, STATUS[State(after)])] if after in [state.value for state in State] else []


def _roles(said: str) -> str:
    """“physician, manager” in the patient's language; what is no role of ours ("application") as it is kept."""
    return ", ".join(str(ROLE_NAMES[Role(each)]) if each in ROLE_NAMES else each for each in said.split(", "))


def _by(naming: Naming, change: VisitChange) -> Json:
    """Somebody of the staff, the patient by their link, or else by name alone: another program, Saphena itself."""
    if change.by_role == Role.PATIENT:
        return naming.subject()
    return naming.who(change.account) or {"display": change.changed_by}


def _moved(naming: Naming, visit: Visit, change: VisitChange) -> str:
    zone = visit.site.zone_info

    def said(at: datetime | None) -> str:
        return moment(at, zone) if at else ""

    if change.now_at:
        steps = [said(change.was_at), said(change.now_at)]
    else:
        steps = [_state(change.before), _state(change.after)]
    return " → ".join(filter(None, steps))


def _state(state: str) -> str:
    return str(STATE_NAMES[State(state)]) if state in STATE_NAMES else state
