"""A module longer than 350 lines hides a noun that wants a file of its own."""

from __future__ import annotations

from tests.project.checkout import ROOT, files, text

LIMIT = 350
LONGER: dict[str, str] = {}  # path: why it may be


def test_no_module_is_longer_than_the_limit() -> None:
    modules = [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]
    lengths = {str(path.relative_to(ROOT)): len(text(path).splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > LIMIT and name not in LONGER} == {}


def test_no_exception_has_outlived_its_reason() -> None:
    assert [name for name in LONGER if len(text(ROOT / name).splitlines()) <= LIMIT] == []
