"""An image has come: keep it, write down what it is and whose, and only then tell the machine that all is well."""

from __future__ import annotations

import logging
import threading
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.events import ImageClashed, StudyPutInTray, StudyReceived
from saphena.clinic.imaging.matching import TWO_PEOPLE, claims_differ, judge
from saphena.clinic.imaging.models import Instance, Study
from saphena.clinic.imaging.reading import Header, read_header
from saphena.clinic.imaging.states import Whose
from saphena.clinic.people.access import require
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from saphena.clinic.record.actors import Actor

__all__ = ["Clashed", "adopt", "receive"]

A_MOMENT = timedelta(seconds=5)
TRIES = 2

log = logging.getLogger(__name__)


class Clashed(Refused):
    """Another image is kept under this number already. The one that is kept stays."""


def receive(
    *, actor: Actor, arrived: Path, came_from: str, header: Header | None = None, summed: tuple[int, str] | None = None
) -> Instance:
    """Keep an arrived file for good and write down what it is and whose. `header`, and `summed` (its size and SHA-256),
    are for whoever has read it already.

    The same image twice is one image. Raises `Refused` for what is no image, `Clashed` for another image under a kept
    number, `OSError` when the disk does not take it; then nothing is written and the arrived file is gone.
    """
    require(actor, "imaging.receive")
    try:
        header = header or read_header(arrived)
        size, sha256 = summed or (arrived.stat().st_size, keeping.digest(arrived))
        place = keeping.keep(arrived, header.uid)
    except keeping.Clash:
        raise _clash(header.uid if header else "", came_from) from None
    finally:
        arrived.unlink(missing_ok=True)
    kept = _row(header, place, size, sha256, came_from)
    return _once(header, kept, came_from)


_turn = threading.Lock()


def _in_turn() -> AbstractContextManager[object]:
    """SQLite lets whoever comes second sleep for ever longer and try again; waiting in line here wakes at once."""
    alone = connection.vendor == "sqlite" and not connection.in_atomic_block
    return _turn if alone else nullcontext()


def _once(header: Header, kept: Instance, came_from: str) -> Instance:
    """The row, or the one that there is already."""
    for _each in range(TRIES):
        try:
            return _written(header, kept, came_from)
        except IntegrityError:  # it was kept before, or another association wrote it, or its study, in this moment
            if known := Instance.objects.select_related("study").filter(uid=header.uid).order_by().first():
                return known
    return _written(header, kept, came_from)


def adopt(since: float) -> int:
    """Write the rows of files that lie at their place and have none, and say how many: the power failed when the disk
    had the file and not yet the database's own log."""
    adopted = 0
    for place in keeping.kept_since(since):
        if Instance.objects.filter(place=place).exists():
            continue
        path = keeping.folder() / place
        try:
            header = read_header(path)
        except Refused as no:
            log.warning("a file among the images has no row and cannot be read: %s", no.reason)
            continue
        row = _row(header, place, path.stat().st_size, keeping.digest(path), "the disk, after a power failure")
        adopted += keeping.place_for(header.uid) == place and _once(header, row, row.came_from).pk == row.pk
    return adopted


def _row(header: Header, place: str, size: int, sha256: str, came_from: str) -> Instance:
    return Instance(
        uid=header.uid,
        series_uid=header.series_uid,
        sop_class=header.sop_class,
        modality=header.modality,
        transfer_syntax=header.transfer_syntax,
        number=header.number,
        frames=header.frames,
        rows=header.rows,
        columns=header.columns,
        made_at=header.made_at,
        place=place,
        size=size,
        sha256=sha256,
        came_from=came_from[:64],
    )


def _written(header: Header, kept: Instance, came_from: str) -> Instance:
    with _in_turn(), transaction.atomic():
        kept.study = _study(header, came_from)
        kept.pk = None
        kept.save(force_insert=True)
    return kept


def _clash(uid: str, came_from: str) -> Clashed:
    with transaction.atomic():
        kept = Instance.objects.select_related("study").filter(uid=uid).first()
        if kept:
            event = ImageClashed(patient_id=kept.study.patient_id, instance_id=kept.pk, machine=came_from)
            announce(event, by=SAPHENA)
    return Clashed("Another image is kept under this number already; the one that came first stays.", "SOPInstanceUID")


def _study(header: Header, came_from: str) -> Study:
    claim = header.claim
    try:
        known = Study.objects.select_for_update().get(uid=claim.study_uid)
    except Study.DoesNotExist:
        return _first(header, came_from)
    if claims_differ(known, claim):
        _into_tray(known, TWO_PEOPLE)
    now = timezone.now()
    if now - known.newest_at > A_MOMENT:  # it only says which study is shown first
        Study.objects.filter(pk=known.pk).update(newest_at=now)
    return known


def _first(header: Header, came_from: str) -> Study:
    claim = header.claim
    verdict = judge(claim)
    study = Study.objects.create(
        uid=claim.study_uid,
        accession=claim.accession,
        claimed_name=claim.name,
        claimed_id=claim.patient_id,
        claimed_birth_date=claim.birth_date,
        scanned_on=header.scanned_on,
        description=header.description,
        order=verdict.order,
        patient=verdict.order.patient if verdict.order else None,
        whose=Whose.MATCHED if verdict.order else Whose.TRAY,
        why=verdict.why,
        matched_by=SAPHENA.actor_name if verdict.order else "",
        matched_at=timezone.now() if verdict.order else None,
    )
    whose = f"scan {verdict.order.accession}" if verdict.order else f"the tray. {verdict.why}"
    announce(StudyReceived(study.patient_id, study.pk, came_from, whose), by=SAPHENA)
    return study


def _into_tray(study: Study, why: str) -> None:
    """Whatever was believed of it: a person looks again."""
    if study.whose == Whose.TRAY and study.why == why:
        return
    was = study.patient_id
    Study.objects.filter(pk=study.pk).update(
        whose=Whose.TRAY, patient=None, order=None, why=why, matched_by="", matched_at=None
    )
    study.refresh_from_db()
    announce(StudyPutInTray(was, study.pk, why), by=SAPHENA)
