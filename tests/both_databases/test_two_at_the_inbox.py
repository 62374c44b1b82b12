"""Two at once in the weeks at home, on both databases: one takes it, one answer counts, one row comes of it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from saphena.clinic.journey.recovering import actions
from saphena.clinic.journey.recovering.letters import write_to_clinic
from saphena.clinic.journey.recovering.models import Answer, Letter, Matter
from saphena.clinic.journey.recovering.silence import fall_silent
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.journey.recovering.home import DAY_ONE, alert, asked, told, treated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def day_one() -> Iterator[None]:
    with time_machine.travel(DAY_ONE, tick=False):
        cast.clinic()
        yield


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each in its own thread, all from one starting shot; "done", or what the rule says."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(timeout=30)
        try:
            act()
        except Refused as no:
            return no.reason
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_take_it_one_has_it() -> None:
    matter, staff = alert(), [cast.nora(), cast.nell(), cast.priya()]
    said = at_once(*(lambda who=who: actions.take(actor=who, matter=Matter.objects.get(pk=matter.pk)) for who in staff))
    assert sorted(answer == "done" for answer in said) == [False, False, True]
    matter.refresh_from_db()
    assert matter.taken_by is not None


def test_of_two_answers_to_one_question_one_counts_and_one_alert_comes_of_it() -> None:
    made = treated()
    said = at_once(lambda: told(made, yes={"swelling"}), lambda: told(made, yes={"swelling"}))
    assert sorted(answer == "done" for answer in said) == [False, True]
    assert (Answer.objects.count(), Matter.objects.filter(kind="alert").count()) == (1, 1)


def test_two_workers_find_the_same_silence_once() -> None:
    treated()
    late = at("2027-03-11T10:00")
    at_once(lambda: fall_silent(late), lambda: fall_silent(late))
    assert Matter.objects.filter(kind="silence").count() == 1


def test_an_answer_in_the_moment_of_silence_is_not_lost() -> None:
    made = treated()
    late = at("2027-03-11T10:00")
    with time_machine.travel(late, tick=False):
        said = at_once(lambda: told(made), lambda: fall_silent(late))
    assert said == ["done", "done"]
    assert asked(made).state == "answered"
    assert Answer.objects.count() == 1


def test_the_same_letter_sent_twice_at_once_is_one_and_two_letters_are_one_row() -> None:
    pat = cast.pat()
    same: Callable[[], object] = lambda: write_to_clinic(actor=pat, text="May I swim?", form_key="one")  # noqa: E731
    at_once(same, same)
    assert Letter.objects.count() == 1
    at_once(
        lambda: write_to_clinic(actor=pat, text="And cycle?", form_key="two"),
        lambda: write_to_clinic(actor=pat, text="And run?", form_key="three"),
    )
    assert (Letter.objects.count(), Matter.objects.filter(kind="letter").count()) == (3, 1)


def test_a_close_in_the_moment_of_a_new_letter_closes_nothing_unread() -> None:
    pat = cast.pat()
    write_to_clinic(actor=pat, text="May I swim?", form_key="one")
    matter = Matter.objects.get()
    actions.see(actor=cast.nora(), matter=matter)
    nora, later = cast.nora(), timezone.now().replace(minute=45)
    at_once(
        lambda: actions.close(actor=nora, matter=Matter.objects.get(pk=matter.pk), outcome="advised"),
        lambda: write_to_clinic(actor=pat, text="And cycle?", form_key="two", now=later),
    )
    waiting = Matter.objects.exclude(state="closed").get()
    assert not waiting.is_read
