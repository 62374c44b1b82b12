"""C-STORE: an image comes in. All is well is said only when it lies on the disk for good."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import connections

from saphena.clinic.exchange.dicom.door import in_database, title_of
from saphena.clinic.imaging.receiving import Clashed, receive
from saphena.clinic.record.actors import SAPHENA
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["answer", "store"]

log = logging.getLogger(__name__)

SUCCESS, DUPLICATE, OUT_OF_RESOURCES, CANNOT_UNDERSTAND, FAILURE = 0x0000, 0x0111, 0xA700, 0xC000, 0x0110


def answer(keep: Callable[[], object]) -> int:
    """What the machine is told of one image. It sends it again after anything but success."""
    try:
        keep()
    except Clashed:
        return DUPLICATE
    except Refused as no:
        log.warning("an image was refused: %s", no.reason)
        return CANNOT_UNDERSTAND
    except OSError as error:
        log.error("an image could not be kept: %s", error.strerror)
        return OUT_OF_RESOURCES
    except Exception:
        log.exception("an image could not be kept")
        connections.close_all()  # one that has gone stale is not asked again
        return FAILURE
    return SUCCESS


@in_database
def store(event: Any) -> int:
    """An image that came pynetdicom's way. Most come by `streaming`."""
    came_from = title_of(event.assoc)
    return answer(lambda: receive(actor=SAPHENA, arrived=event.dataset_path, came_from=came_from))
