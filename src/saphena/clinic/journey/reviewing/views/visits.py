"""One return visit: what the scan found, segment by segment; scores; what is proposed and what is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.reviewing import actions, comparing
from saphena.clinic.journey.reviewing.forms import (
    DecisionForm,
    FoundForm,
    OpenForm,
    ReasonForm,
    ScoresForm,
    SegmentForm,
)
from saphena.clinic.journey.reviewing.forms_after import PhotoForm
from saphena.clinic.journey.reviewing.queries import (
    complications_of,
    course_to_review,
    review_for,
    reviews_for,
    unsigned,
    visits_to_come,
)
from saphena.clinic.journey.reviewing.standing import before_treatment, proposal_for, treated
from saphena.clinic.journey.reviewing.wording import ANSWERS, CRITERIA, OUTCOMES, VERDICTS
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.reviewing import Verdict, times

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse
    from django_stubs_ext import StrPromise

    from saphena.clinic.journey.reviewing.models import Review, SegmentFound
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


class SegmentPart(NamedTuple):
    """One treated segment on the page."""

    id: str
    name: str
    row: SegmentFound | None
    outcome: StrPromise | str
    before: str
    form: SegmentForm


@require_safe
@needs("reviewing.see")
def reviews(request: StaffRequest) -> HttpResponse:
    context = listed(request, reviews_for(request.user, typed(request)))
    context["to_sign"] = unsigned(request.user)
    said_in = language()
    context["times"] = {name: each.label[said_in] for name, each in times().items()}
    for review in (*context["page"], *context["to_sign"]):  # type: ignore[misc]  # a page of them
        review.time_label = times()[review.time].label[said_in]
        review.verdict = VERDICTS.get(review.decided, "")
    template = "reviewing/review_rows.html" if rows_alone(request) else "reviewing/reviews.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("reviewing.note")
def open_one(request: StaffRequest, course_id: int) -> HttpResponse:
    course, form = course_to_review(request.user, course_id), OpenForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_in(form):
            review = actions.open_review(actor=request.user, course=course, time=form.cleaned_data["time"])
            return redirect("reviewing:one", review.pk)
    page = {"form": form, "course": course}
    return render(request, "reviewing/open.html", page, status=INVALID if form.errors else None)


@require_safe
@needs("reviewing.see")
def one(request: StaffRequest, review_id: int) -> HttpResponse:
    review = review_for(request.user, review_id)
    chart_opened(patient_id=review.course.patient_id, by=request.user, page="a return visit")
    return _shown(request, review)


def _shown(request: StaffRequest, review: Review, status: int | None = None, **in_hand: Any) -> HttpResponse:
    proposal = proposal_for(review)
    may, course = request.user.may, review.course
    before, rows = before_treatment(course, review.after), list(review.segments.all())
    between = comparing.visits_between(review)
    page = {
        "review": review,
        "under": _under(review),
        "acts": [Act(_("The chart"), reverse("courses:chart", args=[course.patient_id]), "person", quiet=True)],
        "segments": _segments(review, in_hand.pop("wrong_segment", None)),
        "pictures": comparing.pictures(review, rows),
        "found_form": FoundForm.of(review),
        "scores_form": ScoresForm.of(review),
        "scores": comparing.scores(review, before, between),
        "between": between,
        "before": before,
        "photo_form": PhotoForm(auto_id="photo-%s"),
        "photos": review.photos.select_related("by"),
        "complications": complications_of(course, language()),
        "to_come": visits_to_come(course, timezone.now()),
        "decision_form": DecisionForm(initial={"decided": proposal.verdict}, auto_id="decide-%s"),
        "verdict": VERDICTS[proposal.verdict],
        "criteria": [(CRITERIA[each.name], ANSWERS[each.answer], each.answer, each.rule) for each in proposal.criteria],
        "not_before": proposal.not_before,
        "decided": VERDICTS.get(review.decided, ""),
        "may_note": may("reviewing.note") and review.is_open,
        "may_sign": may("reviewing.sign") and review.is_open,
    }
    return render(request, "reviewing/review.html", {**page, **in_hand}, status=status)


def _under(review: Review) -> str:
    """“left leg, 25 Nov 2026: the result, day 58”."""
    label = times()[review.time].label[language()]
    leg, day = review.course.get_leg_display(), date_format(timezone.localtime(review.seen_at), "j M Y")
    after = "" if review.days is None else ", " + _("day %(day)s") % {"day": review.days}
    return f"{leg}, {day}: {label}{after}"


def _segments(review: Review, wrong: tuple[str, SegmentForm] | None) -> list[SegmentPart]:
    rows, before = {row.segment: row for row in review.segments.all()}, comparing.earlier(review)
    known = list(dict.fromkeys([*treated(review.course), *rows]))
    parts = []
    for each in known:
        row = rows.get(each)
        form = wrong[1] if wrong and wrong[0] == each else SegmentForm.of(row, each)
        said_now = OUTCOMES[row.outcome] if row else ""
        parts.append(SegmentPart(each, said(each, language()), row, said_now, before.get(each, ""), form))
    return parts


def _tried(
    request: StaffRequest, review: Review, form: forms.Form, name: str, act: Callable[[], object]
) -> HttpResponse:
    """Do it and come back to the page; or the page with what was typed and what is wrong with it."""
    if form.is_valid():
        with refusals_shown_in(form):
            act()
            return redirect("reviewing:one", review.pk)
    return _shown(request, review_for(request.user, review.pk), INVALID, **{name: form})


@require_POST
@needs("reviewing.note")
def segment(request: StaffRequest, review_id: int, segment: str) -> HttpResponse:
    review, form = review_for(request.user, review_id), SegmentForm(request.POST, auto_id=f"{segment}-%s")
    if form.is_valid():
        with refusals_shown_in(form):
            actions.note_segment(
                actor=request.user, review=review, segment=segment, found=form.found,
                outcome=form.cleaned_data["outcome"], reason=form.cleaned_data["reason"],
            )  # fmt: skip
            return redirect(reverse("reviewing:one", args=[review.pk]) + f"#{segment}")
    return _shown(request, review_for(request.user, review_id), INVALID, wrong_segment=(segment, form))


@require_POST
@needs("reviewing.note")
def found(request: StaffRequest, review_id: int) -> HttpResponse:
    review, form = review_for(request.user, review_id), FoundForm(request.POST, auto_id="found-%s")

    def act() -> None:
        said_of_it = dict(form.cleaned_data)
        actions.note(actor=request.user, review=review, seen_version=said_of_it.pop("version"), **said_of_it)

    return _tried(request, review, form, "found_form", act)


@require_POST
@needs("reviewing.note")
def scores(request: StaffRequest, review_id: int) -> HttpResponse:
    review, form = review_for(request.user, review_id), ScoresForm(request.POST, auto_id="scores-%s")

    def act() -> None:
        actions.note(actor=request.user, review=review, seen_version=form.cleaned_data["version"], **form.noted)

    return _tried(request, review, form, "scores_form", act)


@require_POST
@needs("reviewing.sign")
def sign(request: StaffRequest, review_id: int) -> HttpResponse:
    review, form = review_for(request.user, review_id), DecisionForm(request.POST, auto_id="decide-%s")

    def act() -> None:
        actions.sign(actor=request.user, review=review, **form.cleaned_data)
        ended = form.cleaned_data["decided"] == Verdict.DISCHARGE
        messages.success(request, _("Signed. The patient is discharged.") if ended else _("Signed. The plan follows."))

    return _tried(request, review, form, "decision_form", act)


@require_POST
@needs("reviewing.note")
def withdraw(request: StaffRequest, review_id: int) -> HttpResponse:
    review, form = review_for(request.user, review_id), ReasonForm(request.POST)
    if form.is_valid():
        actions.withdraw(actor=request.user, review=review, reason=form.cleaned_data["reason"])
        messages.success(request, _("Withdrawn. It counts nowhere."))
        return redirect("reviewing:reviews")
    messages.error(request, _("Please say why."))
    return redirect("reviewing:one", review_id)
