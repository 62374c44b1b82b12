"""What is asked by link and in the clinic: answers are only ever added, and a change is seen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from saphena.clinic.journey.planning import screening
from saphena.clinic.journey.planning.answers import answers_of, last_confirmed
from saphena.clinic.journey.planning.models import ScreeningAnswer, ScreeningRound
from saphena.clinic.record.models import Entry
from saphena.pathway.planning.screening import Answer, Known, questionnaire
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.planning.prepared import NONE, answers, asked, ticked

AGAIN = [each.id for each in questionnaire().questions.values() if each.again and each.of == "patient"]


def test_the_newest_answer_counts_and_the_older_ones_stay() -> None:
    pat = cast.pat()
    screening.answer_own(actor=pat, group="medicines", answers=answers("medicines"))
    told = answers("medicines", Q12=ticked("anticoagulant", more="apixaban"))
    kept = screening.answer_for(actor=cast.nora(), patient=pat, group="medicines", answers=told)
    assert answers_of(pat)["Q12"] == ticked("anticoagulant", more="apixaban")
    assert (kept.changed, kept.by_patient, kept.said_by) == (["Q12"], False, "Nora Lindqvist")
    assert ScreeningAnswer.objects.filter(question="Q12").count() == 2
    assert ScreeningAnswer.objects.filter(question="Q11").count() == 1  # the same again is not kept again


def test_numbers_stay_exact() -> None:
    pat = cast.pat()
    told = answers("general", Q25=ticked(height="171.5", weight="70.25"))
    screening.answer_own(actor=pat, group="general", answers=told)
    assert answers_of(pat)["Q25"].numbers == {"height": Decimal("171.5"), "weight": Decimal("70.25")}


def test_answers_cannot_be_changed_or_taken_away() -> None:
    pat = cast.pat()
    screening.answer_own(actor=pat, group="medicines", answers=answers("medicines"))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ScreeningAnswer.objects.update(question="Q01")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ScreeningRound.objects.update(group="coming")


def test_on_the_day_everything_that_can_change_is_asked_again() -> None:
    pat = cast.pat()
    asked(pat)
    kept = screening.confirm_on_the_day(actor=cast.nora(), patient=pat, answers=dict.fromkeys(AGAIN, NONE))
    assert (kept.confirmed, kept.changed, kept.on_the_day) == (AGAIN, [], True)
    assert last_confirmed(pat) == kept


def test_what_nobody_has_answered_at_all_is_asked_before_anything_is_confirmed() -> None:
    with pytest.raises(Refused, match="Please ask these too: Q01, Q02"):
        screening.confirm_on_the_day(actor=cast.nora(), patient=cast.pat(), answers={})


def test_a_change_of_allergies_is_told_by_itself() -> None:
    pat = cast.pat()
    asked(pat)
    kept = screening.confirm_on_the_day(actor=cast.nora(), patient=pat, answers={"Q03": ticked("latex_allergy")})
    assert kept.allergies_changed
    assert Entry.objects.filter(action="planning.allergies.changed", patient_id=pat.pk).count() == 1


def test_the_first_answer_about_allergies_is_no_change() -> None:
    pat = cast.pat()
    asked(pat, Q03=ticked("latex_allergy"))
    assert not ScreeningRound.objects.filter(allergies_changed=True).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"Q12": Answer(Known.SOME)},
        {"Q12": Answer(Known.NONE, ("anticoagulant",))},
        {"Q12": ticked("smoker")},
        {"Q26": NONE},
    ],
    ids=["nothing ticked", "both", "of another question", "of another group"],
)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_kept(wrong: dict[str, Answer]) -> None:
    with pytest.raises(Refused):
        screening.answer_own(actor=cast.pat(), group="medicines", answers=wrong)
    assert not ScreeningRound.objects.exists()


def test_a_patient_answers_for_nobody_else_and_not_for_the_clinic() -> None:
    pat, other = cast.pat(), cast.pat(given_names="Robin")
    with pytest.raises(Refused, match="clinic’s to answer"):
        screening.answer_own(actor=pat, group="clinic", answers={})
    with pytest.raises(PermissionDenied):
        screening.answer_for(actor=pat, patient=other, group="medicines", answers={})  # type: ignore[arg-type]  # a trick


@pytest.mark.parametrize("who", [cast.nell, cast.max_, cast.olive])
def test_the_desk_asks_no_questions_about_health(who: object) -> None:
    with pytest.raises(PermissionDenied):
        screening.answer_for(actor=who(), patient=cast.pat(), group="medicines", answers={})  # type: ignore[operator]  # of the cast


def test_what_is_known_is_read_in_one_query_however_often_it_was_asked() -> None:
    pat = cast.pat()
    for weight in ("70", "71", "72"):
        asked(pat, Q25=ticked(height="170", weight=weight))
    with CaptureQueriesContext(connection) as queries:
        assert answers_of(pat)["Q25"].numbers["weight"] == Decimal(72)
    assert len(queries) == 1
