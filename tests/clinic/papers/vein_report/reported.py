"""A report to test with: both legs, signed, with something added afterwards."""

from __future__ import annotations

from datetime import date

from saphena.clinic.papers.letterhead import Letterhead
from saphena.clinic.papers.vein_report import Addendum, Examined, LegFindings, VeinReport
from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap.examples import bilateral

__all__ = ["REPORT"]

REPORT = VeinReport(
    Examined(
        "Pat Moreau",
        date(1961, 4, 30),
        date(2027, 3, 9),
        "Sam Okafor, RVT",
        "Dr. Ana Wolf",
        date(2027, 3, 10),
        number="VC-1041",
        posture="standing",
        criteria="SVS/AVF/AVLS 2022-23",
    ),
    bilateral(),
    (
        LegFindings(Leg.RIGHT, ("Great saphenous vein: axial reflux",), "CEAP C2, Ep, As, Pr", "", "6", ("GSV",)),
        LegFindings(Leg.LEFT, ("Small saphenous vein: axial reflux",), changes=("SSV: new reflux",)),
    ),
    Letterhead("Calgary Vein", "403 555-0142"),
    (Addendum(date(2027, 3, 12), "Dr. Ana Wolf", "The left popliteal vein was looked at again: no clot."),),
)
