"""Consents: given to the patient on the clinic's tablet, read, signed, withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from saphena.clinic.journey.planning.consenting import consent_for, is_approved, sign_consent, withdraw_consent
from saphena.clinic.journey.planning.forms import StaffSignatureForm
from saphena.clinic.journey.planning.queries import consents_of, plan_in_force, planned_course
from saphena.clinic.journey.planning.showing import shown_items, signature_of
from saphena.clinic.journey.planning.views.room import heading
from saphena.clinic.people.access import needs
from saphena.clinic.people.acting import asked_next, refusals_shown_in
from saphena.clinic.record.announcing import chart_opened
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.planning.reading import LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.journey.planning.models import Consent
    from saphena.clinic.people.access import StaffRequest

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs("planning.consent")
def consent(request: StaffRequest, course_id: int, kind: str) -> HttpResponse:
    """The text in the patient's language, for the patient to read and sign in the clinic."""
    course, asked = planned_course(request.user, course_id), ConsentKind(kind)
    spoken = request.GET.get("lang", course.patient.language[:2])
    text = text_of(asked, spoken if spoken in LANGUAGES else LANGUAGES[0], course.leg)
    form = StaffSignatureForm(request.POST if request.method == "POST" else None, initial={"seen": text.fingerprint})
    if request.method != "POST":
        chart_opened(patient_id=course.patient_id, by=request.user, page="a consent")
    elif form.is_valid():
        with refusals_shown_in(form):
            sign_consent(actor=request.user, course=course, text=text, **form.cleaned_data)
            messages.success(request, _("Signed and kept, word for word."))
            return redirect(asked_next(request.GET) or reverse("planning:course", args=[course_id]))
    page = heading(course, text.title, asked_next(request.GET)) | {
        "text": text,
        "form": form,
        "approved": is_approved(asked),
        "signed": consent_for(course, asked),
        "needs_plan": asked is ConsentKind.PROCEDURE and plan_in_force(request.user, course) is None,
        "languages": LANGUAGES,
    }
    return render(request, "planning/consent.html", page, status=INVALID if form.errors else None)


@require_safe
@needs("planning.see")
def kept(request: StaffRequest, course_id: int, consent_id: int) -> HttpResponse:
    """One consent as it was signed: the words, the signature, the proof."""
    course = planned_course(request.user, course_id)
    found = _one(request, course_id, consent_id)
    chart_opened(patient_id=course.patient_id, by=request.user, page="a consent")
    title, items, closing = shown_items(found)
    page = heading(course, title) | {
        "consent": found,
        "items": items,
        "closing": closing,
        "signature": signature_of(found),
        "withdrawal": getattr(found, "withdrawal", None),
        "may_consent": request.user.may("planning.consent", course.patient),
    }
    return render(request, "planning/kept.html", page)


def _one(request: StaffRequest, course_id: int, consent_id: int) -> Consent:
    course = planned_course(request.user, course_id)
    found = consents_of(request.user, course).filter(pk=consent_id).first()
    if found is None:
        raise Http404
    return found


@require_POST
@needs("planning.consent")
def withdraw(request: StaffRequest, course_id: int, consent_id: int) -> HttpResponse:
    found = _one(request, course_id, consent_id)
    withdraw_consent(actor=request.user, consent=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("Withdrawn. It stays readable and no longer counts."))
    return redirect("planning:course", course_id)
