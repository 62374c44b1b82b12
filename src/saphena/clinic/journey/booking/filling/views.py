"""Fill the day: choose who could come, see the tightest day and what it gains, book it whole."""

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
from saphena.clinic.journey.booking.board.drawing import draw
from saphena.clinic.journey.booking.board.markup import cards_html
from saphena.clinic.journey.booking.board.reading import read, sites_for
from saphena.clinic.journey.booking.board.views import day_of
from saphena.clinic.journey.booking.filling.proposing import candidates, propose, with_proposal
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.promises import ASK, why_call
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.booking.together import Wanted, book_together
from saphena.clinic.people.access import needs
from saphena.pathway.diary import MINUTES
from saphena.pathway.protocol.wording import say_day
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpResponse

    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.filling.packing import Place
    from saphena.clinic.journey.booking.filling.proposing import Candidate, Proposal
    from saphena.clinic.people.access import StaffRequest

MOST = 100


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
        "call": why_call(visit.patient, ASK) if visit else "",
    }


@require_POST
@needs("booking.book")
def book(request: StaffRequest) -> HttpResponse:
    """All that is ticked, in one act: booked as it was proposed, or nothing is and the page proposes anew."""
    site, day = _where(request)
    rows = [_read(row) for row in request.POST.getlist("book")[:MOST]]
    wanted = [Wanted(course_for(request.user, number), step, starts) for number, step, starts in rows]
    if not wanted:
        messages.warning(request, _("Nothing is ticked."))
        return redirect(_again(site, day, ()))
    try:
        visits = book_together(actor=request.user, site=site, wanted=wanted)
    except Refused as no:
        messages.warning(request, str(no))
        return redirect(_again(site, day, (each.course.pk for each in wanted)))
    messages.success(request, _("%(count)d booked.") % {"count": len(visits)})
    return redirect(f"{reverse('board:board')}?site={site.pk}&day={day.isoformat()}")


def _again(site: Site, day: date, take: Iterable[int]) -> str:
    """The page as it was asked: it proposes from what is there now."""
    chosen = "".join(f"&take={number}" for number in take)
    return f"{reverse('filling:fill')}?site={site.pk}&day={day.isoformat()}{chosen}"


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
