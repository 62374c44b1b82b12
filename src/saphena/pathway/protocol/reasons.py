"""Why an item stands where it stands: the rule, the event, the arithmetic, the numbers and the source, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.protocol.phrases import Grain, Side
from saphena.pathway.protocol.telling import say_quantity, say_value, tell_moment
from saphena.pathway.protocol.wording import say_clock

if TYPE_CHECKING:
    from saphena.pathway.protocol.phrases import Edge
    from saphena.pathway.protocol.plan import Item, Plan
    from saphena.pathway.protocol.wording import Moment

__all__ = ["Reason", "explain", "reasons", "say_edge"]

WORDS = {
    "en": {
        "from": "Starts: {edge} = {moment}.",
        "on": "Starts: {edge}, seen {moment}.",
        "until": "Ends: {edge} = {moment}.",
        "lasts": "Lasts {edge}: until {moment}.",
        "open": "Ends: {edge}, which has no date yet.",
        "early": "Ended early: {edge} on {moment}.",
        "cut": "Would have run until {moment}.",
        "numbers": "Numbers: {numbers}.",
        "changed": "{name} = {now} (this clinic; the protocol says {usual})",
        "usual": "{name} = {now}",
        "rule": "Rule {rule}{leaflet}. Source: {source}{sure}.",
        "leaflet": ", leaflet {leaflet}",
        "differs": "Others differ: {differs}",
        "expected": "expected",
        "found": "",
        "derived": " (derived)",
        "engineering": " (our proposal; the clinic's physician decides)",
        "recalled": " (recalled, not re-read)",
    },
    "fr": {
        "from": "Début : {edge} = {moment}.",
        "on": "Début : {edge}, constaté {moment}.",
        "until": "Fin : {edge} = {moment}.",
        "lasts": "Durée {edge} : jusqu’au {moment}.",
        "open": "Fin : {edge}, encore sans date.",
        "early": "Terminé plus tôt : {edge}, {moment}.",
        "cut": "Aurait duré jusqu’au {moment}.",
        "numbers": "Nombres : {numbers}.",
        "changed": "{name} = {now} (cette clinique; le protocole dit {usual})",
        "usual": "{name} = {now}",
        "rule": "Règle {rule}{leaflet}. Source : {source}{sure}.",
        "leaflet": ", dépliant {leaflet}",
        "differs": "D’autres font autrement : {differs}",
        "expected": "prévu",
        "found": "",
        "derived": " (déduit)",
        "engineering": " (notre proposition; le médecin de la clinique décide)",
        "recalled": " (de mémoire, non relu)",
    },
}
EDGES = {
    "en": {
        "after": "{distance} after {event}",
        "before": "{distance} before {event}",
        "awake": ", in the morning if that is at night",
        "on": "{clock} on the day of {event}",
        "day": "the day of {event}",
        "day after": "{distance} after the day of {event}",
        "day before": "{distance} before the day of {event}",
        "end": "the end of the day of {event}",
        "end after": "the end of the day {distance} after {event}",
        "end before": "the end of the day {distance} before {event}",
        "morning": "the morning after {distance}, counted from {event}",
        "begins": "the start of {rule}",
        "ends": "the end of {rule}",
    },
    "fr": {
        "after": "{distance} après {event}",
        "before": "{distance} avant {event}",
        "awake": ", le matin si c’est la nuit",
        "on": "{clock}, le même jour que {event}",
        "day": "le même jour que {event}",
        "day after": "{distance} après le jour de {event}",
        "day before": "{distance} avant le jour de {event}",
        "end": "la fin de la journée, le même jour que {event}",
        "end after": "la fin de la journée, {distance} après {event}",
        "end before": "la fin de la journée, {distance} avant {event}",
        "morning": "le matin après {distance}, à compter de {event}",
        "begins": "le début de {rule}",
        "ends": "la fin de {rule}",
    },
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of why: `about` is start, end, numbers, because, rule or differs; `changed`: the clinic changed it."""

    about: str
    text: str
    changed: bool = False


def explain(item: Item, language: str) -> str:
    """The whole reason, as sentences."""
    return " ".join(reason.text for reason in reasons(item, language))


def reasons(item: Item, language: str) -> list[Reason]:
    """Why the item stands where it stands, part by part: event, arithmetic, numbers, rule, source."""
    found = [_start(item, language), _end(item, language), _numbers(item, language), *_source(item, language)]
    return [reason for reason in found if reason.text]


def _start(item: Item, language: str) -> Reason:
    words, plan, rule = WORDS[language], item.plan, item.rule
    moment = _say(item.begin, plan, language)
    if rule.on and rule.on in plan.seen:
        label = plan.protocol.observations[rule.on].label[language]
        return Reason("start", words["on"].format(edge=label, moment=moment))
    if happened := _happened(rule.begins, plan, language):
        return Reason("start", words["from"].format(edge=happened, moment=moment))
    edge = rule.window.begin or rule.window.not_before
    return Reason("start", words["from"].format(edge=say_edge(edge, plan, language), moment=moment) if edge else "")


