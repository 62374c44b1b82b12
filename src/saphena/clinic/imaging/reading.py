"""What the header of an arrived file says of it: enough to keep it and to know whose it is, without its pixels."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from django.utils.translation import gettext as _
from pydicom.tag import Tag

from saphena.clinic.imaging.matching import Claim
from saphena.clinic.imaging.wording import spoken
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["Header", "foresee", "read_header"]

TAGS = [Tag(name) for name in (
    "SpecificCharacterSet", "SOPClassUID", "SOPInstanceUID", "StudyDate", "ContentDate", "ContentTime",
    "AccessionNumber", "Modality", "StudyDescription", "PatientName", "PatientID", "PatientBirthDate",
    "StudyInstanceUID", "SeriesInstanceUID", "InstanceNumber", "NumberOfFrames", "Rows", "Columns",
)]  # fmt: skip
ESCAPE = b"\x1b"
MOST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Header:
    """One image's own words, cut to what a column holds."""

    uid: str
    series_uid: str
    sop_class: str
    transfer_syntax: str
    claim: Claim
    modality: str = ""
    description: str = ""
    made_at: str = ""
    scanned_on: date | None = None
    number: int | None = None
    frames: int = 1
    rows: int | None = None
    columns: int | None = None


def read_header(path: Path) -> Header:
    """Read a file's header. Raises `Refused` for what is no DICOM file or does not say which image it is."""
    with path.open("rb") as file:
        return _read(file)


def foresee(beginning: bytes) -> Header | None:
    """The header, from the beginning of a file that is still coming in; None when it goes on beyond, or is refused."""
    file = io.BytesIO(beginning)
    try:
        header = _read(file)
    except Refused:
        return None
    return header if file.tell() < len(beginning) else None


def _read(file: BinaryIO) -> Header:
    from saphena.echo.measurement import Refused as Untrusted
    from saphena.echo.opening import check_beginning, read
    from saphena.echo.quiet import quiet
    from saphena.echo.reasons import Why

    try:
        with quiet():
            if check_beginning(file)[128:] != b"DICM":
                raise Untrusted(Why.NOT_DICOM)
            return _header(read(file, stop_before_pixels=True, specific_tags=TAGS))
    except Untrusted as no:
        raise Refused(spoken(no.reason)) from None
    except Refused:
        raise
    except Exception as error:  # damaged bytes raise whatever they happen to hit
        raise Refused(_("The file cannot be read as DICOM (%(kind)s).") % {"kind": type(error).__name__}) from None


def _header(ds: Any) -> Header:
    uid, study, series = (_uid(ds, f"{level}InstanceUID") for level in ("SOP", "Study", "Series"))
    claim = Claim(
        study_uid=study,
        accession=_text(ds, "AccessionNumber", 16),
        patient_id=_text(ds, "PatientID", 64),
        name=_text(ds, "PatientName", 200),
        birth_date=_text(ds, "PatientBirthDate", 8),
    )
    return Header(
        uid=uid,
        series_uid=series,
        sop_class=_text(ds, "SOPClassUID", 64),
        transfer_syntax=str(ds.file_meta.get("TransferSyntaxUID", "")),
        claim=claim,
        modality=_text(ds, "Modality", 16),
        description=_text(ds, "StudyDescription", 64),
        made_at=f"{_text(ds, 'ContentDate', 8)} {_text(ds, 'ContentTime', 16)}".strip(),
        scanned_on=_date(_text(ds, "StudyDate", 8)),
        number=_whole(ds, "InstanceNumber"),
        frames=_whole(ds, "NumberOfFrames") or 1,
        rows=_whole(ds, "Rows"),
        columns=_whole(ds, "Columns"),
    )


def _uid(ds: Any, name: str) -> str:
    found = _text(ds, name, 65)
    if not found or len(found) > 64:
        no = _("The image has no usable %(name)s: it was cut short, or its header is wrong.")
        raise Refused(no % {"name": name})
    return found


def _text(ds: Any, name: str, longest: int) -> str:
    """A text element. Plain letters are the same in every character set; only for others is pydicom asked."""
    raw = ds.get_item(name)
    if raw is None or raw.value is None:
        return ""
    plain = isinstance(raw.value, bytes) and raw.value.isascii() and ESCAPE not in raw.value
    text = raw.value.decode("ascii") if plain else str(ds.get(name) or "")
    return text.replace("\x00", "").strip()[:longest]


def _whole(ds: Any, name: str) -> int | None:
    try:
        value = int(str(ds.get(name)))
    except ValueError:
        return None
    return value if 0 <= value <= MOST else None


def _date(text: str) -> date | None:
    from datetime import datetime

    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        return None
