"""What the clinic has said of its numbers. Everybody who works here may know it."""

from __future__ import annotations

from saphena.clinic.confirming.models import Word

__all__ = ["confirmed", "newest", "said_of"]


def said_of(about: str) -> dict[str, list[Word]]:
    """By the name of a number: every word on it, the newest first. Two queries, however many."""
    found: dict[str, list[Word]] = {}
    for word in Word.objects.filter(about=about).select_related("by").order_by("-pk"):
        found.setdefault(word.name, []).append(word)
    return found


def newest(about: str) -> dict[str, Word]:
    """By the name of a number: the word that counts."""
    return {word.name: word for word in Word.objects.filter(about=about).order_by("pk")}


def confirmed(about: str) -> frozenset[str]:
    """The names that are confirmed, or have a value of the clinic's own."""
    return frozenset(name for name, word in newest(about).items() if word.on)
