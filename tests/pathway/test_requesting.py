"""What a request must hold, and what in it cannot wait."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.requesting import Told, Trip, Urgency, problems, read, rows, weigh

TODAY = date(2027, 3, 9)
ENOUGH = Told(birth_date=date(1961, 4, 23), phone="403 555-0142", legs=("left",), concerns=("ache",))
RAW = tomllib.loads((files("saphena.pathway") / "requesting.toml").read_text(encoding="utf-8"))
DATES = st.dates(date(1800, 1, 1), date(2200, 1, 1))
TRIPS = st.builds(Trip, st.just("car"), st.none() | DATES, st.none() | DATES, st.none() | st.integers(0, 48))


def rules(told: Told) -> set[tuple[str, str]]:
    return {(problem.field, problem.rule) for problem in problems(told, TODAY)}


def test_a_leg_a_telephone_and_what_is_wrong_are_enough() -> None:
    assert rules(ENOUGH) == set()
    assert rules(replace(ENOUGH, concerns=(), words="It aches.")) == set()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"legs": ()}, ("legs", "no leg")),
        ({"concerns": (), "words": "  "}, ("concerns", "nothing wrong")),
        ({"phone": "call me"}, ("phone", "no number")),
        ({"birth_date": TODAY + timedelta(days=1)}, ("birth_date", "to come")),
        ({"birth_date": date(1861, 4, 23)}, ("birth_date", "too long ago")),
        ({"words": "x" * 10_000}, ("words", "too long")),
        ({"trips": (Trip("plane"),)}, ("trip 1 leaves", "no first day")),
        ({"trips": (Trip("plane", date(2027, 4, 9), date(2027, 4, 1)),)}, ("trip 1 returns", "before the first day")),
        ({"trips": (Trip("plane", date(2027, 1, 9), date(2027, 2, 1)),)}, ("trip 1 returns", "over")),
        ({"trips": (Trip("plane", date(2027, 1, 9)),)}, ("trip 1 leaves", "over")),
        ({"trips": (Trip("plane", date(2092, 1, 9)),)}, ("trip 1 leaves", "too far ahead")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)
def test_what_is_missing_or_impossible_is_named_at_its_field(
    change: dict[str, object], problem: tuple[str, str]
) -> None:
    assert rules(replace(ENOUGH, **change)) == {problem}  # type: ignore[arg-type]  # each row fits its column


def test_a_baby_born_today_and_a_trip_that_has_begun_are_possible() -> None:
    away = Trip("car", TODAY - timedelta(days=3), TODAY)
    assert rules(replace(ENOUGH, birth_date=TODAY, trips=(away,))) == set()


@given(trips=st.lists(TRIPS, max_size=3), born=DATES, words=st.text(max_size=3000))
def test_any_dates_and_words_are_answered_and_never_with_an_error(trips: list[Trip], born: date, words: str) -> None:
    told = replace(ENOUGH, trips=tuple(trips), birth_date=born, words=words)
    for problem in problems(told, TODAY):
        assert problem.field in {"birth_date", "words"} or problem.field.startswith("trip ")


@pytest.mark.parametrize("name", sorted(rows().flags))
def test_every_red_flag_comes_before_everything_else(name: str) -> None:
    urgency, reasons = weigh(replace(ENOUGH, flags=(name,), screening=tuple(rows().screening), earlier=("surgery",)))
    assert urgency <= Urgency.TODAY
    assert reasons[0].name == name


@given(
    flags=st.sets(st.sampled_from(sorted(rows().flags))),
    screening=st.sets(st.sampled_from(sorted(rows().screening))),
    more=st.sampled_from(sorted(rows().flags)),
)
def test_who_tells_more_never_waits_longer(flags: set[str], screening: set[str], more: str) -> None:
    told = replace(ENOUGH, flags=tuple(flags), screening=tuple(screening))
    urgency, reasons = weigh(told)
    assert weigh(replace(told, flags=(*flags, more)))[0] <= urgency
    assert [reason.urgency for reason in reasons] == sorted(reason.urgency for reason in reasons)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"earlier": ("surgery",)}, "after surgery"),
        ({"minutes_home": 46, "driver": "self"}, "needs a ride"),
        ({"minutes_home": 45, "driver": "self"}, "far for driving alone"),
        ({"minutes_home": 31, "driver": "self"}, "far for driving alone"),
        ({"trips": (Trip("plane", TODAY, None, 5),)}, "long trip"),
    ],
)
def test_what_is_good_to_know_is_named_and_makes_nothing_urgent(change: dict[str, object], reason: str) -> None:
    urgency, reasons = weigh(replace(ENOUGH, **change))  # type: ignore[arg-type]  # each row fits its column
    assert (urgency, [each.name for each in reasons]) == (Urgency.ROUTINE, [reason])


def test_half_an_hour_somebody_else_driving_and_four_hours_seated_are_nothing_to_know() -> None:
    told = replace(ENOUGH, minutes_home=30, driver="self", trips=(Trip("car", TODAY, None, 4),))
    assert weigh(told) == (Urgency.ROUTINE, ())
    assert weigh(replace(told, minutes_home=300, driver="somebody"))[1] == ()


def test_answers_that_nobody_knows_weigh_nothing() -> None:
    assert weigh(replace(ENOUGH, flags=("dragon",), screening=("unicorn",))) == (Urgency.ROUTINE, ())


def test_what_is_only_recalled_is_not_asked() -> None:
    every = read(RAW)
    off = {row.name for row in (*every.flags.values(), *every.screening.values()) if row.sure == "recalled"}
    assert off == {"drugs", "recent_illness"}
    assert off.isdisjoint({*rows().flags, *rows().screening})


def test_no_name_stands_for_two_questions() -> None:
    every = read(RAW)
    assert set(every.flags).isdisjoint(every.screening)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sure": "recalled"}, "off until a clinic"),
        ({"sure": "certain"}, "how sure"),
        ({"source": ""}, "a source"),
        ({"level": "whenever"}, "one of the levels"),
        ({"ask": {"en": "Any?"}}, "every language"),
    ],
)
def test_a_row_that_is_not_complete_is_refused(change: dict[str, object], said: str) -> None:
    row = {**RAW["flags"]["breath"], **change}
    with pytest.raises(ValueError, match=said):
        read({"flags": {"breath": row}, "screening": {}, "amounts": {}})


def test_every_amount_has_its_unit_source_and_sureness() -> None:
    for name, amount in RAW["amounts"].items():
        assert amount["unit"], name
        assert amount["source"], name
        assert amount["sure"] in ("found", "derived", "engineering"), name
