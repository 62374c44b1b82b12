"""How long the server takes for each page of the pretend clinic, on one core: median and 95th percentile.

The clinic is built in a folder that is thrown away afterwards. Pages are asked for through everything that a request
passes through, and every answer has to be a good one. `slowest_page_ms` is the worst median of all pages, and
`slowest_file_ms` that of what is made to be taken away.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 30
WARM = 3
FILES = ("calendar_file", "sheet_pdf")


def measure() -> dict[str, float]:
    home = tempfile.mkdtemp(prefix="saphena-pages-")
    try:
        start_clinic(home)
        staff, patient = pages_of_the_staff(), pages_of_a_patient()
        figures: dict[str, float] = {}
        for name, (browser, address) in {**staff, **patient}.items():
            times = timed(browser, address)
            figures[f"{name}_ms"] = median(times)
            figures[f"{name}_p95_ms"] = quantiles(times, n=20)[-1]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    medians = {name.removesuffix("_ms"): figure for name, figure in figures.items() if not name.endswith("_p95_ms")}
    pages = {name: figure for name, figure in medians.items() if name not in FILES}
    print(f"slowest page: {max(pages, key=lambda name: pages[name])}")
    return {
        **figures,
        "slowest_page_ms": max(pages.values()),
        "slowest_file_ms": max(figure for name, figure in medians.items() if name in FILES),
    }


def start_clinic(home: str) -> None:
    """The demo, as `saphena demo` builds it, in a folder of its own."""
    for name in [name for name in os.environ if name.startswith("SAPHENA_")]:
        del os.environ[name]
    os.environ |= {
        "SAPHENA_HOME": home,
        "SAPHENA_DEMO": "yes",
        "SAPHENA_REQUIRE_MFA": "no",
        "DJANGO_SETTINGS_MODULE": "saphena.clinic.config.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    from saphena.demo.build import build

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    build()


def pages_of_the_staff() -> dict[str, tuple[Client, str]]:
    """Each page that has much to show, by the name of its figure."""
    from django.test import Client

    from saphena.clinic.courses.models import Course, ProtocolVersion
    from saphena.clinic.people.models import User

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(email="priya@demo.example"))
    manager = Client(SERVER_NAME="localhost")
    manager.force_login(User.objects.get(email="max@demo.example"))
    course = Course.objects.get(patient__given_names="Pat")
    protocol = ProtocolVersion.objects.get(key="leaflet")
    chart, plan = f"/patients/{course.patient_id}/", f"/courses/{course.pk}/plan"
    return {
        "patients": (browser, "/patients/"),
        "find_patient": (browser, "/patients/?q=moreau"),
        "journeys": (browser, "/journeys/"),
        "chart": (browser, chart),
        "add_patient": (browser, "/patients/add/"),
        "details": (browser, f"{chart}details/"),
        "patient_record": (browser, f"{chart}record/"),
        "open_course": (browser, f"{chart}courses/open/"),
        "plan": (browser, f"{plan}/"),
        "facts": (browser, f"/courses/{course.pk}/facts/"),
        "protocols": (browser, "/protocols/"),
        "protocol": (browser, f"/protocols/{protocol.pk}/"),
        "messages": (browser, "/messages/?state=promised"),
        "clinic_record": (manager, "/record/"),
        "staff": (manager, "/staff/"),
        "clinic": (manager, "/clinic/"),
        "calendar_file": (browser, f"{plan}.ics"),
        "sheet_pdf": (browser, f"{plan}.pdf"),
        "sign_in": (Client(SERVER_NAME="localhost"), "/account/login/"),
    }


def pages_of_a_patient() -> dict[str, tuple[Client, str]]:
    """Pat's own pages, on a telephone that has said the birth date."""
    from django.test import Client

    from saphena.clinic.people.links import make_link
    from saphena.clinic.people.models import Patient
    from saphena.clinic.record.actors import SAPHENA

    pat = Patient.objects.get(given_names="Pat")
    link = f"/p/{make_link(actor=SAPHENA, patient=pat)}/"
    phone = Client(SERVER_NAME="localhost")
    phone.post(f"{link}birth-date/", {"birth_date": pat.birth_date.isoformat()})
    return {
        "door": (Client(SERVER_NAME="localhost"), link),
        "today": (phone, f"{link}today/"),
        "own_plan": (phone, f"{link}plan/"),
    }


def timed(browser: Client, address: str) -> list[float]:
    """Milliseconds of each of some rounds, once the page has been seen before."""
    times = []
    for number in range(WARM + ROUNDS):
        start = perf_counter()
        answer = browser.get(address)
        took = perf_counter() - start
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
        if number >= WARM:
            times.append(took * 1000)
    return times
