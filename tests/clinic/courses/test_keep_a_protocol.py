"""A protocol is kept word for word, once it can be read and breaks no rule of the check."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.courses.keeping import keep_protocol
from saphena.clinic.courses.models import ProtocolVersion
from saphena.clinic.record.models import Entry
from saphena.pathway.protocol.library import shipped
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import text_of


def refusal(text: str) -> str:
    with pytest.raises(Refused) as no:
        keep_protocol(actor=cast.max_(), text=text)
    assert no.value.field == "text"
    assert not ProtocolVersion.objects.exists()
    return no.value.reason


def test_it_is_kept_word_for_word_and_nobody_has_approved_it() -> None:
    kept = keep_protocol(actor=cast.max_(), text=text_of())
    assert kept.text == text_of()
    assert (kept.key, kept.title["en"][:10], kept.approved_at) == ("leaflet", "Ultrasound", None)
    entry = Entry.objects.get(action="courses.protocol.kept")
    assert entry.sentence == f"Max Steiner kept version {kept.version} of the protocol leaflet."


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_protocol_that_we_ship_can_be_kept(name: str) -> None:
    assert keep_protocol(actor=cast.priya(), text=text_of(name)).pk


def test_a_text_that_is_no_toml_is_refused_with_the_line() -> None:
    assert refusal('[protocol]\nid = "x"\nversion = = 3\n').startswith("protocol.toml:3")


def test_a_word_that_the_language_does_not_know_is_refused_with_line_place_and_the_nearest() -> None:
    wrong = text_of().replace('from = "the day 1 day after injected"', 'from = "the day 1 day after injectd"')
    line = 1 + wrong[: wrong.index("injectd")].count("\n")
    said = refusal(wrong)
    assert said.startswith(f"protocol.toml:{line}: ")
    assert "daily-exercise" in said
    assert "injected?" in said


def test_what_the_check_calls_an_error_is_refused_in_its_words() -> None:
    swimming = text_of().replace('from = "unbandaged"', 'from = "bandaged"')
    assert swimming != text_of()
    said = refusal(swimming)
    assert "bandage" in said.lower()


def test_the_same_text_twice_is_one_version() -> None:
    first = keep_protocol(actor=cast.max_(), text=text_of())
    assert keep_protocol(actor=cast.priya(), text=text_of()) == first
    assert Entry.objects.filter(action="courses.protocol.kept").count() == 1


def test_other_words_under_the_same_version_are_refused() -> None:
    keep_protocol(actor=cast.max_(), text=text_of())
    other = text_of().replace("brisk walk", "quick walk")
    with pytest.raises(Refused, match="is there already with other words"):
        keep_protocol(actor=cast.max_(), text=other)
    newer = other.replace('version = "2026.11"', 'version = "2027.1"')
    assert keep_protocol(actor=cast.max_(), text=newer).version == "2027.1"
    assert ProtocolVersion.objects.count() == 2


def test_only_physicians_and_managers_keep_protocols() -> None:
    for person in (cast.sam(), cast.nora(), cast.nell(), cast.ada(), cast.olive(), cast.pat()):
        with pytest.raises(PermissionDenied):
            keep_protocol(actor=person, text=text_of())
