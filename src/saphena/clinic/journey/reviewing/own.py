"""What a patient reads whose treatment is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.hanging import OwnNotice
from saphena.clinic.courses.models import Course
from saphena.clinic.design.dates import date_format

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient


def discharged(patient: Patient) -> OwnNotice | None:
    """Said when no course is open any more; nothing is closed to them, and telling something stays one tap away.

    Of several rounds of a leg the last one counts.
    """
    last = Course.objects.filter(patient=patient, next_round__isnull=True)
    ends = list(last.values_list("discharged_at", flat=True))
    if not ends or None in ends:
        return None
    told = {"day": date_format(timezone.localtime(max(end for end in ends if end)), "j F Y")}
    text = _("Your treatment was finished on %(day)s. We ask you nothing more. If something troubles you, tell us.")
    return OwnNotice(text % told, _("Tell us"), "recovering:own_now")
