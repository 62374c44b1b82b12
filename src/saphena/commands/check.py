"""Say whether this installation is set up properly. Exit status 0: it is; 1: what is wrong is on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deploy", action="store_true", help="also what a clinic open to the internet must have set")


def run(args: argparse.Namespace) -> int:
    from saphena.commands._django import start_django

    start_django()
    from saphena.clinic.config.checking import check

    return check(deploy=args.deploy)
