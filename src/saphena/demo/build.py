"""Builds the pretend clinic with the clinic's own actions, around the present moment.

Whoever opens it finds a patient at every step: one has just asked, one lies at home with the legs up right now, one
took the bandage off early, one came back for the scan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from saphena.clinic.courses import actions, keeping
from saphena.clinic.courses.models import Course, Leg, ProtocolVersion
from saphena.clinic.journey.booking.states import State
from saphena.clinic.people.actions import add_patient, change_clinic
from saphena.clinic.people.links import address_of, make_link
from saphena.clinic.people.models import Patient, User
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.people.roles import ROLE_NAMES
from saphena.clinic.people.staffing import add_first_administrator, add_staff
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.folding import fold
from saphena.demo.changing import asked, moved_by_herself
from saphena.demo.diary import set_up
from saphena.demo.history import years_before
from saphena.demo.images import scan
from saphena.demo.maps import draw_maps
from saphena.demo.payer import for_the_payer
from saphena.demo.people import (
    ADA,
    ASKED,
    EMILE,
    HELEN,
    JOHAN,
    LUCIE,
    MARGARET,
    OTHERS,
    PASSWORD,
    PAT,
    ROSA,
    SAMIR,
    STAFF,
    WALTER,
    Pretend,
)  # fmt: skip
from saphena.demo.planning import plan_and_test
from saphena.demo.preparing import get_ready
from saphena.demo.recovering import weeks_at_home
from saphena.demo.requests import ask_for_appointments
from saphena.demo.reviewing import review
from saphena.demo.squeezing import squeeze_in
from saphena.demo.treating import treat
from saphena.demo.visits import Day
from saphena.pathway.clock import settle
from saphena.pathway.protocol.library import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from saphena.pathway.protocol.rules import Value

__all__ = ["DemoClinic", "OwnPage", "SignIn", "build"]


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody to sign in as."""

    name: str
    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A patient's own page: its address, and the birth date that it asks for."""

    name: str
    where: str
    birth_date: str
    about: str


@dataclass(frozen=True, slots=True)
class DemoClinic:
    sign_ins: list[SignIn]
    own_pages: list[OwnPage] = field(default_factory=list)


OWN_PAGES = (
    (PAT, "the first afternoon, legs up"),
    (LUCIE, "some days later, in French"),
    (MARGARET, "getting ready"),
)


def build(fresh: bool = False, now: datetime | None = None) -> DemoClinic:
    """The pretend clinic, built once and then found again; `fresh` expects an empty database.

    Links to patients' pages are made anew at each start: only their hashes are kept.
    """
    if not User.objects.exists():
        with transaction.atomic():
            _Builder(now or timezone.now()).build()
    sign_ins = [
        SignIn(name, ", ".join(str(ROLE_NAMES[role]) for role in roles), email, PASSWORD)
        for name, email, roles in STAFF
    ]
    return DemoClinic(sign_ins, [_own_page(pretend, about) for pretend, about in OWN_PAGES])


def _own_page(pretend: Pretend, about: str) -> OwnPage:
    patient = Patient.objects.get(family_name=pretend.family, given_names=pretend.given)
    where = address_of(make_link(actor=SAPHENA, patient=patient))
    return OwnPage(f"{pretend.given} {pretend.family}", where, pretend.born.isoformat(), about)


def plainly(name: str) -> str:
    """As it stands in an e-mail address: “Émile” is “emile”, “de Vries” is “devries”."""
    return fold(name).replace(" ", "")


