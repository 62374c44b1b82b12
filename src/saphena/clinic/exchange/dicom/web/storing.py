"""STOW-RS: images come in by the same way as from a machine, each with its own answer; a bad one stops no other."""

from __future__ import annotations

import logging
import os
import tempfile
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saphena.clinic.exchange.dicom.web.answers import Answer
from saphena.clinic.exchange.dicom.web.describing import address
from saphena.clinic.exchange.dicom.web.parts import Part, parts
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.reading import Header, read_header
from saphena.clinic.imaging.receiving import Clashed, receive
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.exchange.dicom.web.entering import ProgramRequest

__all__ = ["store"]

log = logging.getLogger(__name__)

TYPE = "application/dicom"
ANOTHER_STUDY, CANNOT_UNDERSTAND, DUPLICATE, FULL, FAILURE = 0xA900, 0xC000, 0x0111, 0xA700, 0x0110
ALL, SOME, NONE = 200, 202, 409


def store(request: ProgramRequest, study: str = "") -> tuple[dict[str, Any], int]:
    """Keep what came; for each image whether, in DICOM's JSON, and the status. Raises `Answer` for what is no STOW."""
    boundary = _boundary(request.headers.get("Content-Type", ""))
    kept: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    nameless: list[dict[str, Any]] = []
    for part in parts(request, boundary, _arrive):
        header: Header | None = None
        try:
            _check_part(part)
            header = read_header(part.path)
            _check_study(header, study)
            instance = receive(
                actor=request.caller, arrived=part.path, came_from=request.caller.actor_name, header=header
            )
        except Exception as error:
            failure = _reason(error, request.caller.actor_name)
            (failed if header else nameless).append(_said(header, failure))
        else:
            where = address(header.claim.study_uid, header.series_uid, header.uid)
            kept.append(_said(header, 0, where if instance.study.patient_id else ""))
        finally:
            part.path.unlink(missing_ok=True)
    if not (kept or failed or nameless):
        raise Answer("The body holds no image.", 400)
    answer = {"00081199": kept, "00081198": failed, "0008119A": nameless}
    found: dict[str, Any] = {tag: {"vr": "SQ", "Value": items} for tag, items in answer.items() if items}
    if study:
        found["00081190"] = {"vr": "UR", "Value": [address(study)]}
    return found, (SOME if kept else NONE) if failed or nameless else ALL


def _boundary(content_type: str) -> bytes:
    message = Message()
    message["Content-Type"] = content_type
    kind = str(message.get_param("type", TYPE)).lower()
    if message.get_content_type() != "multipart/related" or kind != TYPE:
        raise Answer(f"Images are stored as multipart/related; type={TYPE}.", 415)
    boundary = str(message.get_param("boundary", ""))
    if not 0 < len(boundary) <= 200:
        raise Answer("The head of the request names no boundary.", 400)
    return boundary.encode("latin-1", "replace")


def _arrive() -> Path:
    handle, name = tempfile.mkstemp(dir=keeping.arrivals(), suffix=".dcm")
    os.close(handle)
    return Path(name)


def _check_part(part: Part) -> None:
    if not part.whole:
        raise Refused("The body ended within this part.")
    if part.content_type.partition(";")[0].strip() not in ("", TYPE):
        raise Refused("This part says itself that it is no DICOM file.")


def _check_study(header: Header, study: str) -> None:
    if study and header.claim.study_uid != study:
        raise _Elsewhere("It is of another study than the address names.")


class _Elsewhere(Refused):
    """An image of another study."""


def _reason(error: Exception, program: str) -> int:
    """DICOM's number for why it was not kept. PS3.18 has no place for words about one part: they stand in our log."""
    for kind, number in ((_Elsewhere, ANOTHER_STUDY), (Clashed, DUPLICATE), (Refused, CANNOT_UNDERSTAND)):
        if isinstance(error, kind):
            log.warning("an image from %s was refused: %s", program, error)
            return number
    log.error("an image from %s could not be kept", program, exc_info=error)
    return FULL if isinstance(error, OSError) else FAILURE


def _said(header: Header | None, failure: int, where: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    if header:
        found["00081150"] = {"vr": "UI", "Value": [header.sop_class]}
        found["00081155"] = {"vr": "UI", "Value": [header.uid]}
    if where:
        found["00081190"] = {"vr": "UR", "Value": [where]}
    if failure:
        found["00081197"] = {"vr": "US", "Value": [failure]}
    return found
