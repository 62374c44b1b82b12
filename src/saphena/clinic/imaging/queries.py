"""What a viewer may see of images and machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.imaging.matching import dicom_id
from saphena.clinic.imaging.models import Instance, Machine, Measurement, Order, Study, TurnedAway
from saphena.clinic.imaging.states import MeasureState, Whose
from saphena.clinic.imaging.wording import MANUAL
from saphena.clinic.people.access import may, require
from saphena.clinic.people.models import Patient
from saphena.clinic.people.queries import patients_for
from saphena.clinic.record.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

__all__ = [
    "Credit", "Source", "candidates", "credited", "instance_for", "machine_for", "machines_for", "measured_in",
    "measured_on", "measurement_for", "on_charts", "pictures_by_study", "pictures_of", "reports_of", "sources",
    "studies_of", "study_for", "tray", "turned_away_for",
]  # fmt: skip

MOST_CANDIDATES = 8
MOST_ON_CHART = 3
LATELY = timedelta(days=7)


def tray(viewer: object, typed: str = "") -> QuerySet[Study]:
    """Studies of which nobody has said yet whose they are, the newest first."""
    if not may(viewer, "imaging.match"):
        return Study.objects.none()
    found = Study.objects.filter(whose=Whose.TRAY).annotate(images=Count("instances")).order_by("-newest_at", "-pk")
    for word in typed.split():
        claimed = Q(claimed_name__icontains=word) | Q(claimed_id__icontains=word) | Q(accession__icontains=word)
        found = found.filter(claimed | Q(claimed_birth_date__contains=word.replace("-", "")))
    return found


def studies_of(viewer: object, patient: Patient) -> QuerySet[Study]:
    """One patient's studies, the newest first."""
    if not may(viewer, "imaging.see", patient):
        return Study.objects.none()
    found = Study.objects.filter(patient=patient).select_related("order", "patient")
    return found.annotate(images=Count("instances")).order_by("-newest_at", "-pk")


def study_for(viewer: object, study_id: int) -> Study:
    """One study. Raises `PermissionDenied`, or `Http404` when there is none of that number."""
    require(viewer, "imaging.see")
    study = Study.objects.select_related("patient", "order").filter(pk=study_id).first()
    if study is None:
        raise Http404
    if study.patient is None:
        require(viewer, "imaging.match")
    return study


def instance_for(viewer: object, instance_id: int) -> Instance:
    require(viewer, "imaging.see")
    instance = Instance.objects.select_related("study__patient").filter(pk=instance_id).first()
    if instance is None:
        raise Http404
    if instance.study.patient is None:
        require(viewer, "imaging.match")
    return instance


def pictures_of(study: Study) -> list[Instance]:
    """The stills and clips of a study that the viewer may see, in the order in which they were taken."""
    return list(study.instances.filter(rows__isnull=False).order_by("series_uid", "number", "pk"))


def reports_of(study: Study) -> list[Instance]:
    """The structured reports of a study: what the machine has measured itself."""
    return list(study.instances.filter(modality="SR").order_by("pk"))


def measured_in(viewer: object, study: Study) -> list[Measurement]:
    """Whatever was measured in a study, the oldest first."""
    if not may(viewer, "imaging.see", study.patient):
        return []
    return list(
        Measurement.objects.filter(instance__study=study).select_related(
            "by", "decided_by", "retired_by", "instance", "revises"
        )
    )


def measurement_for(viewer: object, measurement_id: int) -> Measurement:
    require(viewer, "imaging.see")
    found = Measurement.objects.select_related("instance__study__patient", "by", "decided_by")
    measurement = found.filter(pk=measurement_id).first()
    if measurement is None:
        raise Http404
    if measurement.instance.study.patient is None:
        require(viewer, "imaging.match")
    return measurement


def measured_on(viewer: object, instances: Iterable[Instance]) -> list[Measurement]:
    """Whatever was measured on these images, the oldest first. One query."""
    if not may(viewer, "imaging.see"):
        return []
    return list(Measurement.objects.filter(instance__in=list(instances)).order_by("pk"))


