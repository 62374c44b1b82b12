"""The list of sessions, opening one, and the treatment room's screen with what it asks of the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.hanging import with_way
from saphena.clinic.courses.journey import before_treating, overrides_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.treating import actions
from saphena.clinic.journey.treating.deeds import STATE_WORDS
from saphena.clinic.journey.treating.entries import take
from saphena.clinic.journey.treating.fixed import fixed
from saphena.clinic.journey.treating.forms import OpenForm
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.journey.treating.pictures import hang_on
from saphena.clinic.journey.treating.queries import (
    course_to_treat,
    ready_to_treat,
    session_for,
    sessions_for,
    unfinished,
)
from saphena.clinic.journey.treating.sending import sent_for
from saphena.clinic.journey.treating.snapshot import snapshot
from saphena.clinic.people.access import needs, public
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.access import StaffRequest

INVALID = 422
WORKER = Path(__file__).resolve().parents[1] / "static" / "treating" / "worker.js"


@require_safe
@needs("treating.see")
def sessions(request: StaffRequest) -> HttpResponse:
    """Who is in the room, who is expected today, whose note waits to be signed, and the sessions that are over."""
    context = listed(request, sessions_for(request.user, typed(request)))
    waiting = unfinished(request.user)
    for session in (*context["page"], *waiting):  # type: ignore[misc]  # a page of sessions
        session.state_word = STATE_WORDS[session.state]
    context["inside"] = [session for session in waiting if session.is_in_the_room]
    context["to_sign"] = [session for session in waiting if not session.is_in_the_room]
    context["ready"] = ready_to_treat(request.user)
    context["may_record"] = request.user.may("treating.record")
    context["sent_for"] = sent_for(request.user)
    return render(request, "treating/session_rows.html" if rows_alone(request) else "treating/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("treating.record")
def open_one(request: StaffRequest, course_id: int) -> HttpResponse:
    """The weight of today, then into the room."""
    course = course_to_treat(request.user, course_id)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_in(form):
            session = actions.open_session(actor=request.user, course=course, weight=form.cleaned_data["weight"])
            return redirect("treating:room", session.pk)
    if request.method != "POST":
        chart_opened(patient_id=course.patient_id, by=request.user, page="the opening of a session")
    page = {
        "course": course,
        "form": form,
        "under": _("born %(day)s") % {"day": date_format(course.patient.birth_date, "j M Y")},
        **_in_the_way(request, course),
    }
    return render(request, "treating/open.html", page, status=INVALID if form.errors else None)


def _in_the_way(request: StaffRequest, course: Course) -> dict[str, object]:
    """What is shut before an injection, and another day for which it is planned: told, for the clinic to decide."""
    known = standing(course.happenings.all())
    gate = before_treating(draw(course, known), language(), overrides_of(course), course.whys)
    planned = known.events.get("procedure")
    day = timezone.localdate(planned) if planned and "injected" not in known.happened else None
    return {
        "shut": with_way(request.user, gate, course) if gate else None,
        "another_day": day if day != timezone.localdate() else None,
    }


@require_safe
@needs("treating.see")
def room(request: StaffRequest, session_id: int) -> HttpResponse:
    """The screen itself. It holds nobody's name: a tablet may keep it, so that it opens again without the network."""
    session = session_for(request.user, session_id)
    chart_opened(patient_id=session.course.patient_id, by=request.user, page="the treatment room")
    return render(request, "treating/room.html", {"session": session})


@require_safe
@needs("treating.see")
def state(request: StaffRequest, session_id: int) -> HttpResponse:
    """The session as it stands; 204 when the tablet has the newest.

    A tablet that does not know yet who its viewer is, or is wrong about it, is told what does not change too.
    """
    since, viewer = request.GET.get("since", ""), request.GET.get("viewer", "")
    another = viewer != str(request.user.pk)  # somebody else has signed in on this tablet since
    if not another and since.isdecimal() and Session.objects.filter(pk=session_id, version=int(since[:9])).exists():
        return HttpResponse(status=204)
    session = session_for(request.user, session_id)
    told: dict[str, Any] = {"state": hang_on(snapshot(session), request.user, session)}
    if another:
        told["fixed"] = fixed(request.user, session) | {"csrf": get_token(request)}
    return JsonResponse(told)


@require_POST
@needs("treating.record")
def record(request: StaffRequest, session_id: int) -> HttpResponse:
    """Entries of a tablet, in their order. The answer says what became of each, and how the session stands now."""
    session = session_for(request.user, session_id)
    try:
        sent = json.loads(request.body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("entries"), list):
        return JsonResponse({"answers": [], "sentence": _("This cannot be read.")}, status=400)
    answers = take(request.user, session, sent["entries"])
    session = session_for(request.user, session_id)
    state = hang_on(snapshot(session), request.user, session)
    return JsonResponse({"answers": answers, "state": state, "viewer": request.user.pk})


@require_safe
@public("a script, the same for everybody: it keeps the open page of a session when the network is lost")
def worker(request: StaffRequest) -> HttpResponse:
    """The service worker. It is served from here so that it may look after the pages below /treating/."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = reverse("treating:sessions")
    response["Cache-Control"] = "no-cache"
    return response
