"""What follows from a duplex examination: competence, kinds of reflux, its ways, CEAP, VCSS, targets, and what changed.

It proposes, each time with rule, threshold, operator and source; the physician decides.
"""

from saphena.pathway.mapping.comparing import Change, Kind, compare
from saphena.pathway.mapping.criteria.sets import CriteriaSet, criteria, shipped
from saphena.pathway.mapping.deriving import Derived, LegDerived, derive
from saphena.pathway.mapping.judging import Judged, State, Why
from saphena.pathway.mapping.quantities import quantities
from saphena.pathway.mapping.readings import Origin, Place, Reading
from saphena.pathway.mapping.typing_in import Entry, read_line

__all__ = [
    "Change",
    "CriteriaSet",
    "Derived",
    "Entry",
    "Judged",
    "Kind",
    "LegDerived",
    "Origin",
    "Place",
    "Reading",
    "State",
    "Why",
    "compare",
    "criteria",
    "derive",
    "quantities",
    "read_line",
    "shipped",
]
