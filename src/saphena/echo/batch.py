"""Many files: one after the other, in several processes, or over a Dask cluster. The numbers are the same."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saphena.echo.reasons import Refused, Why
from saphena.echo.tasks import answer, failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from saphena.echo.tasks import Answer, Task

    Way = Callable[[partial[Answer], Sequence[str]], Iterator[Answer]]

__all__ = ["ENGINES", "files_in", "measure_all"]

ENGINES = ("here", "processes", "dask")
MANY = 16
"""From so many files on, starting processes is worth it."""


def measure_all(paths: Sequence[str], task: Task, engine: str = "", scheduler: str = "") -> list[Answer]:
    """Ask the same of every file; answers come in the order of the files, refusals among them.

    `paths` may name folders. `engine` is one of `ENGINES`; left empty it goes by the number of files. `scheduler` is
    the address of a running Dask cluster; without it Dask starts one here. Raises `Refused` for a wrong engine, and
    where there is no file at all.
    """
    files = list(files_in(paths))
    if not files:
        raise Refused(Why.NO_FILE, folders=", ".join(paths))
    chosen = engine or ("dask" if scheduler else "processes" if len(files) >= MANY else "here")
    if chosen not in ENGINES:
        raise Refused(Why.NO_ENGINE, "engine", engine=engine, engines=", ".join(ENGINES))
    if scheduler and chosen != "dask":
        raise Refused(Why.SCHEDULER_WITHOUT_DASK, "scheduler")
    ask = partial(answer, task=task)
    ways: dict[str, Way] = {"here": _here, "processes": _processes, "dask": partial(_dask, scheduler)}
    return list(_shown(ways[chosen](ask, files), files))


def files_in(paths: Iterable[str]) -> Iterator[str]:
    """Every file named, and every file below every folder named, in the order of their names."""
    for path in paths:
        if Path(path).is_dir():
            yield from (str(each) for each in sorted(Path(path).rglob("*")) if each.is_file())
        else:
            yield path


def _here(ask: partial[Answer], files: Sequence[str]) -> Iterator[Answer]:
    return map(ask, files)


def _processes(ask: partial[Answer], files: Sequence[str]) -> Iterator[Answer]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:  # fork is unsafe where threads run
        yield from pool.map(ask, files, chunksize=4)


def _dask(scheduler: str, ask: partial[Answer], files: Sequence[str]) -> Iterator[Answer]:
    try:
        from distributed import Client
    except ImportError:
        raise Refused(Why.NO_DASK, "engine") from None
    own: dict[str, Any] = {} if scheduler else {"dashboard_address": None}  # that is for a cluster started here only
    try:
        client: Any = Client(scheduler or None, timeout=10, **own)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise Refused(Why.NO_SCHEDULER, "scheduler", address=scheduler, words=str(error)) from None
    with client:
        for path, future in zip(files, client.map(ask, files, pure=False), strict=True):
            try:
                yield future.result()
            except Exception as error:  # a worker that died with this file must not take the others' answers along
                yield failed(path, ask.keywords["task"], error)


def _shown(answers: Iterator[Answer], files: Sequence[str]) -> Iterator[Answer]:
    """The same, with a bar on a terminal that waits."""
    shows = len(files) > 1 and sys.stderr.isatty()
    for done, each in enumerate(answers, start=1):
        if shows:
            full = 30 * done // len(files)
            sys.stderr.write(f"\r[{'#' * full}{'.' * (30 - full)}] {done} of {len(files)} files")
            sys.stderr.flush()
        yield each
    if shows:
        sys.stderr.write("\r" + " " * 60 + "\r")
