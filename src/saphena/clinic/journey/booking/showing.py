"""Offers and visits as pages show them: ready texts, in the reader's language, on the site's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.booking.models import Change, Way
from saphena.clinic.journey.booking.refusing import clock_of
from saphena.clinic.journey.booking.states import OVER, AskState, State
from saphena.clinic.journey.booking.wording import ASKED, CHANGES, STATE_NAMES
from saphena.pathway.booking.explaining import Explainer
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.words import say, say_late_home
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from saphena.clinic.journey.booking.models import AskedMove, TimedOffer, Visit, VisitChange
    from saphena.pathway.booking.offers import Obstacle, Offer, Placed
    from saphena.pathway.booking.searching import Search

REASONS = 12
LOOKED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class OfferedVisit:
    """One visit of an offer."""

    step: str
    starts: datetime
    title: str
    day: str
    times: str
    who: str
    warning: str = ""

    @property
    def clock(self) -> str:
        """When it begins, as the reader says it: “15:50”, « 15 h 50 »."""
        return say_clock(self.starts.timetz(), language())


@dataclass(frozen=True, slots=True)
class Offered:
    """A course of visits that can be held in one act."""

    visits: tuple[OfferedVisit, ...]
    main_day: str


@dataclass(frozen=True, slots=True)
class ShutGate:
    """A gate that keeps a visit from being booked, which can be opened by whoever has the right."""

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change of a visit, in words."""

    what: str
    detail: str
    who: str
    at: datetime
    reason: str


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def day_of(moment: datetime) -> str:
    return day_said(moment.date())


def day_said(day: date) -> str:
    """“Mon 15 Mar”."""
    return say_day(day, language(), day.year, short=True)


def times_of(starts: datetime, ends: datetime) -> str:
    """“10:00 to 11:10”."""
    said = language()
    told = {"begin": say_clock(starts.timetz(), said), "end": say_clock(ends.timetz(), said)}
    return _("%(begin)s to %(end)s") % told


def offered(offer: Offer, search: Search) -> Offered:
    visits = tuple(offered_visit(placed, search) for placed in offer.visits)
    main = next((each for each in offer.visits if each.step == search.main.name), offer.visits[0])
    return Offered(visits, day_of(main.starts))


def offered_visit(placed: Placed, search: Search) -> OfferedVisit:
    said = language()
    return OfferedVisit(
        placed.step,
        placed.starts,
        capital(search.course.called(placed.step, said)),
        day_of(placed.starts),
        times_of(placed.starts, placed.ends),
        who_of(placed, search),
        say_late_home(placed, said),
    )


def who_of(placed: Placed, search: Search) -> str:
    """“Priya Raman, Sam Okafor, Room 1”: everybody once, people first."""
    names = dict.fromkeys(hold.resource for hold in placed.holds)
    lanes = [search.diary.lanes[name].resource for name in names]
    return ", ".join(each.name for each in sorted(lanes, key=lambda each: not each.person))


def why_not_sooner(search: Search, found: date | None) -> list[str]:
    """Why the main visit is not earlier: a sentence for each stretch of days."""
    return [capital(sentence_of(each, search)) for each in reasons_until(search, found)]


def reasons_until(search: Search, found: date | None) -> Sequence[Obstacle]:
    """The same as data: up to the day that was found, or for two months when none was."""
    explainer, main = Explainer(search), search.main.name
    if found is not None:
        return explainer.until(main, found)[:REASONS]
    first = search.request.earliest.astimezone(search.span.zone).date()
    return explainer.why_not(main, first, first + LOOKED)[:REASONS]


def sentence_of(obstacle: Obstacle, search: Search) -> str:
    return say(obstacle, search.course, shipped().roles, language(), search.span.first_day.year)


def shut_gates(search: Search) -> list[ShutGate]:
    """Gates that nothing opens yet: the protocol's own ids, for whoever may open them by hand."""
    shut = list(search.chain.shut())
    if not shut:
        return []
    today = search.span.first_day
    told = Explainer(search).why_not(search.main.name, today, today)  # one for each gate, in their order
    pairs = zip(told, shut, strict=True)
    return [ShutGate(capital(sentence_of(each, search)), gap.gates) for each, (_step, gap) in pairs]


