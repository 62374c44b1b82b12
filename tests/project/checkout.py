"""The files of the project itself, as a clone would have them."""

from __future__ import annotations

import re
import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "var", "dist", "__pycache__"}


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Every file that is, or could next be, committed. Without git: every file that is not a tool's own."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        found = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def text(path: Path) -> str:
    """What it says; nothing when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def places(pattern: str) -> list[str]:
    """`file:line: text` for every line of the project that the pattern matches."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:160]}"
        for path in files()
        for number, line in enumerate(text(path).splitlines(), start=1)
        if wanted.search(line)
    ]
