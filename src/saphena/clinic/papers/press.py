"""Papers as PDF, by Typst: a template ships beside each paper, the words go in as data (`sys.inputs.sheet`, JSON)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PAPERS", "CannotTypeset", "typeset"]

PAPERS = {"letter": "us-letter", "a4": "a4"}


class CannotTypeset(RuntimeError):
    """The paper cannot be made; the message says why, in one line."""


def typeset(template: Path, sheet: dict[str, Any], paper: str = "letter") -> bytes:
    """One tagged PDF that screen readers can follow (PDF/UA-1). Raises `CannotTypeset`.

    A name in letters that Typst's own fonts do not have takes them from this machine's fonts, and is no PDF/UA then.
    """
    try:
        import typst
    except ImportError:
        raise CannotTypeset("PDF needs Typst; install it with: pip install 'saphena[paper]'") from None
    said = {"sheet": json.dumps(sheet), "paper": PAPERS[paper]}
    source = template.read_bytes()
    try:
        return typst.compile(source, sys_inputs=said, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return typst.compile(source, sys_inputs=said)
