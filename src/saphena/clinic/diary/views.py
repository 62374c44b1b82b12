"""The manager's pages of the diary: sites, people, rooms and scanners, hours, closures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.design.components import Act
from saphena.clinic.diary import actions
from saphena.clinic.diary.forms import ClosureForm, OtherHoursForm, ResourceForm, SiteForm, WeekForm, said
from saphena.clinic.diary.models import Closure, Kind, Resource, Site
from saphena.clinic.diary.queries import closures_of, other_hours_of, resource_of, site_of, sites_for, week_of
from saphena.clinic.diary.speaking import role_said
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_said_to, refusals_shown_in
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import date, time

    from django import forms
    from django.http import HttpResponse

    from saphena.clinic.diary.models import WorkingHours
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_safe
@needs("diary.manage")
def diary(request: StaffRequest) -> HttpResponse:
    return _all(request)


def _all(request: StaffRequest, status: int | None = None, **in_hand: object) -> HttpResponse:
    sites = list(sites_for(request.user, timezone.localdate()))
    for site in sites:
        for resource in site.resources.all():
            resource.roles_said = ", ".join(map(role_said, resource.roles))  # type: ignore[attr-defined]  # for the template
            resource.week = week_said(list(resource.hours.all()))  # type: ignore[attr-defined]  # for the template
        site.week = week_said(site.own_hours)  # type: ignore[attr-defined]  # for the template
    page = {
        "sites": sites,
        "acts": [Act(_("Bring in a calendar file"), reverse(settings.SAPHENA_CALENDAR_PAGE), "calendar")],
        "site_form": SiteForm(prefix="site", initial={"zone": request.clinic.zone}),
        "resource_form": ResourceForm(prefix="resource", initial={"kind": Kind.PERSON}),
    }
    return render(request, "diary/diary.html", {**page, **in_hand}, status=status)


def week_said(hours: list[WorkingHours]) -> str:
    """How many hours a week, in few words; a room without hours of its own is there when the site is open."""
    minutes = 0
    for row in hours:
        ends = row.closes.hour * 60 + row.closes.minute or 24 * 60
        minutes += ends - row.opens.hour * 60 - row.opens.minute
    return _("%(hours)g h a week") % {"hours": round(minutes / 60, 1)} if minutes else ""


@require_POST
@needs("diary.manage")
def add_site(request: StaffRequest) -> HttpResponse:
    form = SiteForm(request.POST, prefix="site")
    if form.is_valid():
        with refusals_shown_in(form):
            site = actions.add_site(actor=request.user, **form.cleaned_data)
            messages.success(request, _("Added. Now its hours."))
            return redirect("diary:site", site.pk)
    return _all(request, INVALID, site_form=form)


@require_POST
@needs("diary.manage")
def add_resource(request: StaffRequest, site_id: int) -> HttpResponse:
    site, form = site_of(request.user, site_id), ResourceForm(request.POST, prefix="resource")
    if form.is_valid():
        with refusals_shown_in(form):
            resource = actions.add_resource(actor=request.user, site=site, **form.cleaned_data)
            messages.success(request, _("Added. A person needs hours before they can be booked."))
            return redirect("diary:resource", resource.pk)
    return _all(request, INVALID, resource_form=form, adding_to=site)


@require_safe
@needs("diary.manage")
def site(request: StaffRequest, site_id: int) -> HttpResponse:
    return _site(request, site_of(request.user, site_id))


def _site(request: StaffRequest, found: Site, status: int | None = None, **in_hand: object) -> HttpResponse:
    initial = {"name": found.name, "zone": found.zone, "address": found.address}
    page = {
        "site": found,
        "heading": found.name,
        "form": SiteForm(initial=initial),
        "act": reverse("diary:site_change", args=[found.pk]),
        "week_act": reverse("diary:site_hours", args=[found.pk]),
        "other_act": reverse("diary:site_other_hours", args=[found.pk]),
        "closure_act": reverse("diary:site_close_days", args=[found.pk]),
        **_hours(found, None),
    }
    return render(request, "diary/one.html", {**page, **in_hand}, status=status)


def _hours(found: Site, resource: Resource | None) -> dict[str, object]:
    today = timezone.localdate()
    other: dict[tuple[date, str], list[tuple[time, time]]] = {}
    for row in other_hours_of(found, resource, today):
        stretches = other.setdefault((row.day, row.reason), [])
        if row.opens is not None and row.closes is not None:
            stretches.append((row.opens, row.closes))
    whose = f"resource:{resource.pk}" if resource else f"site:{found.pk}"
    closures = list(closures_of(resource or found, today))
    told = [(day, said(stretches) or _("not at all"), reason) for (day, reason), stretches in other.items()]
    return {
        "week_form": WeekForm(hours=week_of(found, resource)),
        "other_form": OtherHoursForm(),
        "closure_form": ClosureForm(),
        "calendar_url": f"{reverse(settings.SAPHENA_CALENDAR_PAGE)}?whose={whose}",
        "closures": [each for each in closures if each.begins_at is None],
        "busy": [each for each in closures if each.begins_at],
        "other": told,
    }


@require_POST
@needs("diary.manage")
def site_change(request: StaffRequest, site_id: int) -> HttpResponse:
    found, form = site_of(request.user, site_id), SiteForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.change_site(actor=request.user, site=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("diary:site", found.pk)
    return _site(request, found, INVALID, form=form)


@require_safe
@needs("diary.manage")
def resource(request: StaffRequest, resource_id: int) -> HttpResponse:
    return _resource(request, resource_of(request.user, resource_id))


def _resource(request: StaffRequest, found: Resource, status: int | None = None, **in_hand: object) -> HttpResponse:
    initial = {"name": found.name, "roles": found.roles, "user": found.user_id}
    page = {
        "resource": found,
        "site": found.site,
        "heading": found.name,
        "under": f"{found.get_kind_display()}, {found.site}",
        "form": ResourceForm(initial=initial, changing=True),
        "act": reverse("diary:resource_change", args=[found.pk]),
        "week_act": reverse("diary:hours", args=[found.pk]),
        "other_act": reverse("diary:other_hours", args=[found.pk]),
        "closure_act": reverse("diary:close_days", args=[found.pk]),
        "never_booked": not found.claims.exists(),
        **_hours(found.site, found),
    }
    return render(request, "diary/one.html", {**page, **in_hand}, status=status)


@require_POST
@needs("diary.manage")
def resource_change(request: StaffRequest, resource_id: int) -> HttpResponse:
    found, form = resource_of(request.user, resource_id), ResourceForm(request.POST, changing=True)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.change_resource(actor=request.user, resource=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("diary:resource", found.pk)
    return _resource(request, found, INVALID, form=form)


@require_POST
@needs("diary.manage")
def resource_end(request: StaffRequest, resource_id: int) -> HttpResponse:
    """Close it, open it again, or delete what was never booked."""
    found = resource_of(request.user, resource_id)
    wanted = request.POST.get("do", "")
    acts = {"close": actions.close_resource, "open": actions.open_resource, "delete": actions.delete_resource}
    if wanted not in acts:
        raise Refused(_("There is nothing of this name to do."))
    with refusals_said_to(request):
        acts[wanted](actor=request.user, resource=found)
        messages.success(request, _("Done."))
        return redirect("diary:diary") if wanted == "delete" else redirect("diary:resource", resource_id)
    return redirect("diary:resource", resource_id)


def _whose(request: StaffRequest, kind: str, number: int) -> tuple[Site, Resource | None]:
    if kind == "site":
        return site_of(request.user, number), None
    found = resource_of(request.user, number)
    return found.site, found


def _again(request: StaffRequest, where: Site, whose: Resource | None, **form: forms.Form) -> HttpResponse:
    return _resource(request, whose, INVALID, **form) if whose else _site(request, where, INVALID, **form)


def _back(where: Site, whose: Resource | None) -> HttpResponse:
    return redirect("diary:resource", whose.pk) if whose else redirect("diary:site", where.pk)


@require_POST
@needs("diary.manage")
def hours(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    where, whose = _whose(request, kind, number)
    form = WeekForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.set_hours(actor=request.user, site=where, resource=whose, weekly=form.weekly)
            messages.success(request, _("Saved. Visits that are booked stay booked."))
            return _back(where, whose)
    return _again(request, where, whose, week_form=form)


@require_POST
@needs("diary.manage")
def other_hours(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    where, whose = _whose(request, kind, number)
    form = OtherHoursForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            actions.set_other_hours(actor=request.user, site=where, resource=whose, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return _back(where, whose)
    return _again(request, where, whose, other_form=form)


@require_POST
@needs("diary.manage")
def close_days(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    """Close, and go to the visits that it hits."""
    where, whose = _whose(request, kind, number)
    form = ClosureForm(request.POST)
    if form.is_valid():
        with refusals_shown_in(form):
            closure = actions.close(actor=request.user, site=where, resource=whose, **form.cleaned_data)
            messages.success(request, _("Closed. The visits below were booked before."))
            return redirect(settings.SAPHENA_CLOSURE_PAGE, closure.pk)
    return _again(request, where, whose, closure_form=form)


@require_POST
@needs("diary.manage")
def lift(request: StaffRequest, closure_id: int) -> HttpResponse:
    closure = get_object_or_404(Closure.objects.select_related("site", "resource__site"), pk=closure_id)
    actions.lift(actor=request.user, closure=closure)
    messages.success(request, _("Lifted: it can be booked again."))
    if closure.resource:
        return redirect("diary:resource", closure.resource_id)
    return redirect("diary:site", closure.site_id or 0)
