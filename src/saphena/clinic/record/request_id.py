"""One short id per request (or per message that the worker handles), in the record and in every line of the log."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_current: ContextVar[str] = ContextVar("saphena_request_id", default="")


def current_request_id() -> str:
    """The id of what is being done now; empty outside of any request."""
    return _current.get()


@contextmanager
def request_id(given: str = "") -> Iterator[str]:
    """Do something under one id: the given one, else a fresh one."""
    name = given or secrets.token_hex(8)
    token = _current.set(name)
    try:
        yield name
    finally:
        _current.reset(token)
