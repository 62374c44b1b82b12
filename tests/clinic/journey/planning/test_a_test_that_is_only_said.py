"""A test that somebody ticked as tolerated opens the protocol's gate, and is never shown as one that was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import translation

from saphena.clinic.courses.actions import answer_facts
from saphena.clinic.courses.drawing import standing
from saphena.clinic.journey.planning.hindrances import Kind, look
from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.models import Transition
from saphena.clinic.journey.treating.states import Move
from tests import cast
from tests.clinic.courses.treated import course, happened
from tests.clinic.journey.planning.prepared import again, asked, begun, closed
from tests.clinic.journey.treating.couch import READY, do, go, opened

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course

SAID = "Nora Lindqvist has said on 2 Mar 2027 that the test was tolerated; no test session is written down"
MARK = "only said, not recorded"


def ticked() -> Course:
    """Everything was asked; Nora has ticked that the test was tolerated."""
    pats = course(facts={"map_signed": True})
    asked(pats.patient)
    return answer_facts(actor=cast.nora(), course=pats, facts={"test_tolerated": True})


def told(pats: Course) -> list[str]:
    found = look(pats, standing(pats.happenings.all())).hindrances
    return [each.sentence for each in found if each.kind is Kind.TEST]


def test_it_says_who_ticked_it_and_when_and_that_nobody_knows_more() -> None:
    pats = ticked()
    assert told(pats) == [f"{SAID}: no product, no day, no observation."]
    with translation.override("fr-ca"):
        assert "aucune séance d’essai n’est consignée" in told(pats)[0]
    opened_with_it = course(cast.pat(family_name="Roy"), facts={"test_tolerated": True})
    assert "Priya Raman has said on 2 Mar 2027" in told(opened_with_it)[0]


def test_the_gates_page_and_the_chart_show_it_as_what_it_is_until_it_is_written_down_or_over() -> None:
    pats, browser = ticked(), cast.signed_in(cast.priya())
    pages = [reverse("planning:course", args=[pats.pk]), reverse("courses:chart", args=[pats.patient_id])]
    for page in pages:
        shown = browser.get(page).content.decode()
        assert MARK in shown
        assert SAID in shown
        assert "A test counts for what is planned" not in shown
    closed(begun(pats))
    assert told(again(pats)) == []
    assert not any(MARK in browser.get(page).content.decode() for page in pages)
    treated = course(cast.pat(family_name="Roy"), facts={"test_tolerated": True})
    happened(treated, injected="2027-03-01T10:00")
    assert MARK not in browser.get(reverse("courses:chart", args=[treated.patient_id])).content.decode()


def test_at_the_couch_a_physician_is_asked_for_a_reason() -> None:
    session = opened(of=ticked())
    do(session, *READY)
    with pytest.raises(Asks, match=SAID) as asks:
        go(session, Move.CONFIRM)
    assert asks.value.physician
    with pytest.raises(Asks):
        go(session, Move.CONFIRM, reason="It was seen on paper")  # by a nurse
    go(session, Move.CONFIRM, reason="It was seen on paper", ordered_by=cast.priya())
    row = Transition.objects.get(session=session)
    assert (row.missing, (row.told or {})["en"][0].startswith(SAID)) == (["test session"], True)
