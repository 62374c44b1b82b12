"""A physician gives the clinic's own value on the page: it counts from then on, beside the label, with its history."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.confirming.models import Word
from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.journey.planning.actions import write_plan
from saphena.clinic.journey.planning.ceilings import session_rows
from saphena.clinic.journey.treating.actions import confirm_row
from saphena.clinic.journey.treating.asking import Asks
from saphena.clinic.journey.treating.models import Injection
from saphena.clinic.journey.treating.queries import session_for
from saphena.clinic.journey.treating.snapshot import snapshot
from saphena.clinic.journey.treating.telling import parts_of
from saphena.clinic.record.models import Entry
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import asked, signed, ticked
from tests.clinic.journey.treating.couch import ago, confirmed, inject, syringe

GIVE = reverse("treating:confirm")


def own(name: str, *, sure: bool = False, words: str = "Meeting of 3 March", **typed: str) -> None:
    confirm_row(actor=cast.priya(), name=name, words=words, typed=typed, sure=sure)


def test_it_counts_at_the_couch_from_then_on_and_what_held_is_kept_with_each_injection() -> None:
    session = confirmed()
    drawn = syringe(session, at=ago(1))
    inject(session, drawn, "5")
    own("foam_day", value="6,5")
    with pytest.raises(Asks, match=r"mixed foam 6.5 mL a session \(the clinic’s own; label 10 mL\)"):
        inject(session, drawn, "2")
    over = inject(session, drawn, "2", actor=cast.priya(), reason="The last tributary")
    before = Injection.objects.exclude(pk=over.pk).get().in_force
    assert (before or {})["foam_day"] == {"value": "10"}
    assert (over.in_force or {})["foam_day"] == {"value": "6.5", "source": "10"}
    own("foam_day", value="8")  # what is said of an injection afterwards goes by what held then
    told = " ".join(dict(parts_of(session_for(cast.nora(), session.pk)))["Past a rule"])
    assert "mixed foam 6.5 mL a session" in told


def test_the_clock_of_a_foam_goes_by_it_too() -> None:
    session = confirmed()
    own("foam mixed", warn="40", stop="90 s")
    with pytest.raises(Asks, match="is to be used within 90 s"):
        inject(session, syringe(session, at=ago(seconds=100)))
    seen = snapshot(session_for(cast.nora(), session.pk))["syringes"][0]
    assert (seen["warn"], seen["stop"], seen["unsure"]) == (40, 90, False)
    kept = inject(session, syringe(session)).in_force
    assert (kept or {})["foam mixed"] == {"warn": "40", "stop": "90"}


def test_above_the_label_is_never_silent() -> None:
    with pytest.raises(Refused, match="12 mL is above what the source has: 10 mL"):
        own("foam_day", value="12")
    assert rows_in_force().every_ceiling["foam_day"].value == 10
    own("foam_day", value="12", sure=True)
    session = confirmed()
    drawn = syringe(session, at=ago(1))
    inject(session, drawn, "5.5")
    inject(session, drawn, "5.5")
    seen = snapshot(session_for(cast.nora(), session.pk))["ceilings"]
    assert seen["foam_day"]["title"] == "mixed foam 12 mL a session (the clinic’s own; label 10 mL)"
    assert (seen["foam_day label"]["level"], seen["foam_day label"]["used"]) == ("notice", 11)
    page = cast.signed_in(cast.nora()).get(reverse("treating:numbers")).content.decode()
    assert "12 mL is above what the source has: 10 mL." in page


@pytest.mark.parametrize(
    ("name", "typed", "field", "said"),
    [
        ("foam_day", {"value": "ten"}, "value", "“ten” is no number. Please write it like 10 mL."),
        ("foam_day", {"value": "8 mg"}, "value", "another unit; it is asked like 10 mL"),
        ("foam_day", {"value": "8,000"}, "value", "read in two ways"),
        ("foam_day", {"value": "500"}, "value", "more than 10 times away from the source’s 10 mL"),
        ("foam mixed", {"warn": "90", "stop": "60"}, "warn", "warns before it stops"),
        ("foam mixed", {"warn": "40", "stop": ""}, "stop", "is no number"),
        ("foam mixed", {"warn": "40.5", "stop": "60"}, "warn", "is not whole"),
    ],
)
def test_bad_input_is_named_at_its_field(name: str, typed: dict[str, str], field: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as no:
        confirm_row(actor=cast.priya(), name=name, words="Meeting", typed=typed)
    assert (no.value.field, Word.objects.exists()) == (field, False)


def test_the_page_keeps_what_was_typed_and_then_the_whole_history() -> None:
    browser, where = cast.signed_in(cast.priya()), reverse("treating:numbers")
    sent = {"name": "polidocanol_day", "on": "own", "value": "2.5", "words": "Own audit 2026"}
    asked = browser.post(GIVE, sent)
    assert asked.status_code == 422
    assert all(said in asked.content.decode() for said in ("2.5 mg/kg is above", 'value="2.5"', "Own audit 2026"))
    assert browser.post(GIVE, sent | {"sure": "on"}).status_code == 302
    assert browser.post(GIVE, sent | {"value": "1.5", "words": "Lowered again"}).status_code == 302
    page = browser.get(where).content.decode()
    for said in ("the clinic’s own: 1.5 mg/kg", "Lowered again", "<strong>2.5 mg/kg</strong>. Own audit 2026"):
        assert said in page
    assert (
        browser.post(GIVE, {"name": "polidocanol_day", "on": "yes", "words": "The label after all"}).status_code == 302
    )
    assert rows_in_force().every_ceiling["polidocanol_day"].value == 2
    told = Entry.objects.filter(action="confirming.word.given").order_by("pk").last()
    assert told is not None
    assert told.facts["to"] == "confirmed"


def test_only_a_physician_gives_it() -> None:
    with pytest.raises(PermissionDenied):
        confirm_row(actor=cast.nora(), name="foam_day", words="no", typed={"value": "8"})
    page = cast.signed_in(cast.nora()).get(reverse("treating:numbers")).content.decode()
    assert "Use the clinic’s own value" not in page


def test_a_dose_of_an_emergency_goes_by_it() -> None:
    own("emergency anaphylaxis adrenaline", per_kg="0.005", most="0.3", words="Hospital's card")
    session = confirmed()
    where = reverse("treating:state", args=[session.pk]) + "?whole"
    steps = cast.signed_in(cast.nora()).get(where).json()["fixed"]["emergencies"][0]["steps"]
    (adrenaline,) = [step for step in steps if step["name"] == "adrenaline"]
    assert adrenaline["dose"] == "0.3 mg = 0.3 mL (adrenaline 1 mg/mL)"


def test_a_signed_plan_is_shown_as_the_ceilings_were_then() -> None:
    pats = course()
    asked(pats.patient)
    plan = signed(pats)
    then = [row.title for session in session_rows(plan) for row in session.ceilings]
    own("foam_day", value="4")
    assert [row.title for session in session_rows(plan) for row in session.ceilings] == then
    assert (plan.in_force or {})["foam_day"] == {"value": "10"}
    draft = write_plan(actor=cast.priya(), course=pats)
    assert draft.in_force is None
    assert "mixed foam 4 mL a session (the clinic’s own; label 10 mL)" in [
        row.title for session in session_rows(draft) for row in session.ceilings
    ]


def test_planning_goes_by_its_own_too() -> None:
    from saphena.clinic.journey.planning.deciding import switch_rule_set
    from saphena.clinic.journey.planning.gates import limits_of
    from saphena.clinic.journey.planning.weighing import findings_of

    of = course()
    asked(of.patient, Q25=ticked(height="160", weight="80"))  # 31 kg/m²
    said = {"actor": cast.priya(), "on": True, "words": "Our meeting"}
    assert "obesity" in {each.finding.condition for each in findings_of(of).found}
    switch_rule_set(name="number obesity", typed={"value": "32"}, sure=True, **said)  # type: ignore[arg-type]
    assert "obesity" not in {each.finding.condition for each in findings_of(of).found}
    with pytest.raises(Refused, match="400 days is above what the source has: 365 days"):
        switch_rule_set(name="number test_valid_days", typed={"value": "400"}, **said)  # type: ignore[arg-type]
    switch_rule_set(name="number test_valid_days", typed={"value": "180"}, **said)  # type: ignore[arg-type]
    named = {"test_valid_days"} & set(of.protocol.protocol.parameters)
    assert named or limits_of(of).valid_days == Decimal(180)
