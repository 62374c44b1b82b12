"""The worklist: the day's scans as a machine asks for them, so that nobody types a name at the machine."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from saphena.clinic.exchange.dicom.comparing import alike, as_range, date_of, is_wild, within
from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.models import Machine, Order
from saphena.clinic.imaging.states import ON_WORKLIST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from pydicom import Dataset

__all__ = ["found"]

MOST = 500
STATUS = {"scheduled": "SCHEDULED", "started": "STARTED", "discontinued": "SCHEDULED"}
# Asked for by real machines; nothing of ours stands behind them, so they come back empty.
EMPTY = (
    "OtherPatientIDs", "PatientAge", "PatientSize", "PatientWeight", "PatientAddress", "MedicalAlerts", "Allergies",
    "PregnancyStatus", "SpecialNeeds", "PatientState", "AdmissionID", "CurrentPatientLocation", "PatientComments",
    "RequestingPhysician", "RequestingService", "ReferringPhysicianName", "RequestedProcedurePriority",
    "PatientTransportArrangements", "ConfidentialityConstraintOnPatientDataDescription",
    "ReasonForTheRequestedProcedure",
    "NamesOfIntendedRecipientsOfResults", "PlacerOrderNumberImagingServiceRequest",
    "FillerOrderNumberImagingServiceRequest",
)  # fmt: skip
EMPTY_IN_STEP = (
    "ScheduledStationName", "ScheduledProcedureStepLocation", "PreMedication", "CommentsOnTheScheduledProcedureStep",
)  # fmt: skip


def found(asked: Dataset, machine: Machine) -> Iterator[Dataset]:
    """The lines that fit the query, in order of time; of too many those nearest to now. Raises `ValueError` for a date
    that is none."""
    step = asked.get("ScheduledProcedureStepSequence")
    wanted = step[0] if step else None
    first, last = as_range(_text(wanted, "ScheduledProcedureStepStartDate"))
    fitting = []
    for order in _orders(asked, machine, first, last):
        at = order.starts_at.astimezone(ZoneInfo(order.zone))
        if within(at.strftime("%Y%m%d"), first, last) and _fits(asked, wanted, order, at.strftime("%H%M%S")):
            fitting.append((at, order))
    for at, order in _nearest(fitting):
        yield _only_asked(_line(order, at, machine), asked, wanted)


def _nearest(fitting: list[tuple[datetime, Order]]) -> list[tuple[datetime, Order]]:
    """A machine that asks for no day would else get the clinic's oldest scans, and not today's."""
    now = timezone.now()
    kept = sorted(fitting, key=lambda each: abs(each[0] - now))[:MOST]
    return sorted(kept, key=lambda each: (each[0], each[1].pk))


def _orders(asked: Dataset, machine: Machine, first: str, last: str) -> QuerySet[Order]:
    orders = Order.objects.select_related("patient", "scanner__machine").filter(state__in=ON_WORKLIST)
    if machine.scanner_id:
        orders = orders.filter(Q(scanner=machine.scanner_id) | Q(scanner=None))
    # The date is the site's, the column is UTC: a day more on both sides, and the date itself is looked at afterwards.
    if first:
        orders = orders.filter(starts_at__gte=datetime.combine(date_of(first), time(), UTC) - timedelta(days=1))
    if last:
        orders = orders.filter(starts_at__lt=datetime.combine(date_of(last), time(), UTC) + timedelta(days=2))
    for name, column in (("AccessionNumber", "accession"), ("StudyInstanceUID", "study_uid")):
        if (value := _text(asked, name)) and not is_wild(value):
            orders = orders.filter(**{column: value})
    return orders.order_by("starts_at", "pk")


def _fits(asked: Dataset, wanted: Any, order: Order, clock: str) -> bool:
    station = order.scanner.machine.ae_title if order.scanner and hasattr(order.scanner, "machine") else ""
    first, last = as_range(_text(wanted, "ScheduledProcedureStepStartTime"))
    pairs = (
        (_text(asked, "PatientName"), _name(order)),
        (_text(asked, "PatientID"), dicom_id(order.patient)),
        (_text(asked, "AccessionNumber"), order.accession),
        (_text(asked, "RequestedProcedureID"), order.accession),
        (_text(wanted, "ScheduledProcedureStepID"), order.accession),
        (_text(wanted, "Modality"), "US"),
        (_text(wanted, "ScheduledStationAETitle"), station or _text(wanted, "ScheduledStationAETitle")),
        (_text(wanted, "ScheduledPerformingPhysicianName"), _person(order.performer)),
    )
    born = within(order.patient.birth_date.strftime("%Y%m%d"), *as_range(_text(asked, "PatientBirthDate")))
    return born and within(clock, first, last) and all(alike(query, value) for query, value in pairs)


def _line(order: Order, at: datetime, machine: Machine) -> Dataset:
    from pydicom import Dataset
    from pydicom.sequence import Sequence

    line, step = Dataset(), Dataset()
    line.SpecificCharacterSet = machine.character_set
    shown = _showable(machine.character_set)
    patient = order.patient
    line.PatientName, line.PatientID = shown(_name(order)), dicom_id(patient)
    line.PatientBirthDate, line.PatientSex = patient.birth_date.strftime("%Y%m%d"), ""
    line.AccessionNumber, line.StudyInstanceUID = order.accession, order.study_uid
    line.RequestedProcedureID, line.RequestedProcedureDescription = order.accession, shown(order.what)
    line.ReferencedStudySequence = line.RequestedProcedureCodeSequence = line.ReferencedPatientSequence = Sequence()
    for name in EMPTY:
        setattr(line, name, None if name in ("PregnancyStatus", "PatientSize", "PatientWeight") else "")
    own = order.scanner.machine.ae_title if order.scanner and hasattr(order.scanner, "machine") else machine.ae_title
    step.Modality, step.ScheduledStationAETitle = "US", own
    step.ScheduledProcedureStepStartDate = at.strftime("%Y%m%d")
    step.ScheduledProcedureStepStartTime = at.strftime("%H%M%S")
    step.ScheduledPerformingPhysicianName = shown(_person(order.performer))
    step.ScheduledProcedureStepDescription = shown(order.what)
    step.ScheduledProcedureStepID, step.ScheduledProcedureStepStatus = order.accession, STATUS[order.state]
    step.ScheduledProtocolCodeSequence = Sequence()
    for name in EMPTY_IN_STEP:
        setattr(step, name, "")
    line.ScheduledProcedureStepSequence = [step]
    return line


def _only_asked(line: Dataset, asked: Dataset, wanted: Any) -> Dataset:
    """What was asked for, and the character set. An asked-for attribute that we do not know comes back empty."""
    from pydicom import Dataset

    answer = Dataset()
    answer.SpecificCharacterSet = line.SpecificCharacterSet
    for element in asked:
        if element.keyword == "ScheduledProcedureStepSequence":
            continue
        _copy(answer, element, line)
    if wanted is not None and len(wanted):
        step = Dataset()
        for element in wanted:
            _copy(step, element, line.ScheduledProcedureStepSequence[0])
        answer.ScheduledProcedureStepSequence = [step]
    else:
        answer.ScheduledProcedureStepSequence = line.ScheduledProcedureStepSequence
    return answer


def _copy(answer: Dataset, element: Any, line: Dataset) -> None:
    if element.keyword in ("SpecificCharacterSet", "QueryRetrieveLevel") or element.tag.element == 0:
        return
    if element.tag in line:
        answer[element.tag] = line[element.tag]
    else:
        answer.add_new(element.tag, element.VR, [] if element.VR == "SQ" else None)


def _name(order: Order) -> str:
    return f"{order.patient.family_name}^{order.patient.given_names}"


def _person(name: str) -> str:
    """“Okafor^Sam” for “Sam Okafor”."""
    given, _space, family = name.strip().rpartition(" ")
    return f"{family}^{given}" if given else family


def _showable(character_set: str) -> Any:
    """What a machine cannot show is written with the nearest letters that it can, never as question marks."""

    def shown(text: str) -> str:
        if character_set == "ISO_IR 192":
            return text
        text = text.replace("’", "'").replace("‘", "'").replace("–", "-")
        return "".join(letter if _latin(letter) else _plain(letter) for letter in text)

    return shown


def _latin(letter: str) -> bool:
    try:
        letter.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter).encode("latin-1", "ignore").decode("latin-1") or "?"


def _text(ds: Any, name: str) -> str:
    value = ds.get(name) if ds is not None else None
    return "" if value is None else str(value).strip()
