"""The few words in and around a leg map, in each language."""

from __future__ import annotations

__all__ = ["WORDS", "number"]

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "right front": "Right, from the front", "left front": "Left, from the front",
        "right inner": "Right, inner side", "left inner": "Left, inner side",
        "right back": "Right, from behind", "left back": "Left, from behind",
        "right": "Right leg", "left": "Left leg",
        "groin": "groin", "knee": "knee", "ankle": "ankle", "floor": "cm from the floor",
        "competent": "competent", "incompetent": "reflux", "absent": "absent", "not_seen": "not seen",
        "closed": "closed by treatment", "partly_open": "partly open", "treated": "treated, not measured",
        "thrombosed": "clot",
        "perforator incompetent": "perforator with reflux", "perforator competent": "competent perforator",
        "source": "source of reflux", "end": "end point of reflux", "flow": "which way the reflux runs",
        "pin": "injection", "scar": "scar", "ulcer": "ulcer", "healed_ulcer": "healed ulcer",
        "width": "diameter in mm", "fascia": "saphenous compartment",
        "change reopened": "open again, with reflux", "change open_again": "open again, no reflux",
        "change new_reflux": "new reflux", "change closed": "closed since", "change reflux_gone": "reflux gone",
        "change wider": "wider", "change narrower": "narrower", "change longer": "longer reflux",
        "change shorter": "shorter reflux",
        "preterminal": "pre", "before": "Before", "after": "After", "map of": "Vein map",
    },
    "fr": {
        "right front": "Droite, de face", "left front": "Gauche, de face",
        "right inner": "Droite, face interne", "left inner": "Gauche, face interne",
        "right back": "Droite, de dos", "left back": "Gauche, de dos",
        "right": "Jambe droite", "left": "Jambe gauche",
        "groin": "aine", "knee": "genou", "ankle": "cheville", "floor": "cm du sol",
        "competent": "continente", "incompetent": "reflux", "absent": "absente", "not_seen": "non vue",
        "closed": "fermée par traitement", "partly_open": "en partie ouverte", "treated": "traitée, non mesurée",
        "thrombosed": "caillot",
        "perforator incompetent": "perforante avec reflux", "perforator competent": "perforante continente",
        "source": "origine du reflux", "end": "fin du reflux", "flow": "sens du reflux",
        "pin": "injection", "scar": "cicatrice", "ulcer": "ulcère", "healed_ulcer": "ulcère guéri",
        "width": "diamètre en mm", "fascia": "compartiment saphène",
        "change reopened": "rouverte, avec reflux", "change open_again": "rouverte, sans reflux",
        "change new_reflux": "nouveau reflux", "change closed": "fermée depuis", "change reflux_gone": "reflux disparu",
        "change wider": "plus large", "change narrower": "plus étroite", "change longer": "reflux plus long",
        "change shorter": "reflux plus court",
        "preterminal": "pré", "before": "Avant", "after": "Après",
        "map of": "Cartographie veineuse",
    },
}  # fmt: skip


def number(value: float, language: str, digits: int = 1) -> str:
    """“6.2”, in French “6,2”; a whole number without its zero."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if language == "fr" else text
