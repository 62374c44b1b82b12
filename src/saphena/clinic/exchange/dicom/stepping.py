"""MPPS: the machine says that it has begun a scan, and how it ended."""

from __future__ import annotations

from typing import Any

from saphena.clinic.exchange.dicom.door import caller, in_database
from saphena.clinic.exchange.dicom.refusing import NO_DATA_SET, refusal
from saphena.clinic.imaging.models import Order
from saphena.clinic.imaging.orders import begin_step, end_step
from saphena.clinic.record.actors import SAPHENA
from saphena.pathway.refused import Refused

__all__ = ["begin", "end"]

SUCCESS, DUPLICATE, NO_SUCH, INVALID, MISSING, FAILURE = 0x0000, 0x0111, 0x0112, 0x0106, 0x0120, 0x0110
NO_MORE = 0xA710
ENDED = "Performed Procedure Step Object may no longer be updated"
"""As PS3.4 F.7.2.2.2 wants it said, with that number."""

TOLD = ("PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime", "PerformedProcedureStepEndDate",
        "PerformedProcedureStepEndTime", "PerformedProcedureStepDescription", "PerformedProcedureStepID")  # fmt: skip


@in_database
def begin(event: Any) -> tuple[Any, Any]:
    """N-CREATE, in progress."""
    told = event.attribute_list
    if not told:
        return refusal(MISSING, NO_DATA_SET), None
    uid = str(event.request.AffectedSOPInstanceUID or "")
    if not uid or told.get("PerformedProcedureStepStatus") != "IN PROGRESS":
        return INVALID, None
    try:
        begin_step(actor=SAPHENA, uid=uid, machine=caller(event).ae_title, order=_order(told), told=_kept(told))
    except Refused:
        return DUPLICATE, None
    told.SOPInstanceUID, told.SOPClassUID = uid, event.request.AffectedSOPClassUID
    return SUCCESS, told


@in_database
def end(event: Any) -> tuple[Any, Any]:
    """N-SET: more, completed or discontinued."""
    told = event.modification_list
    if not told:
        return refusal(MISSING, NO_DATA_SET), None
    state = str(told.get("PerformedProcedureStepStatus", ""))
    if state not in ("", "IN PROGRESS", "COMPLETED", "DISCONTINUED"):
        return INVALID, None
    try:
        end_step(actor=SAPHENA, uid=str(event.request.RequestedSOPInstanceUID), state=state, told=_kept(told))
    except Refused as no:
        return NO_SUCH if no.field == "SOPInstanceUID" else refusal(FAILURE, ENDED, NO_MORE), None
    return SUCCESS, told


def _order(told: Any) -> Order | None:
    for step in told.get("ScheduledStepAttributesSequence") or ():
        study, accession = str(step.get("StudyInstanceUID", "")), str(step.get("AccessionNumber", ""))
        by_both = Order.objects.filter(study_uid=study) or Order.objects.filter(accession=accession or "-")
        if order := by_both.first():
            return order
    return None


def _kept(told: Any) -> dict[str, Any]:
    """What is worth keeping; names are not."""
    kept: dict[str, Any] = {name: str(told.get(name)) for name in TOLD if told.get(name)}
    series = told.get("PerformedSeriesSequence") or ()
    if series:
        kept["series"] = [str(each.get("SeriesInstanceUID", "")) for each in series]
    return kept
