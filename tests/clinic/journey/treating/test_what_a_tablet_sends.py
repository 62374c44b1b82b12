"""Entries of a tablet: in their order, each answered; what cannot be read is refused in a sentence, alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saphena.clinic.journey.treating.entries import take
from saphena.clinic.journey.treating.models import Injection, Session
from tests import cast
from tests.clinic.journey.treating.couch import ago, confirmed, do, inject, key, liquid, syringe, treatable

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

NOW = 1_804_622_400_000


def entry(session: Session, **other: Any) -> dict[str, Any]:
    at = int(ago().timestamp() * 1000)
    usual = {"kind": "injection", "key": key(), "at": at, "segment": "gsv.knee", "side": session.side, "volume": "1"}
    return {**usual, **other}


def send(session: Session, *entries: Any, by: Any = None) -> Any:
    browser = cast.signed_in(by or cast.nora())
    where = reverse("treating:record", args=[session.pk])
    return browser.post(where, json.dumps({"entries": list(entries)}), content_type="application/json")


def test_a_volume_with_a_comma_is_read_and_another_unit_is_refused_in_a_sentence() -> None:
    session = confirmed()
    drawn = syringe(session).key
    answers = take(cast.nora(), session, [
        entry(session, syringe=drawn, volume="1,5"), entry(session, syringe=drawn, volume="15 mg"),
        entry(session, syringe=drawn, volume=2), entry(session, syringe=drawn, volume="two"),
    ])  # fmt: skip
    assert [answer["outcome"] for answer in answers] == ["saved", "refused", "saved", "refused"]
    assert "another unit" in answers[1]["sentence"]
    assert [float(row.volume) for row in Injection.objects.order_by("pk")] == [1.5, 2.0]


def test_behind_one_that_asks_the_others_wait_so_that_the_order_is_kept() -> None:
    session = confirmed()
    drawn = syringe(session).key
    answers = take(cast.nora(), session, [
        entry(session, syringe=drawn, side="right"), entry(session, syringe=drawn),
    ])  # fmt: skip
    assert [answer["outcome"] for answer in answers] == ["asks", "wait"]
    assert (answers[0]["rules"], answers[0]["physician"]) == (["other leg"], True)
    assert not Injection.objects.exists()


def test_the_answer_has_the_session_as_it_stands_with_what_others_have_recorded() -> None:
    session = confirmed()
    drawn = syringe(session)
    inject(session, drawn, "2", actor=cast.priya())
    told = send(session, entry(session, syringe=drawn.key)).json()
    assert [row["by"] for row in told["state"]["injections"]] == ["Priya Raman", "Nora Lindqvist"]
    assert told["state"]["ceilings"]["foam_day"]["used"] == 3


def test_two_legs_of_one_day_fill_one_ceiling_on_both_screens() -> None:
    of = treatable("left")
    left = confirmed("60", of)
    inject(left, liquid(left), "2")
    from tests.clinic.courses.treated import course
    from tests.clinic.journey.treating.couch import FACTS

    right = confirmed("60", course(of.patient, "right", facts=FACTS))
    liquid(right)
    state = cast.signed_in(cast.nora()).get(reverse("treating:state", args=[right.pk])).json()
    assert state["state"]["ceilings"]["polidocanol_day"] | {"source": ""} == {
        "title": "polidocanol 2 mg/kg a day", "unit": "mg", "over": "day", "level": "limit", "veins": [],
        "limit": 120, "used": 60, "source": "", "unsure": False,
    }  # fmt: skip


def test_whoever_has_the_newest_gets_nothing() -> None:
    session = confirmed()
    browser, where = cast.signed_in(cast.nora()), reverse("treating:state", args=[session.pk])
    version = browser.get(where).json()["state"]["version"]
    asked = f"{where}?since={version}&viewer={cast.nora().pk}"
    assert browser.get(asked).status_code == 204
    inject(session, syringe(session))
    assert browser.get(asked).status_code == 200


def test_the_page_itself_names_nobody_and_opening_it_stands_in_the_record() -> None:
    from saphena.clinic.record.models import Entry

    session = confirmed()
    page = cast.signed_in(cast.nora()).get(reverse("treating:room", args=[session.pk])).content.decode()
    assert "Moreau" not in page
    assert Entry.objects.filter(action="record.chart.opened").last().facts["page"] == "the treatment room"  # type: ignore[union-attr]


def test_a_longer_session_takes_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    from saphena.clinic.journey.treating.queries import session_for
    from saphena.clinic.journey.treating.snapshot import snapshot

    session = confirmed()
    drawn = syringe(session)
    inject(session, drawn)
    snapshot(session_for(cast.nora(), session.pk))
    for _ in range(4):
        inject(session, drawn, "0.5")
    do(session, "pads", "bandage")
    fresh = session_for(cast.nora(), session.pk)
    with django_assert_num_queries(30):
        snapshot(fresh)


@pytest.mark.parametrize("who", ["nell", "max_", "olive"])
def test_who_may_not_record_is_refused(who: str) -> None:
    session = confirmed()
    person = getattr(cast, who)()
    assert send(session, entry(session), by=person).status_code == 403
    assert not Injection.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", "nonsense", '{"entries": 1}', '{"entries": {"a": 1}}'])
def test_what_is_no_parcel_is_refused(body: str) -> None:
    where = reverse("treating:record", args=[confirmed().pk])
    assert cast.signed_in(cast.nora()).post(where, body, content_type="application/json").status_code == 400


VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=60)
NAMES = ("kind", "key", "at", "syringe", "segment", "side", "volume", "what", "words", "move", "reason", "ordered_by",
         "product", "percent", "form", "ratio", "lot", "expires", "weight", "emergency", "step", "late")  # fmt: skip
KINDS = ("syringe", "injection", "void", "deed", "sighting", "emergency", "move", "weight")
NONSENSE = st.dictionaries(st.sampled_from(NAMES), VALUES) | VALUES | st.lists(VALUES, max_size=3)


@given(st.lists(st.builds(lambda raw, kind: raw | {"kind": kind} if isinstance(raw, dict) else raw,
                          NONSENSE, st.sampled_from(KINDS)), max_size=4))  # fmt: skip
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_is_answered_in_words_and_never_with_a_fault(entries: list[Any]) -> None:
    session = Session.objects.first() or confirmed()
    answers = take(cast.nora(), session, entries)
    assert len(answers) == len(entries)
    assert all(answer["outcome"] in ("saved", "refused", "asks", "wait") for answer in answers)
    assert all(answer.get("sentence") for answer in answers if answer["outcome"] in ("refused", "asks"))
