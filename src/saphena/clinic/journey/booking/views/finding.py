"""Finding times: what is missing of a course, found together and held in one act."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from saphena.clinic.courses.actions import open_course
from saphena.clinic.courses.models import Course, Leg
from saphena.clinic.courses.queries import course_for, protocols_to_give
from saphena.clinic.courses.speaking import language
from saphena.clinic.design.components import Act
from saphena.clinic.diary.models import Resource
from saphena.clinic.journey.booking.actions import book_course, overbook
from saphena.clinic.journey.booking.finding import AGAIN, Known, NothingToFind, search
from saphena.clinic.journey.booking.forms import OverbookForm, WishesForm
from saphena.clinic.journey.booking.keeping import moments, same_days, wish_of
from saphena.clinic.journey.booking.queries import site_for, visits_of
from saphena.clinic.journey.booking.showing import (
    day_said,
    described,
    offered,
    shut_gates,
    step_said,
    why_not_sooner,
)
from saphena.clinic.journey.booking.terms import terms_of
from saphena.clinic.journey.booking.wishes import Wishes, told_for, told_in
from saphena.clinic.journey.planning.said_only import open_by_a_word
from saphena.clinic.journey.requesting.queries import request_for
from saphena.clinic.journey.requesting.wording import DAYS, PARTS
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.diary.models import Site
    from saphena.clinic.people.access import StaffRequest
    from saphena.pathway.booking.offers import Offer
    from saphena.pathway.booking.searching import Search
    from saphena.pathway.booking.visits import Step

INVALID, CONFLICT = 422, 409
OFFERS = 4


@dataclass(frozen=True)
class Asked:
    """What a page of times is about: a course, which may not be opened yet, and where it was come from."""

    course: Course
    told: Wishes
    back_url: str
    back_label: str


@require_http_methods(["GET", "HEAD", "POST"])
@needs("booking.see")
def course(request: StaffRequest, course_id: int) -> HttpResponse:
    """The visits of a course, and times for those that are missing."""
    known = course_for(request.user, course_id)
    asked = Asked(known, told_for(known), reverse("courses:chart", args=[known.patient_id]), known.patient.formal_name)
    if request.method == "POST":
        return _hold(request, asked)
    chart_opened(patient_id=known.patient_id, by=request.user, page="the visits")
    return _shown(request, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("booking.book")
def from_request(request: StaffRequest, request_id: int, leg: str) -> HttpResponse:
    """Times for somebody whose request was accepted: the course is opened in the act that holds them."""
    wanted = request_for(request.user, request_id)
    if wanted.patient is None or leg not in Leg.values:
        raise Http404
    for each in wanted.courses.all():
        if each.course.leg == leg:
            return redirect("booking:course", each.course_id)
    version = protocols_to_give().first()
    if version is None:
        raise Refused(_("No physician has approved a protocol yet; without one no course can be opened."))
    course = Course(patient=wanted.patient, protocol=version, leg=leg)
    back = _("Request of %(who)s") % {"who": wanted}
    asked = Asked(course, told_in(wanted, course), reverse("requesting:one", args=[wanted.pk]), back)
    if request.method == "POST":
        return _hold(request, asked)
    chart_opened(patient_id=wanted.patient.pk, by=request.user, page="times for visits")
    return _shown(request, asked)


def _hold(request: StaffRequest, asked: Asked) -> HttpResponse:
    """Hold all that was chosen, and open the course first where there is none: all of it or nothing."""
    starts = moments(request.POST.dict(), "at-")
    if not starts:
        raise Refused(_("Please choose a time."))
    site = site_for(request.user, request.POST.get("site", ""))
    try:
        with transaction.atomic():
            course = asked.course if asked.course.pk else _opened(request, asked)
            visits = book_course(actor=request.user, course=course, site=site, starts=starts)
    except Refused as no:
        return _shown(request, asked, CONFLICT, refused=no)
    count = len(visits)
    said = ngettext("%(count)d visit is booked.", "%(count)d visits are booked.", count) % {"count": count}
    messages.success(request, said)
    return redirect("booking:course", visits[0].course_id)


def _opened(request: StaffRequest, asked: Asked) -> Course:
    new, minutes = asked.course, asked.told.minutes_home
    told = {"drive_minutes": minutes} if minutes is not None and "drive_minutes" in new.protocol.protocol.facts else {}
    return open_course(actor=request.user, patient=new.patient, protocol=new.protocol, leg=new.leg, facts=told)


def _shown(
    request: StaffRequest, asked: Asked, status: int | None = None, refused: Refused | None = None, **more: object
) -> HttpResponse:
    known, form = asked.course, None
    if "asked" in request.GET:
        form = WishesForm(request.GET)
    valid = form is not None and form.is_valid()
    wishes = form.wishes if form is not None and valid else asked.told
    site = form.cleaned_data.get("site") if form is not None and valid else None
    site = site or site_for(request.user, request.POST.get("site", ""))
    form = form or WishesForm.filled(wishes, site)
    page: dict[str, object] = {
        "course": known,
        "patient": known.patient,
        "site": site,
        "asked": asked,
        "heading": _("Visits"),
        "under": _under(known),
        "visits": described(visits_of(request.user, known)) if known.pk else [],
        "form": form,
        "wished": wished_of(wishes),
        "refused": refused,
        "may_book": request.user.may("booking.book", known.patient),
        "acts": _acts(request, known),
        "may_test": request.user.may("planning.see"),
        "only_said": open_by_a_word(known),
        **_found(request, known, site, wishes, form),
        **more,
    }
    return render(request, "booking/course.html", page, status=status or (INVALID if form.errors else None))


def _under(course: Course) -> str:
    under = f"{course.patient}, {course.get_leg_display()}"
    return f"{under}, {_('round %(round)d') % {'round': course.round}}" if course.round > 1 else under


def _acts(request: StaffRequest, course: Course) -> list[Act]:
    return [Act(_("The plan"), reverse("courses:plan", args=[course.pk]), "list", quiet=True)] if course.pk else []


def _found(request: StaffRequest, course: Course, site: Site, wishes: Wishes, form: WishesForm) -> dict[str, object]:
    """What a search says: offers, why not sooner, which gates are shut."""
    known, now = Known(course, site), timezone.now()
    said, step = language(), request.GET.get("step", "")
    steps = known.one(step) if step in {*AGAIN, *(each.name for each in known.steps.steps)} else known.steps
    again = [(name, step_said(name)) for name in AGAIN if "last_procedure" in known.done]
    try:
        looked = search(known, steps=steps, wishes=wishes.request(course, now), now=now)
    except NothingToFind:
        return {"complete": True, "offers": [], "again": again}
    offers, same = looked.offers(OFFERS), same_days(request.GET.dict(), looked)
    first = offers[0][looked.main.name].day if offers else None
    if same:
        offers = (same.offer, *(each for each in offers if each.visits != same.offer.visits))[:OFFERS]
    missing = [each for each in known.steps.steps if each.name not in known.done]
    return {
        "offers": [(offered(each, looked), _others(request, form, each, looked)) for each in offers],
        "same": same,
        "reasons": why_not_sooner(looked, first),
        "shut": shut_gates(looked),
        "openable": openable(request, course),
        "main": looked.course.called(looked.main.name, said),
        "missing": [(each.name, known.steps.called(each.name, said)) for each in missing],
        "opens_with": [(each.name, known.steps.called(each.name, said)) for each in _before(missing, step)],
        "again": again,
        "step": step,
        "overbook_form": OverbookForm(zone=site.zone_info),
        "may_overbook": bool(course.pk) and request.user.may("booking.overbook", course.patient),
    }


def _before(missing: list[Step], step: str) -> list[Step]:
    """What is missing and comes before `step`: neither itself nor what follows on it opens its gate."""
    return list(takewhile(lambda each: each.name != step, missing))


def _others(request: StaffRequest, form: WishesForm, offer: Offer, looked: Search) -> list[tuple[str, str]]:
    """Sam, and the same days without him, where somebody else can take his seat."""
    wanted = {name: form[name].value() for name in form.fields}
    main, found = offer[looked.main.name], []
    for hold in main.holds:
        lane = looked.diary.lanes[hold.resource]
        able = [name for name in looked.diary.by_role.get(hold.role, ()) if name not in looked.request.avoid]
        if not lane.resource.person or len(able) < 2:
            continue
        avoid = [*looked.request.avoid, hold.resource]
        query = {**wanted, "asked": "1", "avoid": avoid, **wish_of(offer)}
        words = urlencode({name: value for name, value in query.items() if value}, doseq=True)
        found.append((lane.resource.name, f"?{words}"))
    return list(dict.fromkeys(found))


def openable(request: StaffRequest, course: Course) -> frozenset[str]:
    """The gates of the protocol that this member of staff may open by hand."""
    if not course.pk or not request.user.may("courses.open_gate", course.patient):
        return frozenset()
    roles = request.user.held_roles
    return (
        frozenset(
            rule.id
            for rule in course.protocol.protocol.rules
            if rule.gate and rule.gate.override and roles & {"physician", rule.gate.override.value}
        )
        - terms_of(course).opened
    )


def wished_of(wishes: Wishes) -> list[str]:
    """The wishes in few words, for the line above the offers."""
    said = [", ".join(str(DAYS[day]) for day in wishes.days), ", ".join(str(PARTS[part]) for part in wishes.parts)]
    for trip in wishes.trips:
        told = {"first": day_said(trip.leaves), "last": day_said(trip.returns)}
        said.append(_("trip from %(first)s to %(last)s") % told)
    if wishes.avoid:
        names = Resource.objects.filter(pk__in=wishes.avoid).order_by("place", "pk").values_list("name", flat=True)
        said.append(_("not with %(names)s") % {"names": ", ".join(names)})
    if wishes.minutes_home is not None:
        said.append(_("%(minutes)d minutes home") % {"minutes": wishes.minutes_home})
    return [each for each in said if each]


@require_http_methods(["POST"])
@needs("booking.overbook")
def overbook_page(request: StaffRequest, course_id: int) -> HttpResponse:
    """A time that is taken, on purpose."""
    known = course_for(request.user, course_id)
    site = site_for(request.user, request.POST.get("site", ""))
    form = OverbookForm(request.POST, zone=site.zone_info)
    asked = Asked(known, told_for(known), reverse("courses:chart", args=[known.patient_id]), known.patient.formal_name)
    if not form.is_valid():
        return _shown(request, asked, INVALID, overbook_form=form)
    with refusals_shown_in(form):
        visit = overbook(
            actor=request.user,
            course=known,
            site=site,
            step=request.POST.get("step", "")[:40],
            starts=form.moment,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Booked beside what was there. The board shows it as overbooked."))
        return redirect("booking:visit", visit.pk)
    return _shown(request, asked, CONFLICT, overbook_form=form)
