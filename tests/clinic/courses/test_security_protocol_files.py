"""A file that no nurse has written: turned away in a sentence, quickly, and never kept."""

from __future__ import annotations

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from saphena.clinic.courses.models import ProtocolVersion
from tests import cast
from tests.clinic.courses.treated import text_of

SHORT_LINES = "\n".join
BOMBS = {
    "nested lists": "a = " + SHORT_LINES(["[" * 500] * 20),
    "nested tables": "a = " + "{b=" * 600 + "1" + "}" * 600,
    "a number without end": "a = " + "9" * 1_990 + "\n" + 'b = "\\u0000"',
    "one long line": "a = " + "9" * 5_000,
    "a dotted name": ".".join("a" * 20_000) + " = 1",
    "spaces in brackets": "x = [\n[" + " " * 1_900 + "1],\n]\n" * 3,
    "dots in a list": 'x = [\n"' + "a." * 900 + '",\n]\n' * 60,
    "a hundred thousand names": "".join(f"k{number} = 1\n" for number in range(100_000)),
    "a thousand rules": "rules = [\n" + "{},\n" * 1_000 + "]",
    "a sign that no database keeps": text_of() + '\n[terms."a\\u0000b"]\nmeans = {en = "a", fr = "b"}\n',
    "nothing but noise": "\x01\x02" * 500,
}


@pytest.mark.parametrize("kind", BOMBS)
def test_it_is_refused_at_once(kind: str) -> None:
    began = time.process_time()
    file = SimpleUploadedFile("protocol.toml", BOMBS[kind].encode())
    answer = cast.signed_in(cast.max_()).post(reverse("courses:protocol_add"), {"file": file})
    assert answer.status_code == 422
    assert time.process_time() - began < 2
    assert not ProtocolVersion.objects.exists()


def test_a_file_that_cannot_be_a_protocol_by_its_size_is_not_read() -> None:
    file = SimpleUploadedFile("protocol.toml", b"#" * 2_000_000)
    answer = cast.signed_in(cast.max_()).post(reverse("courses:protocol_add"), {"file": file})
    assert answer.status_code == 422
    assert "too long for a protocol" in answer.content.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [('version = "', 'version = "' + "9" * 60), ('id = "leaflet"', 'id = "' + "leaflet-" * 10 + 'long"')],
)
def test_a_name_that_does_not_fit_is_refused_on_every_database(before: str, after: str) -> None:
    changed = text_of().replace(before, after, 1)
    assert changed != text_of()
    answer = cast.signed_in(cast.max_()).post(reverse("courses:protocol_add"), {"text": changed})
    assert answer.status_code == 422
    assert not ProtocolVersion.objects.exists()


def test_a_protocol_in_one_language_is_refused_because_the_pages_have_two() -> None:
    changed = text_of().replace('languages = ["en", "fr"]', 'languages = ["fr"]')
    assert changed != text_of()
    answer = cast.signed_in(cast.max_()).post(reverse("courses:protocol_add"), {"text": changed})
    assert answer.status_code == 422
    assert "The pages need the protocol in English too." in answer.content.decode()


def test_what_a_protocol_says_is_words_and_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    changed = text_of().replace('text.en = "', f'text.en = "{evil} ', 1).replace('version = "', f'version = "{evil}', 1)
    browser = cast.signed_in(cast.max_())
    answer = browser.post(reverse("courses:protocol_add"), {"text": changed}, follow=True)
    for name in ("courses:protocols", "people:record"):
        assert evil not in browser.get(reverse(name)).content.decode()
    assert evil not in answer.content.decode()
    assert "&lt;script&gt;" in answer.content.decode()
