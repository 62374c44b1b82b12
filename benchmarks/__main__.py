"""`python -m benchmarks NAME [--json]`: run benchmarks/NAME.py. Its `measure()` gives figures by name.

What a benchmark prints on the way goes to standard error, so that with --json the figures stand alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from saphena.commands import did_you_mean


def known() -> list[str]:
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=f"Measure. Known: {', '.join(known())}.")
    parser.add_argument("name", help="which benchmark")
    parser.add_argument("--json", action="store_true", help="print one object of figures, and nothing else")
    args = parser.parse_args(arguments)
    if args.name not in known():
        print(f"scripts/bench: there is no benchmark {args.name}{did_you_mean(args.name, known())}", file=sys.stderr)
        return 2
    with redirect_stdout(sys.stderr):
        figures: dict[str, float] = import_module(f"benchmarks.{args.name}").measure()
    if args.json:
        print(json.dumps(figures))
    else:
        width = max(map(len, figures))
        print("\n".join(f"{name:{width}}  {value:,.6g}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
