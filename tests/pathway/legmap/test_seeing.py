"""What follows from an examination is what is drawn: states, numbers in their units, ways of reflux, changes."""

from __future__ import annotations

from decimal import Decimal

from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap import ChangeMark, State, TributaryMark, View, change_marks, seen
from saphena.pathway.mapping import Place, Reading, compare, criteria, derive


def reading(segment: str, quantity: str, value: Decimal | str | int, level: int | None = None) -> Reading:
    place = Place("left", segment, None if level is None else Decimal(level))
    return Reading(place, quantity, value if isinstance(value, str) else Decimal(value))


def refluxing(*segments: str, width: int = 6) -> list[Reading]:
    return [each for id in segments for each in (reading(id, "reflux", 2400), reading(id, "diameter", width))]


def test_milliseconds_become_seconds_and_states_are_those_that_were_judged() -> None:
    found = [*refluxing("gsv.knee"), reading("ssv.upper", "state", "absent")]
    found.append(reading("aasv.upper", "state", "not_seen"))
    marks = {mark.segment: mark for mark in seen(derive(found, criteria())).segments}
    knee = marks["gsv.knee"]
    assert (knee.state, knee.diameter, knee.reflux) == (State.INCOMPETENT, 6, 2.4)
    assert marks["ssv.upper"].state is State.ABSENT
    assert marks["aasv.upper"].state is State.NOT_SEEN


def test_a_way_of_reflux_is_a_flow_and_runs_through_the_course_that_was_drawn_by_hand() -> None:
    found = refluxing("sfj", "sfj.preterminal", "gsv.thigh.upper", "gsv.thigh.middle", "gsv.thigh.lower", "gsv.knee")
    found += refluxing("gsv.calf.upper", "tr.calf.inner")
    hand = TributaryMark(Leg.LEFT, "T1", "tr.calf.inner", View.INNER, ((0, 12), (1, 38)), State.INCOMPETENT)
    (flow,) = seen(derive(found, criteria()), tributaries=[hand]).flows
    assert (flow.way[0], flow.way[-2:]) == ("sfj", ("gsv.calf.upper", "T1"))


def test_a_perforator_keeps_its_level() -> None:
    found = [reading("pv.tibial.upper", "reflux", 700, 26), reading("pv.tibial.upper", "diameter", 4, 26)]
    (mark,) = seen(derive(found, criteria())).perforators
    assert (mark.height, mark.state) == (26.0, State.INCOMPETENT)


def test_each_change_has_the_name_that_the_comparison_gives_it() -> None:
    before = derive(refluxing("gsv.thigh.upper", "gsv.knee"), criteria())
    after = derive(
        [reading("gsv.thigh.upper", "compressible", "no"), *refluxing("gsv.knee", width=9), *refluxing("ssv.upper")],
        criteria(),
    )
    marks = change_marks(compare(before, after))
    assert ChangeMark(Leg.LEFT, "gsv.thigh.upper", "closed") in marks
    assert ChangeMark(Leg.LEFT, "gsv.knee", "wider") in marks
    assert all(mark.segment != "ssv.upper" for mark in marks)  # looked at only once
