"""What is written in messages: complete in both languages, and nothing of anybody's health in the subject."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from typing import cast as cast_to

import pytest
from django.template.loader import get_template

from saphena.clinic.messages.composing import compose, template_of
from saphena.clinic.messages.kinds import KINDS, LINK, Kind, kind_of, offer
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.languages import Language
from tests import cast

if TYPE_CHECKING:
    from django.template.backends.django import Template as DjangoTemplate

TEXTS = [(kind, language) for kind in KINDS for language in Language.values]


def source_of(kind: str, language: str) -> str:
    template = cast_to("DjangoTemplate", get_template(template_of(kind, language)))
    return Path(str(template.origin)).read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "language"), TEXTS)
def test_every_kind_has_a_text_in_every_language(kind: str, language: str) -> None:
    assert source_of(kind, language).strip()


@pytest.mark.parametrize(("kind", "language"), TEXTS)
def test_the_subject_names_the_clinic_and_nothing_of_the_patient(kind: str, language: str) -> None:
    source = source_of(kind, language)
    subject = re.sub(r"{% (load|autoescape) [^%]*%}", "", source.splitlines()[0]).replace("{{ clinic.name }}", "")
    assert "{" not in subject
    for word in ("vein", "leg", "bandage", "stocking", "injection", "treatment", "veine", "jambe", "bas", "traitement"):
        assert word not in subject.lower().split()


@pytest.mark.django_db
def test_the_text_is_plain_and_what_people_are_called_is_not_escaped() -> None:
    cast.clinic()
    pat = cast.pat(given_names="D'Arcy & Co")
    due = datetime(2027, 3, 9, 17, 0, tzinfo=UTC)
    message = PromisedMessage.objects.create(patient=pat, kind=LINK.name, about="x", due_at=due, try_at=due)
    composed = compose(message)
    assert composed.subject == "Bow River Vein Clinic: your personal page"
    assert composed.body.startswith("Hello D'Arcy & Co,")
    assert "&amp;" not in composed.body


def test_two_apps_cannot_offer_different_messages_under_one_name() -> None:
    offer(LINK)
    with pytest.raises(ValueError, match="two kinds"):
        offer(Kind(LINK.name, label="something else"))
    assert kind_of(LINK.name) is LINK
