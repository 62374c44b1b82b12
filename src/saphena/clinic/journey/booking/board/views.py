"""The board's page, its quiet refreshing, and the one step on that a key or a tap makes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.booking.board.drawing import VIEWS, draw
from saphena.clinic.journey.booking.board.markup import cards_html, lines_html
from saphena.clinic.journey.booking.board.reading import read, sites_for, version_of, visit_for
from saphena.clinic.journey.booking.living import move_on
from saphena.clinic.journey.booking.noticing import how_many_unseen
from saphena.clinic.journey.booking.states import State
from saphena.clinic.journey.booking.wording import STATE_NAMES
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to
from saphena.pathway.protocol.wording import say_day

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from saphena.clinic.diary.models import Site
    from saphena.clinic.people.access import StaffRequest

TABS: tuple[tuple[str, _StrPromise], ...] = (
    ("rooms", gettext_lazy("Rooms")),
    ("people", gettext_lazy("People")),
    ("list", gettext_lazy("List")),
    ("week", gettext_lazy("Week")),
)
# In the order in which one needs the other. Each is shown to those who may see to it.
SETTING_UP: tuple[tuple[str, _StrPromise, str], ...] = (
    ("people.manage_clinic", gettext_lazy("The clinic’s name, telephones and clocks"), "people:clinic"),
    ("people.see_staff", gettext_lazy("Who works here, and in which roles"), "people:staff"),
    ("diary.manage", gettext_lazy("The site with its hours, rooms, scanners and people"), "diary:diary"),
    (
        "courses.approve_protocol",
        gettext_lazy("A protocol that a physician has approved"),
        "courses:protocols",
    ),
    ("planning.decide", gettext_lazy("Rule sets and the texts of consents"), "planning:rules"),
    ("stock.keep", gettext_lazy("The lots on the shelf"), "stock:lots"),
)
WEEK = 7
NOTHING_NEW = 204
"""htmx changes nothing for it: no flicker, and the focus stays where it is."""


@require_safe
@needs("booking.see")
def board(request: StaffRequest) -> HttpResponse:
    """The whole page; or for htmx the board alone, and nothing at all when the page has seen it already."""
    sites = sites_for(request.user)
    if not sites:
        return render(request, "board/none.html", {"to_set_up": _to_set_up(request)})
    asked = _asked(request, sites)
    if request.htmx and request.GET.get("seen") == asked.version:
        return HttpResponse(status=NOTHING_NEW)
    page = _page(request, sites, asked)
    return render(request, "board/board_itself.html" if request.htmx else "board/board.html", page)


def _to_set_up(request: StaffRequest) -> list[tuple[_StrPromise, str]]:
    """What a new clinic needs before its first day, as far as whoever looks may see to it."""
    return [(label, reverse(page)) for right, label, page in SETTING_UP if request.user.may(right)]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which site, days and view a page is of, and what of it has been seen."""

    site: Site
    view: str
    day: date
    first: date
    days: int
    who: int | None
    now: datetime
    version: str

    @property
    def query(self) -> str:
        who = f"&who={self.who}" if self.who else ""
        return f"site={self.site.pk}&view={self.view}{who}"


def _asked(request: StaffRequest, sites: list[Site]) -> Asked:
    """What is nonsense is the usual."""
    chosen, now = request.GET or request.POST, timezone.now()
    site = next((each for each in sites if str(each.pk) == chosen.get("site")), sites[0])
    view = chosen.get("view", "rooms")
    view = view if view in VIEWS else "rooms"
    day = day_of(chosen.get("day", ""), now.astimezone(site.zone_info).date())
    week = view == "week"
    first = day - timedelta(days=day.weekday()) if week else day
    days = WEEK if week else 1
    who = chosen.get("who", "")
    number = int(who) if who.isdecimal() and len(who) < 10 else None
    return Asked(site, view, day, first, days, number, now, version_of(site, first, days, now))


def day_of(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today
    return day if abs((day - today).days) < 3653 else today


def _page(request: StaffRequest, sites: list[Site], asked: Asked) -> dict[str, object]:
    site, day = asked.site, asked.day
    found = read(site, asked.first, asked.days)
    here, step = reverse("board:board"), timedelta(days=asked.days)
    today = asked.now.astimezone(site.zone_info).date()
    may_move = request.user.may("booking.move_on")
    charts = reverse("courses:chart", args=[0]).removesuffix("0/")
    drawn = draw(found, asked.view, language(), asked.now, asked.who)
    for column in drawn.columns:
        column.html = cards_html(column.cards, charts, may_move=may_move)
    return {
        "site": site,
        "view": asked.view,
        "day": day,
        "who": asked.who,
        "version": asked.version,
        "sites": sites,
        "drawn": drawn,
        "lines": lines_html(drawn.cards, charts, may_move=may_move) if asked.view == "list" else "",
        "tabs": [(key, label, key == asked.view) for key, label in TABS],
        "here": here,
        "day_said": say_day(day, language(), today.year),
        "is_today": day == today,
        "before": f"{here}?{asked.query}&day={(asked.first - step).isoformat()}",
        "after": f"{here}?{asked.query}&day={(asked.first + step).isoformat()}",
        "today_url": f"{here}?{asked.query}",
        "refresh": f"{here}?{asked.query}&day={day.isoformat()}",
        "closed": found.closures.get(day, ""),
        "resources": found.resources,
        "may_move": may_move,
        "may_book": request.user.may("booking.book"),
        "own_changes": how_many_unseen(request.user) if not request.htmx else 0,
        "charts": charts,
    }


@require_POST
@needs("booking.move_on")
def step(request: StaffRequest) -> HttpResponse:
    """One key or tap: from the state that the page showed to the next. Pressed by two at once, it happens once."""
    visit_id, _sep, rest = request.POST.get("move", "").partition(":")
    since, _sep, to = rest.partition(":")
    if not visit_id.isdecimal() or len(visit_id) > 18 or {since, to} - {state.value for state in State}:
        raise Http404
    visit = visit_for(request.user, int(visit_id))
    if visit is None:
        raise Http404
    undo = ""
    with refusals_said_to(request):
        move_on(actor=request.user, visit=visit, to=State(to), since=State(since))
        words = {"who": visit.patient.formal_name, "state": STATE_NAMES[State(to)]}
        messages.success(request, _("%(who)s: %(state)s.") % words)
        undo = f"{visit.pk}:{to}:{since}"
    if not request.htmx:
        return redirect(reverse("board:board") + "?" + _back(request))
    sites = sites_for(request.user)
    page = _page(request, sites, _asked(request, sites)) | {"undo": undo}
    return render(request, "board/board_itself.html", page)


def _back(request: StaffRequest) -> str:
    """To the board as it was, with what is known to be harmless in an address."""
    kept = ((name, request.POST.get(name, "")) for name in ("site", "view", "day", "who"))
    return "&".join(f"{name}={value}" for name, value in kept if value.replace("-", "").isalnum() and len(value) < 20)
