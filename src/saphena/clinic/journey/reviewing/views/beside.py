"""Beside a return visit: scores before treatment, a drained coagulum, complications, photos, the end of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses import ending
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.recovering.photos import read_photo
from saphena.clinic.journey.reviewing import actions, actions_after
from saphena.clinic.journey.reviewing.forms import ReasonForm, SymptomsForm
from saphena.clinic.journey.reviewing.forms_after import ComplicationForm, DrainForm, PhotoForm
from saphena.clinic.journey.reviewing.models import ReviewPhoto
from saphena.clinic.journey.reviewing.queries import complications_of, course_to_review, drainages_of, review_for
from saphena.clinic.journey.reviewing.standing import last_session, treated
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to, refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from saphena.clinic.people.access import StaffRequest

INVALID = 422
ASKING = ["GET", "HEAD", "POST"]


@require_http_methods(ASKING)
@needs("reviewing.note")
def drain(request: StaffRequest, course_id: int) -> HttpResponse:
    """Coagula that were let out, and one more."""
    course = course_to_review(request.user, course_id)
    form = DrainForm(request.POST or None, segments=treated(course))
    if form.is_valid():
        told = dict(form.cleaned_data)
        lot, said = told.pop("dressing_lot").strip(), told.pop("words").strip()
        words = "; ".join(each for each in (said, _("dressing lot %(lot)s") % {"lot": lot} if lot else "") if each)
        with refusals_shown_in(form):
            actions.drain(actor=request.user, course=course, words=words, **told)
            messages.success(request, _("Noted."))
            return redirect("reviewing:drain", course.pk)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the drainages")
    page = {"form": form, "course": course, "rows": drainages_of(course, language())}
    return render(request, "reviewing/drain.html", page, status=INVALID if form.errors else None)


@require_http_methods(ASKING)
@needs("reviewing.note")
def scores_before(request: StaffRequest, course_id: int) -> HttpResponse:
    """How the leg was before its treatment."""
    course = course_to_review(request.user, course_id)
    known = course.scores_before.first()
    form = SymptomsForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and known:
        form = SymptomsForm.with_known(known.symptoms, known.vcss)
    if form.is_valid():
        with refusals_shown_in(form):
            actions_after.note_scores_before(actor=request.user, course=course, symptoms=form.symptoms, vcss=form.vcss)
            messages.success(request, _("Noted."))
            return redirect("courses:chart", course.patient_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the scores before treatment")
    page = {"form": form, "course": course, "known": known}
    return render(request, "reviewing/scores_before.html", page, status=INVALID if form.errors else None)


@require_http_methods(ASKING)
@needs("reviewing.note")
def complication(request: StaffRequest, course_id: int) -> HttpResponse:
    """What came to be known after a session, and one more; of the last session of the course."""
    course = course_to_review(request.user, course_id)
    session = last_session(course, timezone.now())
    if session is None:
        raise Refused(_("This leg has not been treated yet, so there is nothing to look back on."))
    form = ComplicationForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_in(form):
            actions_after.note_complication(actor=request.user, session=session, **form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect("reviewing:complication", course.pk)
    chart_opened(patient_id=course.patient_id, by=request.user, page="the complications")
    page = {"form": form, "course": course, "session": session, "rows": complications_of(course, language())}
    return render(request, "reviewing/complication.html", page, status=INVALID if form.errors else None)


@require_POST
@needs("reviewing.note")
def add_photo(request: StaffRequest, review_id: int) -> HttpResponse:
    review, form = review_for(request.user, review_id), PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a photo first."))
        return redirect("reviewing:one", review.pk)
    file = form.cleaned_data["photo"]
    with refusals_said_to(request):
        photo = read_photo(file, file.size)
        actions_after.keep_photo(actor=request.user, review=review, photo=photo, words=form.cleaned_data["words"])
    return redirect(f"{reverse('reviewing:one', args=[review.pk])}#photos")


@require_safe
@needs("reviewing.see")
def photo(request: StaffRequest, photo_id: int) -> HttpResponseBase:
    """The photo itself; who looks at it is in the record. No browser keeps it."""
    row = get_object_or_404(ReviewPhoto.objects.select_related("review__course"), pk=photo_id)
    chart_opened(patient_id=row.review.course.patient_id, by=request.user, page="a photo of the leg")
    try:
        file = row.image.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


@require_POST
@needs("courses.discharge")
def reopen(request: StaffRequest, course_id: int) -> HttpResponse:
    """The treatment goes on after all."""
    course, form = course_to_review(request.user, course_id), ReasonForm(request.POST)
    with refusals_said_to(request):
        ending.reopen(actor=request.user, course=course, reason=form.data.get("reason", "")[:500])
        messages.success(request, _("The treatment is open again."))
    return redirect("courses:chart", course.patient_id)
