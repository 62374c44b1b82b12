"""The conclusions of a map in sentences, each with its reasons: for the page beside the entry, and for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping.judging import Judged, State
from saphena.pathway.mapping.words import amount, number_in, place_name, reason, source_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saphena.pathway.mapping.ceap import Ceap
    from saphena.pathway.mapping.deriving import LegDerived
    from saphena.pathway.mapping.judging import Why
    from saphena.pathway.mapping.kinds_of_reflux import Pattern
    from saphena.pathway.mapping.perforators import Perforator
    from saphena.pathway.mapping.targets import Target
    from saphena.pathway.mapping.vcss import Vcss
    from saphena.pathway.mapping.ways import Way

__all__ = ["CAUTIONS", "CHANGES", "NOTES", "STATES", "Line", "caution_line", "conclusions", "target_line"]

Texts = dict[str, str]


class Line(NamedTuple):
    """One conclusion. `kind` groups them; `reasons` are the numbers against their limits, with the sources."""

    kind: str
    text: str
    reasons: tuple[str, ...] = ()


STATES: dict[State, Texts] = {
    State.INCOMPETENT: {"en": "reflux", "fr": "reflux"},
    State.COMPETENT: {"en": "competent", "fr": "continente"},
    State.CLOSED: {"en": "closed", "fr": "fermée"},
    State.TREATED: {"en": "treated, not measured", "fr": "traitée, non mesurée"},
    State.ABSENT: {"en": "absent", "fr": "absente"},
    State.NOT_SEEN: {"en": "not seen", "fr": "non vue"},
    State.UNKNOWN: {"en": "undecided", "fr": "indéterminée"},
}
SAID: dict[str, Texts] = {
    "axial": {"en": "{vein}: axial reflux", "fr": "{vein} : reflux axial"},
    "segmental": {"en": "{vein}: segmental reflux ({where})", "fr": "{vein} : reflux segmentaire ({where})"},
    "junctional": {"en": "{vein}: reflux at the junction", "fr": "{vein} : reflux à la jonction"},
    "only junctional": {
        "en": "{vein}: junctional reflux, confined to it",
        "fr": "{vein} : reflux jonctionnel, limité à la jonction",
    },
    "deep": {"en": "{vein}: deep reflux ({where})", "fr": "{vein} : reflux profond ({where})"},
    "perhaps": {
        "en": "{said}; perhaps {kind} (still to see: {missing})",
        "fr": "{said}; peut-être {kind} (reste à voir : {missing})",
    },
    "way": {"en": "From {source} to {end}", "fr": "De {source} à {end}"},
    "one place": {"en": "At {source} only", "fr": "À {source} seulement"},
    "fed": {"en": "{way}, fed from {deep}", "fr": "{way}, alimenté par {deep}"},
    "unsure": {"en": "{way}; not seen on the way: {segments}", "fr": "{way}; non vu sur le trajet : {segments}"},
    "pathologic": {"en": "{place}: pathologic perforator", "fr": "{place} : perforante pathologique"},
    "leaks": {"en": "{place}: leaks, not pathologic", "fr": "{place} : incontinente, non pathologique"},
    "open": {"en": "{place}: cannot be decided; missing: {missing}", "fr": "{place} : indécis; il manque : {missing}"},
    "blocked": {
        "en": "{places}: a clot, or not compressible. Superficial veins may be the way out",
        "fr": "{places} : caillot ou non compressible. Les veines superficielles peuvent servir de voie de retour",
    },
    "otherwise": {
        "en": "{place}: noted as {word}, measured otherwise; the number counts",
        "fr": "{place} : notée {word}, mesurée autrement; la mesure compte",
    },
    "ceap": {"en": "CEAP {basic}", "fr": "CEAP {basic}"},
    "to say": {
        "en": "CEAP, still to be said by a clinician: {what}",
        "fr": "CEAP, reste à dire par le clinicien : {what}",
    },
    "unseen": {
        "en": "CEAP: “nothing found” cannot be said before these are seen: {places}",
        "fr": "CEAP : pas de « rien trouvé » avant d’avoir vu : {places}",
    },
    "vcss": {
        "en": "VCSS {without} without compression; compression {apart}; together {total}",
        "fr": "VCSS {without} sans la compression; compression {apart}; ensemble {total}",
    },
    "vcss begun": {
        "en": "VCSS at least {total}: {count} items are not said yet",
        "fr": "VCSS d’au moins {total} : {count} éléments manquent",
    },
    "none": {"en": "No reflux was found in what was seen", "fr": "Aucun reflux dans ce qui a été vu"},
}
KINDS: dict[str, Texts] = {
    "axial": {"en": "axial", "fr": "axial"},
    "segmental": {"en": "segmental", "fr": "segmentaire"},
}
AXES: dict[str, Texts] = {
    "C": {"en": "C (signs)", "fr": "C (signes)"},
    "s": {"en": "symptoms or not", "fr": "symptômes ou non"},
    "E": {"en": "E (cause)", "fr": "E (cause)"},
}
MISSING: dict[str, Texts] = {
    "reflux": {"en": "how long it flows outwards", "fr": "la durée du flux vers l’extérieur"},
    "diameter": {"en": "its diameter at the fascia", "fr": "son diamètre au fascia"},
    "signs": {"en": "the signs of the leg (C)", "fr": "les signes de la jambe (C)"},
    "under_ulcer": {"en": "whether it lies under the ulcer", "fr": "si elle se trouve sous l’ulcère"},
    "criteria": {"en": "criteria for it in the chosen set", "fr": "des critères dans l’ensemble choisi"},
}
NOTES: dict[str, Texts] = {
    "recurrent without treatment": {
        "en": "C2r was said, and no earlier treatment is noted on this leg",
        "fr": "C2r est noté, mais aucun traitement antérieur sur cette jambe",
    },
    "recurrence without its letter": {
        "en": "C2 was said and the leg was treated before: C2r?",
        "fr": "C2 est noté et la jambe a déjà été traitée : C2r?",
    },
    "ulcer without a score": {
        "en": "C6 was said, and item 7 of the VCSS counts no ulcer",
        "fr": "C6 est noté, mais l’élément 7 du VCSS ne compte aucun ulcère",
    },
    "score without an ulcer": {
        "en": "item 7 of the VCSS counts an ulcer, and C6 was not said",
        "fr": "l’élément 7 du VCSS compte un ulcère, mais C6 n’est pas noté",
    },
    "none beside signs": {"en": "C0 was said beside other signs", "fr": "C0 est noté avec d’autres signes"},
    "ulcer items without an ulcer": {
        "en": "items 8 and 9 of the VCSS speak of an ulcer, item 7 counts none",
        "fr": "les éléments 8 et 9 du VCSS parlent d’un ulcère, l’élément 7 n’en compte aucun",
    },
    "ulcer without age or size": {
        "en": "item 7 of the VCSS counts an ulcer, items 8 or 9 say there is none",
        "fr": "l’élément 7 du VCSS compte un ulcère, les éléments 8 ou 9 disent qu’il n’y en a pas",
    },
}
CAUTIONS: dict[str, Texts] = {
    "very_wide_trunk": {
        "en": "very wide: thermal ablation should be considered",
        "fr": "très large : envisager l’ablation thermique",
    },
    "wider_than_best_for_foam": {
        "en": "wider than foam is best suited for",
        "fr": "plus large que ce qui convient le mieux à la mousse",
    },
    "close_to_the_skin": {"en": "close to the skin: staining", "fr": "proche de la peau : pigmentation"},
}
CHANGES: dict[str, Texts] = {
    "reopened": {"en": "reopened, with reflux", "fr": "rouverte, avec reflux"},
    "open_again": {"en": "open again, without reflux", "fr": "rouverte, sans reflux"},
    "new_reflux": {"en": "new reflux", "fr": "nouveau reflux"},
    "closed": {"en": "closed", "fr": "fermée"},
    "reflux_gone": {"en": "reflux gone", "fr": "reflux disparu"},
    "wider": {"en": "wider", "fr": "plus large"},
    "narrower": {"en": "narrower", "fr": "plus étroite"},
    "longer": {"en": "reflux lasts longer", "fr": "reflux plus long"},
    "shorter": {"en": "reflux lasts less long", "fr": "reflux plus court"},
    "not_comparable": {"en": "looked at only once", "fr": "examinée une seule fois"},
    "unchanged": {"en": "unchanged", "fr": "inchangée"},
}


def conclusions(leg: LegDerived, language: str = "en") -> tuple[Line, ...]:
    """What follows for one leg, the weightiest first: deep veins, kinds of reflux, ways, perforators, classes."""
    found = [
        *_blocked(leg, language),
        *(_pattern(each, language) for each in leg.patterns),
        *(_way(each, language) for each in leg.ways),
        *(line for each in leg.perforators if (line := _perforator(each, language))),
        *_otherwise(leg, language),
    ]
    if leg.judged and not any(each.is_incompetent for each in leg.judged):
        found.append(Line("none", SAID["none"][language]))
    return (*found, *_ceap(leg.ceap, language), *_vcss(leg.vcss, language), *_notes(leg, language))


def target_line(target: Target, language: str = "en") -> str:
    """“GSV upper thigh to upper calf, up to 7.2 mm wide, 8 to 14 mm deep, 47 cm long”."""
    first, last = (anatomy().segment(id) for id in (target.segments[0], target.segments[-1]))
    to = {"en": "to", "fr": "à"}[language]
    where = place_name(first.id, target.level, language)
    said = [where if first is last else f"{where} {to} {last.part(language)}"]
    if target.diameter is not None:
        said.append({"en": "up to {0} wide", "fr": "jusqu’à {0} de large"}[language].format(
            amount("diameter", target.diameter, language)))  # fmt: skip
    if target.depth:
        low, high = target.depth
        between = amount("depth", low, language) if low == high else (
            f"{number_in(low, language)} {to} {amount('depth', high, language)}")  # fmt: skip
        said.append({"en": "{0} deep", "fr": "à {0} de profondeur"}[language].format(between))
    return ", ".join([*said, *_length(target, language)])


def caution_line(why: Why, language: str = "en") -> str:
    """What to mind about a target, with the number against its limit."""
    return f"{CAUTIONS[why.rule][language]} ({reason(why, language)})"


def _length(target: Target, language: str) -> list[str]:
    if target.length is not None and target.measured_all:
        text = {"en": "{0} long", "fr": "{0} de long"}[language]
        return [text.format(amount("length", target.length, language))]
    if not target.usual_length:
        return []
    text = {"en": "usually about {0} long, not measured", "fr": "environ {0} de long d’habitude, non mesuré"}[language]
    return [text.format(amount("length", target.usual_length, language))]


def _pattern(pattern: Pattern, language: str) -> Line:
    vein = anatomy().of_vein(pattern.vein)[0].vein
    category = vein.category
    key = "deep" if category is Category.DEEP else str(pattern.kind)
    if key == "junctional" and not pattern.perhaps:
        key = "only junctional"
    name = vein.names[language][:1].upper() + vein.names[language][1:]
    where = ", ".join(_part(id, language) for id in pattern.segments)
    said = SAID[key][language].format(vein=name, where=where)
    if pattern.perhaps:
        missing = "; ".join(_short(id, language) for id in pattern.missing)
        kind = KINDS[pattern.perhaps][language]
        said = SAID["perhaps"][language].format(said=said, kind=kind, missing=missing)
    told = {"en": "called so by {0}", "fr": "ainsi nommé selon {0}"}[language].format(source_key(pattern.source))
    colon = {"en": ":", "fr": " :"}[language]
    measured = (f"{_short(why.place.segment, language)}{colon} {reason(why, language)}" for why in pattern.why)
    return Line("pattern", said, (*measured, told))


def _way(way: Way, language: str) -> Line:
    key = "way" if len(way.segments) > 1 else "one place"
    said = SAID[key][language].format(source=_short(way.source, language), end=_short(way.end, language))
    if way.fed_from:
        said = SAID["fed"][language].format(way=said, deep=_short(way.fed_from, language))
    if way.unsure:
        segments = "; ".join(_short(id, language) for id in way.unsure)
        said = SAID["unsure"][language].format(way=said, segments=segments)
    return Line("way", said, (" → ".join(_short(id, language) for id in way.segments),))


def _perforator(each: Perforator, language: str) -> Line | None:
    place = place_name(each.judged.segment.id, each.judged.level, language)
    reasons = tuple(reason(why, language) for why in each.why)
    if each.pathologic:
        return Line("perforator", SAID["pathologic"][language].format(place=place), reasons)
    if each.pathologic is None and each.judged.state not in (State.COMPETENT, State.CLOSED, State.NOT_SEEN):
        missing = ", ".join(MISSING[name][language] for name in each.missing)
        return Line("perforator", SAID["open"][language].format(place=place, missing=missing), reasons)
    if each.judged.is_incompetent:
        return Line("perforator", SAID["leaks"][language].format(place=place), reasons)
    return None


def _blocked(leg: LegDerived, language: str) -> Iterator[Line]:
    if leg.deep_blocked:
        places = ", ".join(_short(id, language) for id in leg.deep_blocked)
        yield Line("blocked", SAID["blocked"][language].format(places=places))


def _otherwise(leg: LegDerived, language: str) -> Iterator[Line]:
    for each in _differing(leg.judged):
        word = STATES[State.COMPETENT if each.is_incompetent else State.INCOMPETENT][language]
        said = SAID["otherwise"][language].format(place=place_name(each.segment.id, each.level, language), word=word)
        yield Line("otherwise", said, tuple(reason(why, language) for why in each.why))


def _differing(judged: Iterable[Judged]) -> Iterator[Judged]:
    return (each for each in judged if each.said_otherwise)


def _ceap(ceap: Ceap, language: str) -> Iterator[Line]:
    yield Line("ceap", SAID["ceap"][language].format(basic=ceap.basic), (ceap.full(),))
    if ceap.to_say:
        what = ", ".join(AXES[axis][language] for axis in ceap.to_say)
        yield Line("to say", SAID["to say"][language].format(what=what))
    if ceap.unseen and not ceap.anatomy:
        places = "; ".join(_short(id, language) for id in ceap.unseen)
        yield Line("to say", SAID["unseen"][language].format(places=places))


def _vcss(vcss: Vcss, language: str) -> Iterator[Line]:
    if not vcss.is_begun:
        return
    if not vcss.is_complete:
        yield Line("vcss", SAID["vcss begun"][language].format(total=vcss.total, count=len(vcss.missing)))
        return
    numbers = {"without": vcss.without_compression, "apart": vcss.compression, "total": vcss.total}
    yield Line("vcss", SAID["vcss"][language].format_map(numbers))


def _notes(leg: LegDerived, language: str) -> Iterator[Line]:
    for note in (*leg.ceap.notes, *leg.vcss.notes):
        yield Line("note", NOTES[note][language])


def _short(id: str, language: str) -> str:
    return place_name(id, None, language)


def _part(id: str, language: str) -> str:
    segment = anatomy().segment(id)
    return segment.part(language) or segment.abbr
