"""Reading a file without a word of what pydicom and the decoders find odd in it.

Python's own `warnings.catch_warnings` takes the whole process's filters away and puts them back: two threads that read
at once put back each other's, and what other threads warn of meanwhile is lost. Here one filter stays for good, and
asks at each warning whether it is quiet where the warning comes from.
"""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["quiet"]

_is_quiet = ContextVar("is quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """pydicom warns of much that every real file has; what matters is checked by us and said as a refusal or a flag.
    Holds for the thread that reads, and for no other."""
    _be_asked_first()
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)


class _Here:
    """Stands where a filter has the pattern of the modules that it is about: of all of them, as long as it is quiet."""

    def match(self, _module: str) -> bool:
        return _is_quiet.get()


FILTER = ("ignore", None, Warning, _Here(), 0)


def _be_asked_first() -> None:
    """Whoever sets filters of their own, or takes some back, may have put others before ours, or ours away."""
    filters = cast("list[Any]", warnings.filters)
    if not filters or filters[0] is not FILTER:
        filters.insert(0, FILTER)


logging.getLogger("pydicom").addFilter(lambda _line: not _is_quiet.get())
