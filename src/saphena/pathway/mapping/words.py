"""Problems, reasons and conclusions as sentences, in English and French, with numbers as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.mapping.quantities import quantities
from saphena.pathway.mapping.typing_in import Problem, plain_number

if TYPE_CHECKING:
    from decimal import Decimal

    from saphena.pathway.mapping.criteria.sets import Limit
    from saphena.pathway.mapping.judging import Why

__all__ = ["PROBLEMS", "RULES", "amount", "height", "number_in", "place_name", "reason", "sentence"]

Texts = dict[str, str]
THIN = "\N{NARROW NO-BREAK SPACE}"
LEGS: dict[str, Texts] = {
    "left": {"en": "left leg", "fr": "jambe gauche"},
    "right": {"en": "right leg", "fr": "jambe droite"},
}

PROBLEMS: dict[str, Texts] = {
    "both legs": {
        "en": "A measurement is of one leg. Please type it once for each leg: l for left, r for right.",
        "fr": "Une mesure concerne une seule jambe. Notez-la une fois par jambe : g ou l pour gauche, r pour droite.",
    },
    "no leg": {
        "en": "Which leg? Begin with l or r, or choose the leg above.",
        "fr": "Quelle jambe? Commencez par g (gauche) ou r (droite), ou choisissez la jambe plus haut.",
    },
    "no segment": {
        "en": "Which vein? Begin with its name, such as “gsv ak”.",
        "fr": "Quelle veine? Commencez par son nom, par exemple « gvs ak ».",
    },
    "unknown segment": {
        "en": "No vein is called “{typed}”. Try its abbreviation and the part, such as “gsv ak” or “ssv m”.",
        "fr": "Aucune veine ne s’appelle « {typed} ». Essayez l’abréviation et la partie, par exemple « gvs ak ».",
    },
    "several segments": {
        "en": "“{typed}” may be several parts. Add which one: {names}.",
        "fr": "« {typed} » peut désigner plusieurs parties. Précisez laquelle : {names}.",
    },
    "not understood": {
        "en": "“{typed}” was not understood. After the vein come diameter, reflux and depth.",
        "fr": "« {typed} » n’a pas été compris. Après la veine : diamètre, reflux, profondeur.",
    },
    "nothing noted": {
        "en": "The vein is clear, and nothing was noted of it. Add a diameter, a reflux time or a state.",
        "fr": "La veine est claire, mais rien n’est noté. Ajoutez un diamètre, un reflux ou un état.",
    },
    "not a number": {
        "en": "“{typed}” is not a number. Write it like 6,2 or 6.2, with a unit if it is not the usual one.",
        "fr": "« {typed} » n’est pas un nombre. Écrivez par exemple 6,2, avec l’unité si ce n’est pas l’habituelle.",
    },
    "unknown unit": {
        "en": "“{typed}” has a unit that does not fit here. Known are: {units}.",
        "fr": "« {typed} » porte une unité qui ne convient pas ici. Unités connues : {units}.",
    },
    "impossible": {
        "en": "{quantity}: “{typed}” cannot be. Was the sign or a digit mistyped?",
        "fr": "{quantity} : « {typed} » est impossible. Erreur de signe ou de chiffre?",
    },
    "not a choice": {
        "en": "{quantity}: “{typed}” is none of its words.",
        "fr": "{quantity} : « {typed} » n’est pas un des mots possibles.",
    },
    "another unit perhaps": {
        "en": "{value} {unit} is hardly possible. Was it {perhaps} {unit}, told in {perhaps_unit}? Kept as typed.",
        "fr": "{value} {unit} est peu vraisemblable. Était-ce {perhaps} {unit}, dit en {perhaps_unit}? Gardé tel quel.",
    },
    "implausible": {
        "en": "{value} {unit} is outside of what is likely ({least} to {most} {unit}). It is kept; please look again.",
        "fr": "{value} {unit} sort de ce qui est vraisemblable ({least} à {most} {unit}). Gardé; veuillez vérifier.",
    },
    "perforator without level": {
        "en": "A perforator needs its level: how many cm above the floor. Add it with @, such as @24.",
        "fr": "Une perforante demande son niveau : combien de cm au-dessus du sol. Ajoutez-le avec @, par exemple @24.",
    },
    "absent and measured": {
        "en": "This vein is noted as absent, so it has no {quantity_low}. Take “absent” back first, or check the vein.",
        "fr": "Cette veine est notée absente : {quantity_low} impossible. Retirez « absente » ou vérifiez la veine.",
    },
    "not_seen and measured": {
        "en": "This vein is noted as not seen, so it has no {quantity_low}. Take “not seen” back first.",
        "fr": "Cette veine est notée non vue : {quantity_low} impossible. Retirez d’abord « non vue ».",
    },
    "absent but measured": {
        "en": "This vein has a {measured_low} already, so it is not absent. Take the number back first.",
        "fr": "Cette veine a déjà une mesure ({measured_low}); elle n’est donc pas absente. Retirez d’abord le nombre.",
    },
    "not_seen but measured": {
        "en": "This vein has a {measured_low} already, so it was seen. Take the number back first.",
        "fr": "Cette veine a déjà une mesure ({measured_low}); elle a donc été vue. Retirez d’abord le nombre.",
    },
}

# Why a segment is what it is, where no threshold decided.
RULES: dict[str, Texts] = {
    "ruled": {"en": "the physician says so: {note}", "fr": "le médecin le dit : {note}"},
    "absent": {"en": "noted as absent", "fr": "notée absente"},
    "not_seen": {"en": "not seen; that is not competent", "fr": "non vue; cela ne veut pas dire continente"},
    "not compressible": {"en": "not compressible, no flow", "fr": "non compressible, sans flux"},
    "said": {"en": "said so, without a number", "fr": "noté ainsi, sans mesure"},
    "nothing decides": {"en": "nothing was noted that decides", "fr": "rien de décisif n’a été noté"},
    "no threshold": {
        "en": "the chosen criteria have no threshold for this vein",
        "fr": "les critères choisis n’ont pas de seuil pour cette veine",
    },
    "under ulcer": {"en": "under a healed or open ulcer", "fr": "sous un ulcère guéri ou ouvert"},
    "not under ulcer": {"en": "not under a healed or open ulcer", "fr": "pas sous un ulcère guéri ou ouvert"},
}
SIGNS = {">": ">", ">=": "≥", "<": "<", "<=": "≤"}
OPPOSITE = {">": "≤", ">=": "<", "<": "≥", "<=": ">"}


def sentence(problem: Problem, language: str = "en") -> str:
    """What is wrong, where, and what to do next."""
    facts = dict(problem.facts)
    told: dict[str, str] = {"typed": problem.typed, **facts}
    if problem.field in quantities() or problem.field == "level":
        label = quantities().level.label[language] if problem.field == "level" else _label(problem.field, language)
        told |= {"quantity": label[:1].upper() + label[1:], "quantity_low": label}
    if measured := facts.get("quantity"):
        told["measured_low"] = _label(measured, language)
    if ids := facts.get("ids"):
        told["names"] = "; ".join(anatomy().segment(id).short(language) for id in ids.split("; ")[:8])
    for name in ("value", "perhaps", "least", "most"):
        if name in told:
            told[name] = _comma(told[name], language)
    return PROBLEMS[problem.rule][language].format_map(told)


def _label(quantity: str, language: str) -> str:
    return quantities().label(quantity, language)


def _comma(text: str, language: str) -> str:
    return text.replace(".", ",") if language == "fr" else text


def number_in(value: Decimal, language: str = "en") -> str:
    """6.2 in English, 6,2 in French."""
    return _comma(plain_number(value), language)


def amount(quantity: str, value: Decimal, language: str = "en") -> str:
    """A number with its unit as it is read: reflux in seconds, widths in millimetres."""
    if quantity == "reflux":
        return f"{number_in(value / 1000, language)}{THIN}s"
    return f"{number_in(value, language)}{THIN}{quantities().numbers[quantity].unit}"


def place_name(segment: str, level: Decimal | None = None, language: str = "en") -> str:
    """“CPV posterior tibial, upper, 24 cm above the floor”; a tributary by its whole name, its letters say little."""
    known = anatomy().segment(segment)
    name = known.name(language) if known.category is Category.TRIBUTARY else known.short(language)
    return name if level is None else f"{name}, {height(level, language)}"


def height(level: Decimal, language: str = "en") -> str:
    """“24 cm above the floor”."""
    above = {"en": "above the floor", "fr": "au-dessus du sol"}[language]
    return f"{number_in(level, language)}{THIN}cm {above}"


def reason(why: Why, language: str = "en") -> str:
    """The number against its limit, with the source: “650 ms > 500 ms (SVS22 1.1.a)”."""
    if why.note == "under ulcer":
        said = RULES["under ulcer" if why.met else "not under ulcer"][language]
        return f"{said} ({source_key(why.source)})"
    if why.limit is None or why.measured is None:
        return RULES[why.rule][language].format_map({"note": why.note})
    return f"{compared(why.measured, why.limit, why.met, language)} ({source_key(why.source)})"


def source_key(source: str) -> str:
    """“SVS22 1.1.a” of a source with an explanation behind a colon; the explanation stands with the criteria."""
    return source.partition(":")[0]


def compared(measured: Decimal, limit: Limit, met: bool, language: str = "en") -> str:
    """“650 ms > 500 ms”, or with the opposite sign where the limit was not passed."""
    sign = SIGNS[limit.operator] if met else OPPOSITE[limit.operator]
    unit = f"{THIN}{limit.unit}"
    return f"{number_in(measured, language)}{unit} {sign} {number_in(limit.value, language)}{unit}"
