"""What the pages say of an examination and of one of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.mapping.states import State
from saphena.clinic.journey.mapping.wording import ORIGINS, STATE_NAMES, row_said

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.journey.mapping.models import Examination, Measurement

__all__ = ["moment", "said_of", "under"]


def moment(at: datetime) -> str:
    """“9 Mar 2027, 14:30”, on the clinic's clock."""
    return date_format(timezone.localtime(at), "j M Y, H:i")


def under(examination: Examination) -> str:
    """The line under the heading: state, legs, when, posture, by whom."""
    told = [
        str(STATE_NAMES[State(examination.state)]),
        examination.get_legs_display(),
        moment(examination.examined_at),
        examination.get_posture_display(),
    ]
    if examination.sonographer:
        told.append(examination.sonographer.name)
    return " · ".join(told)


def said_of(row: Measurement) -> str:
    """One row of the history: what, by whom, when, and where it comes from."""
    who = row.noted_by.name if row.noted_by else _("Somebody")
    told = f"{moment(row.noted_at)}: {row_said(row)} ({who}, {ORIGINS[row.origin]})"
    return f"{told}, {row.note}" if row.note else told
