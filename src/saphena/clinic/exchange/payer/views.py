"""What a payer asks for of one course, gathered; the pack as it is taken away; and what the clinic's payers ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.confirming.forms import WordForm
from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.numbers import shown
from saphena.clinic.confirming.pages import word_given
from saphena.clinic.confirming.queries import said_of
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.exchange.payer.actions import take_pack
from saphena.clinic.exchange.payer.asking import confirm, numbers
from saphena.clinic.exchange.payer.evidence import MOST_FRAMES
from saphena.clinic.exchange.payer.forms import TakeForm
from saphena.clinic.exchange.payer.gathering import gather
from saphena.clinic.exchange.payer.queries import taken_for
from saphena.clinic.exchange.payer.wording import BADGES, STANDINGS
from saphena.clinic.journey.planning.queries import planned_course
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.exchange.payer.pack import Pack
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("planning.see")
def pack(request: StaffRequest, course_id: int) -> HttpResponse:
    return _shown(request, planned_course(request.user, course_id))


def _shown(request: StaffRequest, course: Course, wrong: TakeForm | None = None) -> HttpResponse:
    chart_opened(patient_id=course.patient_id, by=request.user, page="what a payer asks for")
    found = gather(request.user, course, language())
    taken = list(taken_for(request.user, course))
    titles = {item.name: item.title for item in found.items}
    may_take = request.user.may("payers.take", course.patient)
    page = {
        "course": course,
        "patient": course.patient,
        "pack": found,
        "to_sign": _to_sign(found),
        "rows": [(item, BADGES[item.standing], STANDINGS[item.standing]) for item in found.items],
        "there": len(found.items) - len(found.missing),
        "frames": found.frames[:MOST_FRAMES],
        "may_take": may_take,
        "form": wrong or TakeForm(initial={"language": language(), "to": taken[0].to, "address": taken[0].address}
                                  if taken else {"language": language()}),
        "taken": [(row, [titles.get(name, name) for name in row.missing]) for row in taken],
    }  # fmt: skip
    return render(request, "exchange_payer/pack.html", page, status=INVALID if wrong else None)


def _to_sign(found: Pack) -> Act:
    """The way to where the map of the leg is signed."""
    if found.in_hand:
        return Act(_("The map that waits to be signed"), reverse("mapping:map", args=[found.in_hand.pk]))
    return Act(_("Maps of this course"), reverse("mapping:of_course", args=[found.course.pk]))


@require_POST
@needs("payers.take")
def take(request: StaffRequest, course_id: int) -> HttpResponse:
    course, form = planned_course(request.user, course_id), TakeForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            row, made = take_pack(actor=request.user, course=course, **form.cleaned_data)
            answer = HttpResponse(made, content_type="application/pdf")
            answer["Content-Disposition"] = f'attachment; filename="for-the-payer-{course.pk}-{row.pk}.pdf"'
            answer["Cache-Control"] = "no-store, private"
            return answer
    return _shown(request, course, form)


@require_safe
@needs("planning.see")
def asked(request: StaffRequest) -> HttpResponse:
    return _asked(request)


def _asked(request: StaffRequest, wrong: WordForm | None = None, name: str = "") -> HttpResponse:
    """How much payers ask, then the items of the list; each with every word of the clinic on it."""
    said, may = said_of(About.PAYERS), request.user.may("payers.confirm")
    rows = []
    for each in numbers().values():
        words = said.get(each.name, [])
        empty = WordForm(each, figures=words[0].figures if words else {}) if may else None
        rows.append(shown(each, words, wrong if wrong and each.name == name else empty))
    page = {
        "limits": [row for row in rows if row.number.parts],
        "items": [row for row in rows if not row.number.parts],
        "post_to": reverse("exchange_payer:confirm"),
    }
    return render(request, "exchange_payer/asked.html", page, status=INVALID if wrong else None)


@require_http_methods(["POST"])
@needs("payers.confirm")
def say(request: StaffRequest) -> HttpResponse:
    name = request.POST.get("name", "")[:60]
    number = numbers().get(name)
    if number is None:
        raise Refused(_("There is no such item or number in this list."), "name")
    form = WordForm(number, request.POST)
    if word_given(request, form, name, confirm):
        return redirect(f"{reverse('exchange_payer:asked')}#n-{name}")
    return _asked(request, form, name)
