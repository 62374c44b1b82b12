"""One rule as a protocol file writes it, read field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.protocol.phrases import parse_condition, parse_edge, parse_quantity, parse_range, parse_repeat
from saphena.pathway.protocol.rules import (
    Actor,
    Blocks,
    Gate,
    Kind,
    Legs,
    Limit,
    NotARule,
    Option,
    Rule,
    Strength,
    Sure,
    Window,
)

if TYPE_CHECKING:
    from saphena.pathway.protocol.sections import Section

__all__ = ["no_rule_of", "rule_of"]


def rule_of(section: Section) -> Rule:
    """One entry of `[[rules]]`. What is wrong in it is noted in the section."""
    identity = section.words("id", needed=True)
    section.name = f"rule {identity}" if identity else section.name
    kind = section.one_of("kind", Kind, Kind.DO, needed=True)
    rule = Rule(
        id=identity,
        kind=kind,
        strength=section.one_of("strength", Strength, Strength.SHOULD, needed=True),
        text=section.texts("text", needed=True),
        text_each=section.texts("text_each"),
        points=section.lists("points"),
        source=section.words("source"),
        leaflet=section.words("leaflet"),
        actor=section.one_of("actor", Actor, Actor.PATIENT),
        about=section.words("about"),
        by=section.names("by"),
        without=section.names("without"),
        legs=section.one_of("legs", Legs, Legs.TREATED) if "legs" in section.values else None,
        window=_window(section),
        whole_days=section.flag("whole_days") if "whole_days" in section.values else None,
        repeat=section.phrase("repeat", parse_repeat),
        each_lasts=section.phrase("each_lasts", parse_range),
        when=section.phrase("when", parse_condition),
        on=section.words("on"),
        ends_early_on=section.names("ends_early_on"),
        begins=section.words("begins"),
        ends=section.words("ends"),
        because=section.texts("because"),
        sure=section.one_of("sure", Sure, Sure.ENGINEERING),
        off=section.flag("off"),
        differs=section.texts("differs"),
        settles=section.names("settles"),
        supervised=section.flag("supervised"),
        counted=section.words("counted"),
        level=section.words("level"),
        limit=_limit(section) if kind is Kind.LIMIT else None,
        gate=_gate(section) if kind is Kind.GATE else None,
        options=_options(section) if kind is Kind.CHOICE else (),
        line=section.line,
    )
    section.done()
    return rule


def _window(section: Section) -> Window:
    return Window(
        begin=section.phrase("from", parse_edge),
        end=section.phrase("until", parse_edge),
        lasts=section.phrase("lasts", parse_quantity),
        not_before=section.phrase("not_before", parse_edge),
        not_after=section.phrase("not_after", parse_edge),
    )


def _limit(section: Section) -> Limit:
    return Limit(
        section.names("measures"),
        section.phrase("between", parse_range),
        section.phrase("warn_above", parse_quantity),
        section.phrase("stop_above", parse_quantity),
        section.texts("text_warn"),
        section.texts("text_stop"),
        section.texts("text_assumed"),
    )


def _gate(section: Section) -> Gate:
    return Gate(
        section.one_of("blocks", Blocks, Blocks.BOOKING, needed=True),
        section.phrase("opens_when", parse_condition),
        section.names("needs"),
        section.one_of("override", Actor, Actor.PHYSICIAN) if "override" in section.values else None,
    )


def _options(section: Section) -> tuple[Option, ...]:
    options = []
    for each in section.tables("options"):
        options.append(Option(each.words("fact", needed=True), each.texts("text", needed=True)))
        each.done()
    return tuple(options)


def no_rule_of(section: Section) -> NotARule:
    """A point of the leaflet that is no rule, and why."""
    found = NotARule(section.words("leaflet", needed=True), section.words("reason", needed=True))
    section.done()
    return found
