"""Pat, of whom everything is kept that FHIR has a place for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.journey.booking.actions import book_visit, cancel_visit, move_visit
from saphena.clinic.journey.mapping.actions import add_addendum
from saphena.clinic.journey.mapping.noting import Noting, note
from saphena.clinic.journey.planning.consenting import withdraw_consent
from saphena.clinic.journey.preparing.actions import tell_medicine
from saphena.clinic.journey.recovering.letters import write_to_clinic, write_to_patient
from saphena.clinic.journey.reviewing.actions import drain, sign
from saphena.clinic.journey.reviewing.actions_after import note_complication, note_scores_before
from saphena.clinic.journey.treating.noting import code_complication
from saphena.clinic.journey.treating.signing import sign_note
from tests import cast
from tests.clinic.courses.treated import at, happened
from tests.clinic.courses.treated import course as course_of
from tests.clinic.diary.house import house
from tests.clinic.imaging.received import section_of
from tests.clinic.journey.mapping.mapped import examination, signed
from tests.clinic.journey.planning.prepared import consented
from tests.clinic.journey.reviewing.back import REFLUXING, back, later, noted
from tests.clinic.journey.treating.couch import (
    FACTS,
    ago,
    confirmed,
    home,
    inject,
    key,
    liquid,
    syringe,
    take_back,
    treatable,
)

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.booking.models import Visit
    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.journey.treating.models import Session
    from saphena.clinic.people.models import Patient

ODD = "A <b>bold</b> & “quoted”\x0b word"


def whole() -> Patient:
    """Mapped, consented, treated, back again, with visits and messages."""
    course = treatable()
    mapped(course)
    visits(course)
    withdraw_consent(actor=cast.nora(), consent=consented(course))
    consented(course)
    section_of(course.patient)
    session = treated(course)
    reviewed(session.course)
    told(course.patient)
    return course.patient


def treatable_for(patient: Patient, leg: str = "left") -> Course:
    return course_of(patient, leg=leg, facts=FACTS)


def told(patient: Patient, key: str = "1") -> None:
    """A medicine, and a message each way."""
    tell_medicine(actor=patient, patient=patient, typed=f"Aspirin <{key}> & more", ordered="unsure")
    write_to_clinic(actor=patient, text=ODD, form_key=key)
    write_to_patient(actor=cast.nora(), patient=patient, text="Come at ten.")


def mapped(course: Course) -> Examination:
    """Both legs, signed, with an addendum; and one more that nobody has signed."""
    found = examination(course.patient, "both", course)
    ruling = Noting("left", "popv.upper", "ruled", "competent", note="Two windows <both> clear")
    note(actor=cast.priya(), examination=found, notings=[ruling], key=key())
    found = signed(found)
    add_addendum(actor=cast.sam(), examination=found, text=ODD)
    examination(course.patient)
    return found


def visits(course: Course, day: int = 15) -> list[Visit]:
    """One that was called off, one that was moved."""
    happened(course, mapped="2027-02-22T09:00", test="2027-03-01T13:30")

    def booked(day: int) -> Visit:
        starts = at(f"2027-03-{day}T10:00")
        return book_visit(actor=cast.nell(), course=course, site=house(), step="procedure", starts=starts)

    first = booked(day)
    cancel_visit(actor=cast.nell(), visit=first, reason="Broken leg & cast")
    later = at(f"2027-03-{day + 2}T10:00")
    return [first, move_visit(actor=cast.nell(), visit=booked(day + 1), starts=later, reason="A funeral")]


def treated(course: Course) -> Session:
    """Foam and liquid; one injection was taken back; a complication; signed."""
    session = confirmed(of=course)
    foam, plain = syringe(session, at=ago(40)), liquid(session, at=ago(40))
    inject(session, foam, "2", at=ago(40))
    inject(session, plain, "0.5", "tr.calf.inner", at=ago(39))
    take_back(session, inject(session, plain, "0.5", "ssv.upper", at=ago(38)), reason="Never given")
    code_complication(actor=cast.priya(), session=session, what="visual", words=ODD, key=key(), at=ago(20))
    home(session)
    sign_note(actor=cast.priya(), session=session)
    note_complication(
        actor=cast.priya(), session=session, what="dvt_femoral", found_by="scan", day=timezone.localdate(), words="seen"
    )
    return session


def reviewed(course: Course) -> None:
    none_but_two = dict.fromkeys(map(str, range(1, 11)), 0) | {"1": 2}
    note_scores_before(actor=cast.sam(), course=course, symptoms={}, vcss=none_but_two)
    review = back(course=course)
    noted(review, found=REFLUXING, outcome="partly_refluxing", reason="the numbers do not decide it")
    sign(actor=cast.priya(), review=review, decided="wait", reason="we look again", now=later(60))
    drain(actor=cast.priya(), course=course, segment="tr.calf.inner", method="needle", at=timezone.now())
