"""What was tried before, in one sentence, and as the pathway counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saphena.clinic.courses.speaking import language
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.planning.forms_tried import pressure_said
from saphena.pathway.planning.payers import Trial, pressures, weeks_of, words_of

if TYPE_CHECKING:
    from datetime import date

    from saphena.clinic.journey.planning.models import Tried

__all__ = ["trial_of", "tried_said"]


def trial_of(row: Tried, today: date) -> Trial:
    """As the pathway counts it; what is still going on counts until today."""
    pressure = pressures().get(row.mmhg)
    return Trial(row.since, row.until or today, pressure[0] if pressure else None, row.often)


def tried_said(row: Tried, today: date | None = None) -> str:
    """“Compression stockings, 20–30 mmHg, every day, 3 Aug 2026 to 9 Nov 2026 (14 weeks): helped a little”."""
    said, end = language(), row.until or today
    first, last = date_format(row.since, "j M Y"), date_format(row.until, "j M Y") if row.until else ""
    when = _("%(first)s to %(last)s") % {"first": first, "last": last} if last else _("since %(day)s") % {"day": first}
    if end:
        weeks = weeks_of([Trial(row.since, end)])
        when += ngettext(" (%(n)s week)", " (%(n)s weeks)", weeks) % {"n": weeks}
    told = [_word("tried", row.what, said), pressure_said(row.mmhg), _word("often", row.often, said), when]
    told += [_word("helped", row.helped, said), row.words]
    return ", ".join(each for each in told if each)


def _word(table: str, name: str, said: str) -> str:
    known = words_of(table).get(name)
    return known[said] if known else name
