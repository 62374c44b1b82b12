"""The pretend clinic of these tests: built once for several of them, and gone afterwards."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.journey import journey
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.queries import course_for
from saphena.clinic.people.models import User
from saphena.pathway.clock import settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from saphena.clinic.design.components import Step

EDMONTON = ZoneInfo("America/Edmonton")
JOURNEY = ("Ada", "Émile", "Rosa", "Johan", "Margaret", "Samir", "Pat", "Lucie", "Walter", "Helen")


def at(words: str) -> datetime:
    wall = datetime.fromisoformat(words)
    return settle(wall.date(), wall.time(), EDMONTON)


def course_of(given: str) -> Course:
    found = Course.objects.get(patient__given_names=given)
    return course_for(User.objects.get(email="priya@demo.example"), found.pk)


def steps(given: str, now: datetime) -> list[Step]:
    course = course_of(given)
    return journey(draw(course), standing(course.happenings.all()), "en", now)


@contextmanager
def undone(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is built inside stands for several tests, each of which undoes only its own, and is gone afterwards."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
