"""Outcomes over 100,000 procedures on one server, and over 10 million procedure rows of many clinics.

For each database: `page_ms` is the page "Outcomes" over all years through everything that a request passes, with an
empty cache; the bar is 300 ms. `page_after_an_act_ms` is the same right after something has changed, so that the newest
month is counted while somebody waits. `all_months_s` is what the worker needs when every month is counted anew.

`pooled_s` is `saphena outcomes` by every dimension over ten million rows in Parquet files, one pass; the bar is 2 s.
`pooled_segment_s` is the same by segment alone, `pooled_indicators_s` the indicators over as many rows of sessions.

SAPHENA_BENCH_PROCEDURES and SAPHENA_BENCH_ROWS make it smaller; SAPHENA_BENCH_DATABASES is "sqlite", "postgresql" or
both with a comma.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks._outcomes_database import OUTCOMES, PROCEDURES, PRODUCTS, SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = int(os.environ.get("SAPHENA_BENCH_ROWS", "10000000"))
DATABASES = os.environ.get("SAPHENA_BENCH_DATABASES", "sqlite,postgresql").split(",")
FILES = 4


def measure() -> dict[str, float]:
    found: dict[str, float] = {"procedures": PROCEDURES, "rows": ROWS}
    if "sqlite" in DATABASES:
        found |= {f"sqlite_{name}": figure for name, figure in _apart("").items()}
    if "postgresql" in DATABASES:
        from tests.both_databases.postgresql import postgresql

        with postgresql() as url:
            found |= {f"postgresql_{name}": figure for name, figure in _apart(url).items()}
    with tempfile.TemporaryDirectory(prefix="saphena-outcomes-") as home:
        return found | pooling(Path(home))


def _apart(url: str) -> dict[str, float]:
    """In a process of its own: one has one database."""
    home = tempfile.mkdtemp(prefix="saphena-outcomes-")
    try:
        kept = ("SAPHENA_BENCH_PROCEDURES",)
        rest = {name: each for name, each in os.environ.items() if not name.startswith("SAPHENA_") or name in kept}
        ours = {"SAPHENA_HOME": home, "SAPHENA_SECRET_KEY": "only for as long as it is measured, and fifty letters",
                "SAPHENA_REQUIRE_MFA": "no", **({"SAPHENA_DATABASE_URL": url} if url else {})}  # fmt: skip
        command = [sys.executable, "-m", "benchmarks._outcomes_database"]
        run = subprocess.run(command, env={**rest, **ours}, check=True, stdout=subprocess.PIPE)  # our own
        figures: dict[str, float] = json.loads(run.stdout)
        return figures
    finally:
        shutil.rmtree(home, ignore_errors=True)


def timed(act: Callable[[], Any]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def pooling(home: Path) -> dict[str, float]:
    """Four files, made by DuckDB, in the columns of the export."""
    import duckdb

    from saphena.commands.outcomes import BY, OF_A_SESSION, SUMS, pooled, pooled_changes, pooled_indicators

    def pick(values: tuple[str, ...], salt: int) -> str:
        return f"([{', '.join(repr(each) for each in values)}])[1 + CAST(hash(i + {salt}) % {len(values)} AS INTEGER)]"

    for file in range(FILES):
        words = (*OUTCOMES, "lost", "waiting")
        with duckdb.connect() as base:
            base.execute(f"""COPY (SELECT md5(CAST(i AS VARCHAR))[1:16] AS procedure,
              md5(CAST(i AS VARCHAR))[1:16] AS course,
              md5(CAST(i // 2 AS VARCHAR))[1:16] AS patient,
              {pick(("1950-1954", "1960-1964", "1970-1974"), 1)} AS birth_years,
              {pick(("left", "right"), 2)} AS leg, {pick(SEGMENTS, 3)} AS segment, {pick(PRODUCTS, 4)} AS product,
              CAST({pick(("1", "3"), 5)} AS DOUBLE) AS strength, {pick(("foam", "liquid"), 6)} AS form,
              1.0 AS volume, {pick(tuple("abcde?"), 7)} AS band, {pick(words, 8)} AS early, 8 AS early_day,
              {pick(words, 9)} AS result, 60 AS result_day, {pick(words, 10)} AS year, 365 AS year_day
              FROM range({file * ROWS // FILES}, {(file + 1) * ROWS // FILES}) AS r(i))
              TO '{home}/clinic{file}.parquet' (FORMAT parquet)""")  # noqa: S608  # our own numbers
            yes = ", ".join(f"hash(i + {place}) % 9 > 0 AS {name}" for place, name in enumerate(OF_A_SESSION))
            numbers = ", ".join(f"{number} AS {name}" for pair in SUMS.values() for number, name in enumerate(pair, 1))
            base.execute(f"""COPY (SELECT {yes}, {numbers},
              CASE WHEN hash(i) % 50 = 0 THEN 'dvt_distal|scan' ELSE '' END AS harms,
              CASE WHEN hash(i + 31) % 3 > 0 THEN CAST(hash(i + 32) % 30 AS INTEGER) - 20 END AS vcss_change,
              CASE WHEN hash(i + 33) % 3 > 0 THEN (CAST(hash(i + 34) % 130 AS INTEGER) - 90) / 10.0 END
                AS symptoms_change
              FROM range({file * ROWS // FILES}, {(file + 1) * ROWS // FILES}) AS r(i))
              TO '{home}/procedures{file}.parquet' (FORMAT parquet)""")  # noqa: S608  # our own numbers
    names, sessions = [f"{home}/clinic*.parquet"], [f"{home}/procedures*.parquet"]
    found = pooled(names, "result", BY)["all"][""]
    assert 0 < found.hits < found.of < ROWS
    return {
        "pooled_s": median(timed(lambda: pooled(names, "result", BY)) for _ in range(3)),
        "pooled_segment_s": median(timed(lambda: pooled(names, "result", ("segment",))) for _ in range(3)),
        "pooled_indicators_s": median(
            timed(lambda: (pooled_indicators(sessions), pooled_changes(sessions))) for _ in range(3)
        ),
    }
