"""The command line as a person uses it, inside this process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from saphena.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Answer:
    """What a command said, and its exit status."""

    status: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    def items(self, rule: str) -> list[dict[str, Any]]:
        """Every item of one rule, earliest first."""
        return [item for item in self.json["items"] if item["rule"] == rule]

    def item(self, rule: str) -> dict[str, Any]:
        """The only item of a rule."""
        (found,) = self.items(rule)
        return found


@pytest.fixture
def saphena(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Answer]:
    """`saphena("plan", "leaflet", ...)` runs the command and gives its answer."""

    def run(*arguments: str) -> Answer:
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = int(str(ended.code))
        said = capsysbinary.readouterr()
        return Answer(status, said.out, said.err.decode())

    return run


@pytest.fixture
def plan(saphena: Callable[..., Answer]) -> Callable[..., Answer]:
    """`plan("--at", ...)`: the leaflet's plan as JSON, which must come out."""

    def run(*arguments: str, protocol: str = "leaflet") -> Answer:
        answer = saphena("plan", protocol, "--format", "json", *arguments)
        assert (answer.status, answer.err) == (0, "")
        return answer

    return run