class _Builder:
    """One patient after the other, each by what the staff would have done."""

    def __init__(self, now: datetime) -> None:
        self.now = now.replace(second=0, microsecond=0)
        self.zone: ZoneInfo = the_clinic().zone_info
        self.physician: User
        self.protocol: ProtocolVersion

    def build(self) -> None:
        self._staff()
        self._clinic_and_protocols()
        self.day = Day(self.physician, self.protocol, set_up(self.manager, self.now), self.now)
        for step in (self.requesting, self.mapping, self.planning, self.booking, self.preparing):
            step()
        for step in (self.treating, self.recovering, self.days_later, self.bandage_off_early, self.reviewing):
            step()
        others = [self._patient(pretend) for pretend in OTHERS]
        self.day.fill(others)
        squeeze_in(self.day, others[-1])
        draw_maps(self.now)
        ask_for_appointments(self.now)
        plan_and_test(self.now)
        for_the_payer(self.now)
        treat(self.now)
        review(self.now)
        weeks_at_home(self.now)
        scan(self.now)
        years_before(self.now)

    def _staff(self) -> None:
        first, *others = sorted(STAFF, key=lambda each: "Max" not in each[0])
        manager = add_first_administrator(name=first[0], email=first[1], password=PASSWORD)
        User.objects.filter(pk=manager.pk).update(roles=[role.value for role in first[2]])
        manager.refresh_from_db()
        self.manager = manager
        for name, email, roles in others:
            add_staff(actor=manager, name=name, email=email, roles=roles, password=PASSWORD)
        self.physician = User.objects.get(email="priya@demo.example")

    def _clinic_and_protocols(self) -> None:
        change_clinic(
            actor=self.manager,
            name="Foothills Vein Clinic",
            phone="403 555-0100",
            after_hours="811, Health Link",
            address="Suite 210, 1400 Riverside Way SE\nCalgary AB",
        )
        for path in shipped().values():
            kept = keeping.keep_protocol(actor=self.manager, text=path.read_text(encoding="utf-8"), name=path.name)
            if kept.key == "leaflet":
                self.protocol = keeping.approve_protocol(actor=self.physician, version_id=kept.pk)

    def _day(self, days: int, hour: int, minute: int = 0) -> datetime:
        """So many days from today, at that hour of the clinic's."""
        today = self.now.astimezone(self.zone).date()
        return settle(today + timedelta(days=days), time(hour, minute), self.zone)

    def _patient(self, pretend: Pretend) -> Patient:
        return add_patient(
            actor=self.physician,
            given_names=pretend.given,
            family_name=pretend.family,
            birth_date=pretend.born,
            phone=pretend.phone,
            email=f"{plainly(pretend.given)}.{plainly(pretend.family)}@patients.demo.example",
            language=pretend.language,
        )

    def _course(
        self,
        pretend: Pretend,
        leg: str,
        *,
        facts: Mapping[str, Value] | None = None,
        numbers: Mapping[str, Value] | None = None,
    ) -> Course:
        return actions.open_course(
            actor=self.physician,
            patient=self._patient(pretend),
            protocol=self.protocol,
            leg=leg,
            facts={**ASKED, **facts} if facts else None,
            numbers=numbers,
        )

    def _happened(self, course: Course, **moments: datetime) -> None:
        for name, at in moments.items():
            actions.record_event(actor=self.physician, course=course, name=name, at=at, now=max(at, self.now))

    def _planned(self, course: Course, **moments: datetime) -> None:
        for name, at in moments.items():
            actions.plan_event(actor=self.physician, course=course, name=name, at=at)

    def _before(self, course: Course, days: int) -> None:
        """Request, map and test session, all done, the last so many days ago."""
        self._happened(
            course,
            requested=self._day(-days - 24, 9, 40),
            mapped=self._day(-days - 10, 14),
            test=self._day(-days, 11),
        )

    def requesting(self) -> None:
        course = self._course(ADA, Leg.LEFT)
        self._happened(course, requested=self._day(-1, 16, 20))

    def mapping(self) -> None:
        course = self._course(EMILE, Leg.RIGHT)
        self._happened(course, requested=self._day(-12, 10, 5))
        self.day.book(course, "map", self._day(2, 9, 30))

    def planning(self) -> None:
        course = self._course(ROSA, Leg.LEFT, facts={"map_signed": True})
        self._happened(course, requested=self._day(-26, 11), mapped=self._day(-9, 15))
        asked(self.day.book(course, "test", self._day(1, 13, 30)), self.physician, self.now)

    def booking(self) -> None:
        course = self._course(JOHAN, Leg.RIGHT, facts={"map_signed": True, "test_tolerated": True})
        self._before(course, 4)
        self.day.wait(course, "procedure")

    def preparing(self) -> None:
        facts = {"map_signed": True, "test_tolerated": True, "drive_minutes": 40, "one_medium_stocking": True}
        course = self._course(MARGARET, Leg.LEFT, facts=facts)
        self._before(course, 15)
        visit = self.day.book(course, "procedure", self._day(6, 10))
        self.day.move(visit, self._day(5, 9, 30), "She has nobody to drive her on that day.")
        get_ready(course, self.now)

    def treating(self) -> None:
        facts = {"map_signed": True, "test_tolerated": True, "stocking_in_hand": True, "one_medium_stocking": True}
        course = self._course(SAMIR, Leg.RIGHT, facts=facts)
        self._before(course, 8)
        visit = self.day.book(course, "procedure", self._ago(10))
        self.day.book(course, "return", self._day(8, 10))
        self._happened(course, arrived=self._ago(20))
        self.day.now_in(visit, State.SCANNING)

    def recovering(self) -> None:
        facts = {"map_signed": True, "test_tolerated": True, "stocking_in_hand": True, "one_medium_stocking": True}
        course = self._course(PAT, Leg.LEFT, facts={**facts, "drive_minutes": 40})
        self._before(course, 11)
        visit = self.day.book(course, "procedure", self._ago(190))
        self.day.book(course, "return", self._day(8, 9, 30))
        home, morning = self._ago(80), self._day(0, 7)
        if home < morning <= self.now:  # whoever comes home before the day begins is sent to bed, and not to lie down
            home = morning
        self._happened(course, arrived=self._ago(195), injected=self._ago(170), left=self._ago(120), home=home)
        self.day.now_in(visit, State.HOME)

    def days_later(self) -> None:
        facts = {"map_signed": True, "test_tolerated": True, "stocking_in_hand": True, "two_light_stockings": True}
        course = self._course(LUCIE, Leg.RIGHT, facts=facts, numbers={"bandage_nights": 7})
        self._before(course, 20)
        self._planned(course, procedure=self._day(-2, 10))
        self._treated(course, -2)
        moved_by_herself(self.day.book(course, "return", self._day(6, 11, 30)), self.now)

    def bandage_off_early(self) -> None:
        facts = {"map_signed": True, "test_tolerated": True, "stocking_in_hand": True, "prescribed_antiplatelet": True}
        course = self._course(WALTER, Leg.LEFT, facts=facts)
        self._before(course, 21)
        self._planned(course, procedure=self._day(-3, 10))
        self._treated(course, -3)
        self.day.book(course, "return", self._day(5, 14))
        actions.observe(actor=self.physician, course=course, name="blister", at=self._day(-1, 8, 15))

    def reviewing(self) -> None:
        facts = {"map_signed": True, "test_tolerated": True, "stocking_in_hand": True, "deep_veins_clear": True}
        course = self._course(HELEN, Leg.LEFT, facts=facts)
        self._before(course, 75)
        self._planned(course, procedure=self._day(-58, 10))
        self._treated(course, -58)
        self._happened(course, review=self._day(-50, 9, 30))
        self.day.book(course, "result", self._day(3, 10, 30))

    def _treated(self, course: Course, days: int) -> None:
        self._happened(
            course,
            arrived=self._day(days, 9, 55),
            injected=self._day(days, 10, 20),
            left=self._day(days, 11, 10),
            home=self._day(days, 11, 50),
        )

    def _ago(self, minutes: int) -> datetime:
        at = self.now - timedelta(minutes=minutes)
        return at - timedelta(minutes=at.minute % 5)
