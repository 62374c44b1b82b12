"""Serve the clinic's pages, with the worker beside them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from saphena.commands import CommandFailed

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="8000 unless told; 0 takes any that is free")
    parser.add_argument("--no-worker", action="store_true", help="`saphena work` runs elsewhere")


def run(args: argparse.Namespace) -> int:
    from saphena.clinic.config.serving import DoorTaken, address, open_door, serve

    try:
        door = open_door(args.host, args.port)
    except DoorTaken as taken:
        raise CommandFailed(str(taken)) from taken
    os.environ.setdefault("SAPHENA_URL", address(door))
    from saphena.commands._django import start_django

    start_django()
    from saphena.clinic.config.checking import database

    if status := database():
        return status
    return serve(
        door, not args.no_worker, lambda where: print(f"Saphena is open at {where}  (Ctrl-C stops it)", flush=True)
    )
