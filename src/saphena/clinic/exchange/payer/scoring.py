"""CEAP, symptoms and severity, as the signed map has them or as they were asked on the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.exchange.payer.pack import Item, Line
from saphena.clinic.journey.reviewing.models import ScoresBefore
from saphena.clinic.journey.reviewing.wording import SYMPTOMS
from saphena.pathway.reviewing.scores import severity

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.exchange.payer.evidence import Seen
    from saphena.clinic.people.models import User

__all__ = ["ceap", "scores"]


def ceap(title: str, seen: Seen | None, where: str) -> Item:
    """The class as it was signed, the short form and the whole; a letter that nobody has said is told."""
    if seen is None:
        return Item("ceap", title, (), (), _("It stands on the map, which is not signed."), where, _("The map"))
    said: Any = seen.said.get("ceap", {})
    of = seen.examination
    day, who = timezone.localdate(of.signed_at) if of.signed_at else None, str(of.signed_by or "")
    told = [text for text in dict.fromkeys((said.get("basic", ""), said.get("full", ""))) if text]
    open_ = _("A letter of the class is open: nobody has said it.") if "?" in said.get("basic", "") else ""
    lines = [Line(text, day, who) if first == 0 else Line(text) for first, text in enumerate(told)]
    return Item("ceap", title, lines, (), open_, reverse("mapping:map", args=[of.pk]), _("The map"))


def scores(title: str, viewer: User, course: Course, seen: Seen | None) -> Item:
    """The score of the signed map comes first; without a whole one that which was asked counts, with the symptoms."""
    asked = ScoresBefore.objects.filter(course=course).select_related("by").first()
    lines, wants = _mapped(seen)
    if asked:
        day, who = timezone.localdate(asked.at), asked.by.name
        total = severity({int(number): points for number, points in asked.vcss.items()})
        if total is not None and not (lines and not wants):
            lines, wants = [Line(_("VCSS %(total)s of 30, asked") % {"total": total}, day, who)], ""
        felt = ", ".join(
            f"{SYMPTOMS[name]} {points}" for name, points in asked.symptoms.items() if name in SYMPTOMS
        )  # fmt: skip
        lines += [Line(_("Symptoms, 0 to 10: %(felt)s") % {"felt": felt}, day, who)] if felt else []
    if not lines:
        wants = _("Neither score nor symptoms are noted.")
    may_note = viewer.may("reviewing.note", course.patient)
    url = reverse("reviewing:scores_before", args=[course.pk]) if may_note else ""
    return Item("scores", title, lines, (), wants, url, _("Scores"))


def _mapped(seen: Seen | None) -> tuple[list[Line], str]:
    """The score that stands on the map; one that is not whole says how many of its items were said."""
    if seen is None:
        return [], ""
    of, vcss = seen.examination, dict(seen.said.get("vcss", {}))  # type: ignore[call-overload]  # as JSON keeps it
    items = {number: points for number, points in enumerate(vcss.get("items", ()), 1) if points is not None}
    if not items:
        return [], ""
    day, who = timezone.localdate(of.signed_at) if of.signed_at else None, str(of.signed_by or "")
    total = severity(items)
    if total is None:
        told = {"n": len(items)}
        return [Line(_("VCSS: %(n)s of 10 items") % told, day, who)], _("The score is not whole.")
    return [Line(_("VCSS %(total)s of 30") % {"total": total}, day, who)], ""
