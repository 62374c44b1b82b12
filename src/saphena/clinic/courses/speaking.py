"""Which of a protocol's languages a page speaks."""

from __future__ import annotations

from django.utils.translation import get_language


def language(offered: tuple[str, ...] = ("en", "fr")) -> str:
    """The page's language where the protocol has it, else the protocol's first."""
    wanted = (get_language() or "en")[:2]
    return wanted if wanted in offered else offered[0]
