"""The leg map: our drawing of a leg and its veins, a pure function of plain data to SVG."""

from saphena.pathway.legmap.by_hand import read_course, write_course
from saphena.pathway.legmap.changes import KINDS, ChangeMark
from saphena.pathway.legmap.drawing import BOTH, Look, draw, one_leg
from saphena.pathway.legmap.legend import legend_entries
from saphena.pathway.legmap.marks import (
    Flow,
    LegMap,
    PerforatorMark,
    Pin,
    Place,
    Scar,
    SegmentMark,
    Sore,
    State,
    TributaryMark,
    View,
)
from saphena.pathway.legmap.themes import GREY, PAPER, SCREEN, Theme

__all__ = [
    "BOTH",
    "GREY",
    "KINDS",
    "PAPER",
    "SCREEN",
    "ChangeMark",
    "Flow",
    "LegMap",
    "Look",
    "PerforatorMark",
    "Pin",
    "Place",
    "Scar",
    "SegmentMark",
    "Sore",
    "State",
    "Theme",
    "TributaryMark",
    "View",
    "draw",
    "legend_entries",
    "one_leg",
    "read_course",
    "write_course",
]
