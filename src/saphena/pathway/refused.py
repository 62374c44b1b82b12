"""The one error for a broken rule of the clinic."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(Exception):
    """The clinic's rules do not allow this, and here is why.

    `reason` is a whole sentence for the person who tried; `field` names the form field that it is about, if it is about
    one. A person without the right is another matter and another error.
    """

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field

    def __str__(self) -> str:
        return str(self.reason)
