"""A patient's ultrasound images: their studies, one study, one picture, and its frames for the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.design.dates import date_format
from saphena.clinic.imaging.cards import Wrong, cards_of
from saphena.clinic.imaging.forms import EndsForm, MeasureForm, ScaleForm
from saphena.clinic.imaging.looking import picture
from saphena.clinic.imaging.player import player_of
from saphena.clinic.imaging.queries import instance_for, pictures_of, reports_of, studies_of, study_for
from saphena.clinic.people.access import needs
from saphena.clinic.people.queries import patient_for
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.imaging.models import Instance, Study
    from saphena.clinic.imaging.player import Player
    from saphena.clinic.people.access import StaffRequest

INVALID = 422
NO_PICTURE = 415


@require_safe
@needs("imaging.see")
def studies(request: StaffRequest, patient_id: int) -> HttpResponse:
    patient = patient_for(request.user, patient_id)
    chart_opened(patient_id=patient.pk, by=request.user, page="the list of images")
    page = {"patient": patient, "studies": studies_of(request.user, patient), "acts": _brought(request, patient.pk)}
    return render(request, "imaging/studies.html", page)


def _brought(request: StaffRequest, patient_id: int) -> list[Act]:
    """In and out by hand, for whoever may."""
    acts = (
        ("imaging.upload", Act(_("Bring images"), reverse("dicom:upload", args=[patient_id]))),
        ("imaging.export", Act(_("Copies that name nobody"), reverse("dicom:export_new", args=[patient_id]))),
    )
    return [act for capability, act in acts if request.user.may(capability)]


@require_safe
@needs("imaging.see")
def study(request: StaffRequest, study_id: int) -> HttpResponse:
    """Its first picture. A study without any, a report alone, says so."""
    found = study_for(request.user, study_id)
    if pictures := pictures_of(found):
        return redirect("imaging:instance", pictures[0].pk)
    if reports := reports_of(found):
        return redirect("imaging:report", reports[0].pk)
    opened(request, found)
    return render(request, "imaging/viewer.html", {"study": found, **head(found)})


@require_safe
@needs("imaging.see")
def instance(request: StaffRequest, instance_id: int) -> HttpResponse:
    found = instance_for(request.user, instance_id)
    if found.modality == "SR":
        return redirect("imaging:report", found.pk)
    opened(request, found.study)
    return shown(request, found, whole(request.GET.get("frame", "")))


def to_frame(here: Instance, frame: int, place: str = "#measured") -> str:
    """The viewer at a frame."""
    return f"{reverse('imaging:instance', args=[here.pk])}?frame={frame}{place}"


def whole(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 0


def opened(request: StaffRequest, found: Study) -> None:
    if found.patient_id is not None:
        chart_opened(patient_id=found.patient_id, by=request.user, page="ultrasound images")


def shown(
    request: StaffRequest, here: Instance, frame: int, status: int | None = None, wrong: Wrong | None = None,
    **in_hand: Any,
) -> HttpResponse:  # fmt: skip
    """The viewer's page, with `in_hand` and `wrong` what was typed and refused."""
    study = here.study
    may_accept = request.user.may("imaging.accept", study.patient)
    cards = cards_of(request.user, study, wrong or Wrong(), may_accept)
    player = player_of(here, frame, [line.row for card in cards for line in card.lines])
    page: dict[str, Any] = {
        "study": study,
        "instance": here,
        "player": player,
        "pictures": pictures_of(study),
        "reports": reports_of(study),
        "cards": sorted(cards, key=lambda card: card.first.instance_id != here.pk),
        "may_measure": request.user.may("imaging.measure", study.patient),
        **_forms(player, frame),
        **head(study, here),
        **in_hand,
    }
    if player.seen:
        seen = player.seen
        page["form"].suited_to(seen.frames, strip=bool(seen.strip), picture=bool(seen.millimetres or not seen.strip))
    return render(request, "imaging/viewer.html", page, status=status)


def _forms(player: Player, frame: int) -> dict[str, object]:
    forms: dict[str, object] = {
        "form": MeasureForm(initial={"frame": frame, "what": "distance"}),
        "scale_form": ScaleForm(initial={"frame": frame}, auto_id="id_scale_%s"),
    }
    if ends := player.ends:
        at = {"x1": ends.start, "x2": ends.end, "frame": frame, "of": ends.measurement.pk}
        forms["ends_form"] = EndsForm(initial=at, auto_id="id_ends_%s")
    return forms


def head(study: Study, here: Instance | None = None) -> dict[str, object]:
    patient = study.patient
    if patient is None:
        return {"heading": _("Images without a patient"), "acts": [Act(_("Whose are they?"), _tray(study), "search")]}
    day = date_format(study.scanned_on or study.received_at, "j M Y")
    what = study.order.what if study.order else study.description
    return {
        "heading": patient.formal_name,
        "under": ", ".join(each for each in (day, what) if each),
        "acts": [
            Act(_("The chart"), reverse("courses:chart", args=[patient.pk]), "person", quiet=True),
            Act(_("All images"), reverse("imaging:studies", args=[patient.pk]), ""),
            *([Act(_("Compare two dates"), f"{reverse('imaging:compare')}?right={here.pk}", "")] if here else []),
        ],
    }


def _tray(study: Study) -> str:
    return reverse("imaging:tray_one", args=[study.pk])


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