def _end(item: Item, language: str) -> Reason:
    words, plan, window = WORDS[language], item.plan, item.rule.window
    moment = _say(item.finish, plan, language)
    if item.ended_by:
        label = plan.protocol.observations[item.ended_by].label[language]
        said = words["early"].format(edge=label, moment=moment)
    elif happened := _happened(item.rule.ends, plan, language):
        said = words["until"].format(edge=happened, moment=moment)
    elif window.lasts and item.finish:
        said = words["lasts"].format(edge=say_quantity(window.lasts, plan, language), moment=moment)
    elif window.end and item.finish:
        said = words["until"].format(edge=say_edge(window.end, plan, language), moment=moment)
    else:
        said = words["open"].format(edge=say_edge(window.end, plan, language)) if window.end else ""
    if item.uncut:
        said = f"{said} {words['cut'].format(moment=_say(item.uncut, plan, language))}".strip()
    return Reason("end", said)


def _happened(name: str, plan: Plan, language: str) -> str:
    """What an event is called that a rule begins or ends, once its time is given and not reckoned."""
    known = plan.events.get(name)
    return plan.protocol.events[name].label[language] if known and known.given else ""


def _numbers(item: Item, language: str) -> Reason:
    said = [_number(name, item.plan, language) for name in sorted(item.touched | item.compiled.parameters)]
    numbers = WORDS[language]["numbers"].format(numbers="; ".join(said)) if said else ""
    return Reason("numbers", numbers, bool(item.changed))


def _number(name: str, plan: Plan, language: str) -> str:
    """One number: the clinic's own beside the protocol's where it differs. The same in every plan of one drawer."""
    key = (name, language)
    if key not in plan.numbers_said:
        parameter, form = plan.protocol.parameters[name], "changed" if name in plan.changed else "usual"
        now = say_value(plan.parameters[name], parameter.unit, language)
        usual = say_value(parameter.value, parameter.unit, language)
        plan.numbers_said[key] = WORDS[language][form].format(name=parameter.label[language], now=now, usual=usual)
    return plan.numbers_said[key]


def _source(item: Item, language: str) -> list[Reason]:
    words, rule = WORDS[language], item.rule
    leaflet = words["leaflet"].format(leaflet=rule.leaflet) if rule.leaflet else ""
    said = words["rule"].format(rule=rule.id, leaflet=leaflet, source=rule.source, sure=words[rule.sure])
    differs = words["differs"].format(differs=rule.differs[language]) if rule.differs else ""
    return [Reason("because", rule.because.get(language, "")), Reason("rule", said), Reason("differs", differs)]


def say_edge(edge: Edge, plan: Plan, language: str) -> str:
    """One end of a window in words: “4 hours after getting home (expected 11:50)”."""
    key = ("edge", edge.words, language)
    if key not in plan.said:
        plan.said[key] = _edge(edge, plan, language)
    return plan.said[key]


def _edge(edge: Edge, plan: Plan, language: str) -> str:
    forms = EDGES[language]
    event = _event(edge, plan, language)
    distance = say_quantity(edge.shift, plan, language) if edge.shift else ""
    way = "before" if edge.before else "after"
    if edge.grain is Grain.MORNING:
        return forms["morning"].format(distance=distance, event=event)
    if edge.grain is Grain.DAY_END:
        return forms[f"end {way}" if distance else "end"].format(distance=distance, event=event)
    if edge.clock and not distance:
        return forms["on"].format(clock=_clock(edge.clock, plan, language), event=event)
    if edge.grain is Grain.DAY:
        return forms[f"day {way}" if distance else "day"].format(distance=distance, event=event)
    said = forms[way].format(distance=distance, event=event) if distance else event
    return said + forms["awake"] if edge.awake else said


def _clock(name: str, plan: Plan, language: str) -> str:
    value = plan.parameters.get(name)
    return say_value(value, "clock", language) if value else name


def _event(edge: Edge, plan: Plan, language: str) -> str:
    if edge.side is not Side.EVENT:
        return EDGES[language][edge.side].format(rule=edge.anchor)
    base = edge.anchor.split(" ")[0] if edge.anchor not in plan.protocol.events else edge.anchor
    label = plan.protocol.events[base].label[language]
    known = plan.events.get(edge.anchor.removesuffix(" 1"))
    if not known:
        return label
    at = known.moment.at.astimezone(plan.zone)
    when = say_clock(at.timetz(), language)
    return f"{label} ({when})" if known.given else f"{label} ({WORDS[language]['expected']} {when})"


def _say(moment: Moment | None, plan: Plan, language: str) -> str:
    if moment is None:
        return ""
    said = tell_moment(moment, "when", plan, language)
    return f"{said} ({tell_moment(moment, 'time', plan, language)})" if moment.part else said
