"""The few words around a plan on paper, in a calendar and in a terminal, in each language; the plan brings its own."""

from __future__ import annotations

__all__ = ["ACTORS", "KINDS", "STRENGTHS"]

STRENGTHS = {
    "en": {"must": "must", "should": "should", "may": "may", "try": "try to"},
    "fr": {"must": "à faire", "should": "conseillé", "may": "permis", "try": "essayez"},
}

KINDS = {
    "en": {
        "do": "do", "avoid": "avoid", "may": "allowed", "bring": "bring", "have": "have ready", "ask": "question",
        "tell": "good to know", "notice": "deadline", "limit": "limit", "gate": "gate", "choice": "choice",
        "self-care": "self-care", "escalate": "call",
    },
    "fr": {
        "do": "à faire", "avoid": "à éviter", "may": "permis", "bring": "à apporter", "have": "à avoir",
        "ask": "question", "tell": "à savoir", "notice": "date limite", "limit": "limite", "gate": "condition",
        "choice": "choix", "self-care": "soins à la maison", "escalate": "appeler",
    },
}  # fmt: skip

ACTORS = {
    "en": {
        "patient": "patient", "physician": "physician", "sonographer": "sonographer", "nurse": "nurse",
        "reception": "reception", "clinic": "clinic",
    },
    "fr": {
        "patient": "patient", "physician": "médecin", "sonographer": "échographiste", "nurse": "infirmière",
        "reception": "accueil", "clinic": "clinique",
    },
}  # fmt: skip
