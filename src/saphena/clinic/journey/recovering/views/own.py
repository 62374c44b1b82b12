"""The check-in as the patient meets it: the question of today, what to do now, and telling without being asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.hanging import own_courses, own_page
from saphena.clinic.courses.queries import courses_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.recovering import answering, wording
from saphena.clinic.journey.recovering.forms import CheckInForm
from saphena.clinic.journey.recovering.photos import read_photo
from saphena.clinic.journey.recovering.queries import check_in_of, next_check_in, open_check_ins
from saphena.clinic.journey.recovering.reporting import situation
from saphena.clinic.journey.recovering.states import Asked
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.link_door import patient_link
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.recovering import table
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.recovering.models import Answer, CheckIn
    from saphena.clinic.journey.recovering.photos import Photo
    from saphena.clinic.journey.recovering.reporting import Told
    from saphena.clinic.people.link_door import PatientRequest

INVALID, REFUSED = 422, 409


@require_safe
@patient_link
def check_in(request: PatientRequest) -> HttpResponse:
    """Where every message about a check-in leads: to the one that is open, whichever the message was about."""
    now = timezone.now()
    waiting = open_check_ins(request.patient, now).first()
    if waiting is not None:
        return redirect("recovering:own_one", request.token, waiting.pk)
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="the check-ins")
    coming, courses = next_check_in(request.patient, now), _treated(request)
    page = _page(request) | {"next": coming, "courses": courses, "over": courses and not coming}
    return render(request, "recovering/nothing_asked.html", page)


def _page(request: PatientRequest) -> dict[str, object]:
    return own_page(request, "recovering:own", *own_courses(request))


def _treated(request: PatientRequest) -> list[Course]:
    """The courses that there is something to tell of: treated, the newest first, of each leg its last round."""
    now = timezone.now()
    found: dict[str, Course] = {}
    for course in courses_of(request.patient, request.patient):
        if course.leg not in found and situation(course, draw(course), now) is not None:
            found[course.leg] = course
    return list(found.values())


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def one(request: PatientRequest, check_in_id: int) -> HttpResponse:
    """The question, its answer, and afterwards what to do now: the address stays good."""
    asked = check_in_of(request.patient, check_in_id)
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="a check-in")
    if asked.state == Asked.ANSWERED:
        return _told(request, asked, again=request.method == "POST")
    try:
        answering.check_open(asked, timezone.now())
    except Refused as no:
        if request.method == "POST":  # it was open when they began: what they tell is taken as told by themselves
            return _asking(request, asked.course, _unasked(request, asked.course), check_in=asked)
        page = _page(request) | {"check_in": asked, "why": no.reason, "courses": _treated(request)}
        return render(request, "recovering/not_open.html", page, status=REFUSED)

    def act(told: Told, photo: Photo | None) -> Answer:
        return answering.answer(actor=request.patient, check_in=asked, told=told, photo=photo)

    return _asking(request, asked.course, act, check_in=asked)


@require_http_methods(["GET", "HEAD", "POST"])
@patient_link
def tell_now(request: PatientRequest) -> HttpResponse:
    """Something is wrong, whether or not anybody has asked."""
    chart_opened(patient_id=request.patient.pk, by=request.patient, page="a check-in")
    courses = _treated(request)
    wanted = request.GET.get("course", "")
    chosen = next((course for course in courses if str(course.pk) == wanted), None)
    if chosen is None and len(courses) != 1:
        page = _page(request) | {"courses": courses, "choose": True}
        return render(request, "recovering/nothing_asked.html", page)
    course = chosen or courses[0]
    return _asking(request, course, _unasked(request, course))


def _unasked(request: PatientRequest, course: Course) -> Callable[[Told, Photo | None], Answer]:
    def act(told: Told, photo: Photo | None) -> Answer:
        return answering.tell_unasked(actor=request.patient, course=course, told=told, photo=photo)

    return act


def _asking(
    request: PatientRequest,
    course: Course,
    act: Callable[[Told, Photo | None], Answer],
    check_in: CheckIn | None = None,
) -> HttpResponse:
    """The form, or what it came to. A broken rule is said at its field, and what was chosen stays."""
    now = timezone.now()
    here = situation(course, draw(course), now)
    if here is None:
        raise Refused(_("There is nothing that we ask you about right now. If something is wrong, please call us."))
    posted = request.method == "POST"
    today = now.astimezone(request.patient.zone_info).date()
    sent = (request.POST, request.FILES) if posted else ()
    form = CheckInForm(*sent, here=here, today=today, asks=check_in is not None)
    if posted and form.is_valid():
        with refusals_shown_in(form):
            answer = act(form.told, _photo(form))
            return redirect("recovering:own_one", request.token, answer.check_in_id)
    page = _page(request) | {"form": form, "course": course, "check_in": check_in, "mild": table().amounts["pain_mild"]}
    return render(request, "recovering/check_in.html", page, status=INVALID if posted else None)


def _photo(form: CheckInForm) -> Photo | None:
    """With an emergency the answer does not wait for a better photo."""
    sent = form.cleaned_data.get("photo")
    if sent is None:
        return None
    try:
        return read_photo(sent, sent.size)
    except Refused:
        if form.is_emergency:
            return None
        raise


def _told(request: PatientRequest, asked: CheckIn, *, again: bool) -> HttpResponse:
    """What to do now, in large letters; then why, and what changed in the plan."""
    answer, clinic = asked.answer, request.clinic
    said = wording.said_of(answer)
    page = _page(request) | {
        "answer": answer,
        "again": again,
        "title": wording.filled(said.title[language()], clinic),
        "tell": wording.filled(said.tell[language()], clinic),
        "todo": [wording.filled(each, clinic) for each in wording.todo(answer)],
        "badge": "stop" if answer.level == 0 else "warning" if answer.level == 1 else "done",
        "call_emergency": answer.key in ("emergency", "review"),
        "call_clinic": answer.key in ("review", "today"),
        "emergency_number": clinic.emergency_number,
    }
    return render(request, "recovering/told.html", page, status=REFUSED if again else None)
