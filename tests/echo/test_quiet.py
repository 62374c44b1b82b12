"""While a file is read, what the libraries find odd in it is told to nobody; whoever else warns is heard."""

from __future__ import annotations

import logging
import threading
import warnings

import pytest

from saphena.echo.quiet import quiet


def warn() -> None:
    warnings.warn("odd", UserWarning, stacklevel=1)


def test_one_thread_is_quiet_while_another_is_heard(caplog: pytest.LogCaptureFixture) -> None:
    inside, done = threading.Event(), threading.Event()
    failed: list[BaseException] = []

    def read() -> None:
        try:
            with quiet():
                inside.set()
                assert done.wait(10)
                warn()
                logging.getLogger("pydicom").warning("in the file")
        except BaseException as error:
            failed.append(error)

    reading = threading.Thread(target=read)
    reading.start()
    assert inside.wait(10)
    with pytest.raises(UserWarning):
        warn()
    logging.getLogger("pydicom").warning("of somebody else")
    done.set()
    reading.join()
    assert (failed, caplog.messages) == ([], ["of somebody else"])


def test_two_threads_that_read_at_once_leave_the_filters_as_they_were() -> None:
    with quiet():
        pass
    before, level = list(warnings.filters), logging.getLogger("pydicom").level
    first_is_in, second_is_in, first_is_out = (threading.Event() for _ in range(3))

    def first() -> None:
        with quiet():
            first_is_in.set()
            second_is_in.wait(10)
        first_is_out.set()

    def second() -> None:
        first_is_in.wait(10)
        with quiet():
            second_is_in.set()
            first_is_out.wait(10)

    threads = [threading.Thread(target=each) for each in (first, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (list(warnings.filters), logging.getLogger("pydicom").level) == (before, level)
    with pytest.raises(UserWarning):
        warn()


def test_a_filter_that_somebody_sets_afterwards_is_no_louder() -> None:
    with quiet():
        pass
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with quiet():
            warn()
        with pytest.raises(UserWarning):
            warn()
    with quiet():
        with quiet():
            pass
        warn()
