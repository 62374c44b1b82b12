"""Count outcomes over the registry exports of many clinics together.

FILE is the outcomes.parquet of an export; a pattern such as exports/*/outcomes.parquet is read whole. Counted by
DuckDB, with the same rules as the clinic's page: closed of examined, with the interval and those who were lost.
With --indicators FILE is the procedures.parquet, and the indicators are counted that are properties of a session.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from saphena.commands import CommandFailed
from saphena.commands.output import put
from saphena.pathway.reviewing import Rate
from saphena.pathway.reviewing.indicators import harms, indicators
from saphena.pathway.reviewing.scores import Spread

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

BY = ("segment", "product", "strength", "form", "band", "leg", "birth_years")
TIMES = ("early", "result", "year")
NOT_LOOKED_AT = ("lost", "not_examined")
EXAMINED = ("closed", "partly", "partly_refluxing", "open")
OF_A_SESSION = ("K1", "K4", "K6", "K7", "K10", "K11", "K12", "K14", "K18", "K21")
SUMS = {
    "K3": ("veins_measured", "veins"), "K8": ("foams_in_time", "foams"), "K9": ("injections_whole", "injections"),
}  # fmt: skip
CHANGES = {"K15 severity": "vcss_change", "K15 symptoms": "symptoms_change"}
WAYS = ("room", "scan", "seen", "told", "elsewhere")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", metavar="FILE", nargs="+", help="outcomes.parquet of a registry export, or a pattern")
    add("--by", choices=BY, action="append", help="only by this; again for another (all of them by default)")
    add("--time", choices=TIMES, default="result", help="which return visit (result by default)")
    add("--indicators", action="store_true", help="the indicators, from procedures.parquet")
    add("--json", action="store_true", help="one JSON object")
    add("-o", dest="where", default="", metavar="FILE", help="write it there")


def run(args: argparse.Namespace) -> int:
    if args.indicators:
        shares, changes = pooled_indicators(args.files), pooled_changes(args.files)
        plain: Any = {name: _plain(rate) for name, rate in shares.items()}
        plain |= {name: {"mean": each.mean, "median": each.median, "of": each.of} for name, each in changes.items()}
        text = _indicators_as_table(shares) + _changes_as_table(changes)
    else:
        found = pooled(args.files, args.time, args.by or BY)
        plain = {by: {value: _plain(rate) for value, rate in rows.items()} for by, rows in found.items()}
        text = _as_table(found)
    put(((json.dumps(plain, indent=2, ensure_ascii=False) + "\n") if args.json else text).encode(), args.where)
    return 0


def pooled(files: Sequence[str], time: str, by: Sequence[str]) -> dict[str, dict[str, Rate]]:
    """Closed of examined, and the lost, over all files together: in all, and by each of these. One pass.

    It counts rows by what became of them, a word of a few: to test each of millions of rows for what counts is slower.
    """
    # `by` and `time` are names of our own; the files go as a parameter.
    sets = ", ".join(f"({each}, {time})" for each in by)
    marks = ", ".join(f"GROUPING({each})" for each in by)
    asked = f"""
      SELECT {", ".join(f"CAST({each} AS VARCHAR)" for each in by)}, {marks}, {time}, COUNT(*)
      FROM read_parquet(?) GROUP BY GROUPING SETS ({sets})
    """  # noqa: S608  # names of our own
    became: dict[str, dict[str, Counter[str]]] = {name: {} for name in ("all", *by)}
    for *row, word, number in _asked(asked, files):
        place = row[len(by) :].index(0)
        became[by[place]].setdefault(str(row[place]), Counter())[str(word)] += int(str(number))
    became["all"][""] = sum(became[by[0]].values(), Counter())
    return {name: {value: _rate(group[value]) for value in sorted(group)} for name, group in became.items()}


def _rate(became: Counter[str]) -> Rate:
    examined = sum(number for word, number in became.items() if word in EXAMINED)
    return Rate(became["closed"], examined, sum(number for word, number in became.items() if word in NOT_LOOKED_AT))


def pooled_indicators(files: Sequence[str]) -> dict[str, Rate]:
    """Each indicator of a session over all files together; K16 by kind and by how it was found."""
    parts = [f"SUM(CAST({name.lower()} AS TINYINT)), COUNT({name.lower()})" for name in OF_A_SESSION]
    parts += [f"SUM({hits}), SUM({of})" for hits, of in SUMS.values()]
    row = _asked(f"SELECT {', '.join(parts)}, COUNT(*) FROM read_parquet(?)", files)[0]  # noqa: S608  # names of our own
    counts = [int(str(each or 0)) for each in row]
    found = {name: Rate(*counts[2 * place : 2 * place + 2]) for place, name in enumerate((*OF_A_SESSION, *SUMS))}
    harmed = _harmed(files)
    return found | {
        f"K16 {kind}": Rate(harmed[kind], counts[-1]) for kind in (f"{name}|{way}" for name in harms() for way in WAYS)
    }


def _harmed(files: Sequence[str]) -> Counter[str]:
    """In how many sessions each complication was found, by the way of finding it.

    Few lists differ among millions of sessions, so each different one is taken apart once.
    """
    lists = _asked("SELECT harms, COUNT(*) FROM read_parquet(?) WHERE harms <> '' GROUP BY harms", files)
    found: Counter[str] = Counter()
    for words, sessions in lists:
        found.update(dict.fromkeys(str(words).split(), int(str(sessions))))
    return found


def pooled_changes(files: Sequence[str]) -> dict[str, Spread]:
    """K15 over all files together: of each session the last return visit that has the score, after less before."""
    found = {}
    for name, column in CHANGES.items():
        rows = _asked(f"SELECT {column}, COUNT(*) FROM read_parquet(?) GROUP BY {column}", files)  # noqa: S608  # our own
        found[name] = Spread({str(value): int(str(number)) for value, number in rows if value is not None})
    return found


def _asked(sql: str, files: Sequence[str]) -> list[tuple[object, ...]]:
    try:
        import duckdb
    except ModuleNotFoundError:
        raise CommandFailed("DuckDB is not installed: pip install 'saphena[registry]'") from None
    try:
        with duckdb.connect() as base:
            return base.execute(sql, [list(files)]).fetchall()
    except duckdb.Error as error:
        raise CommandFailed(f"cannot be read: {str(error).splitlines()[0]}") from None


def _plain(rate: Rate) -> dict[str, object]:
    return {"closed": rate.hits, "examined": rate.of, "lost": rate.lost, "share": rate.share, "interval": rate.interval}


def _as_table(found: dict[str, dict[str, Rate]]) -> str:
    rows = ((by, value, rate) for by, group in found.items() for value, rate in group.items())
    return "\n".join(f"{by:12} {value:28} {_line(rate)} lost {rate.lost}" for by, value, rate in rows) + "\n"


def _indicators_as_table(found: dict[str, Rate]) -> str:
    """K16 without its zeros: in how many sessions somebody looked stands in the clinic's own page."""
    shown = {name: rate for name, rate in found.items() if rate.hits or not name.startswith("K16")}
    titles = {name: indicators()[name].name["en"] for name in shown if name in indicators()}
    lines = (f"{name:28} {_line(rate)}  {titles.get(name, '')}".rstrip() for name, rate in shown.items())
    return "\n".join(lines) + "\n"


def _changes_as_table(found: dict[str, Spread]) -> str:
    """After less before: below zero is better."""
    lines = (
        f"{name:28} {each.of:>9} mean {each.mean:+.2f}, median {each.median:+g}  {indicators()['K15'].name['en']}"
        for name, each in found.items()
        if each.mean is not None and each.median is not None
    )
    return "".join(f"{line}\n" for line in lines)


def _line(rate: Rate) -> str:
    ends = rate.interval
    share = f"{rate.share:.1%}" if rate.share is not None else "-"
    between = f"{ends[0]:.1%} to {ends[1]:.1%}" if ends else "-"
    return f"{rate.hits:>9} of {rate.of:>9} {share:>7}  {between:17}"
