"""`saphena manage add_administrator EMAIL NAME`: the first account, which adds all others."""

from __future__ import annotations

from getpass import getpass
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from saphena.clinic.people.staffing import add_first_administrator
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Add the clinic's first administrator, who adds everybody else. Asks for a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: object, **options: str) -> None:
        password = getpass("Password: ")
        try:
            validate_password(password)
            user = add_first_administrator(name=options["name"], email=options["email"], password=password)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        except Refused as no:
            raise CommandError(no.reason) from no
        self.stdout.write(f"{user.name} is the clinic's administrator.")
