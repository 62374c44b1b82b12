"""The people in every test. Each is made by calling their name, with fixed values, and only when a test needs them.

Priya is a physician, Sam a sonographer, Nora a nurse, Nell sits at the desk, Max manages, Ada administers. Pat is the
patient. Olive has an account and no role: she must see nothing.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Unpack

from allauth.mfa.models import Authenticator
from django.test import Client

from saphena.clinic.people.models import Clinic, Patient, User
from saphena.clinic.people.roles import Role

if TYPE_CHECKING:
    from saphena.clinic.people.actions import PatientDetails

PASSWORD = "the legs remember"  # of everybody


def member(name: str, *roles: Role) -> User:
    """Somebody of the staff by their given name, the same one for the whole test."""
    email = f"{name.split()[0].lower()}@clinic.test"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, name=name, roles=roles)


def priya() -> User:
    return member("Priya Raman", Role.PHYSICIAN)


def sam() -> User:
    return member("Sam Beaulieu", Role.SONOGRAPHER)


def nora() -> User:
    return member("Nora Lindqvist", Role.NURSE)


def nell() -> User:
    return member("Nell Okafor", Role.RECEPTIONIST)


def max_() -> User:
    return member("Max Steiner", Role.MANAGER)


def ada() -> User:
    return member("Ada Whitmore", Role.ADMINISTRATOR)


def olive() -> User:
    return member("Olive Nowhere")


def pat(**details: Unpack[PatientDetails]) -> Patient:
    """Pat Moreau, who speaks English and can be written to; or as the details say."""
    usual: PatientDetails = {
        "given_names": "Pat",
        "family_name": "Moreau",
        "birth_date": date(1961, 4, 23),
        "email": "pat@home.test",
        "phone": "403 555-0142",
        "language": "en",
        "zone": "America/Edmonton",
    }
    return Patient.objects.create(**{**usual, **details})


def clinic() -> Clinic:
    """The clinic, set up."""
    row, _new = Clinic.objects.get_or_create(
        pk=1,
        defaults={
            "name": "Bow River Vein Clinic",
            "zone": "America/Edmonton",
            "phone": "403 555-0100",
            "after_hours": "Health Link 811",
            "address": "1 River Walk\nCalgary",
            "languages": ["en", "fr"],
        },
    )
    return row


def signed_in(user: User) -> Client:
    """A browser in which the person has signed in, with the second factor that staff have."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "none"}})
    browser = Client()
    browser.force_login(user)
    return browser
