"""The pack leaves as one PDF: for somebody, recorded, refused without a signed map; and what is missing is said."""

from __future__ import annotations

import hashlib
import subprocess
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from saphena.clinic.exchange.payer import picturing
from saphena.clinic.exchange.payer.models import PackTaken
from saphena.clinic.exchange.payer.paper import paper_of
from saphena.clinic.exchange.payer.picturing import drawn
from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.looking import Picture
from saphena.clinic.journey.mapping.reporting import letter_of
from saphena.clinic.papers.payer_pack.pages import pages
from saphena.clinic.record.models import Entry
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.exchange.payer.gathered import mapped, mapped_on_an_image, pack_of, page_of, whole
from tests.clinic.test_nonsense_in_every_field import EVERY_KIND

if TYPE_CHECKING:
    import pytest
    from django.http import HttpResponse

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User

FOR = {"to": "Prairie Health Benefits", "address": "1 Bay Street\nToronto", "language": "en"}


def taken(
    of: Course, who: User | None = None, *, wrong: dict[str, str] | None = None, language: str = "en"
) -> HttpResponse:
    browser = cast.signed_in(who or cast.max_())
    answer: Any = browser.post(
        reverse("exchange_payer:take", args=[of.pk]), {**FOR, "language": language, **(wrong or {})}
    )
    return answer  # type: ignore[no-any-return]


def words_in(pdf: bytes) -> str:
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return " ".join(found.decode().split())


def test_it_is_one_pdf_with_list_evidence_frames_and_names() -> None:
    of = whole()
    answer = taken(of)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    assert "Moreau" not in answer["Content-Disposition"]
    said = words_in(answer.content)
    for words in (
        "Prairie Health Benefits", "1 Bay Street", "What is asked, and what is there",
        "does not say that a treatment is necessary",
        "GSV lower thigh", "> 0.5 s SVS22 1.1.a", "Dr. Ng, letter of 4 January", "Image of 1 Feb 2027",
        "Map signed by", "Plan signed by", "Put together by", "Max Steiner",
    ):  # fmt: skip
        assert words in said


def test_it_is_recorded_with_who_when_for_whom_and_its_fingerprint() -> None:
    of = course()
    mapped(of)
    answer = taken(of)
    row = PackTaken.objects.get()
    assert (row.to, row.by, row.missing) == ("Prairie Health Benefits", cast.max_(), ["tried", "plan", "images"])
    assert row.fingerprint == hashlib.sha256(answer.content).hexdigest()
    entry = Entry.objects.get(action="exchange.payer.taken")
    assert entry.patient == of.patient
    assert "to Prairie Health Benefits; missing: tried, plan, images" in entry.sentence
    page = cast.signed_in(cast.priya()).get(page_of(of)).text
    assert "for Prairie Health Benefits, by Max Steiner" in page
    assert row.fingerprint[:16] in page


def test_without_a_signed_map_nothing_leaves_and_what_was_typed_stays() -> None:
    of = course()
    answer = taken(of)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Without it there is no evidence to give: sign it first." in said
    assert reverse("mapping:of_course", args=[of.pk]) in said
    assert not PackTaken.objects.exists()
    assert not Entry.objects.filter(action="exchange.payer.taken").exists()


def test_without_saying_for_whom_nothing_leaves() -> None:
    of = course()
    mapped(of)
    for wrong in ({"to": " "}, {"language": "de"}, {"address": "\n".join("abcdefg")}, {"to": "x" * 500}):
        answer = taken(of, wrong=wrong)
        assert answer.status_code == 422, wrong
        assert "1 Bay Street" in answer.content.decode() or "address" in wrong
    assert not PackTaken.objects.exists()


def test_whatever_is_typed_as_an_addressee_is_set_as_it_is_or_refused() -> None:
    of = course()
    mapped(of)
    odd = EVERY_KIND["an apostrophe"]
    answer = taken(of, wrong={"to": odd})
    assert answer.status_code == 200
    assert PackTaken.objects.get().to == odd
    for kind in ("a sign that no database keeps", "endless", "blank"):
        assert taken(of, wrong={"to": EVERY_KIND[kind], "address": EVERY_KIND[kind]}).status_code == 422, kind
    assert taken(of, wrong={"to": "Zoë 🦵 קופה", "address": EVERY_KIND["lines"]}).status_code == 200


def test_a_sonographer_sees_it_and_does_not_take_it() -> None:
    of = course()
    mapped(of)
    assert taken(of, cast.sam()).status_code == 403
    assert taken(of, cast.nell()).status_code == 403
    assert not PackTaken.objects.exists()


def test_the_next_vein_report_does_not_go_to_the_payer() -> None:
    of = course()
    seen = mapped(of)
    taken(of)
    assert letter_of(seen).addressed().name == ""


def test_what_is_missing_stands_on_it_as_missing() -> None:
    of = course()
    mapped(of)
    sheet = pages(paper_of(pack_of(of), cast.clinic(), ("A payer",), "Max Steiner"), "en")
    tried = next(each for each in sheet["entries"] if each["title"].startswith("Tried"))
    assert (tried["standing"], tried["word"], tried["said"]) == ("missing", "missing", [])
    assert tried["judged"] == ["Nothing is noted of what was tried before."]


def test_a_frame_is_drawn_with_the_ends_of_its_reflux() -> None:
    of = course()
    reflux = mapped_on_an_image(of)
    (frame,) = pack_of(of).frames
    svg = drawn(frame).svg
    assert svg.count("<polyline") == 4  # each end with its dark edge
    assert f'points="{reflux.series["ends"][0][0]:g},0' in svg
    path_of(reflux.instance).unlink()
    assert drawn(frame).svg == ""
    assert drawn(frame).why_not


def test_a_frame_that_was_cut_short_on_the_disk_keeps_no_pack_back(monkeypatch: pytest.MonkeyPatch) -> None:
    of = course()
    mapped_on_an_image(of)
    (frame,) = pack_of(of).frames
    monkeypatch.setattr(picturing, "picture", lambda *_which: Picture(b"\xff\xd8\xff\xe0 cut", "image/jpeg"))
    assert drawn(frame).svg == ""
    assert drawn(frame).why_not
    assert taken(of).status_code == 200


def test_in_french_no_english_is_left() -> None:
    of = whole()
    said = words_in(taken(of, language="fr").content)
    for words in ("Pour l’assureur", "Bas de compression", "carte signée", "Carte signée par", "Séance 1"):
        assert words in said
    for words in ("asked", "signed by", "since", "told by", "missing", "weeks"):
        assert words not in said
