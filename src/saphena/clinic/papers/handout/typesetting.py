"""The handout as PDF, by Typst: the template ships beside this module, the words go in as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["PAPERS", "CannotTypeset", "typeset"]

TEMPLATE = Path(__file__).with_name("handout.typ")
PAPERS = {"letter": "us-letter", "a4": "a4"}


class CannotTypeset(RuntimeError):
    """The paper cannot be made; the message says why, in one line."""


def typeset(handout: dict[str, Any], paper: str = "letter") -> bytes:
    """The handout as one tagged PDF that screen readers can follow (PDF/UA-1). Raises `CannotTypeset`.

    A name in letters that Typst's own fonts do not have takes them from this machine's fonts, and is no PDF/UA then.
    """
    try:
        import typst
    except ImportError:
        raise CannotTypeset("PDF needs Typst; install it with: pip install 'saphena[paper]'") from None
    template = TEMPLATE.read_bytes()
    said = {"handout": json.dumps(handout), "paper": PAPERS[paper]}
    try:
        return typst.compile(template, sys_inputs=said, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return typst.compile(template, sys_inputs=said)
