"""Whatever can be read can be checked: small protocols of every shape, most of them nonsense."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import assume, event, given
from hypothesis import strategies as st

from saphena.pathway.protocol.checking import check
from saphena.pathway.protocol.reading import Unreadable, read_text
from tests.pathway.protocol.drawn import SMALL

if TYPE_CHECKING:
    from saphena.pathway.protocol.rules import Protocol

NAMED = """
[parameters.hours]
value = 4
unit = "hours"
label.en = "h"
label.fr = "h"
reason = "r"
source = "HOUSE"
[parameters.nights]
value = 3
unit = "nights"
label.en = "n"
label.fr = "n"
reason = "r"
source = "HOUSE"
[parameters.so_often]
value = 2
unit = "times"
label.en = "t"
label.fr = "t"
reason = "r"
source = "HOUSE"
[facts.ill]
ask.en = "ill?"
ask.fr = "malade ?"
[facts.light]
ask.en = "light?"
ask.fr = "léger ?"
[facts.drive]
unit = "minutes"
default = 30
ask.en = "drive?"
ask.fr = "trajet ?"
[observations.blister]
label.en = "a blister"
label.fr = "une cloque"
"""
EVENTS = ["requested", "test", "procedure", "injected", "bandaged", "left", "home", "unbandaged", "review", "review 2",
          "second", "next appointment", "rest", "start of r0", "end of r0", "end of r1", "end of r2"]  # fmt: skip
LENGTHS = ["1 minute", "4 hours", "2 days", "3 weeks", "0 hours", "{hours}", "{drive}"] * 5 + [
    "2 nights",
    "{nights}",
    "5 mmHg",
    "{so_often}",
    "{ill}",
    "9000000 days",
]
DATES = ["1 day", "2 days", "3 weeks", "2 nights", "{nights}"] * 8 + ["{hours}", "4 hours"]
CLOCKS = ["06:30", "22:30", "morning", "bedtime"] * 8 + ["noon", "29:10"]
TOPICS = [
    "water", "swimming", "ice", "bandage", "stocking", "elevation", "exercise", "long_travel", "go_home", "aspirin",
    "support_hose", "test_session", "second_session", "emergency", "return_visit",
]  # fmt: skip
WORDS = [
    "Do it.",
    "Until {end:when}.",
    "At {times}.",
    "{value} and {drive}",
    "{nights}",
    "A light {lasts}",
    "Call 911.",
]

events, amounts, clocks = st.sampled_from(EVENTS), st.sampled_from(LENGTHS), st.sampled_from(CLOCKS)
dates = st.sampled_from(DATES)
edges = st.one_of(
    events,
    st.builds("{} {} {}".format, amounts, st.sampled_from(["before", "after"]), events),
    st.builds("{} after {}, but not at night".format, amounts, events),
    st.builds("the {}day of {}".format, st.sampled_from(["", "end of the "]), events),
    st.builds("{} on the day of {}".format, clocks, events),
    st.builds("the day {} {} {}".format, dates, st.sampled_from(["before", "after"]), events),
    st.builds("the morning after {} from {}".format, dates, events),
)
repeats = st.one_of(
    st.builds("every {}".format, amounts),
    st.builds("every {} between {} and {}".format, amounts, clocks, clocks),
    st.sampled_from(
        ["4 times a day", "{so_often} a day", "each day", "each night"] * 5 + ["0 times a day", "{drive} a day"]
    ),
    st.builds("each day from {} to {}".format, clocks, clocks),
)
conditions = st.recursive(
    st.sampled_from(["ill", "light", "drive", "drive > 45", "drive < {hours}", "drive = 7", "seen blister",
                     "happened review", "happened second"] * 9 + ["ill > 2", "drive > {drive}"]),
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
    ),
    max_leaves=5,
)  # fmt: skip
KINDS = [
    "do",
    "avoid",
    "may",
    "bring",
    "have",
    "ask",
    "tell",
    "notice",
    "limit",
    "gate",
    "choice",
    "self-care",
    "escalate",
]

FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "from": edges,
    "until": edges,
    "lasts": amounts,
    "not_before": edges,
    "not_after": edges,
    "repeat": repeats,
    "each_lasts": st.one_of(amounts, st.just("10 to 15 minutes")),
    "when": conditions,
    "opens_when": conditions,
    "about": st.sampled_from(TOPICS),
    "by": st.lists(st.sampled_from(TOPICS), max_size=2),
    "without": st.lists(st.sampled_from(TOPICS), max_size=2),
    "on": st.just("blister"),
    "ends_early_on": st.just(["blister"]),
    "begins": st.just("rest"),
    "ends": st.sampled_from(["rest", "unbandaged"]),
    "needs": st.lists(events, max_size=2),
    "measures": st.sampled_from([["drive"], ["left", "home"], ["left", "second"]] * 9 + [["ill"], []]),
    "warn_above": amounts,
    "stop_above": amounts,
    "between": st.just("30 to 45 minutes"),
    "legs": st.sampled_from(["treated", "both"]),
    "actor": st.sampled_from(["patient", "nurse"]),
    "source": st.just("HOUSE"),
    "off": st.just(True),
    "sure": st.sampled_from(["found", "recalled"]),
    "supervised": st.just(True),
    "whole_days": st.booleans(),
    "settles": st.just(["C1"]),
}
OF_KIND = {"limit": {"measures", "warn_above", "stop_above", "between"}, "gate": {"opens_when", "needs"}}


def said(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(said(each) for each in value)}]"
    return f'"{value}"'


@st.composite
def rules(draw: st.DrawFn, number: int) -> str:
    kind = draw(st.sampled_from(KINDS))
    allowed = set(FIELDS) - set().union(*OF_KIND.values()) | OF_KIND.get(kind, set())
    names = draw(st.lists(st.sampled_from(sorted(allowed)), max_size=7, unique=True))
    fields = {name: draw(FIELDS[name]) for name in {*names, *OF_KIND.get(kind, set())}}
    if kind != "notice" or draw(st.booleans()):
        fields.setdefault("from", draw(edges))
    head = [f'id = "r{number}"', f'kind = "{kind}"', f'strength = "{draw(st.sampled_from(["must", "try"]))}"']
    texts = [f'text.en = "{draw(st.sampled_from(WORDS))}"', f'text.fr = "{draw(st.sampled_from(WORDS))}"']
    blocks = ['blocks = "booking"'] if kind == "gate" else []
    lines = ["", "[[rules]]", *head, *texts, *blocks, *(f"{name} = {said(value)}" for name, value in fields.items())]
    for fact in draw(st.lists(st.sampled_from(["ill", "light"]), max_size=2)) if kind == "choice" else []:
        lines += ["[[rules.options]]", f'fact = "{fact}"', 'text.en = "so"', 'text.fr = "ainsi"']
    return "\n".join(lines)


@st.composite
def protocols(draw: st.DrawFn) -> str:
    count = draw(st.integers(0, 4))
    written = [draw(rules(number)) for number in range(count)]
    expected = draw(st.one_of(st.none(), edges))
    home = f'\n[events.home]\nexpected = "{expected}"' if expected else ""
    return SMALL + NAMED + home + "\n".join(written)


@given(text=protocols())
def test_what_can_be_read_can_be_checked(text: str) -> None:
    protocol = readable(text)
    assume(protocol is not None)
    assert protocol is not None
    found = check(protocol)
    event("with findings" if found else "sound")
    known = {rule.id for rule in protocol.rules}
    assert all(each.id and each.sentence and set(each.rules) <= known for each in found)
    assert check(protocol) == found


@given(text=protocols())
def test_what_cannot_be_read_says_where_and_why(text: str) -> None:
    try:
        read_text(text)
    except Unreadable as error:
        problems = error.problems
    else:
        problems = []
    lines = len(text.splitlines())
    assert all(0 < problem.line <= lines and problem.place and problem.sentence for problem in problems)


def readable(text: str) -> Protocol | None:
    try:
        return read_text(text)
    except Unreadable:
        return None
