"""Settings that must not go on line together are found before they do."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PUBLIC = {
    "SAPHENA_URL": "https://clinic.example",
    "SAPHENA_SECRET_KEY": "q8Zr2vLw" * 8,
    "SAPHENA_SMTP_URL": "smtp://nora:secret@mail.example",
    "SAPHENA_EMAIL_FROM": "Bow River Vein Clinic <hello@clinic.example>",
}


def check(home: Path, settings: dict[str, str]) -> str:
    """What `check --deploy` says to these settings, in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAPHENA_")}
    said = subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**kept, "DJANGO_SETTINGS_MODULE": "saphena.clinic.config.settings", "SAPHENA_HOME": str(home), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stderr + said.stdout


def test_a_clinic_that_is_set_up_for_the_internet_has_nothing_to_hear(tmp_path: Path) -> None:
    assert check(tmp_path, PUBLIC) == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"SAPHENA_DEBUG": "yes"}, "saphena.E001"),
        ({"SAPHENA_DATABASE_URL": "postgresql://db/clinic", "SAPHENA_SECRET_KEY": ""}, "saphena.E002"),
        ({"SAPHENA_URL": "http://clinic.example"}, "saphena.E003"),
        ({"SAPHENA_SMTP_URL": ""}, "saphena.W001"),
        ({"SAPHENA_EMAIL_FROM": ""}, "saphena.W002"),
        ({"SAPHENA_REQUIRE_MFA": "no"}, "saphena.W003"),
    ],
)
def test_what_must_not_go_on_line_is_found(settings: dict[str, str], found: str, tmp_path: Path) -> None:
    assert found in check(tmp_path, {**PUBLIC, **settings})
