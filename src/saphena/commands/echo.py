"""Measure ultrasound files: their scale, distances, reflux on a strip, a vein's diameter, foam in a clip, reports.

Every value comes with its unit, how sure it is, flags in words, or the reason why it was refused. What is measured
automatically has been proved on phantoms only: look at the picture before you trust a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.commands import CommandFailed

if TYPE_CHECKING:
    import argparse

WHAT = {
    "regions": "what a pixel stands for, region by region, and which regions cannot be trusted",
    "distance": "between two points: mm on a picture, s and cm/s on a strip",
    "reflux": "on a Doppler strip: how long the flow runs backwards, and how fast",
    "diameter": "of the vein around one point, with its depth; --follow through the clip",
    "foam": "in a clip: how far its front has come along a marked vein, and how full the vein is",
    "report": "what a structured report says, as plain measurements",
}
POINTS = {"distance": ("X1", "Y1", "X2", "Y2")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    for what, summary in WHAT.items():
        about = f"{what}: {summary}. Status 0 when any file was measured, 2 when none was."
        kind = kinds.add_parser(what, help=summary, description=about, allow_abbrev=False)
        kind.add_argument("files", nargs="+", metavar="FILE", help="DICOM files, or folders of them")
        if what == "distance":
            for name in POINTS[what]:
                kind.add_argument(name.lower(), type=float, metavar=name, help="a pixel, counted from 0")
        _add_options(kind, what)


def _add_options(kind: argparse.ArgumentParser, what: str) -> None:
    add = kind.add_argument
    if what == "reflux":
        add(
            "--strip",
            nargs=7,
            type=float,
            metavar=("X1", "Y1", "X2", "Y2", "SECONDS", "UPPER", "LOWER"),
            help="set the scale by hand: two corners of the strip, the seconds across it, and the cm/s at its upper "
            "and lower edge",
        )
    elif what != "report":
        add(
            "--scale",
            nargs=5,
            type=float,
            metavar=("X1", "Y1", "X2", "Y2", "MM"),
            help="set the scale by hand: two points of the picture's own ruler, and the mm between them",
        )
    if what in ("distance", "diameter"):
        add("--frame", type=int, default=0, help="which frame of a clip, counted from 0")
    if what == "diameter":
        add("--at", nargs=2, type=float, required=True, metavar=("X", "Y"), help="a point inside the vein")
        add("--follow", action="store_true", help="follow the vein from that frame to the end of the clip")
    if what == "foam":
        points = ("X1", "Y1", "X2", "Y2")
        add("--vein", nargs=4, type=float, required=True, metavar=points, help="the middle of the vein, foam first")
        add("--junction", nargs=2, type=float, metavar=("X", "Y"), help="when does the foam reach this point?")
    add("--json", action="store_true", help="as JSON: one object for one file, a list for several")
    add("--engine", default="", help="here, processes or dask (by the number of files unless said)")
    add("--scheduler", default="", metavar="ADDRESS", help="of a Dask cluster, with --engine dask")


def run(args: argparse.Namespace) -> int:
    from saphena.echo.measurement import Refused

    try:
        return _run(args)
    except Refused as refusal:
        raise CommandFailed(refusal.reason) from None
    except ImportError as missing:
        raise CommandFailed(f"{missing.name} is not installed: pip install 'saphena[echo]'") from None


def _run(args: argparse.Namespace) -> int:
    from saphena.commands.echo_answers import show
    from saphena.echo.batch import measure_all
    from saphena.echo.tasks import Task

    task = Task(args.what, options(args))
    answers = measure_all(args.files, task, args.engine, args.scheduler)
    show(args.what, answers, as_json=args.json)
    return 2 if all(answer["refused"] for answer in answers) else 0


def options(args: argparse.Namespace) -> dict[str, object]:
    """What was asked for beside the files, as plain values that travel to another machine."""
    said = {name: value for name, value in vars(args).items() if name not in ("what", "files", "json", "engine")}
    return {name: value for name, value in said.items() if value is not None and name != "scheduler"}
