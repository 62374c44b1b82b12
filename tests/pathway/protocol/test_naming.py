"""What cannot be is refused when a protocol is read, at its line, and not when a plan is drawn."""

from __future__ import annotations

import pytest

from saphena.pathway.protocol.drawing import Drawer
from saphena.pathway.protocol.reading import Unreadable
from tests.pathway.protocol.drawn import SMALL, at, rule, small

FACTS = """
[facts.far]
ask.en = "Far?"
ask.fr = "Loin ?"
[facts.minutes]
unit = "minutes"
default = 30
ask.en = "How long?"
ask.fr = "Combien ?"
[parameters.hours]
value = 4
unit = "hours"
label.en = "hours"
label.fr = "heures"
reason = "test"
source = "HOUSE"
[parameters.most]
value = 45
unit = "minutes"
label.en = "most"
label.fr = "plus"
reason = "test"
source = "HOUSE"
"""

WRONG = {
    'from = "hme"': "from: no event is called hme; did you mean home?",
    'from = "end of itt"': "from: no rule is called itt; did you mean it?",
    'from = "{hurs} after home"': "from: no parameter or fact is called hurs; did you mean hours?",
    'from = "4 fortnights after home"': "from: no unit is called fortnights",
    'from = "4 mg after home"': "from: 4 mg cannot be counted here",
    'from = "the day 4 hours after home"': "from: 4 hours cannot be counted here",
    'from = "the day {hours} after home"': "from: {hours} cannot be counted here",
    'from = "the day {minutes} after home"': "from: {minutes} cannot be counted here",
    'from = "the morning after 4 hours from home"': "from: 4 hours cannot be counted here",
    'from = "2 nights before home"': "from: nights are counted forward only",
    'from = "noon on the day of home"': "from: “noon” needs its clock time",
    'from = "home"\nlasts = "3 mg"': "lasts: 3 mg cannot be counted here",
    'from = "home"\nlasts = "{far}"': "lasts: {far} cannot be counted here",
    'from = "home"\nlasts = "2 hours"\nrepeat = "every 3 mg"': "repeat: 3 mg cannot be counted here",
    'from = "home"\nlasts = "2 hours"\nrepeat = "every 0 hours"': "repeat: “every 0 hours” never comes round",
    'from = "home"\nrepeat = "every 1 hour between opening and closing"': "needs its clock time",
    'from = "home"\nwhen = "fra"': "when: no fact is called fra; did you mean far?",
    'from = "home"\nwhen = "far > 3"': "when: far is a yes or no and cannot be compared with a number",
    'from = "home"\nwhen = "minutes > {mst}"': "when: no parameter or fact is called mst; did you mean most?",
    'from = "home"\nwhen = "minutes > {hours}"': "when: minutes is counted in minutes, but {hours} in hours",
    'from = "home"\nwhen = "seen blister"': "when: no observation is called blister",
    'from = "home"\nwhen = "happened hme"': "when: no event is called hme; did you mean home?",
    'from = "home"\nabout = "wlking"': "about: no topic is called wlking; did you mean walking?",
}
LIMITS = {
    'measures = ["far"]': "measures: far is a yes or no, and a limit measures a number",
    "measures = []": "measures: must name one fact, or two events",
    'measures = ["left", "home", "procedure"]': "measures: must name one fact, or two events",
    'measures = ["minuts"]': "measures: no fact or event is called minuts; did you mean minutes?",
    'measures = ["left", "home"]\nwarn_above = "{hours}"': "warn_above: the time between is counted in minutes, but",
    'measures = ["left", "hme"]': "measures: no fact or event is called hme; did you mean home?",
    'measures = ["minutes"]\nwarn_above = "{hours}"': "warn_above: minutes is counted in minutes, but {hours} in hours",
}
RIGHT = [
    'from = "the day {hours} after home"'.replace("{hours}", "2 nights"),
    'from = "36 hours after home, but not at night"\nlasts = "{minutes}"',
    'from = "home"\nlasts = "2 weeks"\nrepeat = "every 2 days"',
    'from = "home"\nlasts = "{hours}"\nwhen = "far and minutes > {most} or not (minutes <= 3)"',
    'from = "14:30 on the day of home"\nuntil = "the end of the day 2 days after home"',
]


@pytest.mark.parametrize("words", WRONG)
def test_what_cannot_be_is_refused_at_its_line(words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        small(FACTS + rule(words))
    problem = refused.value.problems[0]
    assert WRONG[words].removeprefix("from: ") in str(problem)
    lines = (SMALL + FACTS + rule(words)).splitlines()
    field = WRONG[words].split(":")[0] if ": " in WRONG[words] else "repeat"
    assert lines[problem.line - 1].startswith(field)


@pytest.mark.parametrize("words", LIMITS)
def test_a_limit_that_measures_nothing_is_refused(words: str) -> None:
    text = FACTS + rule(f'from = "home"\n{words}').replace('kind = "do"', 'kind = "limit"')
    with pytest.raises(Unreadable) as refused:
        small(text)
    assert LIMITS[words] in str(refused.value.problems[0])


@pytest.mark.parametrize("words", RIGHT)
def test_what_can_be_is_read_and_drawn(words: str) -> None:
    assert Drawer(small(FACTS + rule(words))).draw({"home": at("2027-03-09T11:50")}).lines()
