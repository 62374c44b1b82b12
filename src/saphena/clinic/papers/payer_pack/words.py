"""The words of a pack for a payer, in each language."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "For the payer: vein treatment", "document": "For the payer, {patient}, {on}",
        "under": "What the clinic has on record of the {leg}, gathered on {on}",
        "patient": "Patient", "born": "Born", "number": "Health number", "leg": "Leg", "unknown": "not known",
        "list": "What is asked, and what is there",
        "says": "This paper says what is on record. It does not say that a treatment is necessary, or that it is "
        "covered.",
        "evidence": "Reflux, place by place",
        "by": "Judged by the criteria that held when the map was signed. The source stands beside each limit.",
        "vein": "Vein", "diameter": "Diameter", "reflux": "Reflux", "limit": "Limit", "state": "State",
        "none": "No reflux was measured on this leg.",
        "conclusion": "What the signed map says", "map": "The map of the leg",
        "alt": "Drawing of the {leg} with its veins; the table says the same in words.",
        "addenda": "Added to the map after signing",
        "frames": "Frames with their measurements", "frame alt": "Ultrasound image with the measurement on it: {said}",
        "more": "{n} more images are kept in the clinic.",
        "scanned": "Scanned by", "map signed": "Map signed by", "plan": "Plan signed by", "taken": "Put together by",
        "phone": "Telephone:", "page": "page {page} of {pages}",
        "right low": "right leg", "left low": "left leg",
    },
    "fr": {
        "title": "Pour l’assureur : traitement des veines", "document": "Pour l’assureur, {patient}, {on}",
        "under": "Ce que la clinique a au dossier pour la {leg}, réuni le {on}",
        "patient": "Patient", "born": "Né(e) le", "number": "Numéro d’assurance maladie", "leg": "Jambe",
        "unknown": "inconnu",
        "list": "Ce qui est demandé, et ce qui est là",
        "says": "Ce document dit ce qui est au dossier. Il ne dit pas qu’un traitement est nécessaire, ni qu’il est "
        "couvert.",
        "evidence": "Reflux, endroit par endroit",
        "by": "Jugé selon les critères en vigueur à la signature de la carte. La source figure près de chaque limite.",
        "vein": "Veine", "diameter": "Diamètre", "reflux": "Reflux", "limit": "Limite", "state": "État",
        "none": "Aucun reflux n’a été mesuré sur cette jambe.",
        "conclusion": "Ce que dit la carte signée", "map": "La carte de la jambe",
        "alt": "Dessin de la {leg} avec ses veines; le tableau dit la même chose en mots.",
        "addenda": "Ajouté à la carte après la signature",
        "frames": "Images avec leurs mesures", "frame alt": "Image échographique avec la mesure : {said}",
        "more": "{n} autres images sont gardées à la clinique.",
        "scanned": "Échographie par", "map signed": "Carte signée par", "plan": "Plan signé par",
        "taken": "Réuni par",
        "phone": "Téléphone :", "page": "page {page} de {pages}",
        "right low": "jambe droite", "left low": "jambe gauche",
    },
}  # fmt: skip
