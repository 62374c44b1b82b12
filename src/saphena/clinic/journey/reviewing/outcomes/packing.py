"""The accreditation pack: the sample with its ratings, the indicators with their definitions, complications, and a page
that says how all this was made."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.reviewing.events import OutcomesExported
from saphena.clinic.journey.reviewing.outcomes import asking, sampling, showing, showing_more
from saphena.clinic.journey.reviewing.outcomes.exporting import as_csv
from saphena.clinic.people.access import require
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.announcing import announce

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.design.components import Column, Row
    from saphena.clinic.people.models import User

__all__ = ["pack", "sample_csv"]

LINE = "\r\n"


@transaction.atomic
def pack(*, actor: User, now: datetime | None = None) -> bytes:
    """A ZIP for the accreditor, of the last twelve months. It names the patients of the sample, and is recorded."""
    require(actor, "reviewing.export")
    at = now or timezone.now()
    wanted = asking.Asked("1", "result", "segment")
    found = asking.figures(actor, wanted, at, whole=True)
    chosen = sampling.sampled(asking.period_of("1", at))
    announce(OutcomesExported("sample", len(chosen)), by=actor)
    files = {
        "sample.csv": sample_csv(chosen),
        "indicators.csv": _indicators(found, wanted),
        "complications.csv": _table(*showing_more.harm_rows(found, wanted)),
        "reported-from-home.csv": _table(*showing_more.reported_rows(found, wanted)),
        "closed-by-segment.csv": _table(*showing.occlusion(wanted, "segment", found.by("result", "segment"))),
        "read-me.txt": _told(at, len(chosen), found.count("sessions", "all")),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, text in files.items():
            whole.writestr(name, text.encode("utf-8-sig"))
    return packed.getvalue()


def sample_csv(chosen: list[int]) -> str:
    """One line per session in the order of their day; the same period gives the same cases."""
    heads = (
        _("Session"), _("Day"), _("Patient"), _("Date of birth"), _("Leg"), _("Segments"), _("Products"),
        _("mL in all"), _("Missing at the time-out"), _("Rules passed"), _("Complications"), _("Note signed"),
        _("Days until signed"), _("Appropriate, may be, rarely"), _("Remarks"),
    )  # fmt: skip
    return as_csv(heads, [sampling.row_of(each) for each in sampling.with_all(chosen)])


def _indicators(found: asking.Figures, wanted: asking.Asked) -> str:
    heads = (_("Id"), _("Indicator"), _("Part"), _("Figure"), _("Share"), _("95 % interval"), _("Counted"), _("Of"),
             _("Source"))  # fmt: skip
    lines = [
        (row.id, row.name, each.label, each.text, each.share, each.interval, row.numerator, row.denominator, row.source)
        for row in showing.indicator_rows(found, wanted)
        for each in row.figures
    ]
    return as_csv(heads, lines)


def _table(columns: list[Column], rows: list[Row]) -> str:
    return as_csv([each.label for each in columns], [[cell.text for cell in row.cells] for row in rows])


def _told(at: datetime, chosen: int, sessions: int) -> str:
    lines = (
        the_clinic().name,
        _("Outcomes and indicators of the last twelve months, as of %(day)s.") % {
            "day": date_format(timezone.localtime(at), "j F Y, H:i")
        },
        "",
        _("sample.csv: the last %(n)s of %(of)s sessions, one after the other: 5 %%, at least 30. Nobody chose them.")
        % {"n": chosen, "of": sessions},
        _("It names patients: hand it on as you would a chart."),
        _("indicators.csv: each indicator with what is counted, of what, and who asks for it."),
        _("complications.csv: by how each was found; nothing is added across the columns."),
        _("reported-from-home.csv: what patients ticked at home; nobody has looked into it."),
        _("closed-by-segment.csv: closed of examined, with those lost to follow-up beside."),
    )  # fmt: skip
    return LINE.join(strip_tags(str(line)) for line in lines) + LINE
