"""Two images of one patient side by side, and one image beside the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from saphena.clinic.design.dates import date_format
from saphena.clinic.imaging.player import player_of
from saphena.clinic.imaging.queries import instance_for, measured_on, pictures_by_study
from saphena.clinic.imaging.views.viewing import head, opened, whole
from saphena.clinic.people.access import needs
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from saphena.clinic.imaging.models import Instance, Study
    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("imaging.see")
def compare(request: StaffRequest) -> HttpResponse:
    """`right` is one image, `left` another of the same patient; without it the likest of an earlier date."""
    right = instance_for(request.user, whole(request.GET.get("right", "")))
    studies = pictures_by_study(request.user, right.study)
    asked = request.GET.get("left", "")
    left = instance_for(request.user, whole(asked)) if asked else _earlier(right, studies)
    if left.study.patient_id != right.study.patient_id or right.study.patient is None:
        raise Refused(_("These two images are not of one patient."))
    opened(request, right.study)
    measured = measured_on(request.user, (left, right))
    frames = {side: whole(request.GET.get(f"{side}_frame", "")) for side in ("left", "right")}
    page = {
        "sides": [
            ("left", _("Earlier"), player_of(left, frames["left"], measured, "-left")),
            ("right", _("Later"), player_of(right, frames["right"], measured, "-right")),
        ],
        "choices": [(_named(study), [(each.pk, _called(study, each, place)) for place, each in enumerate(pictures, 1)])
                    for study, pictures in studies],
        "left": left, "right": right,
        **head(right.study),
    }  # fmt: skip
    return render(request, "imaging/compare.html", page)


def _earlier(right: Instance, studies: Sequence[tuple[Study, list[Instance]]]) -> Instance:
    """Of the study before: the one at the same place among its pictures; without one the image itself."""
    place = next(([each.pk for each in pictures].index(right.pk) for study, pictures in studies
                  if study.pk == right.study_id and right.pk in [each.pk for each in pictures]), 0)  # fmt: skip
    older = [pictures for study, pictures in studies if study.pk != right.study_id and _day(study) <= _day(right.study)]
    others = older or [pictures for study, pictures in studies if study.pk != right.study_id]
    if not others:
        return right
    same = [each for each in others[0] if (each.rows, each.columns) == (right.rows, right.columns)]
    alike = [each for each in same or others[0] if (each.frames > 1) == (right.frames > 1)]
    return others[0][place] if place < len(others[0]) and others[0][place] in alike else (alike or others[0])[0]


def _day(study: Study) -> str:
    return (study.scanned_on or study.received_at.date()).isoformat()


def _named(study: Study) -> str:
    what = study.order.what if study.order else study.description
    return ", ".join(each for each in (_day_said(study), what) if each)


def _day_said(study: Study) -> str:
    return date_format(study.scanned_on or study.received_at, "j M Y")


def _called(study: Study, each: Instance, place: int) -> str:
    what = {"day": _day_said(study), "place": place, "n": each.frames}
    return (_("%(day)s, %(place)s: clip, %(n)s frames") if each.frames > 1 else _("%(day)s, %(place)s: still")) % what


@require_safe
@needs("imaging.see")
def beside(request: StaffRequest, instance_id: int) -> HttpResponse:
    """One image with its controls, to stand beside the map."""
    here = instance_for(request.user, instance_id)
    opened(request, here.study)
    frame = whole(request.GET.get("frame", ""))
    player = player_of(here, frame, measured_on(request.user, (here,)), "-beside")
    return render(request, "imaging/beside.html", {"player": player})
