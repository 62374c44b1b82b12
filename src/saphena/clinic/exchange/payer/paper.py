"""From a pack to what its paper sets: the same items, with the drawing of the leg, the frames and who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from saphena.clinic.design.dates import date_format
from saphena.clinic.exchange.payer.evidence import MOST_FRAMES, frame_credit
from saphena.clinic.exchange.payer.picturing import drawn
from saphena.clinic.exchange.payer.wording import STANDINGS
from saphena.clinic.journey.mapping.drawing import leg_map
from saphena.clinic.papers.letterhead import Letterhead
from saphena.clinic.papers.payer_pack import Entry, Picture, Said
from saphena.clinic.papers.payer_pack import Pack as Paper
from saphena.pathway.anatomy import Leg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from saphena.clinic.exchange.payer.pack import Frame, Item, Pack
    from saphena.clinic.people.models import Clinic

__all__ = ["paper_of"]


def paper_of(pack: Pack, clinic: Clinic, to: Sequence[str], taken_by: str) -> Paper:
    """In the language that is spoken just now. The map has to be signed."""
    seen, course = pack.seen, pack.course
    assert seen is not None  # noqa: S101 - whoever takes a pack has refused before
    concluded: Any = seen.said.get("conclusions", {})
    said = concluded.get(pack.language, [])
    pictures = [_picture(frame) for frame in pack.frames[:MOST_FRAMES]]
    return Paper(
        patient=str(course.patient),
        born=course.patient.birth_date,
        number=course.patient.health_number,
        leg=Leg(course.leg),
        on=timezone.localdate(),
        clinic=Letterhead(clinic.name, clinic.phone),
        address=tuple(line for line in clinic.address.splitlines() if line),
        to=tuple(to),
        taken_by=taken_by,
        entries=tuple(_entry(item) for item in pack.items),
        conclusions=tuple(text for kind, text, _why in said if kind not in ("ceap", "vcss begun")),
        rows=tuple(pack.evidence),
        leg_map=leg_map(seen.derived, seen.rows),
        pictures=tuple(pictures),
        more_pictures=max(0, len(pack.frames) - MOST_FRAMES),
        signatures=tuple(_signatures(pack)),
        addenda=tuple(
            (timezone.localdate(each.added_at), each.added_by.name, each.text)
            for each in seen.examination.addenda.select_related("added_by")
        ),
    )


def _entry(item: Item) -> Entry:
    said = tuple(Said(line.text, ", ".join(each for each in (_day(line.on), line.by) if each)) for line in item.lines)
    judged = tuple(each.text for each in item.verdicts if each.met is not None)
    return Entry(item.title, item.standing.value, str(STANDINGS[item.standing]), said, judged, item.wants)


def _day(on: date | None) -> str:
    return date_format(on, "j M Y") if on else ""


def _picture(frame: Frame) -> Picture:
    made = drawn(frame)
    return Picture(made.svg, tuple(frame.said), frame_credit(frame), made.why_not, made.wide)


def _signatures(pack: Pack) -> Iterator[tuple[str, str, date | None]]:
    """Who answers for what: role, name and day; the words are the paper's own."""
    if pack.seen is not None:
        of = pack.seen.examination
        yield "scanned", of.sonographer.name if of.sonographer else "", timezone.localdate(of.examined_at)
        signed_on = timezone.localdate(of.signed_at) if of.signed_at else None
        yield "map", of.signed_by.name if of.signed_by else "", signed_on
    if pack.plan is not None and pack.plan.signed_at and pack.plan.signed_by:
        yield "plan", pack.plan.signed_by.name, timezone.localdate(pack.plan.signed_at)
