"""C-STORE: an image comes in. All is well is said only when it lies on the disk and its row is written."""

from __future__ import annotations

import logging
from typing import Any

from saphena.clinic.exchange.dicom.door import caller, in_database
from saphena.clinic.imaging.receiving import Clashed, receive
from saphena.clinic.record.actors import SAPHENA
from saphena.pathway.refused import Refused

__all__ = ["store"]

log = logging.getLogger(__name__)

SUCCESS, DUPLICATE, OUT_OF_RESOURCES, CANNOT_UNDERSTAND, FAILURE = 0x0000, 0x0111, 0xA700, 0xC000, 0x0110


@in_database
def store(event: Any) -> int:
    """Keep one image. The machine sends it again after anything but success."""
    try:
        receive(actor=SAPHENA, arrived=event.dataset_path, came_from=caller(event).ae_title)
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
        return FAILURE
    return SUCCESS
