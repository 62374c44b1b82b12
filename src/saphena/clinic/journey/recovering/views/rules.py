"""The triage table as staff read it, with who has signed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.planning.wording import SURE
from saphena.clinic.journey.recovering import actions, wording
from saphena.clinic.journey.recovering.queries import approval
from saphena.clinic.people.access import needs
from saphena.pathway.recovering import table

if TYPE_CHECKING:
    from django.http import HttpResponse

    from saphena.clinic.people.access import StaffRequest
    from saphena.pathway.recovering import Row


@require_safe
@needs("recovering.see_inbox")
def rules(request: StaffRequest) -> HttpResponse:
    known = table()
    page = {
        "rows": [_told(row, request) for row in sorted(known.rows.values(), key=lambda row: (row.level, row.number))],
        "off": [_told(row, request) for row in known.off],
        "version": known.version,
        "fingerprint": known.fingerprint,
        "approval": approval(),
        "may_approve": request.user.may("recovering.approve"),
    }
    return render(request, "recovering/rules.html", page)


def _told(row: Row, request: StaffRequest) -> dict[str, object]:
    said = language()
    return {
        "number": row.number,
        "badge": wording.BADGES[row.level],
        "level": str(wording.LEVELS[row.level]),
        "ask": row.ask[said],
        "means": row.means[said],
        "tell": wording.filled(row.tell[said], request.clinic),
        "clinic": row.clinic[said],
        "outside": str(wording.LEVELS[row.window.outside]) if row.window and row.window.outside != row.level else "",
        "details": [(case.ask[said], str(wording.LEVELS[case.level])) for case in row.cases],
        "source": row.source,
        "sure": str(SURE.get(row.sure, row.sure)),
    }


@require_POST
@needs("recovering.approve")
def approve(request: StaffRequest) -> HttpResponse:
    actions.approve_triage(actor=request.user, fingerprint=request.POST.get("fingerprint", ""))
    messages.success(request, _("Your name stands under the table."))
    return redirect("recovering:rules")
