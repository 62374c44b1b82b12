"""Fill the day: choose who could come, see the tightest day and what it gains, book it visit by visit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.queries import course_for
from saphena.clinic.courses.speaking import language
from saphena.clinic.diary.reading import resources_of
from saphena.clinic.journey.booking.actions import book_visit, move_visit
from saphena.clinic.journey.booking.board.drawing import draw
from saphena.clinic.journey.booking.board.markup import cards_html
from saphena.clinic.journey.booking.board.reading import read, sites_for, visit_for
from saphena.clinic.journey.booking.board.views import day_of
from saphena.clinic.journey.booking.filling.proposing import candidates, propose, with_proposal
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.states import State
from saphena.clinic.people.access import needs
from saphena.pathway.diary import MINUTES
from saphena.pathway.protocol.wording import say_day
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.filling.packing import Place
    from saphena.clinic.journey.booking.filling.proposing import Candidate, Proposal
    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("booking.book")
def fill(request: StaffRequest) -> HttpResponse:
    """Nothing is changed by looking; the solver is asked when somebody has been chosen."""
    sites = sites_for(request.user)
    if not sites:
        return render(request, "board/none.html")
    now = timezone.now()
    site = next((each for each in sites if str(each.pk) == request.GET.get("site")), sites[0])
    day = day_of(request.GET.get("day", ""), now.astimezone(site.zone_info).date() + timedelta(days=1))
    waiting = candidates(request.user, site, day, now)
    taken, yes = set(request.GET.getlist("take")), set(request.GET.getlist("yes"))
    standing = _standing(site, day)
    page: dict[str, object] = {
        "site": site,
        "sites": sites,
        "day": day,
        "day_said": say_day(day, language(), now.year),
        "waiting": [(each, _title(each), _is(each.course.pk, taken)) for each in waiting],
        "standing": [(each, each.title(language()), _is(each.pk, yes)) for each in standing],
        "any_chosen": bool(taken),
        "board_url": f"{reverse('board:board')}?site={site.pk}&day={day.isoformat()}",
    }
    chosen = [each for each in waiting if _is(each.course.pk, taken)]
    if chosen:
        willing = [each for each in standing if _is(each.pk, yes)]
        try:
            page |= _proposed(site, day, propose(site, day, chosen, willing, now), now)
        except ValueError:
            page["impossible"] = True
    return render(request, "filling/fill.html", page)


def _title(candidate: Candidate) -> str:
    return candidate.visit.title.get(language(), candidate.step)


def _is(number: int, typed: set[str]) -> bool:
    return str(number) in typed


def _standing(site: Site, day: date) -> list[Visit]:
    """The visits of the day that are still to come, of whom somebody may say yes to another time."""
    numbers = [visit.pk for visit in read(site, day).visits if visit.state == State.EXPECTED]
    found = Visit.objects.filter(pk__in=numbers).select_related(
        "patient", "course__patient", "course__protocol", "site"
    )
    return list(found.prefetch_related("seats").order_by("starts_at", "pk"))


def _proposed(site: Site, day: date, proposal: Proposal, now: datetime) -> dict[str, object]:
    gain, names = proposal.gain, {str(each.pk): each.name for each in resources_of(site)}
    drawn = draw(with_proposal(read(site, day), proposal), "rooms", language(), now)
    for column in drawn.columns:
        column.html = cards_html(column.cards, reverse("courses:chart", args=[0]).removesuffix("0/"), may_move=False)
    places = [_said(place, proposal, names) for place in gain.tight.places]
    return {
        "gain": gain,
        "placed": len(gain.tight.places),
        "in_blocks": len(gain.blocks.places),
        "less_idle": gain.less_idle,
        "sooner": (gain.blocks.length - gain.tight.length) * MINUTES,
        "hours": f"{gain.tight.length * MINUTES // 60} h {gain.tight.length * MINUTES % 60:02}",
        "new": [place for place in places if not place["visit"]],
        "moved": [place for place in places if place["is_moved"]],
        "left": [proposal.candidates[each.id] for each in gain.tight.left if each.id in proposal.candidates],
        "drawn": drawn,
    }


def _said(place: Place, proposal: Proposal, names: dict[str, str]) -> dict[str, object]:
    starts = proposal.starts(place)
    candidate, visit = proposal.candidates.get(place.asked.id), proposal.moving.get(place.asked.id)
    course = candidate.course if candidate else visit.course if visit else None
    return {
        "course": course,
        "visit": visit,
        "step": candidate.step if candidate else "",
        "title": place.asked.visit.title.get(language(), place.asked.id),
        "time": f"{starts:%H:%M}",
        "starts": starts.isoformat(),
        "was": f"{visit.starts:%H:%M}" if visit else "",
        "who": ", ".join(dict.fromkeys(names.get(hold.resource, "") for hold in place.holds)),
        "is_moved": place.is_moved,
    }


@require_POST
@needs("booking.book")
def book(request: StaffRequest) -> HttpResponse:
    """One or all of the new visits: each is held as any other booking, and what is gone by now is told."""
    site, day = _where(request)
    booked = 0
    for row in request.POST.getlist("book"):
        course_id, step, starts = _read(row)
        course = course_for(request.user, course_id)
        try:
            book_visit(actor=request.user, course=course, site=site, step=step, starts=starts)
        except Refused as no:
            messages.warning(request, f"{course.patient.formal_name}: {no}")
        else:
            booked += 1
    if booked:
        messages.success(request, _("%(count)d booked.") % {"count": booked})
    return redirect(f"{reverse('board:board')}?site={site.pk}&day={day.isoformat()}")


@require_POST
@needs("booking.move")
def move(request: StaffRequest) -> HttpResponse:
    """A visit that stands gets another time, because its patient has said yes to just this one."""
    site, day = _where(request)
    number, _sep, starts = request.POST.get("move", "").partition("|")
    visit = visit_for(request.user, int(number)) if number.isdecimal() and len(number) < 19 else None
    at = _moment(starts)
    if visit is None or at is None:
        raise Http404
    if request.POST.get("said_yes") != "on":
        messages.error(request, _("Ask the patient first, and tick that they have said yes."))
    else:
        try:
            move_visit(actor=request.user, visit=visit, starts=at, reason="fills the day; the patient said yes")
        except Refused as no:
            messages.warning(request, str(no))
        else:
            messages.success(request, _("Moved."))
    return redirect(f"{reverse('board:board')}?site={site.pk}&day={day.isoformat()}")


def _where(request: StaffRequest) -> tuple[Site, date]:
    sites = sites_for(request.user)
    site = next((each for each in sites if str(each.pk) == request.POST.get("site")), None)
    if site is None:
        raise Http404
    return site, day_of(request.POST.get("day", ""), timezone.now().astimezone(site.zone_info).date())


def _read(row: str) -> tuple[int, str, datetime]:
    course, step, starts = [*row.split("|"), "", ""][:3]
    at = _moment(starts)
    if not course.isdecimal() or len(course) > 18 or not step.replace("-", "").isalnum() or at is None:
        raise Http404
    return int(course), step, at


def _moment(typed: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return at if at.tzinfo else None
