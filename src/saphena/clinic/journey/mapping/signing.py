"""What has to be there before a map is reviewed and signed, and what it said at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from saphena.clinic.journey.mapping.standing import derived_of, standing
from saphena.clinic.journey.mapping.wording import leg_name
from saphena.pathway.mapping.checking import empty_legs
from saphena.pathway.mapping.concluding import caution_line, conclusions, target_line
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from saphena.clinic.journey.mapping.models import Examination
    from saphena.pathway.mapping import LegDerived
    from saphena.pathway.mapping.targets import Target

LANGUAGES = ("en", "fr")


def check_complete(examination: Examination) -> None:
    """Raises `Refused` for a leg of which no vein was noted, and where nobody is named as having scanned."""
    places = [(slot.leg, slot.segment) for slot in standing(examination)]
    if empty := empty_legs(examination.each_leg, places):
        legs = _(" and ").join(leg_name(leg) for leg in empty)
        raise Refused(_("No vein of the %(legs)s was noted. An empty map cannot be signed.") % {"legs": legs}, "legs")
    if examination.sonographer is None:
        raise Refused(_("Please name who scanned: sonographer and physician both stand on the map."), "sonographer")


def snapshot(examination: Examination) -> dict[str, Any]:
    """What the map says at this moment, in both languages: later rules and later words change nothing of it."""
    derived = derived_of(examination)
    used = derived.criteria
    return {
        "criteria": {"id": used.id, "year": used.year, "title": used.title, "off": list(used.off)},
        "serial": examination.serial,
        "legs": {leg: _leg(each, examination) for leg, each in derived.legs.items()},
    }


def _cautions(target: Target, language: str) -> list[str]:
    return [caution_line(why, language) for why in target.cautions]


def _leg(leg: LegDerived, examination: Examination) -> dict[str, Any]:
    return {
        "ceap": {"basic": leg.ceap.basic, "full": leg.ceap.full(examination.examined_at.date())},
        "vcss": {
            "items": list(leg.vcss.items),
            "total": leg.vcss.total,
            "without_compression": leg.vcss.without_compression,
            "missing": list(leg.vcss.missing),
        },
        "conclusions": {
            language: [[line.kind, line.text, list(line.reasons)] for line in conclusions(leg, language)]
            for language in LANGUAGES
        },
        "targets": {language: [target_line(each, language) for each in leg.targets] for language in LANGUAGES},
        "cautions": {language: [_cautions(each, language) for each in leg.targets] for language in LANGUAGES},
    }
