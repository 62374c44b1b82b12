"""Asked twice with the same key, a program is answered the same, and nothing happens twice.

The answer is kept in the transaction of the act itself. A refusal is not kept: nothing has happened, and the next try
may succeed.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.exchange.visits.models import Answered
from saphena.clinic.people.applications.door import Fault
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpResponse

    from saphena.clinic.exchange.visits.saying import Json
    from saphena.clinic.people.applications.door import ApplicationRequest

    Keep = Callable[[Json], None]

__all__ = ["KEPT", "forget_answers", "once"]

KEPT = timedelta(days=7)
LONGEST = 100


def once(request: ApplicationRequest, status: int, act: Callable[[Keep], None]) -> HttpResponse:
    """Run the act, which hands its answer to `keep` inside of its transaction; or give the answer that is kept."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST or not key.isprintable():
        raise Fault(_("A key has at most %(most)d signs.") % {"most": LONGEST}, "Idempotency-Key", 400)
    kept = _kept(request, key)
    if kept:
        return kept
    answers: list[Json] = []

    def keep(answer: Json) -> None:
        answers.append(answer)
        if key:
            told = {"fingerprint": fingerprint(request), "status": status, "answer": answer}
            Answered.objects.get_or_create(application=request.application, key=key, defaults=told)

    try:
        act(keep)
    except Refused:
        kept = _kept(request, key)  # the same question was answered while this one waited for its turn
        if kept:
            return kept
        raise
    return JsonResponse(answers[-1], status=status)


def _kept(request: ApplicationRequest, key: str) -> HttpResponse | None:
    row = Answered.objects.filter(application=request.application, key=key).first() if key else None
    if row is None:
        return None
    if row.fingerprint != fingerprint(request):
        raise Fault(_("This key was used for another question."), "Idempotency-Key")
    response = JsonResponse(row.answer, status=row.status)
    response["Idempotent-Replayed"] = "true"
    return response


def fingerprint(request: ApplicationRequest) -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()


def forget_answers(now: datetime | None = None) -> int:
    """Keys are good for a week. The worker does this once in a while."""
    gone, _each = Answered.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()
    return gone
