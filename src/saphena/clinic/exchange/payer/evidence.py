"""Reflux as the signed map has it, one row for each place where it was measured: the number, the limit, the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.exchange.payer.pack import Evidence, Frame
from saphena.clinic.imaging.models import Measurement as Measured
from saphena.clinic.imaging.queries import credited, sources
from saphena.clinic.imaging.states import COUNTS
from saphena.clinic.journey.mapping.from_images import SOURCE
from saphena.clinic.journey.mapping.standing import Slot, derived_as_signed, standing
from saphena.clinic.journey.mapping.wording import quantity_name, value_said
from saphena.pathway.legmap.words import WORDS as STATES
from saphena.pathway.mapping import State
from saphena.pathway.mapping.words import OPPOSITE, SIGNS, amount, place_name, reason, source_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from saphena.clinic.journey.mapping.models import Examination, Measurement
    from saphena.pathway.mapping import Derived, LegDerived
    from saphena.pathway.mapping.judging import Judged, Why

__all__ = ["Seen", "evidence_of", "frames_of", "retired_in", "widest"]

OURS = "HOUSE"
MOST_FRAMES = 12
"""Of one pack; what is beyond stands in the clinic, and the pack says how many there are."""


class Seen:
    """A signed map's leg: what stands, and what follows from it by the criteria as they were when it was signed."""

    def __init__(self, examination: Examination, leg: str, language: str) -> None:
        self.examination, self.leg, self.language = examination, leg, language
        self.rows: Mapping[Slot, Measurement] = standing(examination)
        self.derived: Derived = derived_as_signed(examination, self.rows)

    @property
    def found(self) -> LegDerived | None:
        return self.derived.legs.get(self.leg)

    @property
    def from_images(self) -> dict[int, Measurement]:
        """What of this leg was measured on an image, by the number of its measurement there."""
        rows = [row for slot, row in self.rows.items() if slot.leg == self.leg and row.source.startswith(SOURCE)]
        return {int(number): row for row in rows if (number := row.source.removeprefix(SOURCE)).isdecimal()}

    @property
    def said(self) -> dict[str, object]:
        """What the map said of the leg when it was signed."""
        return dict((self.examination.signed_as or {}).get("legs", {}).get(self.leg, {}))


def evidence_of(seen: Seen) -> list[Evidence]:
    """Every place where reflux was measured or seen, those that reflux first."""
    found = [row for judged in (seen.found.judged if seen.found else ()) for row in _places(seen, judged)]
    return sorted(found, key=lambda row: not row.refluxes)


def _places(seen: Seen, judged: Judged) -> Iterator[Evidence]:
    for (place, state), why in zip(judged.states, judged.why, strict=True):
        reflux = seen.rows.get(Slot(seen.leg, place.segment, place.level, "reflux"))
        if reflux is None and state is not State.INCOMPETENT:
            continue
        width = seen.rows.get(Slot(seen.leg, place.segment, place.level, "diameter"))
        noted = reflux or next((row for slot, row in seen.rows.items() if slot[:3] == (seen.leg, *place[1:])), None)
        name = place_name(place.segment, place.level, seen.language)
        yield Evidence(
            name[:1].upper() + name[1:],
            value_said("diameter", width.value, seen.language) if width else "",
            value_said("reflux", reflux.value, seen.language) if reflux else "",
            _limit(why, seen.language),
            _source(why),
            STATES[seen.language][str(state)],
            state is State.INCOMPETENT,
            timezone.localdate(seen.examination.examined_at),
            noted.noted_by.name if noted and noted.noted_by else "",
        )


def _source(why: Why) -> str:
    """The key by which the criteria know it; what no source has, and is ours, says so."""
    key = source_key(why.source) if why.source else ""
    return _("our own, where the source is silent") if key == OURS else key


def _limit(why: Why, language: str) -> str:
    """“> 0.5 s”, with the opposite sign where it was not passed; what somebody said, where no number judged."""
    if why.limit is None or why.measured is None:
        return reason(why, language)
    sign = SIGNS[why.limit.operator] if why.met else OPPOSITE[why.limit.operator]
    return f"{sign} {amount('reflux', why.limit.value, language)}"


def widest(seen: Seen, segment: str) -> Judged | None:
    """What is known of a segment, where its width was measured."""
    judged = seen.found.veins.get(segment) if seen.found else None
    return judged if judged and judged.diameter is not None else None


def frames_of(viewer: object, seen: Seen) -> list[Frame]:
    """The frames on which numbers of this leg were measured that stand on the map and count. Two queries."""
    by_number = seen.from_images
    told = sources(viewer, by_number, seen.examination.patient_id)
    counting = [number for number, each in told.items() if not each.retired and not each.reported]
    if not counting:
        return []
    measured = Measured.objects.filter(pk__in=counting, state__in=COUNTS, instance__rows__isnull=False)
    frames: dict[tuple[int, int], list[Measured]] = {}
    for each in measured.select_related("instance__study", "decided_by").order_by("pk"):
        frames.setdefault((each.instance_id, each.frame), []).append(each)
    return [_frame(of, by_number, seen.language) for of in frames.values()]


def retired_in(seen: Seen) -> list[str]:
    """Numbers that stand on the signed map and whose image counts no more, each with the reason. One query."""
    rows = seen.from_images
    told = credited(rows, seen.examination.patient_id)
    return [f"{_said(rows[number], seen.language)} ({each.retired})" for number, each in told.items() if each.retired]


def _frame(measured: list[Measured], rows: Mapping[int, Measurement], language: str) -> Frame:
    first = measured[0]
    study = first.instance.study
    said = [_said(rows[each.pk], language) for each in measured]
    who = ", ".join(dict.fromkeys(each.decided_by.name for each in measured if each.decided_by))
    return Frame(measured, said, study.scanned_on or timezone.localdate(study.received_at), who)


def _said(row: Measurement, language: str) -> str:
    where = place_name(row.segment, row.level, language)
    what = f"{quantity_name(row.quantity, language)} {value_said(row.quantity, row.value, language)}"
    return f"{where[:1].upper()}{where[1:]}, {what}"


def frame_credit(frame: Frame) -> str:
    """“Image of 4 Nov 2026, accepted by Sam Beaulieu”; that the program found a value is said."""
    told = {"day": date_format(frame.on, "j M Y"), "who": frame.by}
    if any(each.automatic for each in frame.measured):
        return _("Image of %(day)s; measured by the program (verified on phantoms only), accepted by %(who)s") % told
    return _("Image of %(day)s, measurement accepted by %(who)s") % told
