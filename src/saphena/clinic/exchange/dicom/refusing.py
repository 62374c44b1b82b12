"""What could not be done, and in words why: machines write it into their own log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydicom import Dataset

__all__ = ["NO_DATA_SET", "refusal"]

NO_DATA_SET = "the message has no data set"


def refusal(status: int, why: str, error_id: int | None = None) -> Dataset:
    """The status of an answer with its comment, at most 64 plain letters as DICOM has it."""
    from pydicom import Dataset

    said = Dataset()
    said.Status, said.ErrorComment = status, why
    if error_id is not None:
        said.ErrorID = error_id
    return said
