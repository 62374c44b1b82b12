"""Behind the resources of one patient: whose they are, who is named in them, in which words and on which clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from saphena.clinic.exchange.fhir.codes import vein_codings
from saphena.clinic.exchange.fhir.ids import id_of, part_id
from saphena.clinic.exchange.fhir.shapes import Json, concept, moment
from saphena.clinic.journey.mapping.wording import colon, leg_name
from saphena.pathway.anatomy import anatomy
from saphena.pathway.mapping.readings import WHOLE_LEG
from saphena.pathway.mapping.words import height

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from saphena.clinic.diary.models import Site
    from saphena.clinic.people.models import Clinic, Patient, User

__all__ = ["CLINIC", "Naming"]

CLINIC = "clinic"
READ_ALONE = frozenset({"Appointment", "Patient"})


@dataclass
class Naming:
    """Gives references, and keeps whom it named, so that everybody who is named can be put into the bundle.

    With `inside` a reference is the UUID of an entry of the same bundle. Without, it is the address of what can be read
    by itself, and of the rest there is the name.
    """

    patient: Patient
    clinic: Clinic
    language: str
    inside: bool = True
    people: dict[int, User] = field(default_factory=dict)
    sites: dict[int, Site] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return self.clinic.zone_info

    def at(self, when: datetime | None) -> str | None:
        """An instant on the clinic's clock."""
        return moment(when, self.zone) if when else None

    def refer(self, kind: str, id: str, display: str = "") -> Json:
        if self.inside:
            return {"reference": f"urn:uuid:{id}", "type": kind, "display": display}
        address = f"{kind}/{id}" if kind in READ_ALONE else ""
        return {"reference": address, "type": kind, "display": display}

    def subject(self) -> Json:
        return self.refer("Patient", id_of(self.patient))

    def who(self, user: User | None) -> Json | None:
        """A member of staff; nothing where nobody is named."""
        if user is None:
            return None
        self.people[user.pk] = user
        return self.refer("Practitioner", id_of(user), str(user))

    def where(self, site: Site) -> Json:
        self.sites[site.pk] = site
        return self.refer("Location", id_of(site), site.name)

    def house(self) -> Json:
        return self.refer("Organization", part_id(CLINIC), self.clinic.name)

    def leg(self, leg: str) -> str:
        return leg_name(leg, self.language)

    def told(self, head: object, *rest: object) -> str:
        """“head: rest”, with the colon as the language sets it."""
        return f"{head}{colon(self.language)} {' '.join(map(str, rest))}"

    def place(self, leg: str, segment: str, level: Decimal | None = None) -> str:
        """“left leg, great saphenous vein, upper thigh”: the name that is kept, where no vein is called so any more."""
        if segment == WHOLE_LEG:
            return self.leg(leg)
        known = anatomy().by_id.get(segment)
        place = f"{self.leg(leg)}, {known.name(self.language) if known else segment}"
        return place if level is None else f"{place}, {height(level, self.language)}"

    def body_site(self, leg: str, segment: str, level: Decimal | None = None) -> Json:
        return concept(self.place(leg, segment, level), *vein_codings(leg, segment))
