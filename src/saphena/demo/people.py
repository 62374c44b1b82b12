"""Who works at the pretend clinic and who comes to it. All of it is made up; 555-01xx rings nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from saphena.clinic.people.roles import Role

ASKED = {"keeps_support_hose": False, "no_acetaminophen": False, "no_ice": False}
"""What a clinician has asked of whoever is past the first steps; of the others the chart says that it is open."""
PASSWORD = "try-the-clinic-2027"  # noqa: S105 - of a pretend clinic, printed at its start
STAFF = (
    ("Priya Raman", "priya@demo.example", (Role.PHYSICIAN,)),
    ("Sam Okafor", "sam@demo.example", (Role.SONOGRAPHER,)),
    ("Nora Lindqvist", "nora@demo.example", (Role.NURSE,)),
    ("Nell Fraser", "nell@demo.example", (Role.RECEPTIONIST,)),
    ("Max Tremblay", "max@demo.example", (Role.MANAGER, Role.ADMINISTRATOR)),
)


@dataclass(frozen=True, slots=True)
class Pretend:
    """One made-up patient."""

    given: str
    family: str
    born: date
    phone: str
    language: str = "en"


# One for each step of the journey, in its order; build.py says what has happened to whom.
ADA = Pretend("Ada", "Nguyen", date(1984, 5, 17), "403 555-0111")
EMILE = Pretend("Émile", "Gagnon", date(1959, 11, 2), "403 555-0112", "fr")
ROSA = Pretend("Rosa", "Martinelli", date(1971, 8, 24), "587 555-0113")
JOHAN = Pretend("Johan", "de Vries", date(1966, 1, 30), "403 555-0114")
MARGARET = Pretend("Margaret", "O’Neil", date(1953, 3, 8), "825 555-0115")
SAMIR = Pretend("Samir", "Haddad", date(1978, 12, 12), "403 555-0116")
PAT = Pretend("Pat", "Moreau", date(1969, 4, 30), "403 555-0117")
LUCIE = Pretend("Lucie", "Bélanger", date(1962, 7, 14), "587 555-0118", "fr")
WALTER = Pretend("Walter", "Kowalski", date(1948, 9, 3), "403 555-0119")
HELEN = Pretend("Helen", "Park", date(1975, 2, 21), "403 555-0120")

# People whose charts are empty still, so that the list is as long as a list is.
OTHERS = tuple(
    Pretend(given, family, date(1940 + 2 * number, 1 + number % 12, 1 + 3 * number % 28), f"403 555-01{30 + number}")
    for number, (given, family) in enumerate(
        (
            ("Alice", "Beaulieu"), ("Brendan", "Walsh"), ("Chantal", "Roy"), ("Daniel", "Friesen"), ("Esther", "Cohen"),
            ("Fatima", "Rahmani"), ("George", "Papadakis"), ("Hana", "Sato"), ("Ingrid", "Olsen"), ("Jean", "Lavoie"),
            ("Kwame", "Mensah"), ("Lena", "Schmidt"), ("Marco", "Bianchi"), ("Noor", "Siddiqui"), ("Olga", "Petrenko"),
            ("Paul", "Cardinal"), ("Quynh", "Tran"), ("Ruth", "Levy"), ("Sofia", "Alvarez"), ("Thomas", "Bear"),
            ("Ursula", "Weber"), ("Victor", "Chen"), ("Wendy", "MacKay"), ("Yusuf", "Demir"),
        )
    )
)  # fmt: skip
