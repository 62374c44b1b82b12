"""The words of the form and of the desk: choices by their names, rules by what is said when they are broken."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from saphena.clinic.design.components import Line
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.requesting.states import State
from saphena.pathway.requesting import Driver, Earlier, Leg, Row, Urgency, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django_stubs_ext import StrPromise

    from saphena.clinic.journey.requesting.models import AppointmentRequest, Telling

    Words = Mapping[str, StrPromise]

LEGS: Words = {Leg.LEFT: gettext_lazy("left leg"), Leg.RIGHT: gettext_lazy("right leg")}
CONCERNS: Words = {
    "ache": gettext_lazy("Aching, heavy or tired legs"),
    "veins": gettext_lazy("Veins that bulge"),
    "spider": gettext_lazy("Fine red or blue veins"),
    "swelling": gettext_lazy("Ankles that swell in the evening"),
    "skin": gettext_lazy("Brown, hard or itchy skin"),
    "cramps": gettext_lazy("Cramps or restless legs at night"),
    "looks": gettext_lazy("How my legs look"),
    "other": gettext_lazy("Something else"),
}
EARLIER: Words = {
    Earlier.NONE: gettext_lazy("Nothing yet"),
    Earlier.INJECTION: gettext_lazy("Injections (sclerotherapy)"),
    Earlier.SURGERY: gettext_lazy("Surgery: a vein was taken out or tied off"),
    Earlier.HEAT: gettext_lazy("Laser or heat inside the vein"),
    Earlier.UNKNOWN: gettext_lazy("Something, I do not know what"),
}
MODES: Words = {
    "car": gettext_lazy("car"),
    "plane": gettext_lazy("plane"),
    "train": gettext_lazy("train or bus"),
    "other": gettext_lazy("another way"),
}
DRIVERS: Words = {
    Driver.SELF: gettext_lazy("I drive myself"),
    Driver.SOMEBODY: gettext_lazy("Somebody drives me"),
    Driver.TRANSPORT: gettext_lazy("Bus, train or taxi"),
    Driver.UNKNOWN: gettext_lazy("I do not know yet"),
}
PARTS: Words = {
    "morning": gettext_lazy("in the morning"),
    "afternoon": gettext_lazy("in the afternoon"),
    "evening": gettext_lazy("in the evening"),
}
DAYS: Mapping[str, StrPromise | str] = {str(number): day for number, day in WEEKDAYS.items()}
GOOD_TO_KNOW: Words = {
    "after surgery": gettext_lazy("Veins came back after surgery or heat: longer examination"),
    "needs a ride": gettext_lazy("Too far to drive home alone after treatment: needs a ride"),
    "far for driving alone": gettext_lazy("Near the limit for driving home alone"),
    "long trip": gettext_lazy("A trip with many hours seated is planned"),
}
URGENCIES: Mapping[int, StrPromise] = {
    Urgency.EMERGENCY: gettext_lazy("emergency"),
    Urgency.TODAY: gettext_lazy("today"),
    Urgency.SOON: gettext_lazy("soon"),
    Urgency.ROUTINE: gettext_lazy("in turn"),
}
# The look of each in design/words.py: stop, warning, open, waiting.
BADGES = {Urgency.EMERGENCY: "stop", Urgency.TODAY: "warning", Urgency.SOON: "open", Urgency.ROUTINE: "waiting"}
STATE_NAMES: Words = {
    State.NEW: gettext_lazy("not taken yet"),
    State.TAKEN: gettext_lazy("taken"),
    State.ASKED: gettext_lazy("waits for their answer"),
    State.ANSWERED: gettext_lazy("has answered"),
    State.ACCEPTED: gettext_lazy("accepted"),
    State.DECLINED: gettext_lazy("declined"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
}
PROBLEMS: Words = {
    "to come": gettext_lazy("This date of birth is still to come."),
    "too long ago": gettext_lazy("Nobody was born that long ago. Please look at the year again."),
    "no number": gettext_lazy("Please give a telephone number with its area code."),
    "no leg": gettext_lazy("Please say which leg; both is fine."),
    "nothing wrong": gettext_lazy("Please choose what is wrong, or tell us in your own words."),
    "too long": gettext_lazy("This is too long for us to read. Please say it in fewer words."),
    "no first day": gettext_lazy("Please give the day on which the trip begins."),
    "too far ahead": gettext_lazy("This is more than two years away. Please look at the year again."),
    "before the first day": gettext_lazy("The trip ends before it begins. Please look at both days again."),
    "over": gettext_lazy("This trip is over. Please leave it out, or look at the days again."),
}


def problem_said(rule: str) -> str:
    return str(PROBLEMS[rule])


def here(texts: Mapping[str, str]) -> str:
    """A text of requesting.toml in the reader's language."""
    return texts["fr" if (get_language() or "").startswith("fr") else "en"]


def means(name: str) -> str:
    """A reason in words. A row that is not asked any more is told by its name."""
    row = rows().flags.get(name) or rows().screening.get(name)
    return here(row.means) if row else str(GOOD_TO_KNOW.get(name, name))


def asked_of(asked: Iterable[Row]) -> list[tuple[str, str]]:
    """Questions as choices."""
    return [(row.name, here(row.ask)) for row in asked]


def reasons_of(asked: AppointmentRequest) -> list[str]:
    """Everything that the desk should know of a request, each once, in the order of its first telling."""
    names = dict.fromkeys(name for telling in asked.tellings.all() for name in telling.reasons)
    flags = rows().flags
    return [
        means(name)
        for name in sorted(names, key=lambda name: (name not in flags, flags[name].urgency if name in flags else 0))
    ]


def told_lines(telling: Telling) -> list[Line]:
    """What was told, for reading; what was left empty is left out."""
    told = telling.answers
    lines = (
        Line(_("Leg"), named(LEGS, told["legs"])),
        Line(_("What is wrong"), named(CONCERNS, told["concerns"])),
        Line(_("In their own words"), told["words"]),
        Line(_("Sent by"), told.get("referrer", "")),  # not asked before
        Line(_("Treated before"), named(EARLIER, told["earlier"])),
        Line(_("Health"), "; ".join(means(name) for name in (*told["flags"], *told["screening"]))),
        Line(_("Times that suit"), ", ".join(filter(None, (named(DAYS, told["days"]), named(PARTS, told["parts"]))))),
        Line(_("Way home"), way_home(told)),
        *(Line(_("Trip"), trip_said(trip)) for trip in told["trips"]),
        Line(_("Telephone"), telling.phone),
        Line(_("E-mail"), telling.email),
    )
    return [line for line in lines if line.text]


def named(words: Mapping[str, StrPromise | str], names: Sequence[str]) -> str:
    return ", ".join(str(words.get(name, name)) for name in names)


def way_home(told: Mapping[str, object]) -> str:
    minutes = told["minutes_home"]
    said = [_("%(minutes)s minutes") % {"minutes": minutes}] if minutes is not None else []
    if told["driver"] != Driver.UNKNOWN or said:
        said.append(str(DRIVERS.get(str(told["driver"]), told["driver"])))
    return ", ".join(said)


def trip_said(trip: Mapping[str, object]) -> str:
    """`by plane, 3 March 2027 to 10 March 2027, 9 hours seated`."""
    days = [date_format(date.fromisoformat(str(day)), "j M Y") for day in (trip["leaves"], trip["returns"]) if day]
    said = [str(MODES.get(str(trip["mode"]), trip["mode"])), " – ".join(days)]
    if trip["seated"] is not None:
        said.append(_("%(hours)s hours seated") % {"hours": trip["seated"]})
    return ", ".join(said)
