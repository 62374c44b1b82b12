"""Asking, and asking again: every round is kept, and only answers that are not what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.planning.answers import answers_of, as_row, differing
from saphena.clinic.journey.planning.events import AllergiesChanged, DayConfirmed, QuestionsAnswered
from saphena.clinic.journey.planning.models import ScreeningAnswer, ScreeningRound
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient, User
from saphena.clinic.record.announcing import announce
from saphena.pathway.planning.screening import allergies_changed, changed, problems, questionnaire
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from saphena.pathway.planning.screening import Answers

LONGEST_NAME = 200


def answer_own(*, actor: Patient, group: str, answers: Answers, now: datetime | None = None) -> ScreeningRound:
    """The patient answers one group of questions by their link."""
    require(actor, "planning.answer_own", actor)
    if any(question.of != "patient" for question in questionnaire().of_group(group)):
        raise Refused(_("These questions are the clinic’s to answer."))
    return _keep(actor, actor, group, answers, now)


def answer_for(
    *, actor: User, patient: Patient, group: str, answers: Answers, now: datetime | None = None
) -> ScreeningRound:
    """Staff write down what the patient told them, or what the clinic found."""
    require(actor, "planning.screen", patient)
    return _keep(actor, patient, group, answers, now)


def confirm_on_the_day(
    *, actor: User, patient: Patient, answers: Answers, now: datetime | None = None
) -> ScreeningRound:
    """Staff ask again what can change overnight. Refused while one of those questions has no answer at all."""
    require(actor, "planning.screen", patient)
    again = asked_again()
    with transaction.atomic():
        _locked(patient)
        known = answers_of(patient)
        if missing := [name for name in again if name not in known and name not in answers]:
            raise Refused(_("Please ask these too: %(questions)s.") % {"questions": ", ".join(missing)})
        row = _write(actor, patient, "", answers, known, again, now, on_the_day=True)
        announce(DayConfirmed(patient.pk, row.pk, row.changed), by=actor)
        _tell_allergies(actor, row)
    return row


def asked_again() -> list[str]:
    """The questions that are asked at each visit: what they are about can change overnight."""
    return [each.id for each in questionnaire().questions.values() if each.again and each.of == "patient"]


def _keep(
    actor: User | Patient, patient: Patient, group: str, answers: Answers, now: datetime | None
) -> ScreeningRound:
    asked = {question.id for question in questionnaire().of_group(group)}
    if not asked or set(answers) - asked:
        raise Refused(_("These questions do not belong together. Please open the page again."))
    with transaction.atomic():
        _locked(patient)
        known = answers_of(patient)
        row = _write(actor, patient, group, answers, known, sorted(answers), now)
        announce(QuestionsAnswered(patient.pk, row.pk, group, row.changed), by=actor)
        _tell_allergies(actor, row)
    return row


def _write(
    actor: User | Patient,
    patient: Patient,
    group: str,
    answers: Answers,
    known: Answers,
    confirmed: Iterable[str],
    now: datetime | None,
    on_the_day: bool = False,
) -> ScreeningRound:
    refuse_wrong(answers)
    row = ScreeningRound.objects.create(
        patient=patient,
        group=group,
        on_the_day=on_the_day,
        by_patient=isinstance(actor, Patient),
        confirmed=list(confirmed),
        changed=changed(known, {**known, **answers}),
        allergies_changed=allergies_changed(known, {**known, **answers}),
        said_at=now or timezone.now(),
        said_by=actor.actor_name[:LONGEST_NAME],
    )
    ScreeningAnswer.objects.bulk_create(
        ScreeningAnswer(round=row, patient=patient, question=name, answer=as_row(answer))
        for name, answer in differing(known, answers).items()
    )
    return row


def refuse_wrong(answers: Answers) -> None:
    """Raises `Refused` for an answer that cannot be: the page's form has said so at the field before."""
    asked = questionnaire().questions
    for name, answer in answers.items():
        if name not in asked or problems(asked[name], answer):
            raise Refused(_("An answer is not possible as it stands. Please look at it again."), name)


def _tell_allergies(actor: User | Patient, row: ScreeningRound) -> None:
    if row.allergies_changed:
        announce(AllergiesChanged(row.patient_id, row.pk), by=actor)


def _locked(patient: Patient) -> None:
    """Two phones that answer at once answer one after the other: each sees what the other has changed."""
    Patient.objects.select_for_update().get(pk=patient.pk)
