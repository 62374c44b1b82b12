"""A consent is signed under words that are kept, never blank, one for each thing, and may be withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from saphena.clinic.journey.planning import consenting
from saphena.clinic.journey.planning.actions import sign_plan
from saphena.clinic.journey.planning.models import Consent
from saphena.clinic.journey.planning.showing import signature_of
from saphena.clinic.record.models import Entry
from saphena.pathway.planning.consenting import ConsentKind, text_of
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import asked, consented, drafted, signed, vein
from tests.clinic.journey.planning.test_the_plan import described

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course

LINE = [[x * 20, 100 + x] for x in range(12)]


def sign(pats: Course, kind: ConsentKind = ConsentKind.TEST, **said: Any) -> Consent:
    text = text_of(kind, "en", pats.leg)
    told: dict[str, Any] = {"actor": pats.patient, "seen": text.fingerprint, "typed": "Pat Moreau"} | said
    return consenting.sign_consent(course=pats, text=text, **told)


def approved(pats: Course, kind: ConsentKind = ConsentKind.TEST) -> Course:
    consenting.approve_text(actor=cast.priya(), kind=kind)
    return pats


def test_the_very_words_are_kept_with_their_fingerprint() -> None:
    pats = approved(course())
    row = sign(pats)
    text = text_of(ConsentKind.TEST, "en", "left")
    assert (row.shown, row.fingerprint, row.version) == (text.words, text.fingerprint, "2026.11")
    assert (row.by_link, row.typed, row.taken_by) == (True, "Pat Moreau", None)


@pytest.mark.parametrize(
    "blank", [{"typed": ""}, {"typed": " \t\0 "}, {"typed": "", "drawn": [[[1, 1]]]}, {"typed": "", "drawn": [[], []]}],
    ids=["nothing", "blanks", "a dot", "empty strokes"],
)  # fmt: skip
def test_a_blank_one_cannot_be_completed(blank: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="write your name, or draw"):
        sign(approved(course()), **blank)


def test_nor_past_the_action() -> None:
    row = sign(approved(course()))
    row.pk, row.typed = None, ""
    with pytest.raises(IntegrityError, match="planning_no_blank_signature"), transaction.atomic():
        row.save(force_insert=True)


def test_a_drawn_signature_is_kept_as_the_path_of_the_pen() -> None:
    row = sign(approved(course()), typed="", drawn=[LINE, [[-5, 9999]]])
    assert row.drawn == [LINE, [[0, 1000]]]
    assert 'd="M0 100 L20 101' in signature_of(row)


def test_a_drawing_without_end_is_refused() -> None:
    with pytest.raises(Refused, match="too long"):
        sign(approved(course()), typed="", drawn=[[[1, 1]] * 30_000])


def test_a_text_that_nobody_has_approved_is_not_signed() -> None:
    with pytest.raises(Refused, match="No physician has approved"):
        sign(course())


def test_a_text_that_is_not_the_one_that_was_shown_is_not_signed() -> None:
    pats = approved(course())
    with pytest.raises(Refused, match="changed since it was shown"):
        sign(pats, seen=text_of(ConsentKind.TEST, "fr", pats.leg).fingerprint)


def test_test_session_and_procedure_are_signed_separately() -> None:
    pats = course()
    asked(pats.patient)
    signed(pats)
    consented(pats, ConsentKind.TEST)
    assert consenting.consent_for(pats, ConsentKind.PROCEDURE) is None
    row = consented(pats, ConsentKind.PROCEDURE)
    assert row.plan is not None
    assert consenting.consent_for(pats, ConsentKind.PROCEDURE) == row


def test_a_procedure_is_agreed_to_by_its_plan_and_the_next_version_asks_anew() -> None:
    pats = approved(course(), ConsentKind.PROCEDURE)
    asked(pats.patient)
    with pytest.raises(Refused, match="signs the treatment plan first"):
        sign(pats, ConsentKind.PROCEDURE)
    signed(pats)
    sign(pats, ConsentKind.PROCEDURE)
    plan = drafted(pats)
    vein(plan, "tr.calf.outer")
    described(plan)
    assert consenting.consent_for(pats, ConsentKind.PROCEDURE) is not None  # a draft changes nothing yet
    sign_plan(actor=cast.priya(), plan=plan)
    assert consenting.consent_for(pats, ConsentKind.PROCEDURE) is None


def test_it_is_signed_once_and_after_a_withdrawal_again() -> None:
    pats = approved(course())
    first = sign(pats)
    with pytest.raises(Refused, match="signed already"):
        sign(pats)
    consenting.withdraw_consent(actor=pats.patient, consent=first)
    assert consenting.consent_for(pats, ConsentKind.TEST) is None
    with pytest.raises(Refused, match="withdrawn already"):
        consenting.withdraw_consent(actor=pats.patient, consent=first)
    assert sign(pats).pk != first.pk


def test_what_was_signed_cannot_be_changed() -> None:
    row = sign(approved(course()))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Consent.objects.filter(pk=row.pk).update(typed="Somebody")


def test_nobody_signs_for_another_patient() -> None:
    pats = approved(course())
    for nobody in (cast.pat(given_names="Robin"), cast.nell(), cast.max_(), cast.sam()):
        with pytest.raises(PermissionDenied):
            sign(pats, actor=nobody)


def test_the_record_tells_how_and_under_which_text() -> None:
    row = sign(approved(course()), typed="", drawn=[LINE])
    said = Entry.objects.get(action="planning.consent.signed").sentence
    assert said == f"Pat Moreau signed the test consent of Pat Moreau, drawn, under the text {row.fingerprint[:12]}."
