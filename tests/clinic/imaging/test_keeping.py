"""An image is on the disk for good before anybody hears so; whatever dies on the way leaves nothing half."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from saphena.clinic.exchange.dicom.listening import recover
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.models import Instance
from saphena.clinic.imaging.receiving import adopt
from tests import cast
from tests.clinic.imaging.received import clip_of, section_of

if TYPE_CHECKING:
    from pathlib import Path

UID = "1.2.3"


def kept(place: str) -> bytes:
    return (keeping.folder() / place).read_bytes()


def test_it_lies_at_its_place_by_one_name_and_is_forced_there(images: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forced: list[str] = []
    real = os.fsync

    def noted(handle: int) -> None:
        forced.append(os.readlink(f"/proc/self/fd/{handle}"))
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    arrived = keeping.write(b"an image")
    place = keeping.keep(arrived, UID)
    assert kept(place) == b"an image"
    assert (images / place).stat().st_nlink == 1
    assert not list(keeping.arrivals().iterdir())
    assert forced[-2:] == [str(arrived), str((images / place).parent)]


def test_the_same_once_more_is_no_harm_and_another_is_a_clash(images: Path) -> None:
    place = keeping.keep(keeping.write(b"an image"), UID)
    assert keeping.keep(keeping.write(b"an image"), UID) == place
    with pytest.raises(keeping.Clash):
        keeping.keep(keeping.write(b"another"), UID)
    assert kept(place) == b"an image"


def test_what_a_power_failure_left_half_way_is_replaced(images: Path) -> None:
    torn = keeping.write(b"half of an im")
    target = images / keeping.place_for(UID)
    target.parent.mkdir(parents=True)
    os.link(torn, target)  # linked, and then the power failed: two names, and nobody holds it
    place = keeping.keep(keeping.write(b"an image"), UID)
    assert kept(place) == b"an image"
    assert torn.read_bytes() == b"half of an im"


def test_whoever_comes_second_waits_for_the_first_and_takes_nothing_from_it(images: Path) -> None:
    first = keeping.write(b"the first")
    target = images / keeping.place_for(UID)
    target.parent.mkdir(parents=True)
    handle = os.open(first, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    os.link(first, target)  # on its way to the disk
    said: list[str] = []

    def second() -> None:
        try:
            keeping.keep(keeping.write(b"the second"), UID)
        except keeping.Clash:
            said.append("clash")

    waiting = threading.Thread(target=second)
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    first.unlink()
    os.close(handle)
    waiting.join(5)
    assert said == ["clash"]
    assert target.read_bytes() == b"the first"


def test_of_many_at_once_one_is_kept_and_all_others_clash(images: Path) -> None:
    said: list[str] = []

    def one(number: int) -> None:
        try:
            said.append(keeping.keep(keeping.write(b"%d" % number), UID))
        except keeping.Clash:
            said.append("clash")

    threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert said.count("clash") == 7
    assert len(kept(keeping.place_for(UID))) == 1


@pytest.mark.django_db
def test_a_file_without_a_row_gets_one_and_nothing_else_is_touched(images: Path) -> None:
    clip = clip_of(cast.pat())
    (images / "ab").mkdir(exist_ok=True)
    (images / "ab" / "rubbish.dcm").write_bytes(b"no image")
    Instance.objects.all().delete()  # the disk had the file, the database's log had not reached it
    assert adopt(0) == 1
    again = Instance.objects.get()
    assert (again.uid, again.sha256, again.study) == (clip.uid, clip.sha256, clip.study)
    assert adopt(0) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days", [0, 30])
def test_after_a_sudden_end_the_next_start_finds_what_has_no_row_however_late_it_comes(images: Path, days: int) -> None:
    first, last = clip_of(cast.pat()), section_of(cast.pat())[0]
    last.delete()  # the machine had heard that all is well; then the process was killed
    for each in (first, last):
        os.utime(keeping.path_of(each), times=(time.time() - days * 86_400,) * 2)
    Instance.objects.update(received_at=timezone.now() - timedelta(days=days))
    assert recover() == 1
    assert sorted(Instance.objects.values_list("uid", flat=True)) == sorted([first.uid, last.uid])
