"""What the last act said, kept until the page on which a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.messages.storage.session import SessionStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.messages.storage.base import Message

FOR_LATER = "X-For-Later"  # a service worker of ours fetches a page to keep it for when there is no network


class Said(SessionStorage):
    """A copy that a browser makes for later is read by nobody now: it takes no message away from the page that is.

    Sentences name patients, so they wait in the session, never in a cookie.
    """

    def __iter__(self) -> Iterator[Message]:
        return iter(()) if self._for_later() else super().__iter__()

    def __len__(self) -> int:
        return 0 if self._for_later() else super().__len__()

    def _for_later(self) -> bool:
        asked = self.request.headers
        return FOR_LATER in asked or "prefetch" in asked.get("Sec-Purpose", "")
