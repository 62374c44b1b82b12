"""The words of the inbox and of check-ins, in the reader's language: levels, states, and why something fired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import npgettext, pgettext_lazy

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.recovering.models import OWN, Answer, CheckIn, Kind, Matter
from saphena.clinic.journey.recovering.states import Move, State
from saphena.pathway.recovering import Level, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from saphena.clinic.people.models import Clinic
    from saphena.pathway.recovering.rows import Said

LEVELS = {
    Level.EMERGENCY: lazy("emergency"),
    Level.TODAY: lazy("today"),
    Level.OFFICE: lazy("office hours"),
    Level.SELF: lazy("at home"),
    Level.NOTHING: lazy("as it should be"),
}
BADGES = {
    Level.EMERGENCY: "stop",
    Level.TODAY: "warning",
    Level.OFFICE: "info",
    Level.SELF: "info",
    Level.NOTHING: "done",
}
STATE_NAMES = {
    State.NEW: pgettext_lazy("row of the inbox", "new"),
    State.TAKEN: pgettext_lazy("row of the inbox", "taken"),
    State.SNOOZED: pgettext_lazy("row of the inbox", "put off"),
    State.CLOSED: pgettext_lazy("row of the inbox", "closed"),
}
STEPS = {
    Move.TAKE: lazy("took it"),
    Move.TAKE_OVER: lazy("took it over"),
    Move.ASSIGN: lazy("gave it to somebody"),
    Move.PUT_BACK: lazy("put it back"),
    Move.SNOOZE: lazy("put it off"),
    Move.WAKE: lazy("brought it back: its time had come"),
    Move.ANSWER: pgettext_lazy("what somebody did", "answered"),
    Move.ESCALATE: lazy("made it more urgent, for a physician"),
    Move.NEWS: lazy("added something"),
    Move.CLOSE: lazy("closed it"),
}
BECAUSE = {
    "unknown": lazy("an answer is not known, so one level more urgent"),
    "outside": lazy("earlier or later than usual for this"),
    "lasts": lazy("looked after at home for too long"),
}
BANDAGES = {
    "on": lazy("On, dry and in place"),
    "trouble": lazy("Wet, dirty, slipped or fallen off"),
    "off": lazy("I have taken it off"),
}
STOCKINGS = {
    "fine": lazy("It goes well"),
    "cannot": lazy("I cannot get it on"),
    "in_bed": lazy("It hurts in bed"),
}
NO_ANSWER = lazy("no answer")
NEWS = {"answered": lazy("the patient has answered"), "wrote again": lazy("the patient wrote again")}


def filled(text: str, clinic: Clinic) -> str:
    """The clinic's emergency number and the table's amounts put in."""
    return text.format(number=clinic.emergency_number, **table().amounts)


def name_of(check_in: CheckIn) -> str:
    """“day 3”, “the day after the bandage”, “told by themselves”."""
    if check_in.name == OWN:
        return _("told without being asked")
    if check_in.name == "bandage off":
        return _("check-in after the bandage")
    return _("check-in of day %(day)s") % {"day": check_in.name.removeprefix("day ")}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: the row in words with its number, the answers that fired it, and what the clinic does."""

    text: str
    level: Level
    number: int
    answers: str
    because: tuple[str, ...]
    clinic: str

    @property
    def badge(self) -> str:
        return BADGES[self.level]

    @property
    def urgent(self) -> str:
        return str(LEVELS[self.level])


def whys(answer: Answer) -> list[Why]:
    """Every row that fired, the most urgent first. A row that the table has no more is told by its name."""
    return [_why(fired) for fired in answer.fired]


def _why(fired: Mapping[str, object]) -> Why:
    said, known = language(), table().rows
    row = known.get(str(fired["row"]))
    details = {case.when: case for each in known.values() for case in each.cases}
    names = [str(name) for name in fired["answers"]]  # type: ignore[attr-defined]  # a list, as it was stored
    words = {**{name: row.ask for name, row in known.items()}, **{name: case.ask for name, case in details.items()}}
    asked = [words[name][said] for name in names if name in words]
    because = tuple(str(BECAUSE[str(each)]) for each in fired["because"])  # type: ignore[attr-defined]  # the same
    number = int(str(fired["number"]))
    return Why(
        text=row.means[said] if row else str(fired["row"]),
        level=Level(int(str(fired["level"]))),
        number=number,
        answers="; ".join(asked),
        because=because,
        clinic=row.clinic[said] if row else "",
    )


QUIET = "past"
"""The badge of what is over: how urgent it was can still be read, and nothing calls for anybody any more."""


def closed(matter: Matter) -> str:
    """“Closed by Nora Lindqvist on 10 Mar, 14:05: advice given”; nothing while it is open."""
    if matter.closed_at is None:
        return ""
    told = {
        "who": matter.closed_by or _("Saphena"),
        "when": date_format(timezone.localtime(matter.closed_at), "j M, H:i"),
        "how": matter.get_outcome_display(),
    }
    return _("Closed by %(who)s on %(when)s: %(how)s") % told


def reasons_of(matter: Matter) -> list[str]:
    """Why the row is in the inbox, in a few lines."""
    if matter.kind == Kind.ALERT and matter.check_in is not None:
        answer = matter.check_in.answer
        found = [f"{why.text} ({_('rule %(number)d') % {'number': why.number}})" for why in whys(answer)]
        if answer.key == "review":
            found.insert(0, _("To be looked at by a clinician: more than one finding, or an answer that is not known"))
        return [*found, *([_("They wrote something")] if answer.words else [])]
    if matter.kind == Kind.SILENCE and matter.check_in is not None:
        return [_("No answer to the %(name)s") % {"name": name_of(matter.check_in)}]
    if matter.kind == Kind.UNDELIVERED and matter.message is not None:
        why = matter.message.last_error or matter.message.state_name
        return [_("A message may not have arrived: %(why)s") % {"why": why}]
    return [_("They wrote to the clinic")]


def todo(answer: Answer) -> list[str]:
    """What the patient does now, row by row, each sentence once; the clinic's number is still to be put in.

    In an emergency nothing else: "put the leg up" beside "call an ambulance" would leave a choice.
    """
    said, known = language(), table().rows
    details = {case.when: case for row in known.values() for case in row.cases}
    told = []
    worst = Level.EMERGENCY.value
    rows = [fired for fired in answer.fired if answer.level != worst or fired["level"] == worst]
    for fired in rows:
        if (case := details.get(str(fired["detail"]))) is not None:
            told.append(case.tell[said])
        elif (row := known.get(str(fired["row"]))) is not None:
            told.append(row.tell[said])
    return list(dict.fromkeys(told))


def said_of(answer: Answer) -> Said:
    return table().levels[answer.key]


def minutes_in_words(minutes: int) -> str:
    """“15 min”, “4 h”, “2 days”."""
    if minutes < 60:
        return _("%(count)d min") % {"count": minutes}
    if minutes < 24 * 60:
        return _("%(count)d h") % {"count": round(minutes / 60)}
    days = round(minutes / (24 * 60))
    return npgettext("time to answer", "%(count)d day", "%(count)d days", days) % {"count": days}
