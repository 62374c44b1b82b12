"""What happens to the tokens of other programs, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class ApplicationLetIn(Event):
    action = "applications.token.made"
    sentence = "let the application {name} in for {scopes}"
    token_id: int
    name: str
    scopes: list[str]


@dataclass(frozen=True)
class ApplicationShutOut(Event):
    action = "applications.token.withdrawn"
    sentence = "withdrew the token of the application {name}"
    token_id: int
    name: str
