"""The veins of a leg as a graph: what each is called, where it lies, and into what its blood goes."""

from saphena.pathway.anatomy.graph import Anatomy, UnknownSegment, anatomy
from saphena.pathway.anatomy.landmarks import Landmarks
from saphena.pathway.anatomy.searching import Found, search
from saphena.pathway.anatomy.segments import Category, Code, Face, Group, Inflow, Leg, Segment, Vein

__all__ = [
    "Anatomy",
    "Category",
    "Code",
    "Face",
    "Found",
    "Group",
    "Inflow",
    "Landmarks",
    "Leg",
    "Segment",
    "UnknownSegment",
    "Vein",
    "anatomy",
    "search",
]
