"""Send the messages that have fallen due, and tidy up; again and again until stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, and end")


def run(args: argparse.Namespace) -> int:
    from saphena.commands._django import start_django

    start_django()
    from saphena.clinic.messages.worker import work

    return work(once=args.once)
