"""Who may: the check that every action begins with, and the declaration that every view carries.

    @needs("people.see_patients")     a member of staff with that capability
    @public("the sign-in page")       anybody, and why
    @patient_link                     a patient who came by their link and said their birth date (people/link_door.py)
    @application("booking.see")       another program whose token opens that (people/applications/door.py)

A view without one of these fails tests/clinic/test_every_view_declares_its_capability.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from saphena.clinic.people.models import Clinic, Patient, User
from saphena.clinic.people.roles import Role, capability, roles_may
from saphena.clinic.record.actors import SAPHENA, Actor, Machine

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

View = Callable[..., HttpResponseBase]


class ClinicRequest(HttpRequest):
    """What the middleware has added to every request."""

    clinic: Clinic
    htmx: HtmxDetails


class StaffRequest(ClinicRequest):
    """A request whose view needs a capability: somebody of the staff is signed in."""

    user: User


class Person(Actor, Protocol):
    """Somebody who acts and of whom it can be asked whether they may."""

    def may(self, capability: str, patient: Patient | None = None) -> bool: ...


class Guest:
    """Somebody who is no patient yet and does one thing with what is their own. `allowed` names all that they may."""

    allowed: ClassVar[frozenset[str]] = frozenset()

    def may(self, capability: str, patient: Patient | None = None) -> bool:
        own = patient is None and capability in self.allowed
        return own and roles_may(frozenset({Role.PATIENT}), capability)


class Application:
    """Another program, let in by a token for what its scopes open (people/applications/)."""

    def may(self, capability: str, patient: Patient | None = None) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a view says about who may come in."""

    kind: str
    capability: str = ""
    reason: str = ""


def may(actor: object, name: str, patient: Patient | None = None) -> bool:
    """Whether the actor may do this. Nobody in particular may do nothing at all."""
    capability(name)  # a name that is not in the table is found out on the first try, whoever asks
    if isinstance(actor, Machine):
        return actor is SAPHENA and roles_may(frozenset({Role.CLOCK}), name)
    return isinstance(actor, (User, Patient, Guest, Application)) and actor.may(name, patient)


def require(actor: object, name: str, patient: Patient | None = None) -> None:
    """The first line of every action. Raises `PermissionDenied` for an actor without the capability."""
    if not may(actor, name, patient):
        raise PermissionDenied(_("Your role does not include this: %(what)s") % {"what": capability(name).sentence})


def needs(name: str) -> Callable[[View], View]:
    """The view is for staff with this capability. Whoever is not signed in is asked to sign in first."""
    capability(name)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require(request.user, name)
            return view(request, *args, **kwargs)

        return declared(guarded, Declaration("needs", capability=name))

    return declare


def public(reason: str) -> Callable[[View], View]:
    """The view is for anybody; the reason says why that does no harm."""

    def declare(view: View) -> View:
        @wraps(view)
        def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        return declared(open_to_all, Declaration("public", reason=reason))

    return declare


def declared(view: View, declaration: Declaration) -> View:
    view.declaration = declaration  # type: ignore[attr-defined]  # a mark on the function, read by declaration_of
    return view


def declaration_of(view: object) -> Declaration | None:
    """What the view declared, or None if it forgot."""
    return cast("Declaration | None", getattr(view, "declaration", None))
