"""The languages that a patient is written to in, and the names that Django knows them by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


DJANGO_NAMES = {Language.ENGLISH: "en-ca", Language.FRENCH: "fr-ca"}


def django_name(language: str) -> str:
    """`fr` is `fr-ca` to Django; a language that is not ours is English."""
    return DJANGO_NAMES[Language(language)] if language in Language.values else DJANGO_NAMES[Language.ENGLISH]
