"""Rows follow their images: many at once, none lost while the database is away, none held back by a bad one."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError

from saphena.clinic.imaging import keeping, register
from saphena.clinic.imaging.matching import TWO_PEOPLE, Claim
from saphena.clinic.imaging.models import Instance, Study
from saphena.clinic.imaging.reading import Header
from saphena.clinic.imaging.receiving import Kept, write_all
from saphena.clinic.imaging.register import Register
from saphena.clinic.imaging.states import Whose

if TYPE_CHECKING:
    from collections.abc import Iterator


def kept(number: int, study: str = "1.2.3", patient_id: str = "P1") -> Kept:
    """An image on the disk, without its row."""
    uid = f"{study}.{number}"
    place = keeping.keep(keeping.write(b"image %d" % number), uid)
    claim = Claim(study, accession="", patient_id=patient_id, name="", birth_date="")
    return Kept(Header(uid, f"{study}.0", "1.2", "1.2", claim), place, "a test")


@contextmanager
def a_register() -> Iterator[Register]:
    opened = Register()
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "PAUSE", 0.01)
    monkeypatch.setattr(register, "PATIENCE", 5.0)


@pytest.mark.django_db
def test_many_images_of_one_study_cost_as_many_questions_as_two(
    images: Any, django_assert_max_num_queries: Any
) -> None:
    write_all([kept(0)])
    with django_assert_max_num_queries(6):
        write_all([kept(number) for number in range(1, 40)])
    row = Instance.objects.get(uid="1.2.3.7")
    assert (row.sha256, row.size) == (keeping.digest(keeping.path_of(row)), len(b"image 7"))
    assert Study.objects.get().instances.count() == 40


@pytest.mark.django_db
def test_who_is_known_already_and_who_comes_twice_in_one_go_is_one_row(images: Any) -> None:
    write_all([kept(0), kept(1)])
    write_all([kept(1), kept(2), kept(2)])
    assert sorted(Instance.objects.values_list("uid", flat=True)) == ["1.2.3.0", "1.2.3.1", "1.2.3.2"]


@pytest.mark.django_db
def test_two_people_in_one_go_under_one_study_wait_for_a_person(images: Any) -> None:
    write_all([kept(0), kept(1, patient_id="P2"), kept(2)])
    study = Study.objects.get()
    assert (study.whose, study.why, study.instances.count()) == (Whose.TRAY, TWO_PEOPLE, 3)


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_finds_the_rows_of_all_that_was_entered(images: Any) -> None:
    with a_register() as opened:
        for number in range(5):
            opened.enter(kept(number))
        assert opened.settle()
        assert Instance.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_away_rows_wait_and_are_written_then(
    images: Any, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = iter([True, True])

    def write(some: list[Kept]) -> None:
        if next(away, False):
            raise OperationalError("the server closed the connection")
        write_all(some)

    monkeypatch.setattr(register, "write_all", write)
    with a_register() as opened:
        opened.enter(kept(0))
        assert opened.settle()
        assert Instance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_row_that_cannot_be_written_holds_back_no_other(
    images: Any, brisk: None, caplog: pytest.LogCaptureFixture
) -> None:
    with a_register() as opened:
        good, odd, last = kept(0), kept(1), kept(2)
        odd = replace(odd, header=replace(odd.header, number="no number"))  # type: ignore[arg-type]
        for each in (good, odd, last):
            opened.enter(each)
        assert opened.settle()
        assert sorted(Instance.objects.values_list("uid", flat=True)) == ["1.2.3.0", "1.2.3.2"]
    assert "rows of images could not be written" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("gone", [[0], [1], [0, 1, 2]])
def test_a_file_that_somebody_took_away_in_this_moment_holds_back_no_other(
    images: Any, brisk: None, gone: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    with a_register() as opened:
        came = [kept(number) for number in range(3)]
        for number in gone:
            keeping.folder().joinpath(came[number].place).unlink()
        for each in came:
            opened.enter(each)
        assert opened.settle()
        assert Instance.objects.count() == 3 - len(gone)
        opened.enter(kept(3))
        assert opened.settle(), "and it goes on afterwards"
        assert Instance.objects.filter(uid="1.2.3.3").exists()
    assert caplog.text.count("cannot be read from its place") == len(gone)


@pytest.mark.django_db(transaction=True)
def test_what_waits_when_the_door_closes_is_written(images: Any) -> None:
    with a_register() as opened:
        for number in range(3):
            opened.enter(kept(number))
    assert Instance.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_when_too_many_wait_no_more_are_taken_in_and_what_was_taken_gets_its_row(
    images: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands, goes = threading.Event(), threading.Event()

    def write(some: list[Kept]) -> None:
        stands.set()
        assert goes.wait(20)
        write_all(some)

    monkeypatch.setattr(register, "write_all", write)
    monkeypatch.setattr(register, "GATHERING", 0.0)
    monkeypatch.setattr(register, "MOST", 2)
    monkeypatch.setattr(register, "PATIENCE", 0.05)
    with a_register() as opened:
        opened.enter(kept(0))
        assert stands.wait(20)
        opened.enter(kept(1))
        opened.enter(kept(2))
        with pytest.raises(OSError, match="does not take the rows"):
            opened.enter(kept(3))
        assert not opened.settle()
        goes.set()
    assert Instance.objects.count() == 3
