"""What a row is called outside: a UUID that is the same each time and tells nothing of the row's number.

The number of a row goes through a permutation under the clinic's own secret (a Feistel network, its rounds keyed with
HMAC-SHA-256), so it needs no column and no table, and whoever knows the secret finds the row again. What has no row of
its own is called by a keyed hash. The UUIDs are of version 8 (RFC 9562): made by a rule of one's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.db.models import Model

__all__ = ["id_of", "part_id", "row_id", "row_of"]

ROUNDS = 6
HALF = 61
MASK = (1 << HALF) - 1
"""A UUID has 122 bits that are free: two halves."""


def id_of(row: Model) -> str:
    """What a row is called."""
    return row_id(row._meta.label_lower, row.pk)


def row_id(table: str, number: int) -> str:
    """What the row of that number in a table ("people.patient") is called."""
    left, right = 0, number
    for turn in range(ROUNDS):
        left, right = right, left ^ _mixed(table, turn, right)
    return _uuid(left << HALF | right)


def row_of(table: str, id: str) -> int | None:
    """The number of the row that is called so; None for a name that is none of this table's."""
    number = _number(id)
    if number is None:
        return None
    left, right = number >> HALF, number & MASK
    for turn in reversed(range(ROUNDS)):
        left, right = right ^ _mixed(table, turn, left), left
    return right if left == 0 else None


def part_id(*names: object) -> str:
    """What something without a row of its own is called: the CEAP class of one leg of an examination."""
    digest = salted_hmac("saphena.exchange.fhir.part", "\n".join(map(str, names)), algorithm="sha256").digest()
    return _uuid(int.from_bytes(digest[:16]) >> 6)


def _mixed(table: str, turn: int, half: int) -> int:
    digest = salted_hmac(f"saphena.exchange.fhir.{table}.{turn}", str(half), algorithm="sha256").digest()
    return int.from_bytes(digest[:8]) & MASK


def _uuid(number: int) -> str:
    """122 bits around the version (8) and the variant."""
    high, middle, low = number >> 74, number >> 62 & 0xFFF, number & (1 << 62) - 1
    return str(UUID(int=high << 80 | 8 << 76 | middle << 64 | 2 << 62 | low))


def _number(id: str) -> int | None:
    try:
        found = UUID(id)
    except ValueError:
        return None
    if str(found) != id or found.version != 8:
        return None
    whole = found.int
    return whole >> 80 << 74 | (whole >> 64 & 0xFFF) << 62 | whole & (1 << 62) - 1
