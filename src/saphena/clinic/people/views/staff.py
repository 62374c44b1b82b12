"""Who works here, and the clinic's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.people import actions, staffing
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.forms import ClinicForm, NewStaffForm, StaffForm
from saphena.clinic.people.queries import member_for, staff_for, the_clinic
from saphena.clinic.people.roles import CAPABILITIES, ROLE_NAMES, STAFF_ROLES
from saphena.clinic.people.views.patients import INVALID

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest


@require_safe
@needs("people.see_staff")
def staff(request: StaffRequest) -> HttpResponse:
    """Everybody with an account, and the table of what each role may do."""
    may_manage = request.user.may("people.manage_staff")
    page = {
        "staff": staff_for(request.user),
        "may_manage": may_manage,
        "acts": [Act(_("Add somebody"), reverse("people:staff_add"))] if may_manage else [],
        "rights": [
            (right.sentence, [ROLE_NAMES[role] for role in STAFF_ROLES if role in right.roles])
            for right in CAPABILITIES.values()
            if not right.roles.isdisjoint(STAFF_ROLES)
        ],
    }
    return render(request, "people/staff.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_staff")
def add(request: StaffRequest) -> HttpResponse:
    form = NewStaffForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_in(form):
            member = staffing.add_staff(actor=request.user, **form.cleaned_data)
            invite(request, member.email)
            messages.success(request, _("%(name)s gets an e-mail to choose a password.") % {"name": member.name})
            return redirect("people:staff")
    return render(request, "people/staff_form.html", {"form": form}, status=INVALID if form.errors else None)


def invite(request: StaffRequest, email: str) -> None:
    """The way in is the way that a forgotten password is replaced."""
    form = ResetPasswordForm({"email": email})
    if form.is_valid():
        form.save(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_staff")
def change(request: StaffRequest, user_id: int) -> HttpResponse:
    member = member_for(request.user, user_id)
    form = StaffForm(request.POST or None, instance=member)
    if form.is_valid():
        with refusals_shown_in(form):
            staffing.change_staff(actor=request.user, user_id=user_id, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("people:staff")
    page = {"form": form, "member": member_for(request.user, user_id)}
    return render(request, "people/staff_form.html", page, status=INVALID if form.errors else None)


@require_POST
@needs("people.manage_staff")
def let_go(request: StaffRequest, user_id: int) -> HttpResponse:
    staffing.let_go(actor=request.user, user_id=user_id)
    messages.success(request, _("The account is closed."))
    return redirect("people:staff")


@require_POST
@needs("people.manage_staff")
def take_back(request: StaffRequest, user_id: int) -> HttpResponse:
    staffing.take_back(actor=request.user, user_id=user_id)
    messages.success(request, _("The account is open again."))
    return redirect("people:staff")


@require_POST
@needs("people.manage_staff")
def remove_second_factors(request: StaffRequest, user_id: int) -> HttpResponse:
    staffing.remove_second_factors(actor=request.user, user_id=user_id)
    messages.success(request, _("They enrol a new second factor when they next sign in."))
    return redirect("people:staff")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_clinic")
def clinic(request: StaffRequest) -> HttpResponse:
    form = ClinicForm(request.POST or None, instance=the_clinic())
    if form.is_valid():
        with refusals_shown_in(form):
            actions.change_clinic(actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("people:clinic")
    return render(request, "people/clinic.html", {"form": form}, status=INVALID if form.errors else None)
