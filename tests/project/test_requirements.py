"""What is installed is pinned, by hash, and each thing asked for is used."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.project.checkout import ROOT, files, text

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = {name: asked for name, asked in PROJECT["optional-dependencies"].items() if name != "all"}
# pydicom finds these by itself: decoders for compressed images.
NOT_IMPORTED = {"pyjpegls", "pylibjpeg-openjpeg", "python-gdcm"}


def plain(requirement: str) -> str:
    """`django-allauth` for `Django-AllAuth[mfa]>=65`."""
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return found[0].lower().replace("_", "-")


def pinned(name: str) -> dict[str, int]:
    """Each package of a set, with how many files' hashes it may have."""
    entries = re.split(r"\n(?=\w)", text(ROOT / "requirements" / f"{name}.txt"))
    return {plain(entry): entry.count("--hash=sha256:") for entry in entries if "==" in entry}


@pytest.mark.parametrize("name", ["base", "demo", "dev"])
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    assert pinned(name)
    assert [package for package, hashes in pinned(name).items() if not hashes] == []


def test_the_sets_grow_from_one_another_without_changing_a_version() -> None:
    def versions(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", text(ROOT / "requirements" / f"{name}.txt"), re.MULTILINE))

    assert versions("base") <= versions("demo") <= versions("dev")


def test_what_the_project_asks_for_is_in_the_sets() -> None:
    assert {plain(asked) for asked in PROJECT["dependencies"]} <= pinned("base").keys()
    for name, extra in EXTRAS.items():  # a cluster is nothing for a demo
        assert {plain(asked) for asked in extra} <= pinned("dev" if name == "cluster" else "demo").keys()
    assert PROJECT["optional-dependencies"]["all"] == [f"saphena[{','.join(sorted(EXTRAS))}]"]


def test_every_package_asked_for_is_used() -> None:
    source = "\n".join(text(path) for path in files() if path.is_relative_to(ROOT / "src") and path.suffix == ".py")
    asked = {plain(each) for each in [*PROJECT["dependencies"], *(each for extra in EXTRAS.values() for each in extra)]}
    by_module = packages_distributions()
    modules = {name for name, owners in by_module.items() if asked & set(map(plain, owners))}
    used = {name for name in modules if re.search(rf"(?:import|from) {name}\b|[\"']{name}[.\"']", source)}
    owners = {plain(owner) for name in used for owner in by_module[name]}
    by_django = {"psycopg"}  # when it is the database
    assert asked - owners - NOT_IMPORTED - by_django == set()
