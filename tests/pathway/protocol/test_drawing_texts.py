"""What a patient reads: dates, clock times and numbers in the words of each language."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.pathway.protocol.drawn import drawn, rule, small_plan

PLAN = drawn()

SAID = {
    (
        "bandage",
        "en",
    ): "Leave the bandage on, day and night, until Sunday 14 March, in the morning. It is planned for 5 nights.",
    ("bandage", "fr"): "Gardez le bandage jour et nuit jusqu’au dimanche 14 mars, le matin. Il est prévu pour 5 nuits.",
    ("legs-up", "en"): "Lie down with both legs higher than your heart until 15:50.",
    ("legs-up", "fr"): "Allongez-vous, les deux jambes plus hautes que le cœur, jusqu’à 15 h 50.",
    ("hourly-walk", "en"): "Get up and walk for 10 to 15 minutes at 12:50, 13:50 and 14:50.",
    ("hourly-walk", "fr"): "Levez-vous et marchez de 10 à 15 minutes : 12 h 50, 13 h 50 et 14 h 50.",
    ("notice-for-a-change", "en"): (
        "If you must change the date, tell us by Sunday 7 March at 10:00. After that, please call."
    ),
    ("notice-for-a-change", "fr"): (
        "Si vous devez changer la date, dites-le-nous au plus tard le dimanche 7 mars à 10 h. Ensuite, téléphonez."
    ),
    ("walk-on-leaving", "en"): "When you leave, walk for 10 to 15 minutes. In bad weather, walk indoors.",
    ("hour-at-the-clinic", "en"): (
        "Plan to be at the clinic from 10:00 to 11:00, then a short walk with us until about 11:10."
    ),
}


@pytest.mark.parametrize(("rule_id", "language"), SAID)
def test_the_rule_says_its_dates_in_its_language(rule_id: str, language: str) -> None:
    assert PLAN.item(rule_id).text(language) == SAID[rule_id, language]


def test_one_occurrence_speaks_of_itself() -> None:
    second = list(PLAN.item("hourly-walk").lines())[1]
    assert second.text("en") == "At 13:50, get up and walk for 10 to 15 minutes. Then lie down again."
    assert second.text("fr") == "À 13 h 50, levez-vous et marchez de 10 à 15 minutes. Puis recouchez-vous."


def test_while_the_next_visit_is_not_known_its_name_is_said() -> None:
    text = '[facts.x]\nask.en = "x"\nask.fr = "x"\n' + rule(
        'from = "home"\nuntil = "the day of next appointment"'
    ).replace('"Do it."', '"Until {end:day}."')
    plan = small_plan(text, home="2027-03-09T12:00")
    label = plan.protocol.events["next appointment"].label["en"]
    assert plan.item("it").text("en") == f"Until {label}."


def test_an_event_that_is_not_known_is_called_by_its_name() -> None:
    text = rule('from = "home"\nlasts = "1 hour"').replace('"Do it."', '"Before {review:day}."')
    plan = small_plan(text, home="2027-03-09T12:00")
    label = plan.protocol.events["review"].label["en"]
    assert plan.item("it").text("en") == f"Before {label}."
    seen = small_plan(text, home="2027-03-09T12:00", review="2027-03-16T09:00")
    assert seen.item("it").text("en") == "Before Tuesday 16 March."


@pytest.mark.parametrize(
    ("form", "en", "fr"),
    [
        ("{end}", "Friday 1 January 2027 at 12:30", "vendredi 1er janvier 2027 à 12 h 30"),
        ("{end:when}", "Friday 1 January 2027 at 12:30", "vendredi 1er janvier 2027 à 12 h 30"),
        ("{end:time}", "12:30", "12 h 30"),
        ("{end:day}", "Friday 1 January 2027", "vendredi 1er janvier 2027"),
        ("{end:short}", "Fri 1 Jan 2027 at 12:30", "ven. 1er janv. 2027 à 12 h 30"),
        ("{start:day}", "Thursday 31 December", "jeudi 31 décembre"),
        ("{lasts}", "1 day", "1 jour"),
    ],
)
def test_a_slot_has_its_forms(form: str, en: str, fr: str) -> None:
    text = rule('from = "home"\nlasts = "1 day"').replace('"Do it."', f'"{form}"').replace('"Faites-le."', f'"{form}"')
    item = small_plan(text, procedure="2026-12-31T10:00", home="2026-12-31T12:30").item("it")
    assert (item.text("en"), item.text("fr")) == (en, fr)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("the day of review", "Tuesday 16 March"),
        ("the end of the day of review", "Tuesday 16 March"),
        ("bedtime on the day of review", "Tuesday 16 March, at bedtime"),
        ("14:30 on the day of review", "Tuesday 16 March at 14:30"),
        ("the morning after 2 nights from review", "Thursday 18 March, in the morning"),
        ("review", "Tuesday 16 March at 09:00"),
        ("the day 1 day before review", "Monday 15 March"),
        ("2 weeks after review", "Tuesday 30 March at 09:00"),
        ("36 hours after review", "Wednesday 17 March at 21:00"),
        ("38 hours after review, but not at night", "Thursday 18 March, in the morning"),
        ("36 hours after review, but not at night", "Wednesday 17 March at 21:00"),
        ("48 hours before review", "Sunday 14 March at 09:00"),
    ],
)
def test_an_end_is_said_as_exactly_as_it_is_meant(until: str, said: str) -> None:
    text = rule(f'from = "home"\nuntil = "{until}"').replace('"Do it."', '"Until {end:when}."')
    item = small_plan(text, procedure="2027-03-09T10:00", home="2027-03-09T12:00", review="2027-03-16T09:00").item("it")
    assert item.text("en") == f"Until {said}."


def test_the_last_day_is_the_last_date_inside_a_window() -> None:
    text = rule('from = "home"\nuntil = "the day 2 weeks after home"').replace(
        '"Do it."', '"{end:last_day}; {end:day}."'
    )
    plan = small_plan(text, procedure="2027-03-09T10:00", home="2027-03-09T12:00")
    assert plan.item("it").text("en") == "Monday 22 March; Tuesday 23 March."


def test_what_has_no_end_can_still_be_said_and_its_first_three_times_come_at_once() -> None:
    words = 'from = "home"\nrepeat = "every 1 hour"'
    item = small_plan(rule(words).replace('"Do it."', '"At {times}."'), home="2027-03-09T12:00").item("it")
    assert [line.start.hour for line in islice(item.occurrences(), 3)] == [13, 14, 15]
    assert item.text("en").startswith("At 13:00, 14:00, 15:00")
    assert len(item.text("en")) < 200
    assert item.end is None
    assert len(list(item.lines())) == 366


def test_half_hours_are_said_with_the_sign_of_each_language() -> None:
    walk = drawn(settings={"walk_every": 1.5}).item("hourly-walk")
    assert "1.5 hours" in walk.why("en")
    assert "1,5 heure" in walk.why("fr")
