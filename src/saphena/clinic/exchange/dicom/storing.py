"""C-STORE: an image comes in. All is well is said only when it lies on the disk for good."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connections

from saphena.clinic.exchange.dicom.door import in_database, title_of
from saphena.clinic.exchange.dicom.refusing import refusal
from saphena.clinic.imaging.receiving import Clashed, receive
from saphena.clinic.record.actors import SAPHENA
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydicom import Dataset

__all__ = ["Told", "answer", "store"]

log = logging.getLogger(__name__)

SUCCESS, DUPLICATE, OUT_OF_RESOURCES, CANNOT_UNDERSTAND, FAILURE = 0x0000, 0x0111, 0xA700, 0xC000, 0x0110


LONGEST_COMMENT = 64


@dataclass(frozen=True, slots=True)
class Told:
    """What a machine is told of one image: a status, and for its own log why the image is not kept."""

    status: int
    why: str = ""

    @property
    def comment(self) -> bytes:
        """Plain letters, as many whole words as DICOM allows in an error comment."""
        plain = self.why.encode("ascii", "ignore")
        return plain if len(plain) <= LONGEST_COMMENT else plain[: LONGEST_COMMENT + 1].rpartition(b" ")[0]


def answer(keep: Callable[[], object], came_from: str) -> Told:
    """What the machine is told of one image. It sends it again after anything but success."""
    try:
        keep()
    except Clashed:
        log.warning("an image from %s was refused: another image is kept under its number", came_from)
        return Told(DUPLICATE, "another image is kept under this number")
    except Refused as no:
        log.warning("an image from %s was refused: %s", came_from, no.reason)
        return Told(CANNOT_UNDERSTAND, str(no.reason))
    except OSError as error:
        log.error("an image from %s could not be kept: %s", came_from, error.strerror)
        return Told(OUT_OF_RESOURCES, error.strerror or "the disk does not take it")
    except Exception:
        log.exception("an image from %s could not be kept", came_from)
        connections.close_all()  # one that has gone stale is not asked again
        return Told(FAILURE, "a fault of ours; our log says more")
    return Told(SUCCESS)


@in_database
def store(event: Any) -> int | Dataset:
    """An image that came pynetdicom's way. Most come by `streaming`."""
    came_from = title_of(event.assoc)
    told = answer(lambda: receive(actor=SAPHENA, arrived=event.dataset_path, came_from=came_from), came_from)
    return refusal(told.status, told.comment.decode()) if told.comment else told.status
