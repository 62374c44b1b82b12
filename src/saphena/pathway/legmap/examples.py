"""Five legs that any vein clinic knows, for the style guide, the documents and the tests."""

from __future__ import annotations

from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap.marks import (
    Flow,
    LegMap,
    PerforatorMark,
    Pin,
    Place,
    Scar,
    SegmentMark,
    State,
    TributaryMark,
    View,
)

__all__ = ["EXAMPLES", "bilateral"]

GSV = (
    "sfj", "sfj.preterminal", "gsv.thigh.upper", "gsv.thigh.middle", "gsv.thigh.lower", "gsv.knee", "gsv.calf.upper",
    "gsv.calf.middle", "gsv.calf.lower",
)  # fmt: skip
NORMAL = (7.0, 6.2, 4.1, 3.8, 3.6, 3.4, 3.0, 2.7, 2.5)
CALF = (
    (-0.4, 13.2), (1.2, 16.0), (0.0, 19.0), (2.0, 21.6), (0.6, 24.6), (3.0, 27.4),
    (1.7, 30.4), (3.0, 33.4), (1.9, 36.4), (2.2, 39.6),
)  # fmt: skip
WIDE = (9.6, 8.8, 7.4, 6.9, 6.4, 6.2, 5.4, 2.8, 2.6)


def _competent(leg: Leg, *segments: tuple[str, float]) -> tuple[SegmentMark, ...]:
    return tuple(SegmentMark(leg, id, State.COMPETENT, diameter) for id, diameter in segments)


def _rest(leg: Leg) -> tuple[SegmentMark, ...]:
    """What is the same in all of them."""
    return _competent(
        leg,
        ("ssv.upper", 3.1),
        ("ssv.middle", 2.7),
        ("ssv.lower", 2.3),
        ("spj", 3.4),
        ("spj.preterminal", 3.3),
        ("cfv", 12.0),
        ("popv.upper", 8.0),
    )


def normal(leg: Leg = Leg.RIGHT) -> LegMap:
    """Every vein closes in time."""
    return LegMap(
        segments=(
            *_competent(leg, *zip(GSV, NORMAL, strict=True), ("aasv.upper", 2.9), ("aasv.lower", 2.2)),
            *_rest(leg),
        ),
        perforators=(PerforatorMark(leg, "pv.paratibial", State.COMPETENT, 37.0, 2.1),),
    )


def great_saphenous(leg: Leg = Leg.RIGHT) -> LegMap:
    """Reflux from the groin down the great saphenous vein, and out into a tributary of the calf."""
    refluxing = [
        SegmentMark(leg, id, State.INCOMPETENT, diameter, seconds)
        for id, diameter, seconds in zip(GSV[:7], WIDE, (2.4, 2.4, 3.1, 3.0, 2.8, 2.6, 2.2), strict=False)
    ]
    return LegMap(
        segments=(
            *refluxing,
            *_competent(
                leg, ("gsv.calf.middle", 2.8), ("gsv.calf.lower", 2.6), ("aasv.upper", 3.0), ("aasv.lower", 2.4)
            ),
            *_rest(leg),
        ),
        tributaries=(
            TributaryMark(
                leg,
                "T1",
                "tr.calf.inner",
                View.INNER,
                CALF,
                State.INCOMPETENT,
                5.2,
                2.0,
                4.0,
            ),
        ),
        perforators=(PerforatorMark(leg, "pv.tibial.upper", State.COMPETENT, 26.0, 2.2),),
        flows=(Flow(leg, (*GSV[:7], "T1")),),
    )


def small_saphenous(leg: Leg = Leg.LEFT) -> LegMap:
    """Reflux from behind the knee down the small saphenous vein, a perforator at the calf that lets blood out."""
    refluxing = [
        SegmentMark(leg, id, State.INCOMPETENT, diameter, seconds)
        for id, diameter, seconds in (
            ("spj", 7.2, 2.9),
            ("spj.preterminal", 6.8, 2.9),
            ("ssv.upper", 6.1, 2.6),
            ("ssv.middle", 5.0, 1.9),
        )
    ]
    return LegMap(
        segments=(
            *refluxing,
            *_competent(
                leg,
                *zip(GSV, NORMAL, strict=True),
                ("ssv.lower", 2.4),
                ("te", 2.2),
                ("cfv", 12.0),
                ("popv.upper", 8.4),
                ("popv.lower", 7.9),
            ),
        ),
        tributaries=(
            TributaryMark(
                leg,
                "T1",
                "tr.calf.outer",
                View.BACK,
                ((4.3, 14.0), (3.2, 16.4), (4.6, 19.2), (3.6, 22.0), (4.4, 25.0), (2.6, 27.6), (0.9, 29.8)),
                State.INCOMPETENT,
                4.1,
                1.4,
                3.0,
            ),
        ),
        perforators=(
            PerforatorMark(leg, "pv.gastro.inner", State.INCOMPETENT, 31.0, 4.2, 0.9),
            PerforatorMark(leg, "pv.achilles", State.COMPETENT, 14.0, 2.0),
        ),
        flows=(Flow(leg, ("spj", "spj.preterminal", "ssv.upper", "ssv.middle")), Flow(leg, ("ssv.middle", "T1"))),
    )


