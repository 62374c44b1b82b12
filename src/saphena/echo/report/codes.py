"""The codes of a vascular ultrasound report: what DICOM has, and our own where it has none.

Every code of DICOM's, SNOMED's, LOINC's and UCUM's here is held against pydicom's tables by a test. DICOM has none for
how long reflux lasts, for compressibility or for foam: those are ours, under a scheme that says so.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ANATOMY", "LEVELS", "MEASURES", "OWN", "SIDES", "SITES", "VEINS", "Code", "Measure"]

OWN = "99SAPHENA"
VEINS = "99VEIN"
"""Veins for which DICOM has no code; the value is the clinic's own id for the part of the vein."""


@dataclass(frozen=True)
class Code:
    """A coded concept: value, scheme and what it means in words."""

    value: str
    scheme: str
    meaning: str

    @property
    def key(self) -> tuple[str, str]:
        return self.value, self.scheme


@dataclass(frozen=True)
class Measure:
    """How a measurement is told in a report: its concept, its unit, and what is said of it beside."""

    concept: Code
    unit: Code
    modifiers: tuple[tuple[Code, Code], ...] = ()


def _dcm(value: str, meaning: str) -> Code:
    return Code(value, "DCM", meaning)


def _sct(value: str, meaning: str) -> Code:
    return Code(value, "SCT", meaning)


ORIENTATION = _dcm("125105", "Measurement Orientation")
DIRECTION = _sct("260674002", "Direction of flow (attribute)")
UPRIGHT, ACROSS = _dcm("122675", "Anterior-Posterior"), _sct("62824007", "Transverse")
BACK, FORTH = _sct("312004007", "Retrograde Flow"), _sct("263677008", "Antegrade Flow")
FINDING_SITE, LATERALITY = _sct("363698007", "Finding Site"), _sct("272741003", "Laterality")
TOPOGRAPHY = _sct("106233006", "Topographical modifier")
LEG_VEINS = _sct("122774002", "Structure of vein of lower extremity")

MM, S, CM_S = Code("mm", "UCUM", "mm"), Code("s", "UCUM", "s"), Code("cm/s", "UCUM", "cm/s")
MM2, MM_S, NONE = Code("mm2", "UCUM", "mm2"), Code("mm/s", "UCUM", "mm/s"), Code("1", "UCUM", "no units")
LUMEN = _sct("397413000", "Vessel lumen diameter")
PEAK = Code("20355-4", "LN", "Peak Blood Velocity")
MEAN = Code("20352-1", "LN", "Time averaged mean velocity")

MEASURES: dict[str, Measure] = {
    "upright diameter": Measure(LUMEN, MM, ((ORIENTATION, UPRIGHT),)),
    "transverse diameter": Measure(LUMEN, MM, ((ORIENTATION, ACROSS),)),
    "area": Measure(_sct("397415007", "Vessel lumen cross-sectional area"), MM2),
    "depth": Measure(_sct("413975003", "Vessel depth from surface"), MM),
    "distance": Measure(_sct("414599003", "Length of Segment"), MM),
    "peak reverse velocity": Measure(PEAK, CM_S, ((DIRECTION, BACK),)),
    "mean reverse velocity": Measure(MEAN, CM_S, ((DIRECTION, BACK),)),
    "augmentation": Measure(PEAK, CM_S, ((DIRECTION, FORTH),)),
    "reflux duration": Measure(Code("REFLUX_TIME", OWN, "Venous reflux duration"), S),
    "reflux duration to zero": Measure(Code("REFLUX_TIME_ZERO", OWN, "Venous reflux duration, to zero velocity"), S),
    "compressibility": Measure(Code("COMPRESSIBILITY", OWN, "Compressibility of the vein by area"), NONE),
    "foam speed": Measure(Code("FOAM_SPEED", OWN, "Speed of the foam's front"), MM_S),
    "foam at the junction": Measure(Code("FOAM_REACHES", OWN, "Time until foam is at the junction"), S),
}
"""By the name that a `Measurement` carries."""

SIDES = {"left": _sct("7771000", "Left"), "right": _sct("24028007", "Right")}
LEVELS = {
    "upper": _sct("40415009", "Proximal"),
    "middle": Code("C25569", "NCIt", "Middle"),
    "lower": _sct("46053002", "Distal"),
}

ANATOMY: dict[str, Code] = {
    "sfj": _sct("128587003", "Saphenofemoral junction"),
    "spj": _sct("244415001", "Saphenopopliteal junction"),
    "gsv": _sct("60734001", "Great saphenous vein"),
    "gsv.thigh": _sct("414369008", "Great Saphenous Vein of Thigh"),
    "gsv.calf": _sct("414368000", "Great Saphenous Vein of Calf"),
    "ssv": _sct("26805005", "Lesser Saphenous Vein"),
    "giac": _sct("397437000", "Giacomini vein"),
    "pasv.leg": _sct("397435008", "Posterior arch vein"),
    "civ": _sct("46027005", "Common iliac vein"),
    "eiv": _sct("63507001", "External iliac vein"),
    "iiv": _sct("40300007", "Internal iliac vein"),
    "cfv": _sct("397363009", "Common Femoral Vein"),
    "dfv": _sct("23438002", "Profunda Femoris Vein"),
    "fv": _sct("397364003", "Superficial Femoral Vein"),
    "popv": _sct("56849005", "Popliteal Vein"),
    "ptv": _sct("4258007", "Posterior Tibial Vein"),
    "atv": _sct("26703007", "Anterior Tibial Vein"),
    "prv": _sct("71758008", "Peroneal Vein"),
    "gav": _sct("264481007", "Gastrocnemius vein"),
    "sov": _sct("397427005", "Soleal vein"),
    "pv.thigh": _sct("714759009", "Thigh perforator"),
    "pv.canal": _sct("128560002", "Hunterian perforating vein"),
    "pv.paratibial": _sct("128548003", "Boyd's perforating vein"),
    "pv.tibial": _sct("128549006", "Cockett's perforating vein"),
    "pv.calf.outer": _sct("714754004", "Lateral calf perforator"),
}
"""What the clinic calls a vein or the beginning of what it calls its parts, and DICOM's code (CID 12110)."""

SITES = {code.value: id for id, code in ANATOMY.items()} | {"83419000": "fv"}
"""The other way round; the femoral vein goes by two codes."""
