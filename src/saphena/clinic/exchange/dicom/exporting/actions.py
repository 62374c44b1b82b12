"""Making copies, looking at them, taking them away: each is recorded, and nothing leaves that nobody looked at."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.exchange.dicom.events import ExportLooked, ExportMade, ExportTaken
from saphena.clinic.exchange.dicom.exporting.copies import boxes_in, forget, make, path_of
from saphena.clinic.exchange.dicom.models import Copy, Export
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.models import Instance
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from saphena.clinic.people.models import Patient, User
    from saphena.echo.regions import Box

__all__ = ["draw_box", "forget_old", "leave_out", "look", "make_export", "taken"]

NO_BOX = lazy("The machine marked no part of this picture as measurable. Draw the part that may leave.")
KEPT = timedelta(days=30)
"""How long copies lie on the disk. What was done stays in the record."""
SMALLEST = 16
"""Pixels of a side that somebody draws."""


def make_export(*, actor: User, patient: Patient, instances: Iterable[int], reason: str) -> Export:
    """Copies of these images of the patient, each with a header made anew and black outside its measured regions."""
    require(actor, "imaging.export", patient)
    wanted = Instance.objects.filter(pk__in=set(instances), study__patient=patient, rows__isnull=False)
    chosen = list(wanted.select_related("study").order_by("study__scanned_on", "series_uid", "number", "pk"))
    if not chosen:
        raise Refused(_("Choose at least one picture."), "images")
    if not reason.strip():
        raise Refused(_("Say what the copies are for."), "reason")
    with transaction.atomic():
        export = Export.objects.create(
            patient=patient, reason=reason.strip()[:300], secret=secrets.token_bytes(32), made_by=actor
        )
        for number, instance in enumerate(chosen, 1):
            Copy.objects.create(export=export, instance=instance, number=number)
        announce(ExportMade(patient.pk, export.pk, len(chosen), export.reason), by=actor)
    for copy in export.copies.select_related("export", "instance__study"):
        _copied(copy)
    return export


def _copied(copy: Copy) -> None:
    """By the machine's own regions. What cannot be copied so says why, and waits for a box or stays here."""
    try:
        boxes = boxes_in(copy)
        if boxes:
            _put(copy, boxes, by_hand=False)
        else:
            Copy.objects.filter(pk=copy.pk).update(why=str(NO_BOX))
    except Refused as no:
        Copy.objects.filter(pk=copy.pk).update(why=no.reason[:300])


def _put(copy: Copy, boxes: Sequence[Box], *, by_hand: bool) -> None:
    """Not within a transaction that could fail afterwards: the file is there before the row says so."""
    Copy.objects.filter(pk=copy.pk).update(sha256="", looked_at=None, looked_by=None)
    sha256 = make(copy, boxes)
    corners = [list(box.corners) for box in boxes]
    Copy.objects.filter(pk=copy.pk).update(sha256=sha256, boxes=corners, by_hand=by_hand, why="", left_out=False)


def draw_box(*, actor: User, copy: Copy, corners: tuple[int, int, int, int]) -> None:
    """Only this rectangle may leave. The copy is made anew, and has to be looked at again."""
    from saphena.echo.regions import Box

    require(actor, "imaging.export", copy.export.patient)
    _still_there(copy.export)
    left, top, right, bottom = corners
    rows, columns = copy.instance.rows or 0, copy.instance.columns or 0
    if not (left >= 0 and left + SMALLEST <= right < columns and top >= 0 and top + SMALLEST <= bottom < rows):
        raise Refused(
            _("The rectangle has to lie within %(columns)d x %(rows)d pixels and be at least %(least)d wide and high.")
            % {"columns": columns, "rows": rows, "least": SMALLEST},
            "left",
        )
    _put(copy, (Box(left, top, right, bottom),), by_hand=True)


def look(*, actor: User, copy: Copy, sha256: str) -> None:
    """Somebody looked at this very copy and saw nobody's name in it."""
    require(actor, "imaging.export", copy.export.patient)
    _still_there(copy.export)
    with transaction.atomic():
        seen = Copy.objects.filter(pk=copy.pk, sha256=sha256, looked_at=None).exclude(sha256="")
        if not seen.update(looked_at=timezone.now(), looked_by=actor, left_out=False):
            raise Refused(_("This copy has changed since it was shown, or somebody looked already. Look once more."))
        announce(ExportLooked(copy.export.patient_id, copy.export_id, copy.number), by=actor)


def leave_out(*, actor: User, copy: Copy) -> None:
    """This picture does not leave after all."""
    require(actor, "imaging.export", copy.export.patient)
    Copy.objects.filter(pk=copy.pk).update(left_out=True, looked_at=None, looked_by=None)


def taken(*, actor: User, export: Export) -> list[Copy]:
    """What leaves now. Refused while nobody has looked at one, and for a file that is not what was looked at."""
    require(actor, "imaging.export", export.patient)
    _still_there(export)
    copies = [copy for copy in export.copies.select_related("export") if not copy.left_out]
    if not copies:
        raise Refused(_("Every picture was left out, so there is nothing to take away."))
    if waiting := [str(copy.number) for copy in copies if not copy.may_leave]:
        numbers = ", ".join(waiting)
        raise Refused(_("Nobody has looked at these yet: %(numbers)s. Look, or leave them out.") % {"numbers": numbers})
    for copy in copies:
        path = path_of(copy)
        if not path.is_file() or keeping.digest(path) != copy.sha256:
            raise Refused(
                _("Copy %(number)d is no longer what was looked at. Make the export anew.") % {"number": copy.number}
            )
    with transaction.atomic():
        announce(ExportTaken(export.patient_id, export.pk, len(copies)), by=actor)
    return copies


def _still_there(export: Export) -> None:
    if export.gone_at:
        raise Refused(_("These copies were deleted after 30 days. Make the export anew."))


def forget_old() -> int:
    """The worker's tidying: copies whose time is over leave the disk, whether or not anybody makes new ones. Gives how
    many exports they were. A folder that cannot be removed yet is tried again with the next round."""
    forgotten = 0
    for export in Export.objects.filter(gone_at=None, made_at__lt=timezone.now() - KEPT):
        if forget(export):
            forgotten += Export.objects.filter(pk=export.pk, gone_at=None).update(gone_at=timezone.now())
    return forgotten
