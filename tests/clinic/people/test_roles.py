"""One table says who may do what, and everything else is refused."""

from __future__ import annotations

import itertools

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.people.access import may, require
from saphena.clinic.people.roles import CAPABILITIES, COLUMNS, STAFF_ROLES, Role, read
from saphena.clinic.record.actors import NOBODY_KNOWN, SAPHENA
from tests import cast


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "name"), list(itertools.product(STAFF_ROLES, CAPABILITIES)))
def test_a_role_may_do_what_its_column_says(role: Role, name: str) -> None:
    assert may(cast.member(f"{role} One", role), name) == (role in CAPABILITIES[name].roles)


@pytest.mark.django_db
@pytest.mark.parametrize("name", list(CAPABILITIES))
def test_olive_strangers_and_those_who_left_may_do_nothing(name: str) -> None:
    left = cast.member("Gone Away", *STAFF_ROLES)
    left.is_active = False
    for nobody in (cast.olive(), left, NOBODY_KNOWN, None, "priya"):
        assert not may(nobody, name)


@pytest.mark.django_db
def test_a_patient_may_do_what_patients_may_with_their_own_alone() -> None:
    pat, other = cast.pat(), cast.pat(given_names="Robin")
    assert may(pat, "people.own_pages", pat)
    assert not may(pat, "people.own_pages", other)
    assert not may(pat, "people.own_pages")
    assert not may(pat, "people.see_patients", pat)


def test_saphena_itself_sends_messages_and_reads_no_chart() -> None:
    assert may(SAPHENA, "messages.send")
    assert not may(SAPHENA, "people.see_patients")


@pytest.mark.django_db
def test_whoever_has_two_roles_may_do_what_either_may() -> None:
    both = cast.member("Two Hats", Role.ADMINISTRATOR, Role.NURSE)
    assert may(both, "people.manage_staff")
    assert may(both, "people.add_patients")
    assert both.actor_role == "nurse, administrator"


@pytest.mark.django_db
def test_a_refusal_says_what_it_would_take() -> None:
    with pytest.raises(PermissionDenied, match=r"Add a patient\."):
        require(cast.olive(), "people.add_patients")


def test_a_capability_that_nobody_wrote_down_is_found_out_at_once() -> None:
    with pytest.raises(LookupError, match=r"roles\.py"):
        may(SAPHENA, "people.fly")


@pytest.mark.parametrize("name", list(CAPABILITIES))
def test_every_capability_is_a_sentence(name: str) -> None:
    sentence = str(CAPABILITIES[name].sentence)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert CAPABILITIES[name].roles


@pytest.mark.parametrize("marks", ["PSN", "X" * len(COLUMNS)])
def test_a_row_that_does_not_fit_the_columns_is_refused(marks: str) -> None:
    with pytest.raises(ValueError, match="columns"):
        read([("a.b", marks, "Something.")])


def test_a_capability_stands_in_the_table_once() -> None:
    row = ("a.b", "-" * len(COLUMNS), "Nothing.")
    with pytest.raises(ValueError, match="twice"):
        read([row, row])
