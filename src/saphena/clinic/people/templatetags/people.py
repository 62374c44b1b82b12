"""`{% load people %}`"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.urls import reverse

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

register = template.Library()


@register.simple_tag
def patient_page(patient: Patient) -> str:
    """Where a patient's name leads to. Which page that is stands in the settings, for the charts lie above people."""
    return reverse(settings.SAPHENA_PATIENT_PAGE, args=[patient.pk])
