"""Whatever is typed into the fields of planning and stock, the answer is a page that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests import cast
from tests.clinic.courses.treated import course, phone_of, token_of
from tests.clinic.journey.planning.prepared import asked, begun, drafted
from tests.clinic.stock.shelf import lot
from tests.clinic.test_nonsense_in_every_field import EVERY_KIND

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course

WORST = ("nothing", "endless", "a sign that no database keeps", "a number without end", "an apostrophe", "lines")
ANSWERS = (200, 302, 404, 409, 422)
FIELDS = {
    "planning:group": ["Q11", "Q12", "Q12-more", "Q13", "Q14"],
    "planning:again": ["Q01", "Q06", "Q28-more"],
    "planning:decide": ["condition", "basis", "goes_on", "reason"],
    "planning:plan_add": ["segment", "syringe", "form", "ratio", "ml", "access", "session", "diameter_mm"],
    "planning:plan_describe": ["gas", "compression", "alternatives", "alternatives_note", "note"],
    "planning:plan_sign": ["over_reason"],
    "planning:consent": ["seen", "drawn", "typed", "interpreter"],
    "planning:test_begin": ["lot", "ml", "sites", "day", "clock", "note"],
    "planning:test_observe": ["seen", "words", "day", "clock"],
    "planning:test_close": ["move", "note"],
    "planning:test_skip": ["syringe", "reason"],
    "planning:tried": ["what", "legs", "since", "until", "often", "mmhg", "helped", "words", "told_by"],
    "planning:rules_switch": ["name", "on", "reason"],
    "stock:receive": ["product", "strength", "number", "expires_on", "received_ml", "filter_note", "storage_note"],
    "stock:quarantine": ["reason"],
    "stock:waste": ["ml", "reason"],
}
ENDS = {"planning:group": ["medicines"], "planning:consent": ["test"]}


def address(name: str, pats: Course) -> str:
    if name.startswith("stock:"):
        return reverse(name, args=[] if name == "stock:receive" else [lot("N1").pk])
    if name == "planning:rules_switch":
        return reverse(name)
    test = [begun(pats).pk] if name in ("planning:test_observe", "planning:test_close") else []
    return reverse(name, args=[pats.pk, *ENDS.get(name, []), *test])


@pytest.mark.parametrize("name", FIELDS)
def test_every_form_of_the_staff(name: str) -> None:
    pats = course()
    asked(pats.patient)
    drafted(pats)
    where, browser = address(name, pats), cast.signed_in(cast.priya())
    for nonsense in (EVERY_KIND[kind] for kind in WORST):
        assert browser.post(where, dict.fromkeys(FIELDS[name], nonsense)).status_code in ANSWERS


@pytest.mark.parametrize("name", ["own_group", "own_consent"])
def test_what_a_patient_may_send(name: str) -> None:
    pats = course()
    token = token_of(pats.patient)
    phone = phone_of(pats.patient, token)
    ends: list[object] = ["medicines"] if name == "own_group" else [pats.pk, "test"]
    for nonsense in (EVERY_KIND[kind] for kind in WORST):
        typed = dict.fromkeys((*FIELDS["planning:group"], *FIELDS["planning:consent"]), nonsense)
        assert phone.post(reverse(f"planning:{name}", args=[token, *ends]), typed).status_code in ANSWERS
