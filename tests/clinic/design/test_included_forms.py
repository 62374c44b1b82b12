"""A form that one template takes from another is sent with its token: what is included with “only” has none."""

from __future__ import annotations

import re
from pathlib import Path

import saphena

ROOT = Path(saphena.__file__).parent
INCLUDED = re.compile(r"""\{%\s*include\s+"([^"]+)"[^%]*%\}""")
TOKEN = "{% csrf_token %}"


def templates() -> dict[str, str]:
    found = ROOT.rglob("templates/**/*.html")
    return {str(path).partition("/templates/")[2]: path.read_text(encoding="utf-8") for path in found}


def sends(name: str, known: dict[str, str], seen: tuple[str, ...] = ()) -> bool:
    """Whether there is a form in it, or in what it includes with all that it knows itself."""
    if name in seen or name not in known:
        return False
    handed_on = [found[1] for found in INCLUDED.finditer(known[name]) if " only " not in found[0]]
    return TOKEN in known[name] or any(sends(each, known, (*seen, name)) for each in handed_on)


def test_no_form_is_included_without_its_token() -> None:
    known = templates()
    assert sum(TOKEN in text for text in known.values()) > 50
    cut_off = [
        f"{name}: {found[0]}"
        for name, text in known.items()
        for found in INCLUDED.finditer(text)
        if " only " in found[0] and sends(found[1], known)
    ]
    assert cut_off == []
