"""A plan waits for nothing that it does not need: no Django, no calendar, no typesetting, no network."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"django", "icalendar", "typst", "asyncio", "http", "socket", "ssl", "sqlite3", "email", "unittest"}


@pytest.mark.parametrize(
    ("form", "needs"),
    [("table", set()), ("json", set()), ("ics", {"icalendar", "email", "socket"}), ("pdf", {"typst"})],
)
def test_only_what_the_form_needs_is_loaded(form: str, needs: set[str]) -> None:
    program = (
        "import os, sys; from saphena.cli import main\n"
        f"main(['plan', 'leaflet', '--at', 'procedure=2027-03-09T10:00', '--format', {form!r}, '-o', os.devnull])\n"
        f"print(' '.join(sorted({HEAVY!r} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert set(done.stdout.split()) <= needs


def test_what_goes_out_needs_no_django() -> None:
    program = (
        "import sys; sys.modules['django'] = None\n"
        "import saphena.clinic.papers.objects, saphena.clinic.papers.ical.calendar\n"
        "import saphena.clinic.papers.handout.handout, saphena.clinic.papers.handout.typesetting\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
