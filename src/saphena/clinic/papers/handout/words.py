"""The words that a handout has besides those of the plan."""

from __future__ import annotations

__all__ = ["WORDS"]

WORDS = {
    "en": {
        "document": "Your plan: {title}",
        "day": "The first day",
        "before the visit": "Before you come",
        "until": "until",
        "from": "from",
        "by": "by",
        "to": "to",
        "visit": "{visit}, at {clock}.",
        "weeks": "The days after",
        "calls": "When to call",
        "if felt": "If you notice something",
        "emergency": "Emergency: call {number}",
        "preparation": "Getting ready",
        "page": "page {page} of {pages}",
        "unsigned": "Draft: no physician has approved this protocol yet. Do not give it to a patient.",
        "call us": "Our telephone:",
        "weekdays": "Sun Mon Tue Wed Thu Fri Sat",
    },
    "fr": {
        "document": "Votre plan : {title}",
        "day": "Le premier jour",
        "before the visit": "Avant de venir",
        "until": "jusqu’au",
        "from": "dès le",
        "by": "au plus tard",
        "to": "au",
        "visit": "{visit}, à {clock}.",
        "weeks": "Les jours suivants",
        "calls": "Quand appeler",
        "if felt": "Si vous remarquez quelque chose",
        "emergency": "Urgence : appelez le {number}",
        "preparation": "Se préparer",
        "page": "page {page} de {pages}",
        "unsigned": "Ébauche : aucun médecin n’a encore approuvé ce protocole. Ne le donnez pas à un patient.",
        "call us": "Notre téléphone :",
        "weekdays": "dim. lun. mar. mer. jeu. ven. sam.",
    },
}
