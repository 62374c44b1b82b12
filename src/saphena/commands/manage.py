"""Run one of Django's own commands with the clinic's settings: migrate, createsuperuser, makemigrations, shell."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND ...", help="as for Django's manage.py")


def run(args: argparse.Namespace) -> int:
    from saphena.commands._django import start_django

    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["saphena manage", *args.rest])
    return 0
