"""What no source gives ships in force and marked; a physician confirms it, by name and day, or puts it off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.journey.treating.actions import confirm_row
from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.queries import session_for
from saphena.clinic.journey.treating.recorded import stay_of
from saphena.clinic.journey.treating.snapshot import snapshot
from saphena.pathway.refused import Refused
from saphena.pathway.treating import shipped
from tests import cast
from tests.clinic.journey.treating.couch import ago, confirmed, inject, syringe

OURS = (
    "foam_any_day", "foam mixed", "observation any", "amount weight_least", "amount weight_most",
    "amount own_times", "amount volume_most",
)  # fmt: skip


def say(name: str, *, on: bool, words: str = "Talked over on 3 March") -> None:
    confirm_row(actor=cast.priya(), name=name, words=words, on=on)


def test_every_number_that_no_source_gives_is_one_of_them() -> None:
    assert shipped().proposals == OURS


def test_at_the_couch_they_are_marked_until_somebody_has_confirmed_them() -> None:
    session = confirmed()
    syringe(session)
    for name, unsure in (("foam_any_day", True), ("foam_day", False)):
        assert snapshot(session_for(cast.nora(), session.pk))["ceilings"][name]["unsure"] is unsure
    say("foam_any_day", on=True)
    say("foam mixed", on=True)
    seen = snapshot(session_for(cast.nora(), session.pk))
    assert (seen["ceilings"]["foam_any_day"]["unsure"], seen["syringes"][0]["unsure"]) == (False, False)


def test_a_foam_clock_that_was_put_off_stops_nobody_and_one_that_holds_does() -> None:
    session = confirmed()
    with pytest.raises(Asks, match="is to be used within 120 s"):
        inject(session, syringe(session, at=ago(seconds=500)))
    say("foam mixed", on=False)
    inject(session, syringe(session, at=ago(seconds=500)))
    assert snapshot(session_for(cast.nora(), session.pk))["syringes"][-1]["stop"] is None


def test_a_ceiling_and_a_stay_that_were_put_off_do_not_count() -> None:
    for name in ("foam_any_day", "observation any"):
        say(name, on=False)
    assert "foam_any_day" not in {row.name for row in rows_in_force().ceilings}
    session = confirmed()
    inject(session, syringe(session))
    assert (stay_of(session).walk, stay_of(session).watch) == (0, 0)


def test_a_bound_against_slips_is_not_put_off() -> None:
    with pytest.raises(Refused, match="cannot be switched off"):
        say("amount weight_most", on=False)


def test_the_page_says_who_confirmed_when_and_why() -> None:
    browser, where = cast.signed_in(cast.priya()), reverse("treating:numbers")
    shown = len(OURS) - 1  # how far a slip of the finger goes is no number of the clinic's
    assert browser.get(where).content.decode().count("on, not confirmed by the clinic") == shown
    told = {"name": "foam mixed", "words": "Our own stopwatch", "on": "yes"}
    assert browser.post(reverse("treating:confirm"), told).status_code == 302
    page = browser.get(where).content.decode()
    assert "9 Mar 2027, Priya Raman: <strong>as the source has it</strong>. Our own stopwatch" in page
    assert page.count("on, not confirmed by the clinic") == shown - 1


def test_planning_has_its_own_on_its_page() -> None:
    from saphena.clinic.journey.planning.deciding import switch_rule_set
    from saphena.clinic.journey.planning.weighing import findings_of
    from tests.clinic.courses.treated import course
    from tests.clinic.journey.planning.prepared import asked, ticked

    of = course()
    asked(of.patient, Q25=ticked(height="160", weight="100"))
    assert "obesity" in {each.finding.condition for each in findings_of(of).found}
    browser, where = cast.signed_in(cast.priya()), reverse("planning:rules")
    assert browser.get(where).content.decode().count("on, not confirmed by the clinic") == 4
    told = {"name": "number obesity", "on": "no", "words": "We weigh nobody's worth"}
    assert browser.post(reverse("planning:rules_switch"), told).status_code == 302
    assert "obesity" not in {each.finding.condition for each in findings_of(of).found}
    with pytest.raises(Refused, match="cannot be switched off"):
        switch_rule_set(actor=cast.priya(), name="number test_valid_days", on=False, words="No")
