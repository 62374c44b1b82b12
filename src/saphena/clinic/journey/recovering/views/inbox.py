"""The inbox: one list, the most urgent first, one row, and what is done with it."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.design.templatetags.design import tel
from saphena.clinic.journey.recovering import actions, wording
from saphena.clinic.journey.recovering.events import PhotoSeen
from saphena.clinic.journey.recovering.forms import (
    AssignForm,
    CalledForm,
    CloseForm,
    EscalateForm,
    ReplyForm,
    SnoozeForm,
)
from saphena.clinic.journey.recovering.letters import write_to_patient
from saphena.clinic.journey.recovering.models import Kind, Matter
from saphena.clinic.journey.recovering.queries import (
    answers_of,
    approval,
    colleagues,
    how_many,
    letters_of,
    matter_for,
    photo_for,
    times_to_answer,
)
from saphena.clinic.journey.recovering.queries import inbox as matters_in
from saphena.clinic.journey.recovering.states import Move, State
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.record.announcing import announce
from saphena.pathway.recovering import Level, follow_up
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django import forms
    from django.core.paginator import Page

    from saphena.clinic.people.access import StaffRequest

INVALID = 422
TABS = (("", lazy("To do")), ("snoozed", pgettext_lazy("list of the inbox", "Put off")), ("closed", lazy("Closed")))
LATELY = timedelta(days=90)


@require_safe
@needs("recovering.see_inbox")
def inbox(request: StaffRequest) -> HttpResponse:
    """One list, the most urgent first, with the reasons in words."""
    which = request.GET.get("state", "")
    which = which if which in dict(TABS) else ""
    context, now = listed(request, matters_in(request.user, which, typed(request))), timezone.now()
    for matter in cast("Page[Matter]", context["page"]):
        described(matter, now)
    counts = how_many(request.user)
    context |= {
        "state": which,
        "tabs": [(tab, label, counts.get(tab, 0)) for tab, label in TABS],
        "may_answer": request.user.may("recovering.answer"),
        "approval": approval(),
        "times": _times(now),
    }
    return render(request, "recovering/inbox_rows.html" if rows_alone(request) else "recovering/inbox.html", context)


def described(matter: Matter, now: datetime) -> None:
    """What is shown beside its columns: how urgent in a word, why, and by when somebody has to answer."""
    level = Level(matter.level)
    matter.badge = wording.BADGES[level] if matter.is_open else wording.QUIET  # type: ignore[attr-defined]  # for the template
    matter.urgent = str(wording.LEVELS[level])  # type: ignore[attr-defined]  # for the template
    matter.closed = wording.closed(matter)  # type: ignore[attr-defined]  # for the template
    matter.why = wording.reasons_of(matter)  # type: ignore[attr-defined]  # for the template
    matter.state_name = str(wording.STATE_NAMES[State(matter.state)])  # type: ignore[attr-defined]  # for the template
    matter.late = matter.is_late(now)  # type: ignore[attr-defined]  # for the template
    matter.may_be_taken = matter.state in (State.NEW, State.SNOOZED)  # type: ignore[attr-defined]  # for the template
    matter.snooze_most = _snooze(level)  # type: ignore[attr-defined]  # for the template


def _snooze(level: Level) -> int:
    """What the key for putting off chooses: an hour, or as long as its level allows."""
    return min(60, int(follow_up().answering[level].snooze.total_seconds() // 60))


def _times(now: datetime) -> list[tuple[str, str, str, int, int]]:
    """Per level: how soon it has to be, the median of the last months, and how many were in time."""
    found = times_to_answer(now - LATELY)
    rows = []
    for level, waited in sorted(found.items()):
        within = follow_up().answering[level].within
        half = round(median(each.total_seconds() for each in waited) / 60)
        in_time = sum(each <= within for each in waited)
        most = wording.minutes_in_words(int(within.total_seconds() // 60))
        rows.append((str(wording.LEVELS[level]), most, wording.minutes_in_words(half), in_time, len(waited)))
    return rows


@require_safe
@needs("recovering.see_inbox")
def one(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter = matter_for(request.user, matter_id)
    actions.see(actor=request.user, matter=matter)
    return _shown(request, matter)


def _shown(request: StaffRequest, matter: Matter, status: int | None = None, **in_hand: object) -> HttpResponse:
    now = timezone.now()
    described(matter, now)
    answer = matter.check_in.answer if matter.check_in and matter.kind == Kind.ALERT else None
    last = max((step.pk for step in matter.steps.all()), default=0)
    page: dict[str, object] = {
        "matter": matter,
        "answer": answer,
        "whys": wording.whys(answer) if answer else [],
        "told_name": wording.name_of(matter.check_in) if matter.check_in else "",
        "earlier": [each for each in answers_of(request.user, matter.course_id) if each != answer]
        if matter.course_id
        else [],
        "letters": letters_of(request.user, matter.patient) if matter.patient else [],
        "steps": [(step, _said(step.what), wording.NEWS.get(step.text, step.text)) for step in matter.steps.all()],
        "may_answer": request.user.may("recovering.answer", matter.patient) and matter.is_open,
        "may_see_photos": request.user.may("recovering.see_photos", matter.patient),
        "mine": matter.taken_by_id == request.user.pk,
        "approval": approval(),
        "reply_form": ReplyForm(),
        "called_form": CalledForm(),
        "escalate_form": EscalateForm(),
        "snooze_form": SnoozeForm(level=Level(matter.level)),
        "assign_form": AssignForm(colleagues=colleagues()),
        "close_form": CloseForm(level=Level(matter.level), initial={"seen": last}),
        "acts": _acts(request, matter),
    }
    return render(request, "recovering/matter.html", {**page, **in_hand}, status=status)


def _said(what: str) -> str:
    return str(wording.STEPS[Move(what)])


def _acts(request: StaffRequest, matter: Matter) -> list[Act]:
    """While the row is open, calling the patient is the main one."""
    acts, patient = [], matter.patient
    if patient is not None:
        if patient.phone:
            called = _("Call %(number)s") % {"number": patient.phone}
            acts.append(Act(called, tel(patient.phone), "phone", quiet=not matter.is_open))
        acts.append(Act(_("The chart"), reverse("courses:chart", args=[patient.pk]), "person", quiet=True))
        acts.append(Act(_("All messages"), reverse("recovering:letters", args=[patient.pk]), "tell", quiet=True))
    if matter.kind == Kind.UNDELIVERED and request.user.may("messages.see_outbox"):
        acts.append(Act(_("The outbox"), reverse("messages:outbox"), "list", quiet=True))
    return acts


@require_POST
@needs("recovering.answer")
def take(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter = matter_for(request.user, matter_id)
    over_from = request.POST.get("over_from", "")
    actions.take(actor=request.user, matter=matter, over_from=int(over_from) if over_from.isdecimal() else None)
    return redirect("recovering:one", matter_id)


@require_POST
@needs("recovering.answer")
def put_back(request: StaffRequest, matter_id: int) -> HttpResponse:
    actions.put_back(actor=request.user, matter=matter_for(request.user, matter_id))
    return redirect("recovering:inbox")


def _act(
    request: StaffRequest, matter: Matter, form: forms.Form, name: str, act: Callable[[], object], done: str
) -> HttpResponse:
    """One of the acts: what is wrong stands at its field, what was typed stays, what has changed is shown."""
    if form.is_valid():
        with refusals_shown_in(form):
            act()
            messages.success(request, done)
            return redirect("recovering:inbox")
    return _shown(request, matter_for(request.user, matter.pk), INVALID, **{name: form})


@require_POST
@needs("recovering.answer")
def assign(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter, people = matter_for(request.user, matter_id), colleagues()
    form = AssignForm(request.POST, colleagues=people)

    def act() -> None:
        to = next(each for each in people if str(each.pk) == form.cleaned_data["to"])
        actions.assign(actor=request.user, matter=matter, to=to)

    return _act(request, matter, form, "assign_form", act, _("It is in their hands now."))


@require_POST
@needs("recovering.answer")
def snooze(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter = matter_for(request.user, matter_id)
    minutes = request.POST.get("minutes", "")
    if minutes.isdecimal() and not _snooze(Level(matter.level)):  # an emergency offers no choice: the rule says why
        actions.snooze(actor=request.user, matter=matter, minutes=int(minutes[:6]))
    form = SnoozeForm(request.POST, level=Level(matter.level))

    def act() -> None:
        actions.snooze(actor=request.user, matter=matter, minutes=form.cleaned_data["minutes"])

    return _act(request, matter, form, "snooze_form", act, _("It comes back by itself."))


@require_POST
@needs("recovering.answer")
def called(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter, form = matter_for(request.user, matter_id), CalledForm(request.POST)

    def act() -> None:
        actions.called(actor=request.user, matter=matter, what=form.cleaned_data["what"])

    return _act(request, matter, form, "called_form", act, _("Written down. Close it once it is over."))


@require_POST
@needs("recovering.answer")
def reply(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter, form = matter_for(request.user, matter_id), ReplyForm(request.POST)

    def act() -> None:
        if matter.patient is None:
            raise Refused(_("They are no patient yet. Please call them."), "text")
        write_to_patient(actor=request.user, patient=matter.patient, text=form.cleaned_data["text"], matter=matter)

    done = _("Sent. An e-mail tells them that there is a message, and nothing else.")
    return _act(request, matter, form, "reply_form", act, done)


@require_POST
@needs("recovering.answer")
def escalate(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter, form = matter_for(request.user, matter_id), EscalateForm(request.POST)

    def act() -> None:
        actions.escalate(actor=request.user, matter=matter, why=form.cleaned_data["why"])

    return _act(request, matter, form, "escalate_form", act, _("It is more urgent now, for a physician."))


@require_POST
@needs("recovering.answer")
def close(request: StaffRequest, matter_id: int) -> HttpResponse:
    matter = matter_for(request.user, matter_id)
    form = CloseForm(request.POST, level=Level(matter.level))

    def act() -> None:
        actions.close(actor=request.user, matter=matter, **form.cleaned_data)

    return _act(request, matter, form, "close_form", act, _("Closed."))


@require_safe
@needs("recovering.see_photos")
def photo(request: StaffRequest, photo_id: int) -> HttpResponse:
    """The picture itself, for those who may see it; looking is written down."""
    found = photo_for(request.user, photo_id)
    patient_id = found.answer.check_in.course.patient_id
    with transaction.atomic():
        announce(PhotoSeen(patient_id=patient_id, photo_id=found.pk), by=request.user)
    with found.image.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/jpeg")