def after_surgery(leg: Leg = Leg.RIGHT) -> LegMap:
    """The trunk of the thigh was taken out; the anterior accessory vein and a perforator fill what came back."""
    return LegMap(
        segments=(
            SegmentMark(leg, "sfj", State.INCOMPETENT, 5.4, 1.6),
            *(SegmentMark(leg, id, State.ABSENT) for id in GSV[1:6]),
            SegmentMark(leg, "gsv.calf.upper", State.INCOMPETENT, 4.6, 1.8),
            SegmentMark(leg, "gsv.calf.middle", State.INCOMPETENT, 3.9, 1.5),
            *_competent(leg, ("gsv.calf.lower", 2.6)),
            SegmentMark(leg, "aasv.upper", State.INCOMPETENT, 5.8, 2.1),
            SegmentMark(leg, "aasv.lower", State.INCOMPETENT, 4.9, 1.9),
            SegmentMark(leg, "tr.calf.back", State.NOT_SEEN),
            *_rest(leg),
        ),
        tributaries=(
            TributaryMark(
                leg,
                "T1",
                "tr.thigh.front",
                View.FRONT,
                ((-5.2, 37.0), (-4.2, 40.0), (-5.4, 43.2), (-4.2, 46.2), (-3.4, 48.4)),
                State.INCOMPETENT,
                4.4,
                1.7,
                3.5,
            ),
        ),
        perforators=(PerforatorMark(leg, "pv.paratibial", State.INCOMPETENT, 36.0, 4.4, 1.1),),
        flows=(
            Flow(leg, ("sfj", "aasv.upper", "aasv.lower", "T1")),
            Flow(leg, ("pv.paratibial", "gsv.calf.upper", "gsv.calf.middle")),
        ),
        scars=(
            Scar(leg, Place(View.FRONT, 3.0, 82.6), length=5.0, slant=70),
            Scar(leg, Place(View.INNER, 2.4, 44.6), length=2.4, slant=80),
        ),
    )


def treated(leg: Leg = Leg.LEFT) -> LegMap:
    """Six weeks after foam: the trunk is closed to the knee, partly open above it, with the injections by number."""
    return LegMap(
        segments=(
            *_competent(leg, ("sfj", 7.4)),
            SegmentMark(leg, "sfj.preterminal", State.CLOSED, 6.0),
            SegmentMark(leg, "gsv.thigh.upper", State.CLOSED, 5.2),
            SegmentMark(leg, "gsv.thigh.middle", State.CLOSED, 5.0),
            SegmentMark(leg, "gsv.thigh.lower", State.PARTLY_OPEN, 4.4),
            SegmentMark(leg, "gsv.knee", State.CLOSED, 4.6),
            SegmentMark(leg, "gsv.calf.upper", State.CLOSED, 4.2),
            *_competent(
                leg, ("gsv.calf.middle", 2.7), ("gsv.calf.lower", 2.5), ("aasv.upper", 3.0), ("aasv.lower", 2.3)
            ),
            SegmentMark(leg, "gav.inner", State.THROMBOSED, 5.0),
            *_rest(leg),
        ),
        tributaries=(
            TributaryMark(
                leg,
                "T1",
                "tr.calf.inner",
                View.INNER,
                CALF,
                State.CLOSED,
                3.6,
            ),
        ),
        pins=(
            Pin(leg, 1, "gsv.thigh.middle", 0.5),
            Pin(leg, 2, "gsv.thigh.lower", 0.3),
            Pin(leg, 3, "gsv.knee", 0.4),
            Pin(leg, 4, "T1", 0.6),
            Pin(leg, 5, "T1", 0.4),
        ),
    )


def both(right: LegMap, left: LegMap) -> LegMap:
    """Two legs in one map."""
    return LegMap(
        right.segments + left.segments,
        right.perforators + left.perforators,
        right.tributaries + left.tributaries,
        right.flows + left.flows,
        right.scars + left.scars,
        right.pins + left.pins,
        {**right.landmarks, **left.landmarks},
    )


def bilateral() -> LegMap:
    """A whole examination of both legs."""
    return both(great_saphenous(Leg.RIGHT), small_saphenous(Leg.LEFT))


EXAMPLES = {
    "normal": normal,
    "great saphenous": great_saphenous,
    "small saphenous": small_saphenous,
    "after surgery": after_surgery,
    "treated": treated,
}
