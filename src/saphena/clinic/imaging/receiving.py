"""An image has come: keep it for good, and write down what it is and whose."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
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
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from saphena.clinic.record.actors import Actor

__all__ = ["Clashed", "Kept", "adopt", "keep", "receive", "write_all"]

A_MOMENT = timedelta(seconds=5)
TRIES = 2
MANY = 500

log = logging.getLogger(__name__)


class Clashed(Refused):
    """Another image is kept under this number already. The one that is kept stays."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An image that lies at its place on the disk for good, and what is to be written down of it. `summed`: its size in
    bytes, and the SHA-256 against which a commitment will hold it; read from the file when nobody did so before."""

    header: Header
    place: str
    came_from: str
    summed: tuple[int, str] | None = None

    def sum(self) -> tuple[int, str]:
        """Raises `OSError` when the file is there no longer."""
        path = keeping.folder() / self.place
        return self.summed or (path.stat().st_size, keeping.digest(path))

    def with_sum(self) -> Kept:
        """The same, summed: for whoever is about to hold a transaction."""
        return replace(self, summed=self.sum())


def receive(*, actor: Actor, arrived: Path, came_from: str, header: Header | None = None) -> Instance:
    """Keep an arrived file for good and write down what it is and whose. What is refused leaves nothing written: see
    `keep`."""
    return _once(keep(actor=actor, arrived=arrived, came_from=came_from, header=header))


def keep(*, actor: Actor, arrived: Path, came_from: str, header: Header | None = None) -> Kept:
    """Put an arrived file into its place for good; `write_all` writes its row. `header` is for whoever has read it.

    The same image twice is one image. Raises `Refused` for what is no image, `Clashed` for another image under a kept
    number, `OSError` when the disk does not take it; then nothing is kept and the arrived file is gone.
    """
    require(actor, "imaging.receive")
    try:
        header = header or read_header(arrived)
        place = keeping.keep(arrived, header.uid)
    except keeping.Clash:
        raise _clash(header.uid if header else "", came_from) from None
    finally:
        arrived.unlink(missing_ok=True)
    return Kept(header, place, came_from[:64])


_turn = threading.Lock()


def _in_turn() -> AbstractContextManager[object]:
    """SQLite lets whoever comes second sleep for ever longer and try again; waiting in line here wakes at once."""
    alone = connection.vendor == "sqlite" and not connection.in_atomic_block
    return _turn if alone else nullcontext()


def write_all(arrived: Sequence[Kept]) -> None:
    """The rows of many images in one transaction. What has its row already keeps it."""
    try:
        _written(arrived)
    except IntegrityError:  # another process wrote one of them, or its study, in this moment
        for each in arrived:
            _once(each)


def _once(kept: Kept) -> Instance:
    """The row, or the one that there is already."""
    for last in range(TRIES):
        try:
            _written([kept])
            break
        except IntegrityError:  # another association wrote it, or its study, in this moment
            if last:
                raise
    return Instance.objects.select_related("study").get(uid=kept.header.uid)


def adopt(since: float) -> int:
    """Write the rows of files that lie at their place and have none, and say how many: the power failed when the disk
    had the file and not yet the database's own log."""
    places = keeping.kept_since(since)
    adopted = 0
    while some := list(islice(places, MANY)):
        known = set(Instance.objects.filter(place__in=some).values_list("place", flat=True))
        adopted += sum(_adopted(place) for place in some if place not in known)
    return adopted


def _adopted(place: str) -> bool:
    try:
        header = read_header(keeping.folder() / place)
    except Refused as no:
        log.warning("a file among the images has no row and cannot be read: %s", no.reason)
        return False
    if keeping.place_for(header.uid) != place:
        return False
    _once(Kept(header, place, "the disk, after a power failure"))
    return True


def _written(arrived: Sequence[Kept]) -> None:
    studies: dict[str, Study] = {}
    rows = {}
    arrived = [each.with_sum() for each in arrived]
    with _in_turn(), transaction.atomic():
        known = Instance.objects.filter(uid__in=[each.header.uid for each in arrived])
        there = set(known.order_by().values_list("uid", flat=True))
        for each in sorted(arrived, key=_study_uid):  # whoever else writes at this time locks studies in the same order
            if each.header.uid not in there:
                rows[each.header.uid] = _row(each, _study(each, studies))
        Instance.objects.bulk_create(rows.values())


def _study_uid(kept: Kept) -> str:
    return kept.header.claim.study_uid


def _row(kept: Kept, study: Study) -> Instance:
    header = kept.header
    size, sha256 = kept.sum()
    return Instance(
        study=study,
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
        place=kept.place,
        size=size,
        sha256=sha256,
        came_from=kept.came_from,
    )


def _clash(uid: str, came_from: str) -> Clashed:
    if first := _came_first(uid):
        with transaction.atomic():
            announce(ImageClashed(first.study.patient_id, first.pk, came_from), by=SAPHENA)
    return Clashed("Another image is kept under this number already; the one that came first stays.", "SOPInstanceUID")


def _came_first(uid: str) -> Instance | None:
    """The image that is kept under this number. It may have come so shortly before that its row is still to come."""
    for pause in (0.0, 0.2, 1.0):
        time.sleep(pause)
        if first := Instance.objects.select_related("study").filter(uid=uid).first():
            return first
    return None


def _study(kept: Kept, studies: dict[str, Study]) -> Study:
    """The image's study, known from `studies`, from the database, or from now on."""
    claim = kept.header.claim
    study = studies.get(claim.study_uid)
    if study is None:
        study = studies[claim.study_uid] = _known(claim.study_uid) or _first(kept.header, kept.came_from)
    if claims_differ(study, claim):
        _into_tray(study, TWO_PEOPLE)
    return study


def _known(uid: str) -> Study | None:
    study = Study.objects.select_for_update().filter(uid=uid).first()
    now = timezone.now()
    if study and now - study.newest_at > A_MOMENT:  # it only says which study is shown first
        Study.objects.filter(pk=study.pk).update(newest_at=now)
    return study


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
