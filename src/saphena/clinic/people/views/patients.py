"""The list of patients, and a patient's details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.design.components import Act, Line
from saphena.clinic.design.dates import date_format
from saphena.clinic.people import actions, links
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import refusals_shown_in
from saphena.clinic.people.forms import NewPatientForm, PatientForm
from saphena.clinic.people.paging import listed, rows_alone, typed
from saphena.clinic.people.queries import links_of, patient_for, patients_for
from saphena.clinic.record.announcing import chart_opened

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.clinic.people.models import Patient

INVALID = 422


@require_safe
@needs("people.see_patients")
def patients(request: StaffRequest) -> HttpResponse:
    """The list; its rows alone when the search field asks for them."""
    page = listed(request, patients_for(request.user, typed(request)))
    if request.user.may("people.add_patients"):
        page["acts"] = [Act(_("Add a patient"), reverse("people:patient_add"))]
    return render(request, "people/patient_rows.html" if rows_alone(request) else "people/patients.html", page)


@require_safe
@needs("people.see_patients")
def patient(request: StaffRequest, patient_id: int) -> HttpResponse:
    """A patient's details, and the links they have."""
    shown = patient_for(request.user, patient_id)
    chart_opened(patient_id=shown.pk, by=request.user, page="the details")
    links_shown = list(links_of(request.user, shown)[:10])
    page = {
        "patient": shown,
        "details": details_of(shown),
        "reached": ways_to_reach(shown),
        "acts": acts_on(request, shown),
        "links": links_shown,
        "has_live_link": any(link.is_live(timezone.now()) for link in links_shown),
        "may_send_links": request.user.may("people.send_links", shown),
    }
    return render(request, "people/patient.html", page)


def acts_on(request: StaffRequest, shown: Patient) -> list[Act]:
    """What this person may do next about this patient."""
    acts = (
        ("people.change_patients", _("Change"), "people:patient_change"),
        ("record.see_patient", _("Read the record"), "people:patient_record"),
        ("people.take_copy", _("A copy of everything"), settings.SAPHENA_COPY_PAGE),
    )
    return [Act(label, reverse(name, args=[shown.pk])) for right, label, name in acts if request.user.may(right, shown)]


def details_of(shown: Patient) -> list[Line]:
    """Who they are; what nobody has filled in is left out."""
    lines = (
        Line(_("Date of birth"), date_format(shown.birth_date, "j M Y")),
        Line(_("Sex at birth"), shown.get_sex_at_birth_display()),
        Line(_("Health number"), shown.health_number),
        Line(_("Address"), shown.address),
        Line(_("Language"), shown.get_language_display()),
        Line(_("Time zone"), shown.zone.replace("_", " ")),
    )
    return [line for line in lines if line.text]


def ways_to_reach(shown: Patient) -> list[Line]:
    """Each way, and whether the patient wants it used."""
    unwanted = _("not wanted")
    lines = (
        Line(_("Telephone"), shown.phone if shown.phone_allowed else unwanted),
        Line(_("Text messages"), shown.phone if shown.text_allowed else unwanted),
        Line(_("E-mail"), shown.email if shown.email_allowed else unwanted),
    )
    return [Line(line.term, line.text or _("none on file")) for line in lines]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.add_patients")
def add(request: StaffRequest) -> HttpResponse:
    first = {"zone": request.clinic.zone, "language": (request.clinic.languages or ["en"])[0]}
    form = NewPatientForm(request.POST or None, initial=first)
    if form.is_valid():
        with refusals_shown_in(form):
            added = actions.add_patient(
                actor=request.user, although_known=form.cleaned_data["although_known"], **form.details
            )
            messages.success(request, _("%(patient)s is now a patient of the clinic.") % {"patient": added})
            return redirect(settings.SAPHENA_PATIENT_PAGE, added.pk)
    page = {
        "form": form,
        "ask_although_known": "although_known" in form.errors or bool(form.data.get("although_known")),
    }
    return render(request, "people/patient_form.html", page, status=INVALID if form.errors else None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.change_patients")
def change(request: StaffRequest, patient_id: int) -> HttpResponse:
    shown = patient_for(request.user, patient_id)
    form = PatientForm(request.POST or None, instance=shown)
    if request.method != "POST":
        chart_opened(patient_id=shown.pk, by=request.user, page="the details")
    elif form.is_valid():
        changed = {name: value for name, value in form.details.items() if name in form.changed_data}
        with refusals_shown_in(form):
            actions.change_patient(actor=request.user, patient_id=patient_id, **changed)
            messages.success(request, _("Saved."))
            return redirect("people:patient", patient_id)
    page = {"form": form, "patient": patient_for(request.user, patient_id) if form.errors else shown}
    return render(request, "people/patient_form.html", page, status=INVALID if form.errors else None)


@require_POST
@needs("people.send_links")
def send_link(request: StaffRequest, patient_id: int) -> HttpResponse:
    shown = patient_for(request.user, patient_id)
    links.ask_to_send_link(actor=request.user, patient=shown)
    messages.success(request, _("A link goes to %(patient)s with the next messages.") % {"patient": shown})
    return redirect("people:patient", patient_id)


@require_POST
@needs("people.send_links")
def withdraw_links(request: StaffRequest, patient_id: int) -> HttpResponse:
    shown = patient_for(request.user, patient_id)
    count = links.withdraw_links(actor=request.user, patient=shown)
    told = ngettext("%(count)d link does not work any more.", "%(count)d links do not work any more.", count)
    messages.success(request, told % {"count": count})
    return redirect("people:patient", patient_id)
