"""To whom a report goes. The rooms ask for their own reports, after they have asked who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.clinic.letters.models import Addressee, Paper

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

__all__ = ["addressee_of", "last_addressee"]


def addressee_of(paper: Paper, number: int) -> Addressee | None:
    """What was last said of this report; its name is empty where it goes to nobody."""
    return Addressee.objects.filter(paper=paper, number=number).select_related("by").order_by("-pk").first()


def last_addressee(patient: Patient) -> Addressee | None:
    """To whom a report of this patient went last."""
    return Addressee.objects.filter(patient=patient).exclude(name="").order_by("-pk").first()
