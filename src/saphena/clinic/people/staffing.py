"""What is done about staff accounts. The last administrator can neither leave nor stop being one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from saphena.clinic.people.access import require
from saphena.clinic.people.events import SecondFactorRemoved, StaffAdded, StaffChanged, StaffLeft, StaffReturned
from saphena.clinic.people.languages import Language
from saphena.clinic.people.models import User
from saphena.clinic.people.roles import STAFF_ROLES, Role
from saphena.clinic.record.actors import SAPHENA, Actor
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable


def add_staff(
    *,
    actor: Actor,
    name: str,
    email: str,
    roles: Iterable[Role],
    language: str = Language.ENGLISH,
    password: str | None = None,
) -> User:
    """An account for somebody who works here. Without a password they choose their own by the link that is sent."""
    require(actor, "people.manage_staff")
    return open_account(by=actor, name=name, email=email, roles=roles, language=language, password=password)


def add_first_administrator(*, name: str, email: str, password: str) -> User:
    """The one account that nobody had to allow. Refused as soon as there is anybody at all."""
    if User.objects.exists():
        raise Refused(_("There are accounts already; an administrator can add more."))
    return open_account(
        by=SAPHENA, name=name, email=email, roles=[Role.ADMINISTRATOR], language=Language.ENGLISH, password=password
    )


def open_account(
    *, by: Actor, name: str, email: str, roles: Iterable[Role], language: str, password: str | None
) -> User:
    held = checked(roles)
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused(_("There is an account with this e-mail address already."), "email")
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name, roles=held, language=language)
        announce(StaffAdded(user_id=user.pk, name=user.name, roles=in_words(held)), by=by)
    return user


def change_staff(*, actor: Actor, user_id: int, name: str, roles: Iterable[Role], language: str) -> User:
    """Another name, other roles. They hold from the next page that the person opens."""
    require(actor, "people.manage_staff")
    held = checked(roles)
    with transaction.atomic():
        if Role.ADMINISTRATOR not in held:
            check_not_the_last_administrator(user_id)
        user = User.objects.select_for_update().get(pk=user_id)
        before = in_words(user.held_roles)
        user.name, user.roles, user.language = name, in_words(held), language
        user.save(update_fields=["name", "roles", "language"])
        announce(StaffChanged(user_id=user.pk, name=user.name, roles=in_words(held), roles_before=before), by=actor)
    return user


def let_go(*, actor: Actor, user_id: int) -> None:
    """Close the account. What the person did stays in the record under their name."""
    require(actor, "people.manage_staff")
    with transaction.atomic():
        check_not_the_last_administrator(user_id)
        user = User.objects.select_for_update().get(pk=user_id)
        if not User.objects.filter(pk=user_id, is_active=True).update(is_active=False):
            raise Refused(_("This account is closed already."))
        announce(StaffLeft(user_id=user.pk, name=user.name), by=actor)


def take_back(*, actor: Actor, user_id: int) -> None:
    """Open a closed account again."""
    require(actor, "people.manage_staff")
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        if not User.objects.filter(pk=user_id, is_active=False).update(is_active=True):
            raise Refused(_("This account is open already."))
        announce(StaffReturned(user_id=user.pk, name=user.name), by=actor)


def remove_second_factors(*, actor: Actor, user_id: int) -> int:
    """A telephone was lost: the person enrols a new one when they next sign in."""
    require(actor, "people.manage_staff")
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        removed: int = Authenticator.objects.filter(user=user).delete()[0]
        if removed:
            announce(SecondFactorRemoved(factor=f"all {removed} of {user.name}"), by=actor)
    return removed


def checked(roles: Iterable[Role]) -> list[Role]:
    """The roles in the order of the table, each once."""
    given = {Role(role) for role in roles}
    if not given <= set(STAFF_ROLES):
        raise Refused(_("This is not a role for staff."), "roles")
    return [role for role in STAFF_ROLES if role in given]


def in_words(roles: Iterable[Role]) -> list[str]:
    return [role.value for role in STAFF_ROLES if role in set(roles)]


def check_not_the_last_administrator(user_id: int) -> None:
    """Everybody is locked, in one order: two who let each other go at once would else both find the other there."""
    everybody = list(User.objects.select_for_update().filter(is_active=True).order_by("pk"))
    holders = {user.pk for user in everybody if Role.ADMINISTRATOR in user.held_roles}
    if holders == {user_id}:
        raise Refused(_("The clinic needs an administrator, and this is the last one."), "roles")
