"""Obstacles and warnings as sentences, in English and French, with dates as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.booking.offers import Obstacle, ObstacleKind
from saphena.pathway.protocol.wording import join, say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from saphena.pathway.booking.offers import Placed
    from saphena.pathway.booking.visits import Course, Texts

__all__ = ["say", "say_late_home"]

K = ObstacleKind
SENTENCES: dict[ObstacleKind, Texts] = {
    K.SHUT: {
        "en": "there is no date for the {other}, which must come before the {step}",
        "fr": "il n’y a pas de date pour : {other}, qui doit précéder : {step}",
    },
    K.TOO_EARLY: {
        "en": "gate: after the {other} of {on} the {step} may be on {limit} at the earliest",
        "fr": "condition : {other} du {on}, donc {step} le {limit} au plus tôt",
    },
    K.EXPIRED: {
        "en": "gate: the {other} of {on} expires after {limit}",
        "fr": "condition : {other} du {on}, ne compte plus après le {limit}",
    },
    K.NOTICE: {"en": "too soon for the clinic’s notice", "fr": "trop tôt pour le délai de la clinique"},
    K.OWN_DATES: {"en": "outside the dates you gave", "fr": "hors des dates que vous avez données"},
    K.AWAY: {"en": "your trip from {on} to {limit}", "fr": "votre voyage du {on} au {limit}"},
    K.TRIP: {
        "en": "your trip that begins on {on}: too soon after the {step}",
        "fr": "votre voyage qui commence le {on} : trop tôt après : {step}",
    },
    K.ONE_A_DAY: {"en": "you have another visit on that day", "fr": "vous avez déjà une visite ce jour-là"},
    K.CLOSED: {"en": "closed{note}", "fr": "fermé{note}"},
    K.NOT_WORKING: {"en": "no {roles} works", "fr": "personne ne travaille : {roles}"},
    K.TAKEN: {"en": "no {roles} free for long enough", "fr": "pas assez de temps libre : {roles}"},
    K.OWN_TIMES: {
        "en": "only at times that are not yours, such as {at}",
        "fr": "seulement à des heures qui ne vous conviennent pas, par exemple {at}",
    },
    K.LATE_HOME: {
        "en": "too late to lie with the legs up before bedtime",
        "fr": "trop tard pour garder les jambes surélevées avant le coucher",
    },
    K.BEFORE: {
        "en": "the {other} must come first, and can be on {on} at the earliest",
        "fr": "il faut d’abord : {other}, au plus tôt le {on}",
    },
    K.AFTER: {
        "en": "no day for the {other} after it",
        "fr": "aucun jour ensuite pour : {other}",
    },
}
BOOKED = {"en": "the {other} is booked for {on}", "fr": "{other} : date déjà fixée au {on}"}
NEVER = {
    "en": "the {other} must come first, and has no day",
    "fr": "il faut d’abord : {other}, et aucun jour n’est libre",
}
LATE = {
    "en": "the hours with the legs up would end {minutes} minutes after bedtime",
    "fr": "les heures avec les jambes surélevées finiraient {minutes} minutes après le coucher",
}
COLON = {"en": ": ", "fr": " : "}
SEMICOLON = {"en": "; ", "fr": " ; "}
TOGETHER = {"en": " with a ", "fr": " avec "}
UNTIL = {"en": "{first} to {last}", "fr": "du {first} au {last}"}


def say(obstacle: Obstacle, course: Course, roles: Mapping[str, Texts], language: str, year: int) -> str:
    """“Tuesday 9 March: no sonographer with a scanner free for long enough”. Dates of another `year` say theirs.

    Reasons of reasons follow in brackets. `roles` are the words for roles, `Library.roles`.
    """
    sentence = _sentence(obstacle)[language].format(
        step=course.called(obstacle.step, language),
        other=course.called(obstacle.other, language) if obstacle.other else "",
        on=_day(obstacle.on, language, year),
        limit=_day(obstacle.limit, language, year),
        note=f" ({obstacle.note})" if obstacle.note else "",
        roles=TOGETHER[language].join(_named(role, roles, language) for role in obstacle.roles),
        at=say_clock(obstacle.at.time(), language) if obstacle.at else "",
    )
    if obstacle.because:
        inner = SEMICOLON[language].join(say(each, course, roles, language, year) for each in obstacle.because)
        sentence = f"{sentence} ({inner})"
    days = _days(obstacle, language, year)
    return f"{days}{COLON[language]}{sentence}" if days else sentence


def say_late_home(visit: Placed, language: str) -> str:
    """The warning that a visit ends late, or nothing when it does not."""
    minutes = int(visit.late_home.total_seconds()) // 60
    return LATE[language].format(minutes=minutes) if minutes > 0 else ""


def _sentence(obstacle: Obstacle) -> Texts:
    if obstacle.kind is K.AFTER and obstacle.on:
        return BOOKED
    if obstacle.kind is K.BEFORE and not obstacle.on:
        return NEVER
    return SENTENCES[obstacle.kind]


def _named(role: str, roles: Mapping[str, Texts], language: str) -> str:
    return roles.get(role, {}).get(language, role)


def _day(day: date | None, language: str, year: int) -> str:
    return "" if day is None else say_day(day, language, year)


def _days(obstacle: Obstacle, language: str, year: int) -> str:
    """“Tuesday 9 March”, “Tuesday 9 March and Wednesday 10 March”, or from one to another."""
    if obstacle.first is None or obstacle.last is None:
        return ""
    begin, end = _day(obstacle.first, language, year), _day(obstacle.last, language, year)
    count = (obstacle.last - obstacle.first).days + 1
    if count < 3:
        return join([begin, end][:count], language)
    return UNTIL[language].format(first=begin, last=end)
