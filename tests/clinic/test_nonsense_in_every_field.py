"""Whatever is typed into whatever field, the answer is a page that says what is wrong, or it is simply taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from tests import cast
from tests.clinic.courses.treated import course, phone_of, planned, token_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.people.models import User

pytestmark = pytest.mark.django_db

EVERY_KIND = {
    "nothing": "",
    "blank": " \t\r\n ",
    "endless": "x" * 10_000,
    "a sign that no database keeps": "a\0b",
    "half a pair": "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "another direction": "\u202e\u05de\u05d0\u05d9\u05e8 \u0627\u0644\u0639\u202c",
    "pictures": "🦵🏽💉👩‍⚕️" * 30,
    "an apostrophe": 'O\'Neil "Maggie" <b>&amp;</b> {{ 7*7 }} {% load x %} %s %(x)s {patient}',
    "a number without end": "9" * 400,
    "less than nothing": "-1",
    "the first year": "0001-01-01",
    "the last year": "9999-12-31",
    "lines": "To: x\r\nBcc: mallory@evil.test\r\n\r\nhello",
    "a path": "../../../../etc/passwd",
}
# What a text holds is seen on SQLite; on PostgreSQL what a database minds: length, range, a sign, a quotation mark.
MINDED = (
    "endless", "a sign that no database keeps", "an apostrophe", "a number without end", "less than nothing",
    "the first year", "the last year",
)  # fmt: skip
NONSENSE = {kind: EVERY_KIND[kind] for kind in MINDED} if connection.vendor == "postgresql" else EVERY_KIND
WORST = ("endless", "a sign that no database keeps", "a number without end")
PATIENT = [
    "given_names", "family_name", "birth_date", "birth_date_year", "birth_date_month", "birth_date_day", "sex_at_birth",
    "health_number", "phone", "email", "address", "language", "zone", "email_allowed", "although_known",
]  # fmt: skip
CLINIC = [
    "name", "zone", "phone", "emergency_number", "after_hours", "address", "languages", "quiet_from", "quiet_until",
]  # fmt: skip
STAFF = ["name", "email", "language", "roles"]
MOMENT = ["name", "day", "clock", "reason", "happened"]
FORMS: dict[str, tuple[Callable[[], User], list[str]]] = {
    "people:patient_add": (cast.nell, PATIENT),
    "people:patient_change": (cast.nell, PATIENT),
    "people:staff_add": (cast.ada, STAFF),
    "people:staff_change": (cast.ada, STAFF),
    "people:clinic": (cast.max_, CLINIC),
    "courses:open": (cast.nell, ["protocol", "leg", "day", "clock"]),
    "courses:record_event": (cast.nell, MOMENT),
    "courses:take_back": (cast.nell, MOMENT),
    "courses:observe": (cast.nell, [f"seen-{name}" for name in MOMENT]),
    "courses:facts": (cast.nell, ["distance_home_km", "prescribed_antiplatelet"]),
    "courses:protocol_add": (cast.max_, ["text", "file"]),
}
LISTS = {
    "people:patients": cast.nell,
    "people:record": cast.max_,
    "people:patient_record": cast.nora,
    "messages:outbox": cast.nell,
    "courses:plan": cast.nell,
}


def address(name: str) -> str:
    pats = planned(course(), procedure="2027-03-20T10:00")
    ends = {
        "people:patient_change": pats.patient_id,
        "people:patient_record": pats.patient_id,
        "courses:open": pats.patient_id,
        "people:staff_change": cast.sam().pk,
    }
    on_a_course = name == "courses:plan" or (
        name.startswith("courses:") and name not in {"courses:open", "courses:protocol_add"}
    )
    end = pats.pk if on_a_course else ends.get(name)
    return reverse(name, args=[end] if end else [])


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_the_staff(name: str) -> None:
    who, fields = FORMS[name]
    page, browser = address(name), cast.signed_in(who())
    for nonsense in NONSENSE.values():
        assert browser.post(page, dict.fromkeys(fields, nonsense)).status_code in (200, 302, 422)


@pytest.mark.parametrize("name", FORMS)
def test_one_wrong_field_among_right_ones(name: str) -> None:
    who, fields = FORMS[name]
    page, browser = address(name), cast.signed_in(who())
    right = {
        "given_names": "Robin", "family_name": "Hall", "birth_date": "1972-02-29", "language": "fr",
        "zone": "America/Edmonton", "name": "procedure", "seen-name": "irritation", "day": "2027-03-20",
        "seen-day": "2027-03-01", "clock": "10:00", "seen-clock": "10:00", "emergency_number": "911", "languages": "en",
        "quiet_from": "21:00", "quiet_until": "08:00", "leg": "left", "email": "robin@home.test", "reason": "moved",
    }  # fmt: skip
    for field in fields:
        for kind in WORST:
            typed = {each: right.get(each, "") for each in fields} | {field: NONSENSE[kind]}
            assert browser.post(page, typed).status_code in (200, 302, 422), (field, kind)


@pytest.mark.parametrize("name", LISTS)
def test_every_address_with_a_question_in_it(name: str) -> None:
    page, browser = address(name), cast.signed_in(LISTS[name]())
    for nonsense in NONSENSE.values():
        asked = dict.fromkeys(("q", "page", "state", "who", "lang", "course"), nonsense)
        assert browser.get(page, asked).status_code in (200, 404)


def test_the_pages_for_anybody() -> None:
    pat = cast.pat()
    token = token_of(pat)
    phone = phone_of(pat, token)
    for nonsense in NONSENSE.values():
        cache.clear()
        typed = dict.fromkeys(("birth_date", "next", "language", "login", "password"), nonsense)
        for name in ("people:link_prove", "people:link_new", "courses:own_home"):
            assert phone.post(reverse(name, args=[token]), typed).status_code in (200, 302, 422, 429)
        for name in ("account_login", "account_reset_password", "set_language"):
            assert phone.post(reverse(name), typed | {"email": nonsense}).status_code in (200, 302, 429)
        assert phone.get(reverse("courses:own_calendar", args=[token]), {"course": nonsense}).status_code == 409
