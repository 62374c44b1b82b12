"""What was tried before a vein is closed: noted with from when to when and who says so; a slip is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from saphena.clinic.journey.planning.models import Tried, TriedTakenBack
from saphena.clinic.journey.planning.queries import tried_of
from saphena.clinic.journey.planning.trying import note_tried, take_back_tried
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course

RIGHT = {
    "what": "stocking", "legs": "left", "since": "2026-11-02", "until": "2027-02-01", "often": "daily",
    "mmhg": "20-30", "helped": "no", "words": "itched", "told_by": "the patient",
}  # fmt: skip


def test_nora_notes_what_pat_tells() -> None:
    of, nora = course(), cast.signed_in(cast.nora())
    page = reverse("planning:tried", args=[of.pk])
    assert nora.post(page, RIGHT).status_code == 302
    row = Tried.objects.get()
    assert (row.since, row.until, row.mmhg, row.told_by, row.noted_by) == (
        date(2026, 11, 2), date(2027, 2, 1), "20-30", "the patient", cast.nora(),
    )  # fmt: skip
    shown = nora.get(page).text
    assert "2 Nov 2026 to 1 Feb 2027 (13 weeks)" in shown
    assert "As told by the patient; noted by Nora Lindqvist" in shown
    assert "1 thing was tried before." in nora.get(reverse("planning:course", args=[of.pk])).text
    assert (
        "from 2026-11-02 to 2027-02-01, as the patient says"
        in Entry.objects.get(action="planning.tried.noted").sentence
    )


WRONG = (
    ("told_by", " ", "required"),
    ("often", "", "how often they were worn"),
    ("since", "2027-03-03", "still to come"),
    ("since", "1900-01-01", "before the patient was born"),
    ("until", "2026-11-01", "ends before it begins"),
    ("until", "2027-03-03", "Leave it empty"),
    ("what", "leeches", "valid choice"),
    ("mmhg", "500", "valid choice"),
)


def test_what_cannot_be_is_refused_at_its_field_and_what_was_typed_stays() -> None:
    page, nora = reverse("planning:tried", args=[course().pk]), cast.signed_in(cast.nora())
    for field, typed, said in WRONG:
        answer = nora.post(page, {**RIGHT, field: typed})
        assert answer.status_code == 422, field
        assert said in answer.content.decode(), field
        assert "itched" in answer.content.decode(), field
    assert not Tried.objects.exists()


def test_of_walking_nobody_asks_the_pressure() -> None:
    row = note_tried(
        actor=cast.nora(), patient=cast.pat(), legs="both", what="exercise", since=date(2026, 11, 2), mmhg="20-30",
        told_by="the patient",
    )  # fmt: skip
    assert row.mmhg == ""


def test_a_slip_is_taken_back_once_and_stays_readable() -> None:
    of, nora = course(), cast.signed_in(cast.nora())
    page = reverse("planning:tried", args=[of.pk])
    nora.post(page, RIGHT)
    row = Tried.objects.get()
    back = reverse("planning:tried_take_back", args=[of.pk, row.pk])
    assert nora.post(back, {"reason": " "}).status_code == 422
    assert nora.post(back, {"reason": "of another patient"}).status_code == 302
    assert "of another patient" in nora.get(page).text
    assert TriedTakenBack.objects.get().by == cast.nora()
    with pytest.raises(Refused, match="already"):
        take_back_tried(actor=cast.nora(), tried=row, reason="again")


def test_of_another_patient_nothing_is_taken_back() -> None:
    of, other = course(), cast.pat(given_names="Lucie", birth_date=date(1962, 7, 14))
    row = note_tried(
        actor=cast.nora(), patient=other, legs="left", what="weight", since=date(2026, 11, 2), told_by="she"
    )
    back = reverse("planning:tried_take_back", args=[of.pk, row.pk])
    assert cast.signed_in(cast.nora()).post(back, {"reason": "x"}).status_code == 404
    assert not tried_of(cast.priya(), of.patient)


def test_the_manager_reads_it_and_a_receptionist_does_not() -> None:
    of = course()
    page = reverse("planning:tried", args=[of.pk])
    max_ = cast.signed_in(cast.max_())
    assert "Note it" not in max_.get(page).text
    assert max_.post(page, RIGHT).status_code == 403
    assert cast.signed_in(cast.nell()).get(page).status_code == 403
