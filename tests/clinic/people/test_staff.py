"""Accounts are given, changed and closed by an administrator, and there is always one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.urls import reverse

from saphena.clinic.people import staffing
from saphena.clinic.people.models import User
from saphena.clinic.people.roles import Role
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

NEW = {"name": "Noor Haddad", "email": "Noor@Clinic.test", "language": "fr", "roles": ["nurse", "sonographer"]}


def test_the_administrator_adds_somebody_who_then_chooses_a_password(mailoutbox: list[EmailMessage]) -> None:
    cast.signed_in(cast.ada()).post(reverse("people:staff_add"), NEW)
    noor = User.objects.get(email="noor@clinic.test")
    assert noor.held_roles == {Role.NURSE, Role.SONOGRAPHER}
    assert not noor.has_usable_password()
    assert mailoutbox[0].to == ["noor@clinic.test"]
    assert "/account/password/reset/key/" in str(mailoutbox[0].body)
    assert Entry.objects.get(action="people.staff.added").sentence == (
        "Ada Whitmore gave Noor Haddad an account as sonographer, nurse."
    )


def test_an_address_has_one_account() -> None:
    cast.nora()
    page = cast.signed_in(cast.ada()).post(reverse("people:staff_add"), {**NEW, "email": "NORA@clinic.test"})
    assert page.status_code == 422
    with pytest.raises(Refused):
        staffing.add_staff(actor=cast.ada(), name="Nora Two", email="NORA@clinic.test", roles=[Role.NURSE])


def test_changed_roles_hold_from_the_next_page() -> None:
    nell = cast.signed_in(cast.nell())
    assert nell.get(reverse("people:record")).status_code == 403
    staffing.change_staff(
        actor=cast.ada(), user_id=cast.nell().pk, name="Nell Okafor", roles=[Role.MANAGER], language="en"
    )
    assert nell.get(reverse("people:record")).status_code == 200


def test_whoever_is_let_go_is_signed_out_at_once_and_keeps_their_name_in_the_record() -> None:
    nell = cast.signed_in(cast.nell())
    nell.get(reverse("people:patient", args=[cast.pat().pk]))
    cast.signed_in(cast.ada()).post(reverse("people:staff_let_go", args=[cast.nell().pk]))
    assert nell.get(reverse("people:patients")).status_code == 302
    assert Entry.objects.filter(actor_name="Nell Okafor").exists()


def test_a_closed_account_can_be_opened_again() -> None:
    staffing.let_go(actor=cast.ada(), user_id=cast.nell().pk)
    staffing.take_back(actor=cast.ada(), user_id=cast.nell().pk)
    assert User.objects.get(pk=cast.nell().pk).is_active
    with pytest.raises(Refused):
        staffing.take_back(actor=cast.ada(), user_id=cast.nell().pk)


def test_the_last_administrator_can_neither_leave_nor_give_it_up() -> None:
    ada = cast.ada()
    with pytest.raises(Refused, match="last one"):
        staffing.let_go(actor=ada, user_id=ada.pk)
    with pytest.raises(Refused, match="last one"):
        staffing.change_staff(actor=ada, user_id=ada.pk, name="Ada", roles=[Role.NURSE], language="en")
    assert cast.signed_in(ada).post(reverse("people:staff_let_go", args=[ada.pk])).status_code == 409
    assert User.objects.get(pk=ada.pk).is_active


def test_a_lost_telephone_is_taken_off_the_account() -> None:
    nora = cast.nora()
    cast.signed_in(nora)
    assert staffing.remove_second_factors(actor=cast.ada(), user_id=nora.pk) == 1
    assert not Authenticator.objects.filter(user=nora).exists()


def test_patients_are_no_staff() -> None:
    with pytest.raises(Refused, match="not a role for staff"):
        staffing.add_staff(actor=cast.ada(), name="Pat", email="pat@home.test", roles=[Role.PATIENT])


def test_the_manager_sees_the_staff_and_changes_nothing() -> None:
    max_ = cast.signed_in(cast.max_())
    page = max_.get(reverse("people:staff")).content.decode()
    assert "Max Steiner" in page
    assert reverse("people:staff_add") not in page
    assert max_.get(reverse("people:staff_add")).status_code == 403
    with pytest.raises(PermissionDenied):
        staffing.let_go(actor=cast.max_(), user_id=cast.nell().pk)


def test_the_first_administrator_comes_from_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "saphena.clinic.people.management.commands.add_administrator.getpass", lambda _ask: cast.PASSWORD
    )
    call_command("add_administrator", "ada@clinic.test", "Ada Whitmore")
    assert User.objects.get().may("people.manage_staff")
    with pytest.raises(CommandError, match="accounts already"):
        call_command("add_administrator", "eve@clinic.test", "Eve")


def test_the_first_administrator_needs_a_password_that_is_hard_to_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saphena.clinic.people.management.commands.add_administrator.getpass", lambda _ask: "short")
    with pytest.raises(CommandError, match="too short"):
        call_command("add_administrator", "ada@clinic.test", "Ada Whitmore")
