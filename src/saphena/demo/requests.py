"""Three people who ask the pretend clinic for an appointment: with a red flag, in French, and one who asks twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from saphena.clinic.journey.requesting.asking import Asker, Who, ask
from saphena.pathway.requesting import Told, Trip

SWELLING = Who("Doris", "Whitehorse", date(1957, 6, 11), "403 555-0161", "doris.whitehorse@patients.demo.example")
FRENCH = Who("Gilles", "Thériault", date(1964, 2, 8), "587 555-0162", "gilles.theriault@patients.demo.example", "fr")
TWICE = Who("Amara", "Okonkwo", date(1981, 9, 27), "403 555-0163", "amara.okonkwo@patients.demo.example")


def ask_for_appointments(now: datetime) -> None:
    """As they would have through the public form, in the last day."""
    said = Told(
        birth_date=SWELLING.birth_date,
        phone=SWELLING.phone,
        legs=("left",),
        concerns=("veins", "swelling"),
        referrer="Dr. Anne Cardinal, Cochrane",
        words="My left calf has been thick and sore since yesterday.",
        flags=("swelling",),
        screening=("clot",),
        minutes_home=25,
        driver="somebody",
    )
    _ask(SWELLING, said, now - timedelta(minutes=35))
    said = Told(
        birth_date=FRENCH.birth_date,
        phone=FRENCH.phone,
        legs=("right",),
        concerns=("ache", "veins"),
        words="Mes varices sont revenues quelques années après l’opération.",
        earlier=("surgery",),
        days=("1", "3"),
        parts=("morning",),
        minutes_home=60,
        driver="self",
    )
    _ask(FRENCH, said, now - timedelta(hours=20))
    said = Told(
        birth_date=TWICE.birth_date,
        phone=TWICE.phone,
        legs=("left", "right"),
        concerns=("ache", "spider"),
        days=("0", "2", "4"),
        parts=("afternoon",),
        minutes_home=15,
        driver="self",
    )
    _ask(TWICE, said, now - timedelta(hours=26))
    leaves = now.date() + timedelta(days=40)
    trip = Trip("plane", leaves, leaves + timedelta(days=14), 9)
    again = replace(said, words="I forgot to say that we fly to Lagos soon.", trips=(trip,), screening=("migraine",))
    _ask(TWICE, again, now - timedelta(hours=25))


def _ask(who: Who, told: Told, now: datetime) -> None:
    name = f"{who.given_names} {who.family_name}"
    ask(actor=Asker(name), who=who, told=told, form_key=f"demo {now.isoformat()}", now=now)