def step_said(step: str) -> str:
    """“procedure”: a step of a course as its visit is called."""
    for course in shipped().courses.values():
        if step in {each.name for each in course.steps}:
            return course.called(step, language())
    return step


@dataclass(frozen=True, slots=True)
class SaidOffer:
    """An offer from the waiting list, for the patient."""

    pk: int
    what: str
    when: str
    until: str


def offer_said(offer: TimedOffer) -> SaidOffer:
    zone = offer.place.site.zone_info
    when, until = (clock_of(at.astimezone(zone)) for at in (offer.place.starts_at, offer.expires_at))
    return SaidOffer(offer.pk, capital(step_said(offer.waiting.step)), when, until)


@dataclass(frozen=True, slots=True)
class SaidQuestion:
    """Whether a visit may move, for the patient."""

    pk: int
    what: str
    before: str
    after: str
    until: str


def question_said(asked: AskedMove) -> SaidQuestion:
    zone = asked.visit.site.zone_info
    before, after, until = (clock_of(at.astimezone(zone)) for at in (asked.was_at, asked.starts_at, asked.expires_at))
    return SaidQuestion(asked.pk, capital(asked.visit.title(language())), before, after, until)


def asked_row(asked: AskedMove) -> HistoryRow:
    """One question and its answer, for the staff: who asked when by which way, what was said when."""
    zone = asked.visit.site.zone_info
    detail = _("for %(after)s, asked %(way)s") % {
        "after": clock_of(asked.starts_at.astimezone(zone)),
        "way": Way(asked.asked_way).label,
    }
    answer = str(ASKED[AskState(asked.state)])
    if asked.answered_way:
        when = clock_of((asked.answered_at or asked.asked_at).astimezone(zone))
        told = {"way": Way(asked.answered_way).label, "when": when}
        answer = f"{answer} {_('%(way)s, %(when)s') % told}"
    return HistoryRow(answer, detail, asked.asked_by, asked.asked_at, "")


def role_said(role: str) -> str:
    """“physician”, in the page's language."""
    return shipped().roles.get(role, {}).get(language(), role)


def state_of(visit: Visit) -> str:
    return str(STATE_NAMES[State(visit.state)])


def badge_of(visit: Visit) -> str:
    """The look of its state among those of the design."""
    if visit.state in (State.CANCELLED, State.MISSED):
        return "warning" if visit.state == State.MISSED else "past"
    if visit.state in OVER:
        return "done"
    return "coming" if visit.state == State.EXPECTED else "now"


def described(visits: Iterable[Visit]) -> list[Visit]:
    """Visits with what a template shows beside their columns."""
    rows = list(visits)
    for visit in rows:
        visit.said = capital(visit.title(language()))  # type: ignore[attr-defined]  # for the template
        visit.when = day_of(visit.starts)  # type: ignore[attr-defined]  # for the template
        visit.times = times_of(visit.starts, visit.ends)  # type: ignore[attr-defined]  # for the template
        visit.state_name = state_of(visit)  # type: ignore[attr-defined]  # for the template
        visit.badge = badge_of(visit)  # type: ignore[attr-defined]  # for the template
    return rows


def history(visit: Visit, changes: Sequence[VisitChange]) -> list[HistoryRow]:
    """Every change, the newest first."""
    zone = visit.site.zone_info
    rows = []
    for change in changes:
        detail = ""
        if change.was_at and change.now_at:
            before, after = (clock_of(at.astimezone(zone)) for at in (change.was_at, change.now_at))
            detail = _("from %(before)s to %(after)s") % {"before": before, "after": after}
        elif moment := change.now_at or change.was_at:
            detail = clock_of(moment.astimezone(zone))
        elif change.after:
            detail = str(STATE_NAMES[State(change.after)])
        why = change.reason or (_("no reason given") if change.what == Change.CANCELLED else "")
        rows.append(HistoryRow(str(CHANGES[change.what]), detail, change.changed_by, change.changed_at, why))
    return rows[::-1]
