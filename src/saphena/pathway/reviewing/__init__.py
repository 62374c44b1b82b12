"""The return visit: what became of each treated vein, whether the deep veins are safe, and what comes next.

It proposes, with rule, threshold and source; a physician decides. Nothing here diagnoses.
"""

from saphena.pathway.reviewing.again import Proposal, Round, Verdict, propose_next
from saphena.pathway.reviewing.deep import Extension, extension
from saphena.pathway.reviewing.outcomes import Concluded, Found, Outcome, conclude, recanalised
from saphena.pathway.reviewing.rates import Rate, wilson
from saphena.pathway.reviewing.rows import Definition, Definitions, Time, definitions, times

__all__ = [
    "Concluded",
    "Definition",
    "Definitions",
    "Extension",
    "Found",
    "Outcome",
    "Proposal",
    "Rate",
    "Round",
    "Time",
    "Verdict",
    "conclude",
    "definitions",
    "extension",
    "propose_next",
    "recanalised",
    "times",
    "wilson",
]
