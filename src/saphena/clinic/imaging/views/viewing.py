"""A patient's ultrasound images: their studies, one study, one picture, and its frames for the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.imaging.forms import DecideForm, MeasureForm
from saphena.clinic.imaging.looking import picture, seen
from saphena.clinic.imaging.queries import instance_for, measured_in, pictures_of, studies_of, study_for
from saphena.clinic.imaging.wording import KINDS, STATES, spoken
from saphena.clinic.people.access import needs
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from saphena.clinic.imaging.looking import Seen
    from saphena.clinic.imaging.models import Instance, Measurement, Study
    from saphena.clinic.people.access import StaffRequest

INVALID = 422
NO_PICTURE = 415
PLACES = {"cm/s": 1}
"""Decimals that are shown of a value in a unit; elsewhere two."""


class Row(NamedTuple):
    """One measured value on the page."""

    row: Measurement
    kind: StrPromise | str
    state: StrPromise | str
    flags: list[str]
    where: str
    places: int
    form: DecideForm


@require_safe
@needs("imaging.see")
def studies(request: StaffRequest, patient_id: int) -> HttpResponse:
    patient = patient_for(request.user, patient_id)
    chart_opened(patient_id=patient.pk, by=request.user, page="the list of images")
    return render(request, "imaging/studies.html", {"patient": patient, "studies": studies_of(request.user, patient)})


@require_safe
@needs("imaging.see")
def study(request: StaffRequest, study_id: int) -> HttpResponse:
    """Its first picture. A study without any, a report alone, says so."""
    found = study_for(request.user, study_id)
    pictures = pictures_of(found)
    if pictures:
        return redirect("imaging:instance", pictures[0].pk)
    _opened(request, found)
    return render(request, "imaging/viewer.html", {"study": found, **_head(found)})


@require_safe
@needs("imaging.see")
def instance(request: StaffRequest, instance_id: int) -> HttpResponse:
    found = instance_for(request.user, instance_id)
    _opened(request, found.study)
    return shown(request, found, _number(request.GET.get("frame", "")))


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


def _opened(request: StaffRequest, found: Study) -> None:
    if found.patient_id is not None:
        chart_opened(patient_id=found.patient_id, by=request.user, page="ultrasound images")


def shown(request: StaffRequest, here: Instance, frame: int, status: int | None = None, **in_hand: Any) -> HttpResponse:
    """The viewer's page, with `in_hand` what was typed and refused."""
    study, told, refused = here.study, None, ""
    try:
        told = seen(here, frame)
    except Refused as no:
        refused = no.reason
    rows = measured_in(request.user, study)
    wrong: dict[int, DecideForm] = in_hand.pop("wrong", {})
    page = {
        "study": study,
        "instance": here,
        "frame": frame,
        "seen": told,
        "refused": refused,
        "pictures": pictures_of(study),
        "rows": [_row(each, wrong.get(each.pk)) for each in rows],
        "marks": [each for each in rows if each.instance_id == here.pk and each.frame == frame],
        "form": MeasureForm(initial={"frame": frame, "what": "distance"}),
        "may_measure": request.user.may("imaging.measure"),
        "may_accept": request.user.may("imaging.accept"),
        **_head(study),
        **_steps(frame, told),
    }
    return render(request, "imaging/viewer.html", {**page, **in_hand}, status=status)


def _head(study: Study) -> dict[str, object]:
    patient = study.patient
    if patient is None:
        return {"heading": _("Images without a patient"), "acts": [Act(_("Whose are they?"), _tray(study), "search")]}
    day = date_format(study.scanned_on or study.received_at, "j M Y")
    what = study.order.what if study.order else study.description
    return {
        "heading": patient.formal_name,
        "under": ", ".join(each for each in (day, what) if each),
        "acts": [
            Act(_("The chart"), reverse("courses:chart", args=[patient.pk]), "person"),
            Act(_("All images"), reverse("imaging:studies", args=[patient.pk]), ""),
        ],
    }


def _tray(study: Study) -> str:
    return reverse("imaging:tray_one", args=[study.pk])


def _steps(frame: int, told: Seen | None) -> dict[str, object]:
    """The frames before and after, for links; after the last comes the first."""
    frames = told.frames if told else 1
    return {"before": (frame - 1) % frames, "after": (frame + 1) % frames, "human_frame": frame + 1}


def _row(row: Measurement, wrong: DecideForm | None) -> Row:
    where = reverse("imaging:instance", args=[row.instance_id]) + f"?frame={row.frame}"
    form = wrong or DecideForm(auto_id=f"id_{row.pk}_%s")
    flags = [spoken(flag) for flag in row.flags]
    return Row(row, KINDS.get(row.kind, row.kind), STATES[row.state], flags, where, PLACES.get(row.unit, 2), form)


@require_safe
@needs("imaging.see")
def frame(request: StaffRequest, instance_id: int, frame: int) -> HttpResponse:
    """One frame. `?small` is its thumbnail. What cannot be shown is refused in words, as plain text."""
    found = instance_for(request.user, instance_id)
    if frame >= max(found.frames, 1):
        raise Http404
    try:
        drawn = picture(found, frame, small="small" in request.GET)
    except Refused as no:
        return HttpResponse(no.reason, status=NO_PICTURE, content_type="text/plain; charset=utf-8")
    response = HttpResponse(drawn.content, content_type=drawn.kind)
    response["Cache-Control"] = "no-store, private"
    return response
