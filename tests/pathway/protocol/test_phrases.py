"""The phrases of the protocol language: each form is read as it is meant, and anything else is refused."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.protocol.phrases import (
    EDGE_FORMS,
    Condition,
    Edge,
    Grain,
    PhraseError,
    Quantity,
    Repeat,
    Side,
    parse_condition,
    parse_edge,
    parse_quantity,
    parse_range,
    parse_repeat,
)

EVENTS = ["home", "bandaged", "review 2", "elevation_begun", "next appointment", "day", "start_of"]
CLOCKS = ["07:30", "morning", "noon", "evening", "bedtime", "opening", "closing"]
amounts = st.builds(Quantity, st.sampled_from([1.0, 4.0, 0.5, 48.0]), st.sampled_from(["hours", "days", "nights"])) | (
    st.builds(lambda name: Quantity(name=name), st.sampled_from(["bandage_nights", "walk_every"]))
)


@dataclass(frozen=True)
class Said:
    """An edge put into words, and what must be read out of them."""

    words: str
    edge: Edge


def anchors() -> st.SearchStrategy[tuple[str, str, Side]]:
    """(words, anchor, side)."""
    events = st.sampled_from(EVENTS).map(lambda name: (name, name, Side.EVENT))
    begins = st.sampled_from(["legs-up", "bandage"]).map(lambda rule: (f"start of {rule}", rule, Side.BEGINS))
    ends = st.sampled_from(["legs-up", "bandage"]).map(lambda rule: (f"end of {rule}", rule, Side.ENDS))
    return events | begins | ends


@st.composite
def edges(draw: st.DrawFn) -> Said:
    words, anchor, side = draw(anchors())
    form = draw(st.sampled_from(["event", "offset", "awake", "day of", "day", "morning"]))
    shift, before = draw(amounts), draw(st.booleans())
    clock, ends = draw(st.sampled_from(["", *CLOCKS])), draw(st.booleans())
    way = "before" if before else "after"
    head = f"{clock} on " if clock else ""
    day = f"{head}the {'end of the ' if ends else ''}day"
    grain = Grain.DAY_END if ends else Grain.DAY
    awake = ", but not at night" if form == "awake" else ""
    match form:
        case "event":
            return Said(words, Edge(words, anchor, side))
        case "offset" | "awake":
            said = f"{shift} {way} {words}{awake}"
            return Said(said, Edge(said, anchor, side, shift, before, awake=bool(awake)))
        case "day of":
            said = f"{day} of {words}"
            return Said(said, Edge(said, anchor, side, None, False, grain, clock))
        case "day":
            said = f"{day} {shift} {way} {words}"
            return Said(said, Edge(said, anchor, side, shift, before, grain, clock))
        case _:
            said = f"the morning after {shift} from {words}"
            return Said(said, Edge(said, anchor, side, shift, False, Grain.MORNING, "morning"))


@given(said=edges())
def test_a_moment_in_words_is_read_as_it_is_meant(said: Said) -> None:
    assert parse_edge(said.words) == said.edge


@given(said=edges(), gap=st.sampled_from(["  ", "\n", "\t "]))
def test_white_space_means_nothing(said: Said, gap: str) -> None:
    assert parse_edge(f" {said.words.replace(' ', gap)} ") == said.edge


@pytest.mark.parametrize("form", EDGE_FORMS)
def test_every_form_that_an_error_offers_can_be_read(form: str) -> None:
    assert parse_edge(form).words == form


@pytest.mark.parametrize(
    "words",
    [
        "", "4 hours", "after home", "4 after home", "hours after home", "four hours after home", "4 hours after",
        "4 hours since home", "-4 hours after home", "Home", "the day", "the day of", "the days of home",
        "25:99 clock on the day of home", "midnight on the day of home", "the morning after home", "home or left",
        "end of", "review 12", "the morning before 5 nights from home", "4 hours after home, but not at noon",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_the_forms(words: str) -> None:
    with pytest.raises(PhraseError) as refused:
        parse_edge(words)
    assert f"“{words}” is no moment" in str(refused.value)
    assert "4 hours after home" in str(refused.value)
    assert refused.value.words == words


@given(words=st.text(max_size=40))
def test_any_words_are_read_or_refused(words: str) -> None:
    for parse in (parse_edge, parse_quantity, parse_range, parse_repeat, parse_condition):
        try:
            parse(words)
        except PhraseError as refused:
            assert "“" in str(refused)  # noqa: PT017 - most texts are refused, and those that are not are fine too


@given(amount=amounts)
def test_an_amount_is_read_from_its_own_words(amount: Quantity) -> None:
    assert parse_quantity(str(amount)) == amount


@pytest.mark.parametrize(
    ("words", "amount", "unit"),
    [
        ("1 hour", 1, "hours"),
        ("1 night", 1, "nights"),
        ("0.5 hours", 0.5, "hours"),
        ("20 mmHg", 20, "mmHg"),
        ("38 °C", 38, "°C"),
        ("4000 mg", 4000, "mg"),
        ("3 km", 3, "km"),
    ],
)
def test_a_unit_may_stand_in_the_singular(words: str, amount: float, unit: str) -> None:
    assert parse_quantity(words) == Quantity(amount, unit)


@pytest.mark.parametrize("words", ["", "4", "hours", "{}", "{Hours}", "{a b}", "4  hours", "1,5 hours", "4 hours 5"])
def test_what_is_no_amount_is_refused(words: str) -> None:
    with pytest.raises(PhraseError, match="is no amount"):
        parse_quantity(words)


def test_a_range_has_two_ends_and_one_amount_is_both() -> None:
    ten, fifteen = Quantity(10, "minutes"), Quantity(15, "minutes")
    assert parse_range("10 to 15 minutes") == (ten, fifteen)
    assert parse_range("10 minutes to 1 hour") == (ten, Quantity(1, "hours"))
    assert parse_range("{walk_least} to {walk_most}") == (Quantity(name="walk_least"), Quantity(name="walk_most"))
    assert parse_range("15 minutes") == (fifteen, fifteen)


@pytest.mark.parametrize("words", ["10 to minutes", "10 - 15 minutes", "10 to 15"])
def test_what_is_no_range_is_refused(words: str) -> None:
    with pytest.raises(PhraseError):
        parse_range(words)


@pytest.mark.parametrize(
    ("words", "repeat"),
    [
        ("every 1 hour", Repeat("", every=Quantity(1, "hours"))),
        ("every {walk_every}", Repeat("", every=Quantity(name="walk_every"))),
        ("every 2 hours between morning and bedtime", Repeat("", Quantity(2, "hours"), between=("morning", "bedtime"))),
        ("every 2 days between 08:00 and 09:30", Repeat("", Quantity(2, "days"), between=("08:00", "09:30"))),
        ("4 times a day", Repeat("", times_a_day=Quantity(4, "times"))),
        ("{ice_times} a day", Repeat("", times_a_day=Quantity(name="ice_times"))),
        ("each day", Repeat("", every=Quantity(1, "days"))),
        ("each day from morning to bedtime", Repeat("", Quantity(1, "days"), between=("morning", "bedtime"))),
        ("each night", Repeat("", nightly=True)),
    ],
)
def test_a_recurrence_is_read_as_it_is_meant(words: str, repeat: Repeat) -> None:
    found = parse_repeat(words)
    assert found == Repeat(words, repeat.every, repeat.times_a_day, repeat.nightly, repeat.between)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "hourly",
        "every hour",
        "every day",
        "4 a day",
        "4 times",
        "each week",
        "each night from 10 to 11",
        "each day from 1",
    ],
)
def test_what_is_no_recurrence_is_refused_with_the_forms(words: str) -> None:
    with pytest.raises(PhraseError, match="is no recurrence; write “every 1 hour”"):
        parse_repeat(words)


# --- conditions -----------------------------------------------------------------------------------------------------


def spoken(condition: Condition) -> str:
    """A condition in words, with a bracket around everything that has parts."""
    if condition.op == "not":
        return f"not {spoken(condition.parts[0])}"
    if condition.parts:
        return f"({f' {condition.op} '.join(spoken(part) for part in condition.parts)})"
    if condition.than:
        than = f"{{{condition.than.name}}}" if condition.than.name else f"{condition.than.amount:g}"
        return f"{condition.name} {condition.op} {than}"
    return condition.name if condition.op == "fact" else f"{condition.op} {condition.name}"


def shape(condition: Condition) -> object:
    """A condition without its words, and with chains of one kind taken as one."""
    if condition.parts:
        return condition.op, tuple(shape(part) for part in condition.parts)
    return condition.op, condition.name, condition.than


conditions = st.recursive(
    st.one_of(
        st.builds(lambda op, name: Condition("", op, name=name), st.sampled_from(["fact", "seen", "happened"]),
                  st.sampled_from(["two_light_stockings", "review", "android", "nothing", "order"])),
        st.builds(lambda op, than: Condition("", op, name="drive_minutes", than=than),
                  st.sampled_from([">", ">=", "<", "<=", "="]),
                  st.sampled_from([Quantity(45.0), Quantity(0.5), Quantity(name="drive_limit")])),
    ),
    lambda inner: st.one_of(
        inner.map(lambda part: Condition("", "not", (part,))),
        st.builds(lambda op, parts: Condition("", op, tuple(parts)), st.sampled_from(["and", "or"]),
                  st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)  # fmt: skip


@given(condition=conditions)
def test_a_condition_is_read_from_its_own_words(condition: Condition) -> None:
    found = parse_condition(spoken(condition))
    assert shape(found) == shape(condition)
    assert found.words == spoken(condition) or not found.parts


@given(condition=conditions, answers=st.dictionaries(st.text(max_size=3), st.booleans()))
def test_a_condition_means_what_it_says(condition: Condition, answers: dict[str, bool]) -> None:
    def ask(what: str, name: str) -> object:
        return 30 if what == "number" else 31 if name == "drive_minutes" else answers.get(name[:3], len(name) % 2 == 0)

    def truth(each: Condition) -> bool:
        if each.op == "and":
            return all(map(truth, each.parts))
        if each.op == "or":
            return any(map(truth, each.parts))
        if each.op == "not":
            return not truth(each.parts[0])
        if each.than:
            than = 30.0 if each.than.name else each.than.amount
            assert than is not None
            return {">": than < 31, ">=": than <= 31, "<": than > 31, "<=": than >= 31, "=": than == 31}[each.op]
        return bool(ask(each.op, each.name))

    assert condition.holds(ask) is truth(condition)
    assert parse_condition(spoken(condition)).holds(ask) is truth(condition)


def test_or_binds_weaker_than_and_and_not_binds_strongest() -> None:
    found = parse_condition("a or b and not c or seen d")
    assert shape(found) == (
        "or",
        (("fact", "a", None), ("and", (("fact", "b", None), ("not", (("fact", "c", None),)))), ("seen", "d", None)),
    )


@pytest.mark.parametrize(
    "words",
    [
        "",
        "and",
        "a and",
        "a b",
        "not",
        "(a",
        "a)",
        "a > ",
        "a > b",
        "> 4",
        "seen",
        "seen and",
        "a > {B}",
        "a & b",
        "a == 4",
    ],
)
def test_what_is_no_condition_is_refused_at_the_word_where_it_stops(words: str) -> None:
    with pytest.raises(PhraseError, match="is no condition"):
        parse_condition(words)
