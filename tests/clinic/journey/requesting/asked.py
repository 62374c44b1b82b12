"""Requests for the tests: what Pat says, by the action and by the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse

from saphena.clinic.journey.requesting.asking import Asker, Who, ask
from saphena.clinic.journey.requesting.form_key import fresh_key
from saphena.clinic.journey.requesting.links import make_link
from saphena.pathway.requesting import Told

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from saphena.clinic.journey.requesting.models import AppointmentRequest

NOW = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)
PAT = Who("Pat", "Moreau", date(1961, 4, 23), "403 555-0142", "pat@home.test")
ROBIN = Who("Robin", "Hébert", date(1970, 1, 2), "403 555-0143", "robin@home.test", "fr")
TOLD = Told(birth_date=PAT.birth_date, phone=PAT.phone, legs=("left",), concerns=("ache",), words="It aches.")
FORM: dict[str, Any] = {
    "given_names": "Pat",
    "family_name": "Moreau",
    "birth_date": "1961-04-23",
    "phone": "403 555-0142",
    "email": "pat@home.test",
    "language": "en",
    "legs": ["left"],
    "concerns": ["ache"],
    "words": "It aches in the evening.",
    "driver": "self",
}


def asked(who: Who = PAT, key: str = "one", now: datetime = NOW, **change: Any) -> AppointmentRequest:
    """A request, as the public form would have made it."""
    told = replace(TOLD, birth_date=who.birth_date, phone=who.phone, **change)
    request = ask(actor=Asker(f"{who.given_names} {who.family_name}"), who=who, told=told, form_key=key, now=now)
    request.refresh_from_db()
    return request


def key(opened: datetime = NOW - timedelta(minutes=4)) -> str:
    return fresh_key(opened)


def sent(browser: Client | None = None, **change: Any) -> Answer:
    """The form, filled in as Pat would and sent off."""
    data = {"form_key": key(), **FORM, **change}
    return (browser or Client()).post(reverse("requesting:ask"), data)


def own(request: AppointmentRequest, name: str = "own", token: str = "") -> str:
    """An address behind the link of the request."""
    token = token or token_of(request)
    return reverse(f"requesting:{name}", args=[token])


def token_of(request: AppointmentRequest) -> str:
    return make_link(request).rstrip("/").rpartition("/")[2]


def proved(request: AppointmentRequest, token: str) -> Client:
    phone = Client()
    phone.post(own(request, "own_prove", token), {"birth_date": request.birth_date.isoformat()})
    return phone


def at_the_desk(request: AppointmentRequest, name: str = "one") -> str:
    return reverse(f"requesting:{name}", args=[request.pk])
