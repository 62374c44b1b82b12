"""What was accepted on an image enters the examination that is being noted, like everything else: by `noting.note`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.imaging.onward import Doubtful, Entering, Goal, Goals, Room, Stands
from saphena.clinic.journey.mapping.models import Examination, Measurement
from saphena.clinic.journey.mapping.noting import Noting, note
from saphena.clinic.journey.mapping.showing import OTHERS
from saphena.clinic.journey.mapping.standing import newest, rules_for, standing
from saphena.clinic.journey.mapping.states import State
from saphena.clinic.journey.mapping.wording import leg_name, quantity_name, row_said, spoken, value_said
from saphena.clinic.people.access import may
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping import Origin, quantities
from saphena.pathway.mapping.examined import examined, parts
from saphena.pathway.mapping.typing_in import Problem, read_number
from saphena.pathway.mapping.words import place_name, sentence
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from saphena.clinic.imaging.models import Measurement as Measured
    from saphena.clinic.imaging.models import Study
    from saphena.clinic.people.models import User
    from saphena.pathway.anatomy import Leg

__all__ = ["MAP", "SOURCE", "measured_as"]

SOURCE = "measurement:"
"""Before the measurement's number in a row's `source`."""
KINDS = {
    "upright diameter": ("diameter",),
    "transverse diameter": ("diameter",),
    "distance": ("diameter", "depth", "artery"),
    "depth": ("depth",),
    "reflux duration": ("reflux",),
    "reflux duration to zero": ("reflux",),
    "time": ("reflux",),
    "peak reverse velocity": ("peak",),
    "velocity difference": ("peak",),
    "compressibility": ("pressed",),
}
UNITS = {"mm": KINDS["distance"], "cm": ("diameter", "depth", "length"), "s": ("reflux",), "ms": ("reflux",)}
UNITS["cm/s"] = UNITS["m/s"] = ("peak",)
"""What a number of a report may be whose code nobody knows."""
KEPT = {
    "diameter": "0.01",
    "depth": "0.01",
    "artery": "0.01",
    "length": "0.1",
    "reflux": "10",
    "peak": "0.1",
    "pressed": "1",
}
"""To what a value is rounded, in the unit in which it is kept: as it is shown beside its image."""
LIKELY, LOOKED_BACK = 6, 60
"""Veins that are offered first, and the rows in which they are looked for."""
NOT_OURS = frozenset({"area", "mean reverse velocity", "augmentation", "foam speed", "foam front"})
A_PART = "part"
"""The unit of a value that has none: a part of one."""


def measured_as(kind: str, unit: str) -> Sequence[tuple[str, str]]:
    """What a kind of measurement may be on the map: (quantity, its name), the likeliest first."""
    names = KINDS.get(kind, () if kind in NOT_OURS else UNITS.get(unit, ()))
    return [(name, quantity_name(name)) for name in names]


def goals(viewer: User, study: Study) -> Goals:
    """The veins of the examinations of this patient that are being noted; else what to do."""
    patient = study.patient
    if patient is None or not may(viewer, "mapping.note", patient):
        return Goals()
    found = list(Examination.objects.filter(patient=patient).exclude(state=State.WITHDRAWN).order_by("-examined_at"))
    drafts = [each for each in found if each.is_preliminary]
    if not drafts:
        return _none(found, patient.pk)
    side, several = study.order.side if study.order else "", len(drafts) > 1
    every = [goal for each in drafts for leg in _legs(each, side) for goal in _veins(each, leg, several)]
    return Goals([*_likely(drafts, every, side), *every])


def _none(found: Sequence[Examination], patient_id: int) -> Goals:
    begin = reverse("mapping:open", args=[patient_id])
    if not found:
        return Goals(why=_("No examination of this patient is being noted."), url=begin, act=_("Begin an examination"))
    newest_one, day = found[0], date_format(timezone.localtime(found[0].examined_at), "j M Y")
    if newest_one.is_signed:
        why = _(
            "The map of %(day)s is signed. What is to be said of it is an addendum; a new finding is an examination."
        )
    else:
        why = _("The examination of %(day)s has been reviewed. Open it again first, and say why.")
    return Goals(why=why % {"day": day}, url=reverse("mapping:map", args=[newest_one.pk]), act=_("To the map"))


def _likely(drafts: Sequence[Examination], every: Sequence[Goal], side: str) -> list[Goal]:
    """The veins of which something was noted last, once more before all others: whoever measures, measures there."""
    by_key = {goal.key: goal for goal in every}
    noted = Measurement.objects.filter(examination__in=drafts).order_by("-noted_at", "-serial")
    places = noted.values_list("examination_id", "leg", "segment")[:LOOKED_BACK]
    keys = [f"{number}|{leg}|{segment}" for number, leg, segment in places if side in ("", leg)]
    found = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
    return [replace(goal, group=_("Noted last")) for goal in found[:LIKELY]]


def _legs(examination: Examination, side: str) -> list[Leg]:
    """The leg that the scan was ordered for comes first."""
    return sorted(examination.each_leg, key=lambda leg: leg != side)


def _veins(examination: Examination, leg: Leg, several: bool) -> list[Goal]:
    name, language = leg_name(leg).capitalize(), spoken()
    if several:
        name = f"{date_format(timezone.localtime(examination.examined_at), 'j M Y')}, {leg_name(leg)}"
    side = leg_name(leg)  # said with each vein: a closed list shows no heading
    return [
        Goal(f"{examination.pk}|{leg}|{id}", f"{place_name(id, None, language)}, {side}", f"{name}: {title}")
        for title, ids in _groups(language)
        for id in ids
    ]


def _groups(language: str) -> list[tuple[str, list[str]]]:
    """All veins as they are looked at: the parts of an examination, then perforators, then the others."""
    groups = [(part.names[language], [*part.segments]) for part in parts()]
    rest = [segment for segment in anatomy() if segment.id not in set(examined())]
    for name, perforators in (("perforators", True), ("others", False)):
        ids = [each.id for each in rest if (each.category is Category.PERFORATOR) is perforators]
        groups.append((OTHERS[name][language], ids))
    return groups


def enter(entering: Entering) -> None:
    """Note the values of the image at the vein, each with the number of its measurement. Raises `Refused`."""
    examination, leg, segment = _goal(entering)
    level = _level(entering.level, segment)
    notings = [_noting(measured, quantity, (leg, segment, level)) for measured, quantity in entering.values]
    if len({each.quantity for each in notings}) < len(notings):
        raise Refused(_("Two of these values are the same quantity of one vein. Choose one of them."), "rows")
    near = _near_a_limit(entering, examination, segment)
    told = [*_doubts(entering, examination, notings), *near]
    if told and not entering.sure and examination.is_preliminary:
        raise Doubtful(" ".join(told), "sure")
    why = "; ".join(filter(None, (_said_against(entering, leg), *near)))
    for noting, (measured, _quantity) in zip(notings, entering.values, strict=True):
        note(
            actor=entering.actor,
            examination=examination,
            notings=[replace(noting, note=why)],
            key=get_random_string(24),
            origin=Origin.REPORT if measured.report_id else Origin.IMAGE,
            source=f"{SOURCE}{measured.pk}",
        )


def _goal(entering: Entering) -> tuple[Examination, str, str]:
    number, leg, segment = ([*entering.goal.split("|"), "", ""])[:3]
    found = Examination.objects.select_related("patient").filter(pk=int(number) if number.isdecimal() else 0).first()
    if found is None or segment not in anatomy():
        raise Refused(_("Choose the vein that was measured."), "goal")
    if found.patient_id != entering.study.patient_id:
        raise Refused(_("This examination is of another patient than the image."), "goal")
    return found, leg, segment


def _level(typed: str, segment: str) -> Decimal | None:
    if not typed.strip():
        if anatomy().segment(segment).category is Category.PERFORATOR:
            raise Refused(sentence(Problem("level", "perforator without level"), spoken()), "level")
        return None
    level = read_number(typed, quantities().level)
    if isinstance(level, Problem):
        raise Refused(sentence(level, spoken()), "level")
    return level


def _noting(measured: Measured, quantity: str, place: tuple[str, str, Decimal | None]) -> Noting:
    number, (leg, segment, level) = quantities().numbers[quantity], place
    unit = measured.unit or A_PART
    if unit not in number.units:
        raise Refused(
            _("A value in %(unit)s is no %(what)s.") % {"unit": measured.unit, "what": quantity_name(quantity)}, "rows"
        )
    exact = Decimal(repr(measured.result)) * number.units[unit]
    value = exact.quantize(Decimal(KEPT[quantity])) if quantity != "reflux" else Decimal(round(exact / 10) * 10)
    return Noting(leg, segment, quantity, value, level, f"{measured.result:g} {measured.unit}".strip())


def _doubts(entering: Entering, examination: Examination, notings: Sequence[Noting]) -> list[str]:
    """What speaks against it: the other leg, or something else that stands there."""
    told, leg = [], notings[0].leg
    side = entering.study.order.side if entering.study.order else ""
    if side and side != leg:
        told.append(
            _("The scan was ordered for the %(side)s, and this is the %(leg)s.")
            % {"side": leg_name(side), "leg": leg_name(leg)}
        )
    stands = standing(examination)
    for each in notings:
        there = stands.get(each.slot)
        if there and Decimal(there.value) != each.value:
            who = there.noted_by.name if there.noted_by else _("Somebody")
            told.append(_("%(who)s has noted there: %(said)s.") % {"who": who, "said": row_said(there)})
    return told


def _near_a_limit(entering: Entering, examination: Examination, segment: str) -> list[str]:
    """A reflux whose interval holds the limit of this vein: on which side it lies the image leaves open."""
    row = rules_for(examination).thresholds.get(segment)
    if row is None:
        return []
    told, factors = [], quantities().numbers["reflux"].units
    for measured, quantity in entering.values:
        if quantity != "reflux" or measured.unit not in factors:
            continue
        value, unsure = (
            float(factors[measured.unit]) * (each or 0.0) for each in (measured.result, measured.uncertainty)
        )
        if abs(value - float(row.limit.value)) <= unsure:
            low, high = (spoken_amount(Decimal(round(each))) for each in (max(0.0, value - unsure), value + unsure))
            told.append(
                _("The image leaves open on which side of %(limit)s this lies: it says %(low)s to %(high)s.")
                % {"limit": spoken_amount(row.limit.value), "low": low, "high": high}
            )
    return told


def spoken_amount(milliseconds: Decimal) -> str:
    return value_said("reflux", str(milliseconds))


def _said_against(entering: Entering, leg: str) -> str:
    side = entering.study.order.side if entering.study.order else ""
    if side and side != leg:
        return _("from a scan that was ordered for the %(side)s") % {"side": leg_name(side)}
    return ""


def stands(ids: Iterable[int]) -> Mapping[int, Stands]:
    """Where the values of these measurements stand now; what was typed over since does not. Two queries."""
    wanted = {f"{SOURCE}{id}" for id in ids}
    rows = Measurement.objects.filter(source__in=wanted).exclude(examination__state=State.WITHDRAWN)
    examinations = {row.examination_id for row in rows}
    beside = Measurement.objects.filter(examination__in=examinations, segment__in={row.segment for row in rows})
    found: dict[int, Stands] = {}
    for examination in examinations:
        for row in newest(each for each in beside if each.examination_id == examination).values():
            if row.source in wanted and row.value:
                found[int(row.source.removeprefix(SOURCE))] = _stands(row)
    return found


def _stands(row: Measurement) -> Stands:
    where = f"{leg_name(row.leg)}, {place_name(row.segment, row.level, spoken())}"
    said = f"{where}: {quantity_name(row.quantity)} {value_said(row.quantity, row.value)}"
    goal = f"{row.examination_id}|{row.leg}|{row.segment}"
    return Stands(goal, said, reverse("mapping:map", args=[row.examination_id]))


def fits(goal: str, side: str, segment: str) -> bool:
    """A vein of the report's leg whose id begins as the report's does, or is the beginning of it."""
    _number, leg, id = ([*goal.split("|"), "", ""])[:3]
    if side and leg != side:
        return False
    return not segment or id == segment or id.startswith(f"{segment}.") or segment.startswith(f"{id}.")


MAP = Room("map", goals, measured_as, enter, stands, fits)
