"""Whether images are kept for good: answered by looking at the disk, byte for byte, never from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.models import Commitment, Instance
from saphena.clinic.people.access import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.record.actors import Actor

__all__ = ["commit"]

NO_SUCH_OBJECT = 0x0112
CLASS_CONFLICT = 0x0119
PROCESSING_FAILURE = 0x0110


def commit(
    *, actor: Actor, transaction_uid: str, machine: str, asked: Iterable[tuple[str, str]], address: str = ""
) -> Commitment:
    """Look each (SOP class, SOP instance) up and say which are kept; the others with DICOM's failure reason."""
    require(actor, "imaging.receive")
    pairs = list(asked)
    rows = {row.uid: row for row in Instance.objects.filter(uid__in=[uid for _class, uid in pairs])}
    kept, failed = [], []
    for sop_class, uid in pairs:
        reason = _failure(rows.get(uid), sop_class)
        if reason:
            failed.append([sop_class, uid, reason])
        else:
            kept.append([sop_class, uid])
    return Commitment.objects.create(
        transaction_uid=transaction_uid, machine=machine, kept=kept, failed=failed, address=address
    )


def _failure(row: Instance | None, sop_class: str) -> int:
    if row is None:
        return NO_SUCH_OBJECT
    if row.sop_class != sop_class:
        return CLASS_CONFLICT
    path = keeping.path_of(row)
    whole = path.is_file() and path.stat().st_size == row.size and keeping.digest(path) == row.sha256
    return 0 if whole else PROCESSING_FAILURE
