"""The ways in which the leaflet is broken, each with what must then be found: the table of test_each_finding.py."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.protocol.checking import Severity
from saphena.pathway.protocol.phrases import parse_condition, parse_quantity, parse_range, parse_repeat
from saphena.pathway.protocol.rules import Gate, Limit, Sure, Value
from tests.pathway.protocol.checking.breaking import but, leaflet, off, plus, rule_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.pathway.protocol.rules import Protocol

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class Break(NamedTuple):
    """One way to break the leaflet: what must be found, how bad it is, and which rules it names."""

    finding: str
    severity: Severity
    named: set[str]
    how: Callable[[], Protocol]


def gate(rule_id: str, **fields: object) -> Gate:
    found = leaflet().rule(rule_id).gate
    assert found is not None
    return replace(found, **fields)  # type: ignore[arg-type]


def limit(**fields: object) -> Limit:
    found = leaflet().rule("driving-home").limit
    assert found is not None
    return replace(found, **fields)  # type: ignore[arg-type]


def parameter(name: str, **fields: object) -> Protocol:
    changed = replace(leaflet().parameters[name], **fields)  # type: ignore[arg-type]
    return replace(leaflet(), parameters={**leaflet().parameters, name: changed})


def value(name: str, number: Value) -> Protocol:
    return parameter(name, value=number)


def begun_at_the_request() -> Protocol:
    protocol = leaflet()
    for rule_id in ("test-first", "test-tolerated", "test-on-another-date"):
        protocol = but(rule_id, protocol, begin="requested", text={"en": "First.", "fr": "D’abord."})
    return protocol


def nothing_books_the_visit() -> Protocol:
    return but("next-visit-booked", but("daily-exercise", not_after=None), off=True)


CALL = '[events.phone_call]\nlabel.en = "the call"\nlabel.fr = "l’appel"\n'

HANGING = [
    Break("unreachable-event", ERROR, {"x"}, lambda: plus(
        CALL + rule_text("x", "tell", 'from = "phone_call"')
    )),
    Break("unreachable-event", ERROR, {"x"}, lambda: plus(
        CALL + rule_text("x", "tell", 'from = "left"\nuntil = "1 day after phone_call"')
    )),
    Break("cycle", ERROR, {"x", "y"}, lambda: plus(
        rule_text("x", "tell", 'from = "end of y"') + rule_text("y", "tell", 'from = "left"\nuntil = "start of x"')
    )),
    Break("cycle", ERROR, {"x"}, lambda: plus(
        rule_text("x", "tell", 'from = "left"\nuntil = "rested"\nends = "rested"')
    )),
    Break("claimed-twice", ERROR, {"bandage", "x"}, lambda: plus(rule_text(
        "x", "tell", 'from = "bandaged"\nlasts = "6 days"\nends = "unbandaged"'
    ))),
    Break("hangs-on-off", WARNING, {"x", "acetaminophen-most"}, lambda: plus(
        rule_text("x", "tell", 'from = "end of acetaminophen-most"')
    )),
]  # fmt: skip

STRUCTURE = [
    Break("never-applies", ERROR, {"stocking-off-in-bed"}, lambda: but(
        "stocking-off-in-bed", when=parse_condition("one_medium_stocking and two_light_stockings")
    )),
    Break("never-applies", ERROR, {"stocking-off-in-bed"}, lambda: but(
        "stocking-off-in-bed", when=parse_condition("not one_medium_stocking and not two_light_stockings")
    )),
    Break("never-applies", ERROR, {"ride-home"}, lambda: but(
        "ride-home", when=parse_condition("drive_minutes > {drive_limit} and drive_minutes < 40")
    )),
    Break("never-applies", ERROR, {"ride-home"}, lambda: but("ride-home", when=parse_condition("drive_minutes < 0"))),
    Break("gate-nothing-opens", ERROR, {"map-signed"}, lambda: but(
        "map-signed", gate=gate("map-signed", opens_when=parse_condition("map_signed and not map_signed"))
    )),
    Break("gate-nothing-opens", ERROR, {"stocking-in-hand"}, lambda: but(
        "stocking-in-hand", when=parse_condition("not stocking_in_hand")
    )),
    Break("gate-stops-nobody", ERROR, {"map-signed"}, lambda: but(
        "map-signed", gate=gate("map-signed", opens_when=None)
    )),
    Break("gate-stops-nobody", ERROR, {"map-signed"}, lambda: but(
        "map-signed", gate=gate("map-signed", opens_when=parse_condition("map_signed or not map_signed"))
    )),
    Break("gate-without-override", WARNING, {"map-signed"}, lambda: but(
        "map-signed", gate=gate("map-signed", override=None)
    )),
    Break("range-as-limit", ERROR, {"driving-home"}, lambda: but(
        "driving-home", limit=limit(between=parse_range("30 to 45 minutes"), warn_above=None)
    )),
    Break("limit-without-number", ERROR, {"driving-home"}, lambda: but(
        "driving-home", limit=limit(warn_above=None, stop_above=None)
    )),
    Break("warns-after-stopping", ERROR, {"driving-home"}, lambda: but(
        "driving-home", limit=limit(warn_above=parse_quantity("60 minutes"))
    )),
    Break("limit-without-words", ERROR, {"driving-home"}, lambda: but("driving-home", limit=limit(text_stop={}))),
    Break("no-choice", ERROR, {"which-stocking"}, lambda: but(
        "which-stocking", options=leaflet().rule("which-stocking").options[:1], text={"en": "One.", "fr": "Un."}
    )),
    Break("no-choice", ERROR, {"x"}, lambda: plus(
        rule_text("x", "choice", 'from = "left"')
        + ''.join(f'[[rules.options]]\nfact = "{fact}"\ntext.en = "So."\ntext.fr = "Ainsi."\n'
                  for fact in ("drive_minutes", "no_ice"))
    )),
    Break("same-name", ERROR, set(), lambda: plus('[facts.home]\nask.en = "Home?"\nask.fr = "À la maison ?"')),
    Break("odd-name", ERROR, {"Bring Shorts"}, lambda: but("bring-shorts", id="Bring Shorts")),
    Break("odd-name", ERROR, set(), lambda: plus('[facts."is tall"]\nask.en = "Tall?"\nask.fr = "Grand ?"')),
    Break("out-of-bounds", ERROR, set(), lambda: value("ice_times", 9)),
    Break("out-of-bounds", ERROR, set(), lambda: parameter("second_interval_days", least=8)),
    Break("no-source", ERROR, {"legs-up"}, lambda: but("legs-up", source="")),
    Break("no-source", ERROR, {"no-aspirin"}, lambda: but("no-aspirin", source="")),
    Break("no-source", WARNING, {"bring-shorts"}, lambda: but("bring-shorts", source="")),
    Break("recalled-not-off", ERROR, {"bandage"}, lambda: but("bandage", sure=Sure.RECALLED)),
    Break("recalled-not-off", ERROR, {"first-exercise", "daily-exercise"}, lambda: parameter(
        "exercise_minutes", sure=Sure.RECALLED
    )),
]  # fmt: skip

TEXTS = [
    Break("missing-translation", ERROR, {"legs-up"}, lambda: but("legs-up", text={"en": "Legs up until {end:time}."})),
    Break("missing-translation", ERROR, {"hourly-walk"}, lambda: but(
        "hourly-walk", text_each={"fr": "À {start:time}, marchez."}
    )),
    Break("missing-translation", ERROR, {"bandage"}, lambda: but("bandage", differs={"en": "Others differ."})),
    Break("missing-translation", ERROR, {"bandage"}, lambda: but("bandage", because={"fr": "Pour la veine."})),
    Break("missing-translation", ERROR, {"emergency-signs"}, lambda: but("emergency-signs", points={
        "en": ("one", "two"), "fr": ("un",)
    })),
    Break("missing-translation", ERROR, set(), lambda: plus('[observations.rash]\nlabel.en = "a rash"')),
    Break("missing-translation", ERROR, set(), lambda: plus('[facts.tall]\nask.fr = "Grand ?"')),
    Break("missing-translation", ERROR, set(), lambda: plus('[terms.rest]\nmeans.en = "lying down"')),
    Break("missing-translation", ERROR, set(), lambda: plus('[events.called]\nlabel.en = "the call"')),
    Break("missing-translation", ERROR, set(), lambda: parameter("walk_every", label={"en": "walk"})),
    Break("missing-translation", ERROR, set(), lambda: replace(leaflet(), title={"en": "Only English"})),
    Break("unspoken-language", ERROR, set(), lambda: replace(leaflet(), languages=("en", "fr", "de"))),
    Break("slots-differ", ERROR, {"legs-up"}, lambda: but(
        "legs-up", text={"en": "Legs up until {end:time}.", "fr": "Jambes surélevées."}
    )),
    Break("empty-slot", ERROR, {"bring-shorts"}, lambda: but(
        "bring-shorts", text={"en": "Bring shorts at {times}.", "fr": "Apportez un short à {times}."}
    )),
    Break("number-in-text", WARNING, {"ice-on-a-lump"}, lambda: but("ice-on-a-lump", text_each={
        "en": "Ice for 15 minutes.", "fr": "Glace pendant 15 minutes.",
    })),
    Break("hard-to-read", WARNING, {"bring-shorts"}, lambda: but("bring-shorts", text={
        "en": "Appropriate periprocedural lower-extremity garments facilitate unobstructed sonographic visualisation.",
        "fr": "Apportez un short.",
    })),
    Break("hard-to-read", WARNING, {"bring-shorts"}, lambda: but("bring-shorts", text={
        "en": "Bring shorts.",
        "fr": "Apportez un short que vous mettez dès que vous êtes là et que vous gardez sur vous tout le temps que le "
              "soin dure et même un peu plus si on vous le dit.",
    })),
    Break("hard-to-read", WARNING, {"emergency-signs"}, lambda: but("emergency-signs", points={
        "en": ("respiratory embarrassment, retrosternal discomfort, expectoration of sanguineous secretions",),
        "fr": ("vous respirez mal",),
    })),
]  # fmt: skip

WINDOWS = [
    Break("backwards-window", ERROR, {"keep-the-day-free"}, lambda: but(
        "keep-the-day-free", begin="the end of the day of procedure", end="procedure"
    )),
    Break("backwards-window", WARNING, {"keep-the-day-free"}, lambda: but(
        "keep-the-day-free", begin="15:00 on the day of procedure", end="procedure"
    )),
    Break("empty-window", WARNING, {"breakfast"}, lambda: but("breakfast", begin="arrived", end="arrived")),
    Break("no-occurrence", ERROR, {"hourly-walk"}, lambda: but("hourly-walk", repeat=parse_repeat("every 13 hours"))),
    Break("no-end", ERROR, {"stocking", "one-light-stocking-stays", "stocking-off-in-bed"}, lambda: but(
        "stocking", end=None, text={"en": "Wear it.", "fr": "Portez-le."}
    )),
    Break("no-end", ERROR, {"mild-discomfort"}, lambda: but(
        "mild-discomfort", lasts=None, text={"en": "Raise it.", "fr": "Surélevez-la."}
    )),
    Break("no-end", ERROR, {"no-aspirin"}, lambda: but("no-aspirin", end=None)),
    Break("no-end", WARNING, {"stocking-off-in-bed"}, lambda: but("stocking-off-in-bed", end=None)),
    Break("open-until-event", WARNING, {"daily-exercise"}, lambda: but("daily-exercise", not_after=None)),
    Break("open-until-event", ERROR, {"daily-exercise"}, nothing_books_the_visit),
    Break("open-until-event", ERROR, {"walk-on-leaving"}, lambda: but(
        "walk-on-leaving", but("next-visit-booked", off=True), lasts=None, end="second"
    )),
    Break("beyond-bedtime", WARNING, {"legs-up"}, lambda: but("legs-up", not_after=None)),
]  # fmt: skip

CONTRADICTIONS = [
    Break("contradiction", ERROR, {"keep-bandage-dry", "ice-on-a-lump"}, lambda: but("ice-on-a-lump", without=())),
    Break("contradiction", ERROR, {"keep-bandage-dry", "first-exercise"}, lambda: but(
        "first-exercise", by=("swimming",)
    )),
    Break("contradiction", ERROR, {"keep-bandage-dry", "swimming-again"}, lambda: but(
        "swimming-again", begin="2 days after bandaged"
    )),
    Break("contradiction", ERROR, {"no-aspirin", "x"}, lambda: plus(
        rule_text("x", "self-care", 'about = "aspirin"\nfrom = "12 hours before procedure"\nuntil = "left"')
    )),
    Break("two-windows", ERROR, {"bandage", "x"}, lambda: plus(
        rule_text("x", "do", 'about = "bandage"\nlegs = "treated"\nfrom = "bandaged"\nlasts = "5 days"')
    )),
    Break("two-windows", ERROR, {"keep-bandage-dry", "x"}, lambda: plus(
        rule_text("x", "avoid", 'about = "water"\nfrom = "bandaged"\nlasts = "2 days"')
    )),
    Break("two-windows", ERROR, {"daily-exercise", "x"}, lambda: plus(rule_text(
        "x", "do", 'about = "exercise"\nlegs = "both"\nfrom = "the day 1 day after injected"\n'
        'until = "the day 3 days after injected"\nrepeat = "each day"'
    ))),
    Break("travel-against-visit", WARNING, {"no-long-trips", "first-scan"}, lambda: but(
        "no-long-trips", without=("go_home",)
    )),
    Break("travel-against-visit", WARNING, {"no-long-trips", "go-straight-home"}, lambda: but(
        "no-long-trips", without=("return_visit",)
    )),
]  # fmt: skip

GAPS = [
    Break("missing-emergency", ERROR, set(), lambda: off("emergency-signs")),
    Break("missing-emergency", ERROR, set(), lambda: but(
        "emergency-signs", text={"en": "Call us.", "fr": "Appelez-nous."}
    )),
    Break("missing-emergency", ERROR, set(), lambda: but("emergency-signs", when=parse_condition("seen blister"))),
    Break("not-supervised", WARNING, set(), lambda: but("supervised-walk", supervised=False)),
    Break("not-supervised", WARNING, set(), lambda: but("supervised-walk", begin="left")),
    Break("second-unsettled", WARNING, {"second-injection"}, lambda: but("second-injection", begin="injected")),
    Break("test-outcome-unsettled", WARNING, {"test-first"}, lambda: off("test-tolerated")),
    Break("test-age-unsettled", WARNING, {"test-first"}, begun_at_the_request),
    Break("unspecified-aftercare", WARNING, {"test-first"}, lambda: off("after-the-test")),
    Break("far-home-unsettled", WARNING, {"no-long-trips"}, lambda: off("home-far-away")),
    Break("no-return-visit", WARNING, set(), lambda: off("first-scan", "result-scan")),
    Break("caution-ignored", ERROR, {"no-aspirin"}, lambda: but("no-aspirin", when=None)),
    Break("caution-ignored", ERROR, {"no-aspirin"}, lambda: but("no-aspirin", when=parse_condition("not no_ice"))),
    Break("caution-ignored", ERROR, {"no-aspirin"}, lambda: but(
        "no-aspirin", when=parse_condition("not prescribed_antiplatelet or no_ice")
    )),
    Break("caution-ignored", ERROR, {"old-hose-off"}, lambda: but("old-hose-off", when=None)),
    Break("undefined-term", WARNING, {"which-stocking"}, lambda: replace(
        leaflet(), terms={"light": leaflet().terms["light"]}
    )),
    Break("undefined-term", WARNING, {"no-long-trips"}, lambda: but(
        "no-long-trips", text={"en": "No long trips ({end:day}).", "fr": "Pas de longs voyages ({end:day})."}
    )),
    Break("early-end-untold", WARNING, {"bandage"}, lambda: but(
        "call-about-the-skin", when=parse_condition("seen blister")
    )),
    Break("no-leg-said", WARNING, {"stocking"}, lambda: but("stocking", legs=None)),
    Break("unsettled-hours", WARNING, {"notice-for-a-change"}, lambda: but("notice-for-a-change", counted="")),
    Break("unsettled-hours", WARNING, {"notice-for-a-change"}, lambda: but("notice-for-a-change", counted="business")),
]  # fmt: skip

BREAKS = [*HANGING, *STRUCTURE, *TEXTS, *WINDOWS, *CONTRADICTIONS, *GAPS]
