"""Copies that name nobody: choose, look at each, take them away."""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.exchange.dicom.exporting import actions
from saphena.clinic.exchange.dicom.exporting.copies import path_of
from saphena.clinic.exchange.dicom.exporting.packing import packed
from saphena.clinic.exchange.dicom.exporting.queries import choices, copy_for, export_for, exports_of
from saphena.clinic.exchange.dicom.forms import BoxForm, ExportForm
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.exchange.dicom.models import Copy
    from saphena.clinic.people.access import StaffRequest

INVALID = 422
HOW = ("copy", "original")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("imaging.export")
def new(request: StaffRequest, patient_id: int) -> HttpResponse:
    """Choose pictures and say what for."""
    patient = patient_for(request.user, patient_id)
    form = ExportForm(request.POST if request.method == "POST" else None)
    chosen = {int(each) for each in request.POST.getlist("images") if each.isdecimal() and len(each) < 12}
    if form.is_valid():
        with refusals_shown_in(form):
            made = actions.make_export(
                actor=request.user, patient=patient, instances=chosen, reason=form.cleaned_data["reason"]
            )
            return redirect("dicom:export", made.pk)
    else:
        chart_opened(patient_id=patient.pk, by=request.user, page="the images to be copied")
    pictures = choices(request.user, patient)
    page = {
        "patient": patient,
        "form": form,
        "studies": [(study, list(rows)) for study, rows in groupby(pictures, key=lambda each: each.study)],
        "chosen": chosen,
        "exports": exports_of(request.user, patient)[:10],
    }
    return render(request, "dicom/export_new.html", page, status=INVALID if form.errors else None)


@require_safe
@needs("imaging.export")
def export(request: StaffRequest, export_id: int) -> HttpResponse:
    found = export_for(request.user, export_id)
    chart_opened(patient_id=found.patient_id, by=request.user, page="copies of images")
    return _shown(request, export_id)


def _shown(request: StaffRequest, export_id: int, wrong: dict[int, BoxForm] | None = None) -> HttpResponse:
    found = export_for(request.user, export_id)
    copies = list(found.copies.select_related("looked_by", "instance"))
    rows = [(copy, (wrong or {}).get(copy.pk) or _box_form(copy)) for copy in copies]
    going = [copy for copy in copies if not copy.left_out]
    page = {
        "export": found,
        "rows": rows,
        "waiting": sum(not copy.may_leave for copy in going),
        "going": len(going),
    }
    return render(request, "dicom/export.html", page, status=INVALID if wrong else None)


def _box_form(copy: Copy, given: Any = None) -> BoxForm:
    corners = copy.boxes[0] if len(copy.boxes) == 1 else ()
    names = ("left", "top", "right", "bottom")
    return BoxForm(given, initial=dict(zip(names, corners, strict=False)), auto_id=f"id_{copy.pk}_%s")


@require_POST
@needs("imaging.export")
def box(request: StaffRequest, copy_id: int) -> HttpResponse:
    copy = copy_for(request.user, copy_id)
    form = _box_form(copy, request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.draw_box(actor=request.user, copy=copy, corners=form.corners())
    if form.errors:
        return _shown(request, copy.export_id, {copy.pk: form})
    return _back(copy)


@require_POST
@needs("imaging.export")
def look(request: StaffRequest, copy_id: int) -> HttpResponse:
    copy = copy_for(request.user, copy_id)
    actions.look(actor=request.user, copy=copy, sha256=request.POST.get("seen", ""))
    return _back(copy)


@require_POST
@needs("imaging.export")
def leave_out(request: StaffRequest, copy_id: int) -> HttpResponse:
    copy = copy_for(request.user, copy_id)
    actions.leave_out(actor=request.user, copy=copy)
    return _back(copy)


def _back(copy: Copy) -> HttpResponse:
    response = redirect("dicom:export", copy.export_id)
    response["Location"] += f"#copy-{copy.number}"
    return response


@require_safe
@needs("imaging.export")
def picture(request: StaffRequest, copy_id: int, which: str) -> HttpResponse:
    """All frames of the copy in one picture; or the first frame of the original, to draw a rectangle on."""
    copy = copy_for(request.user, copy_id)
    path = path_of(copy)
    if which not in HOW or (which == "copy" and not (copy.sha256 and path.is_file())):
        raise Http404
    try:
        content = _drawn(copy, which)
    except Refused as no:
        return HttpResponse(no.reason, status=415, content_type="text/plain; charset=utf-8")
    return HttpResponse(content, content_type="image/png")


def _drawn(copy: Copy, which: str) -> bytes:
    from PIL import Image

    from saphena.clinic.imaging.looking import opened
    from saphena.echo.frames import open_clip
    from saphena.echo.nameless.pixels import brightest

    if which == "original":
        with opened(copy.instance) as clip:
            pixels = clip.frame(0)
    else:
        with open_clip(path_of(copy)) as clip:
            pixels = brightest(clip.frame(index) for index in range(clip.count))
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


@require_POST
@needs("imaging.export")
def take(request: StaffRequest, export_id: int) -> StreamingHttpResponse:
    found = export_for(request.user, export_id)
    copies = actions.taken(actor=request.user, export=found)
    response = StreamingHttpResponse(packed(copies), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{_("copies")}-{found.pk}.zip"'
    return response
