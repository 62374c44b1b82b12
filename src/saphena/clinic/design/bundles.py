"""Style sheets and scripts as pages load them: one file a voice, made of the small ones that people read and change.

A telephone on a slow network waits for every request, so a page asks for one sheet and one script. Django finds the
bundles like any other static file; they are made anew whenever somebody asks for them and a part has changed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PARTS = Path(__file__).parent / "static"

EVERYWHERE = (
    "layers", "tokens", "base", "layout", "buttons", "fields", "notices", "states", "tables", "disclosures", "things",
)  # fmt: skip
STAFF = ("leg-map", "journey-line", "plan", "chart")
PATIENT = ("today", "week")
SCRIPTS = ("theme-switch", "filter-list", "open-dialog", "copy-text", "time-left", "first-wrong")


def sheets(*names: str) -> tuple[str, ...]:
    """In the order of their layers; paper comes last."""
    return tuple(f"design/css/{name}.css" for name in (*EVERYWHERE, *names, "print"))


BUNDLES: dict[str, tuple[str, ...]] = {
    "design/entrance.css": sheets(),
    "design/patient.css": sheets(*PATIENT),
    "design/staff.css": sheets(*STAFF),
    "design/small.js": tuple(f"design/js/{name}.js" for name in SCRIPTS),
}


class Bundles(BaseFinder):
    """What `collectstatic` and the `static` tag ask for files: here they get the bundles."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.storage = FileSystemStorage(location=settings.SAPHENA_BUNDLES)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(made(path))] if path in BUNDLES else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in BUNDLES:
            made(name)
            yield name, self.storage


def made(name: str) -> Path:
    """The bundle of that name, as its parts are now. Whoever reads the old one meanwhile reads it whole."""
    path = Path(settings.SAPHENA_BUNDLES) / name
    wanted = "\n".join((PARTS / part).read_text(encoding="utf-8").strip() for part in BUNDLES[name]) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == wanted:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as new:
        new.write(wanted)
    Path(new.name).replace(path)
    return path
