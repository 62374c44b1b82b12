"""The check of a protocol: conflicts, gaps and impossible rules, each with an id, a sentence and the rules involved.

- `structure`: single rules and names; a rule that never applies, a gate that nothing opens, a must without a source
- `hanging`: what hangs on what; unreachable events, circles
- `texts`: languages, slots, reading level
- `windows`: drawn on sample days; backwards, without an end, into the night
- `contradictions`: two rules that cannot both be kept, with a day on which they collide
- `gaps`: what every protocol of this kind must settle (settling.toml)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.protocol.checking.contradictions import check_contradictions
from saphena.pathway.protocol.checking.finding import Finding, Severity
from saphena.pathway.protocol.checking.gaps import check_gaps
from saphena.pathway.protocol.checking.hanging import Hanging
from saphena.pathway.protocol.checking.satisfying import Patients
from saphena.pathway.protocol.checking.scenarios import Samples
from saphena.pathway.protocol.checking.structure import check_structure
from saphena.pathway.protocol.checking.texts import check_texts
from saphena.pathway.protocol.checking.windows import check_windows
from saphena.pathway.protocol.drawing import Drawer

if TYPE_CHECKING:
    from saphena.pathway.protocol.rules import Protocol

__all__ = ["Finding", "Severity", "check"]

ORDER = {severity: place for place, severity in enumerate(Severity)}


def check(protocol: Protocol) -> list[Finding]:
    """Everything that is wrong, doubtful or missing in a protocol: errors first, then warnings, then notes."""
    hanging = Hanging(protocol)
    patients = Patients(protocol, hanging.never())
    samples = Samples(Drawer(protocol), patients)
    found = [
        *hanging.findings(),
        *check_structure(protocol, patients),
        *check_windows(protocol, samples),
        *check_contradictions(protocol, samples),
        *check_gaps(protocol, patients),
        *check_texts(protocol),
    ]
    return sorted(dict.fromkeys(found), key=lambda finding: ORDER[finding.severity])
