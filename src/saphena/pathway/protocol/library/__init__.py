"""The protocols that we ship, one TOML file each, by their ids."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from saphena.pathway.protocol.reading import read_file
from saphena.pathway.protocol.settings import Unusable, nearest

if TYPE_CHECKING:
    from saphena.pathway.protocol.rules import Protocol

__all__ = ["load", "shipped"]


@cache
def shipped() -> dict[str, Path]:
    """Where each protocol that we ship stands: its id -> its file. A file is named by its protocol's id."""
    return {path.stem: path for path in sorted(Path(__file__).parent.glob("*.toml"))}


@cache
def load(protocol_id: str) -> Protocol:
    """The shipped protocol of that id, read once. Raises `Unusable`, which names the nearest id."""
    path = shipped().get(protocol_id)
    if path is None:
        raise Unusable("protocol", f"no protocol is called {protocol_id}{nearest(protocol_id, shipped())}")
    return read_file(path)
