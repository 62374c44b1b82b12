"""The weeks at home: what a patient is asked and when, how urgent the answers are and why, and silence as an event.

The rows of triage.toml and follow_up.toml are a clinic's to approve; nothing here diagnoses.
"""

from saphena.pathway.recovering.follow_up import AtHome, Expected, asked_at_home, expected, follow_up
from saphena.pathway.recovering.levels import Level
from saphena.pathway.recovering.rows import Row, Table, table
from saphena.pathway.recovering.triage import Finding, Fired, Report, triage

__all__ = [
    "AtHome",
    "Expected",
    "Finding",
    "Fired",
    "Level",
    "Report",
    "Row",
    "Table",
    "asked_at_home",
    "expected",
    "follow_up",
    "table",
    "triage",
]
