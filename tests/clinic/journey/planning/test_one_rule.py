"""One rule or threshold of a set is put off or on by a physician, and stays in sight beside the findings."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.confirming.models import Word
from saphena.clinic.journey.planning.deciding import switch_rule_set
from saphena.clinic.journey.planning.weighing import findings_of
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import asked, drafted, ticked, vein
from tests.clinic.journey.planning.test_decide import conditions, decided

LABEL = "fibrovein vte_history"
PRESSURE = "compression abpi < 0.6"
WHY = "Discussed with the haematologist; the plan of 2026"


def put(name: str, *, on: bool = False, words: str = WHY) -> None:
    switch_rule_set(actor=cast.priya(), name=name, words=words, on=on)


def test_a_rule_that_is_put_off_holds_nobody_up_and_the_rest_of_its_set_does() -> None:
    pats = course()
    asked(pats.patient, Q06=ticked("vte_history"), Q08=ticked("thrombophilia"))
    vein(drafted(pats))
    put(LABEL)
    put("uip vte_history")
    assert conditions(findings_of(pats)) == ["thrombophilia"]
    put(LABEL, on=True, words="We follow the label after all")
    assert "vte_history" in conditions(findings_of(pats))
    assert list(Word.objects.filter(name=LABEL).values_list("on", "by__name")) == [
        (False, "Priya Raman"), (True, "Priya Raman"),
    ]  # fmt: skip


def test_a_threshold_of_a_guideline_is_put_off_by_itself() -> None:
    pats = course()
    asked(pats.patient, S02=ticked(abpi="0.55", ankle_pressure="55"))
    assert conditions(findings_of(pats)) == ["abpi", "ankle_pressure"]
    put(PRESSURE)
    put("house abpi < 0.8")
    assert conditions(findings_of(pats)) == ["ankle_pressure"]


def test_it_stands_beside_the_finding_with_the_way_to_who_said_so_and_why() -> None:
    pats, browser = course(), cast.signed_in(cast.nora())
    asked(pats.patient, Q06=ticked("vte_history"))
    vein(drafted(pats))
    put(LABEL)
    page = browser.get(reverse("planning:findings", args=[pats.pk])).content.decode()
    assert "forbids, but the clinic has switched this off" in page
    way = reverse("planning:rule") + "?name=fibrovein%20vte_history"
    assert way in page
    rule = browser.get(way).content.decode()
    assert WHY in rule
    assert "Priya Raman" in rule
    assert "Switch it off for the clinic" not in rule  # a nurse reads it


def test_what_only_the_put_off_rule_spoke_of_is_not_said_to_be_in_no_set() -> None:
    pats = course()
    asked(pats.patient, Q16=ticked("seizure"))
    put("house seizure")
    page = cast.signed_in(cast.priya()).get(reverse("planning:findings", args=[pats.pk])).content.decode()
    assert "a physician looks, but the clinic has switched this off" in page
    assert "In none of the rule sets" not in page


def test_a_decision_is_asked_anew_when_a_rule_is_put_off() -> None:
    pats = course()
    asked(pats.patient, Q06=ticked("vte_history"))
    vein(drafted(pats))
    decided(pats)
    assert findings_of(pats).clear
    put(LABEL)
    assert conditions(findings_of(pats)) == ["vte_history"]  # the guideline still wants a physician to look


def test_a_physician_puts_one_off_on_its_page_with_a_reason() -> None:
    browser, switch = cast.signed_in(cast.priya()), reverse("planning:rules_switch")
    back = reverse("planning:rule") + "?name=compression+abpi+%3C+0.6"
    assert "Ankle-brachial pressure index &lt; 0.6" in browser.get(back).content.decode()
    wrong = browser.post(switch, {"name": PRESSURE, "on": "no", "words": ""})
    assert wrong.status_code == 422
    assert "Please say why" in wrong.content.decode()
    assert browser.post(switch, {"name": PRESSURE, "on": "no", "words": WHY})["Location"] == back
    assert WHY in browser.get(back).content.decode()
    assert "switched off" in browser.get(reverse("planning:rules")).content.decode()
    assert cast.signed_in(cast.nora()).post(switch, {"name": PRESSURE, "on": "no", "words": WHY}).status_code == 403


@pytest.mark.parametrize("name", ["fibrovein dragon", "dragon", "compression abpi < 0.7", "number obesity", ""])
def test_there_is_no_page_for_what_is_no_rule(name: str) -> None:
    assert cast.signed_in(cast.priya()).get(reverse("planning:rule"), {"name": name}).status_code == 404


def test_only_who_decides_puts_one_off_and_only_one_that_there_is() -> None:
    with pytest.raises(PermissionDenied):
        switch_rule_set(actor=cast.nora(), name=LABEL, words=WHY, on=False)
    with pytest.raises(Refused, match="no such rule"):
        put("fibrovein dragon")


def test_a_set_that_is_off_says_so_on_the_page_of_its_rules() -> None:
    page = cast.signed_in(cast.priya()).get(reverse("planning:rule"), {"name": "european pregnant"})
    assert "The whole set is off" in page.content.decode()


def test_the_page_of_rule_sets_asks_a_fixed_number_of_times() -> None:
    browser, counts = cast.signed_in(cast.priya()), []
    for name in (LABEL, PRESSURE, "uip pregnant"):
        put(name)
        with CaptureQueriesContext(connection) as asked_for:
            browser.get(reverse("planning:rules"))
        counts.append(len(asked_for))
    assert len(set(counts[1:])) == 1
