"""Why an item stands where it stands: the rule, the event, the arithmetic, the numbers and the source, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.protocol.phrases import Grain, Side
from saphena.pathway.protocol.telling import say_quantity, say_value
from saphena.pathway.protocol.vocabulary import vocabulary
from saphena.pathway.protocol.wording import say_clock, say_moment

if TYPE_CHECKING:
    from saphena.pathway.protocol.phrases import Edge
    from saphena.pathway.protocol.plan import Item, Plan
    from saphena.pathway.protocol.wording import Moment

__all__ = ["explain", "say_edge"]

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
        "because": "{because}",
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
        "because": "{because}",
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
        "on": "{clock} on the day of {event}",
        "day": "the day of {event}",
        "day after": "{distance} after the day of {event}",
        "day before": "{distance} before the day of {event}",
        "end": "the end of the day of {event}",
        "morning": "the morning after {distance}, counted from {event}",
        "begins": "the start of {rule}",
        "ends": "the end of {rule}",
    },
    "fr": {
        "after": "{distance} après {event}",
        "before": "{distance} avant {event}",
        "on": "{clock}, le même jour que {event}",
        "day": "le même jour que {event}",
        "day after": "{distance} après le jour de {event}",
        "day before": "{distance} avant le jour de {event}",
        "end": "la fin de la journée, le même jour que {event}",
        "morning": "le matin après {distance}, à compter de {event}",
        "begins": "le début de {rule}",
        "ends": "la fin de {rule}",
    },
}


def explain(item: Item, language: str) -> str:
    """The whole reason, as sentences."""
    return " ".join(filter(None, (*_times(item, language), _numbers(item, language), *_source(item, language))))


def _times(item: Item, language: str) -> list[str]:
    words, plan, window = WORDS[language], item.plan, item.rule.window
    said = [_start(item, language)]
    if item.ended_by:
        label = plan.protocol.observations[item.ended_by].label[language]
        said.append(words["early"].format(edge=label, moment=_say(item.finish, plan, language)))
    elif window.lasts and item.finish:
        said.append(
            words["lasts"].format(
                edge=say_quantity(window.lasts, plan, language), moment=_say(item.finish, plan, language)
            )
        )
    elif window.end and item.finish:
        said.append(
            words["until"].format(edge=say_edge(window.end, plan, language), moment=_say(item.finish, plan, language))
        )
    elif window.end:
        said.append(words["open"].format(edge=say_edge(window.end, plan, language)))
    if item.uncut:
        said.append(words["cut"].format(moment=_say(item.uncut, plan, language)))
    return said


def _start(item: Item, language: str) -> str:
    words, plan, rule = WORDS[language], item.plan, item.rule
    moment = _say(item.begin, plan, language)
    if rule.on and rule.on in plan.seen:
        return words["on"].format(edge=plan.protocol.observations[rule.on].label[language], moment=moment)
    edge = rule.window.begin or rule.window.not_before
    return words["from"].format(edge=say_edge(edge, plan, language), moment=moment) if edge else ""


def _numbers(item: Item, language: str) -> str:
    words, plan = WORDS[language], item.plan
    said = []
    for name in sorted(item.touched | item.compiled.parameters):
        parameter = plan.protocol.parameters[name]
        now = say_value(plan.parameters[name], parameter.unit, language)
        usual = say_value(parameter.value, parameter.unit, language)
        form = words["changed" if name in plan.changed else "usual"]
        said.append(form.format(name=parameter.label[language], now=now, usual=usual))
    return words["numbers"].format(numbers="; ".join(said)) if said else ""


def _source(item: Item, language: str) -> list[str]:
    words, rule = WORDS[language], item.rule
    leaflet = words["leaflet"].format(leaflet=rule.leaflet) if rule.leaflet else ""
    said = [
        rule.because.get(language, ""),
        words["rule"].format(rule=rule.id, leaflet=leaflet, source=rule.source, sure=words[rule.sure]),
    ]
    if rule.differs:
        said.append(words["differs"].format(differs=rule.differs[language]))
    return said


def say_edge(edge: Edge, plan: Plan, language: str) -> str:
    """One end of a window in words: “4 hours after getting home (expected 11:50)”."""
    forms = EDGES[language]
    event = _event(edge, plan, language)
    distance = say_quantity(edge.shift, plan, language) if edge.shift else ""
    way = "before" if edge.before else "after"
    if edge.grain is Grain.MORNING:
        return forms["morning"].format(distance=distance, event=event)
    if edge.grain is Grain.DAY_END:
        return forms["end"].format(event=event)
    if edge.clock and not distance:
        return forms["on"].format(clock=_clock(edge.clock, plan, language), event=event)
    if edge.grain is Grain.DAY:
        return forms[f"day {way}" if distance else "day"].format(distance=distance, event=event)
    return forms[way].format(distance=distance, event=event) if distance else event


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
    parts = {name: texts[language] for name, texts in vocabulary().parts.items()}
    here = type(moment)(moment.at.astimezone(plan.zone), moment.grain, moment.part)
    said = say_moment(here, "when", language, plan.year, parts)
    return f"{said} ({say_clock(here.at.timetz(), language)})" if moment.part else said
