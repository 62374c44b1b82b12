"""Count closed segments over the registry exports of many clinics together.

FILE is the outcomes.parquet of an export; a pattern such as exports/*.parquet is read whole. Counted by DuckDB, with
the same rules as the clinic's page: closed of examined, with the interval and those who were lost.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from saphena.commands import CommandFailed
from saphena.commands.output import put
from saphena.pathway.reviewing import Rate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

BY = ("segment", "product", "strength", "form", "band", "leg", "birth_years")
TIMES = ("early", "result", "year")
NOT_LOOKED_AT = "('lost', 'not_examined')"
EXAMINED = "('closed', 'partly', 'partly_refluxing', 'open')"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", metavar="FILE", nargs="+", help="outcomes.parquet of a registry export, or a pattern")
    add("--by", choices=BY, action="append", help="only by this; again for another (all of them by default)")
    add("--time", choices=TIMES, default="result", help="which return visit (result by default)")
    add("--json", action="store_true", help="one JSON object")
    add("-o", dest="where", default="", metavar="FILE", help="write it there")


def run(args: argparse.Namespace) -> int:
    found = pooled(args.files, args.time, args.by or BY)
    if args.json:
        whole = {by: {value: _plain(rate) for value, rate in rows.items()} for by, rows in found.items()}
        put((json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode(), args.where)
    else:
        put(_as_table(found).encode(), args.where)
    return 0


def pooled(files: Sequence[str], time: str, by: Sequence[str]) -> dict[str, dict[str, Rate]]:
    """Closed of examined, and the lost, over all files together: in all, and by each of these. One pass."""
    try:
        import duckdb
    except ModuleNotFoundError:
        raise CommandFailed("DuckDB is not installed: pip install 'saphena[registry]'") from None
    # `by` and `time` are names of our own; the files go as a parameter.
    sets = ", ".join(f"({each})" for each in by)
    marks = ", ".join(f"GROUPING({each})" for each in by)
    asked = f"""
      SELECT {", ".join(f"CAST({each} AS VARCHAR)" for each in by)}, {marks},
        COUNT(*) FILTER ({time} = 'closed'), COUNT(*) FILTER ({time} IN {EXAMINED}),
        COUNT(*) FILTER ({time} IN {NOT_LOOKED_AT})
      FROM read_parquet(?) GROUP BY GROUPING SETS ((), {sets})
    """  # noqa: S608  # names of our own
    try:
        with duckdb.connect() as base:
            rows = base.execute(asked, [list(files)]).fetchall()
    except duckdb.Error as error:
        raise CommandFailed(f"cannot be read: {str(error).splitlines()[0]}") from None
    return _sorted(rows, by)


def _sorted(rows: Sequence[tuple[object, ...]], by: Sequence[str]) -> dict[str, dict[str, Rate]]:
    found: dict[str, dict[str, Rate]] = {name: {} for name in ("all", *by)}
    for row in rows:
        values, marks, counts = row[: len(by)], row[len(by) : 2 * len(by)], [int(str(each)) for each in row[-3:]]
        place = next((place for place, mark in enumerate(marks) if not mark), None)
        name, value = ("all", "") if place is None else (by[place], str(values[place]))
        found[name][value] = Rate(*counts)
    return {name: dict(sorted(group.items())) for name, group in found.items()}


def _plain(rate: Rate) -> dict[str, object]:
    return {"closed": rate.hits, "examined": rate.of, "lost": rate.lost, "share": rate.share, "interval": rate.interval}


def _as_table(found: dict[str, dict[str, Rate]]) -> str:
    lines = []
    for by, rows in found.items():
        for value, rate in rows.items():
            ends = rate.interval
            share = f"{rate.share:.1%}" if rate.share is not None else "-"
            between = f"{ends[0]:.1%} to {ends[1]:.1%}" if ends else "-"
            lines.append(f"{by:12} {value:28} {rate.hits:>9} of {rate.of:>9} {share:>7}  {between:17} lost {rate.lost}")
    return "\n".join(lines) + "\n"