def pictures_by_study(viewer: object, of: Study) -> list[tuple[Study, list[Instance]]]:
    """The stills and clips of the patient whose study this is, study by study, the newest first. Two queries."""
    if of.patient is None or not may(viewer, "imaging.see", of.patient):
        return []
    studies = list(Study.objects.filter(patient=of.patient).select_related("order"))
    studies.sort(key=lambda study: (study.scanned_on or study.received_at.date(), study.pk), reverse=True)
    pictures: dict[int, list[Instance]] = {}
    shown = Instance.objects.filter(study__in=studies, rows__isnull=False).order_by("series_uid", "number", "pk")
    for each in shown:
        pictures.setdefault(each.study_id, []).append(each)
    return [(study, pictures[study.pk]) for study in studies if study.pk in pictures]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value of a map or a note comes from: the frame with its caliper, or the scanner's report.

    `retired` says why it counts no more, `by_hand` that its scale was set by a person.
    """

    instance_id: int
    frame: int
    measurement_id: int
    reported: bool
    retired: str
    by_hand: bool
    automatic: bool

    @property
    def url(self) -> str:
        return reverse("imaging:instance", args=[self.instance_id]) + f"?frame={self.frame}#m{self.measurement_id}"


def sources(viewer: object, ids: Iterable[int], patient_id: int) -> dict[int, Source]:
    """The sources of a patient's values by the number of their measurement. One query; none for who may not see images.

    Images that went back into the tray since, or turned out to be of somebody else, retire what came from them.
    """
    wanted = set(ids)
    if not wanted or not may(viewer, "imaging.see"):
        return {}
    return {
        row.pk: Source(
            row.instance_id, row.frame, row.pk, row.report_id is not None,
            _retired(row, patient_id),
            MANUAL in row.flags, row.automatic,
        )
        for row in Measurement.objects.filter(pk__in=wanted).select_related("instance__study")
    }  # fmt: skip


def _retired(row: Measurement, patient_id: int) -> str:
    if row.instance.study.patient_id != patient_id:
        return _("its images may be of another patient")
    return (row.retired_why or "–") if row.state == MeasureState.RETIRED else ""


@dataclass(frozen=True, slots=True)
class Credit:
    """What a paper says of a value measured on an image: of what day, who accepted it, and how it was found."""

    on: date
    by: str
    automatic: bool
    reported: bool
    retired: str


def credited(ids: Iterable[int], patient_id: int) -> dict[int, Credit]:
    """By the number of the measurement. A paper says the same whoever prints it, so nobody's rights are asked here; no
    image is shown. One query; none for nothing."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = Measurement.objects.filter(pk__in=wanted).select_related("instance__study", "decided_by")
    return {
        row.pk: Credit(
            row.instance.study.scanned_on or timezone.localdate(row.instance.study.received_at),
            row.decided_by.name if row.decided_by else "",
            row.automatic, row.report_id is not None, _retired(row, patient_id),
        )
        for row in rows
    }  # fmt: skip


def on_charts(viewer: User, courses: Sequence[Course]) -> dict[int, object]:
    """The newest studies of each patient, below the newest of their courses. One query, however many courses. Who has
    none stands there too: from there images are brought."""
    if not may(viewer, "imaging.see"):
        return {}
    found: dict[int, list[Study]] = {}
    patients = {course.patient_id for course in courses}
    rows = Study.objects.filter(patient_id__in=patients).select_related("order").annotate(images=Count("instances"))
    for study in rows.order_by("-newest_at", "-pk"):
        found.setdefault(study.patient_id or 0, []).append(study)
    newest = {course.patient_id: course.pk for course in sorted(courses, key=lambda each: each.pk)}
    may_bring = may(viewer, "imaging.upload")
    return {
        course: {"studies": found.get(patient, [])[:MOST_ON_CHART], "patient": patient, "may_bring": may_bring}
        for patient, course in newest.items()
    }


def candidates(viewer: object, study: Study, typed: str = "") -> list[tuple[Patient, list[Order]]]:
    """Who it might be, with their scans of those days: for a person to choose from, by ID, birth date or name; or whom
    that person looks for by typing."""
    if not may(viewer, "imaging.match"):
        return []
    found = list(patients_for(viewer, typed)[:MOST_CANDIDATES]) if typed else _alike(study)
    scans: dict[int, list[Order]] = {patient.pk: [] for patient in found}
    for order in Order.objects.filter(patient__in=found).order_by("-starts_at")[:60]:
        scans[order.patient_id].append(order)
    found.sort(key=lambda patient: dicom_id(patient) != study.claimed_id)
    return [(patient, scans[patient.pk][:5]) for patient in found]


def _alike(study: Study) -> list[Patient]:
    alike = Q(pk__in=_by_id(study.claimed_id))
    family = fold(study.claimed_name.partition("^")[0])
    if len(study.claimed_birth_date) == 8:
        alike |= Q(search__contains=study.claimed_birth_date)
    if family:
        alike |= Q(search__startswith=family)
    if study.accession:
        alike |= Q(scans__accession=study.accession)
    return list(Patient.objects.filter(alike).distinct().order_by("search", "pk")[:MOST_CANDIDATES])


def _by_id(claimed: str) -> list[int]:
    number = claimed[1:]
    return [int(number)] if claimed.startswith("P") and number.isdecimal() and len(number) < 12 else []


def machines_for(viewer: object) -> QuerySet[Machine]:
    if not may(viewer, "imaging.manage_machines"):
        return Machine.objects.none()
    return Machine.objects.select_related("scanner").order_by("closed_at", "name")


def turned_away_for(viewer: object) -> QuerySet[TurnedAway]:
    """Who called lately and was not let in, the last to call first."""
    lately = TurnedAway.objects.filter(at__gte=timezone.now() - LATELY)
    return lately if may(viewer, "imaging.manage_machines") else lately.none()


def machine_for(viewer: object, machine_id: int) -> Machine:
    require(viewer, "imaging.manage_machines")
    machine = Machine.objects.filter(pk=machine_id).first()
    if machine is None:
        raise Http404
    return machine
