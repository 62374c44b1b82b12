"""What happens to scans and images, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class OfScan(Event, abstract=True):
    """About one scan on the worklist."""

    patient_id: int
    order_id: int
    accession: str


@dataclass(frozen=True)
class ScanOrdered(OfScan):
    action = "imaging.order.made"
    sentence = "put the scan of {patient} on the worklist ({accession}, {at})"
    at: str


@dataclass(frozen=True)
class ScanMoved(OfScan):
    action = "imaging.order.moved"
    sentence = "moved the scan of {patient} on the worklist ({accession}) from {before} to {at}"
    before: str
    at: str


@dataclass(frozen=True)
class ScanWithdrawn(OfScan):
    action = "imaging.order.withdrawn"
    sentence = "took the scan of {patient} off the worklist ({accession})"


@dataclass(frozen=True)
class ScanToldByMachine(OfScan):
    action = "imaging.step.told"
    sentence = "heard from {machine} that the scan of {patient} is {state} ({accession})"
    machine: str
    state: str


@dataclass(frozen=True)
class StudyReceived(Event):
    """The first image of a study. Without a patient it lies in the tray."""

    action = "imaging.study.received"
    sentence = "received the first image of study {study_id} from {machine}: {whose}"
    patient_id: int | None
    study_id: int
    machine: str
    whose: str


@dataclass(frozen=True)
class StudyPutInTray(Event):
    action = "imaging.study.put_in_tray"
    sentence = "put study {study_id} into the tray: {reason}"
    patient_id: int | None
    study_id: int
    reason: str


@dataclass(frozen=True)
class StudyMatched(Event):
    action = "imaging.study.matched"
    sentence = "said that study {study_id} from the tray is of {patient}: {reason}"
    patient_id: int
    study_id: int
    reason: str


@dataclass(frozen=True)
class ImageClashed(Event):
    action = "imaging.instance.clashed"
    sentence = "refused another image under the number of one that is kept (image {instance_id}, from {machine})"
    patient_id: int | None
    instance_id: int
    machine: str


@dataclass(frozen=True)
class MachineKept(Event):
    action = "imaging.machine.kept"
    sentence = "wrote down that {ae_title} may call from {addresses}"
    machine_id: int
    ae_title: str
    addresses: str


@dataclass(frozen=True)
class MachineClosed(Event):
    action = "imaging.machine.closed"
    sentence = "closed the door to {ae_title}"
    machine_id: int
    ae_title: str


@dataclass(frozen=True)
class ImageMeasured(Event):
    action = "imaging.measurement.made"
    sentence = "measured {kind} on image {instance_id} of {patient}: {value} {unit}"
    patient_id: int | None
    instance_id: int
    measurement_id: int
    kind: str
    value: str
    unit: str


@dataclass(frozen=True)
class MeasurementDecided(Event):
    """`verdict` is accepted, corrected or refused; `value` what counts from now on, `before` what was measured."""

    action = "imaging.measurement.decided"
    sentence = "{verdict} the {kind} on image {instance_id} of {patient}: {before} {unit}, now {value} {reason}"
    patient_id: int | None
    instance_id: int
    measurement_id: int
    kind: str
    verdict: str
    before: str
    value: str
    unit: str
    reason: str


@dataclass(frozen=True)
class MeasurementRetired(Event):
    action = "imaging.measurement.retired"
    sentence = "retired the {kind} on image {instance_id} of {patient}: {reason}"
    patient_id: int | None
    instance_id: int
    measurement_id: int
    kind: str
    reason: str


@dataclass(frozen=True)
class ReportValueTaken(Event):
    """A number of a scanner's report that a clinician stands behind from now on."""

    action = "imaging.report.taken"
    sentence = "accepted {kind} from the scanner's report {instance_id} of {patient}: {value} {unit}"
    patient_id: int | None
    instance_id: int
    measurement_id: int
    kind: str
    value: str
    unit: str


@dataclass(frozen=True)
class ScaleSet(Event):
    action = "imaging.scale.set"
    sentence = "set the scale of image {instance_id} of {patient} by hand: {scale}"
    patient_id: int | None
    instance_id: int
    scale: str
