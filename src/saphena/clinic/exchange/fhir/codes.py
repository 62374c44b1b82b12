"""The codes that are sent beside the words. Each is held against a table that is installed, or it is our own.

Ours have two systems, named by fixed UUIDs: parts of the legs ("left.gsv.thigh.upper") and what is noted of them
("reflux"). Of others' codes: veins and two quantities in SNOMED CT as far as DICOM lists them, the substances' ATC
codes and the complications' ICD-10-CM codes as far as the clinic's own tables have them.
"""

from __future__ import annotations

from saphena.clinic.exchange.fhir.shapes import LOINC, SNOMED, Json, coding
from saphena.pathway.anatomy import anatomy
from saphena.pathway.mapping.readings import WHOLE_LEG

__all__ = ["NOTED", "PARTS", "REPORT", "noted_codings", "vein_codings"]

PARTS = "urn:uuid:7d3a9c52-5b0e-4c7f-9a41-2f6f0c1d8e30"
NOTED = "urn:uuid:c2f4e6b8-91d3-4a75-8f0e-6b7d2a9c4e11"
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
REPORT = coding(LOINC, "39036-9")
LUMEN, DEPTH = coding(SNOMED, "397413000"), coding(SNOMED, "413975003")
SURE = {"diameter": LUMEN, "depth": DEPTH}


def vein_codings(leg: str, segment: str) -> list[Json]:
    """Ours says leg and part; DICOM's code may name more than this part of the vein, and never the leg."""
    own = coding(PARTS, leg if segment == WHOLE_LEG else f"{leg}.{segment}")
    found = anatomy().by_id.get(segment)
    if found is None or found.code.scheme != "SCT":
        return [own]
    return [own, coding(SNOMED, found.code.value)]


def noted_codings(name: str) -> list[Json]:
    return [coding(NOTED, name), *([SURE[name]] if name in SURE else [])]
