"""What the treatment room knows: products and their ceilings, exact doses, the age of a foam, the way out.

Every number is in products.toml with its source. This page only opens the drawers.
"""

from __future__ import annotations

from saphena.pathway.treating.amounts import (
    LIQUID,
    Ratio,
    Unreadable,
    as_decimal,
    down,
    mg_in,
    read_number,
    read_ratio,
    up,
)
from saphena.pathway.treating.ceilings import (
    Dose,
    Drawn,
    Left,
    Room,
    Standing,
    Weighed,
    counting,
    mg_of,
    mg_per_ml,
    problems_with,
    room_for,
    standings,
    weigh,
    weight_problem,
)
from saphena.pathway.treating.foam import Age, Freshness, age, foam_limit
from saphena.pathway.treating.leaving import Stay, stay_after
from saphena.pathway.treating.library import (
    Ceiling,
    Form,
    Kind,
    Level,
    Library,
    Over,
    Product,
    Unit,
    Vein,
    library,
    shipped,
)
from saphena.pathway.treating.own import as_kept, kept, parts_of, with_own

__all__ = [
    "LIQUID", "Age", "Ceiling", "Dose", "Drawn", "Form", "Freshness", "Kind", "Left", "Level", "Library",
    "Over", "Product", "Ratio", "Room", "Standing", "Stay", "Unit", "Unreadable", "Vein", "Weighed", "age",
    "as_decimal", "as_kept", "counting", "down", "foam_limit", "kept", "library", "mg_in", "mg_of", "mg_per_ml",
    "parts_of", "problems_with", "read_number", "read_ratio", "room_for", "shipped", "standings", "stay_after",
    "up", "weigh", "weight_problem", "with_own",
]  # fmt: skip
