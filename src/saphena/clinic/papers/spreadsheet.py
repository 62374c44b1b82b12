"""What goes into a table that a spreadsheet opens."""

from __future__ import annotations

__all__ = ["harmless"]

RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """A spreadsheet would take a text that begins so for a formula and compute it; told as text, it stays a text."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
