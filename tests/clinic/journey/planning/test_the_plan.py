"""A plan is written, held against every ceiling, and signed by a physician; what is signed never changes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from saphena.clinic.journey.planning import actions
from saphena.clinic.journey.planning.ceilings import passed_by, session_rows
from saphena.clinic.journey.planning.states import PLAN_MOVES, PlanMove, PlanState
from saphena.clinic.journey.planning.targets import early, statements, vein_of
from saphena.clinic.journey.treating.actions import confirm_row
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.journey.planning.prepared import asked, drafted, signed, ticked, vein

if TYPE_CHECKING:
    from saphena.clinic.journey.planning.models import TreatmentPlan


def ready(**other: object) -> TreatmentPlan:
    pats = course()
    asked(pats.patient, **other)  # type: ignore[arg-type]  # answers
    return drafted(pats)


def described(plan: TreatmentPlan, *alternatives: str) -> TreatmentPlan:
    return actions.describe_plan(
        actor=cast.priya(), plan=plan, compression="stocking 20-30 mmHg", alternatives=alternatives
    )


def test_the_feeding_trunk_stands_first_whatever_was_typed_first() -> None:
    plan = ready()
    vein(plan, "gsv.calf.upper")
    vein(plan, "tr.calf.inner")
    vein(plan, "gsv.thigh.upper")
    order = [row.segment for row in plan.injections.all()]
    assert order.index("gsv.thigh.upper") < order.index("gsv.calf.upper")


def test_a_tributary_in_an_earlier_session_than_its_trunk_is_told() -> None:
    plan = ready()
    vein(plan, "gsv.calf.upper", session=1)
    vein(plan, "gsv.thigh.upper", session=2)
    assert early(plan) == [("gsv.calf.upper", "gsv.thigh.upper")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ratio": "1:4"}, r"in parts, liquid \+ gas: 1\+4"),
        ({"ratio": ""}, "A foam needs its parts"),
        ({"percent": "0.2"}, "not made into foam"),
        ({"percent": "7"}, "no such strength"),
        ({"product": "asclera"}, "do not have it in this form"),
        ({"product": "sugar"}, "no such product"),
        ({"segment": "femur"}, "choose a vein"),
        ({"session": 0}, "counted from 1 to 9"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else None,
)
def test_what_no_label_has_is_refused_with_its_reason(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        vein(ready(), **wrong)  # type: ignore[arg-type]  # each fits its parameter


def test_a_vein_is_in_a_session_once() -> None:
    plan = ready()
    vein(plan)
    with pytest.raises(Refused, match="in that session already"):
        vein(plan)
    assert vein(plan, session=2).session == 2


def test_exactly_at_the_ceiling_is_within_and_a_hair_more_is_told() -> None:
    plan = ready()
    vein(plan, product="aethoxysklerol", percent="3", form="liquid", ml="4.6")
    assert passed_by(plan) == []
    vein(plan, "tr.calf.outer", product="aethoxysklerol", percent="3", form="liquid", ml="0.1")  # 141 mg of 140
    over = passed_by(plan)
    assert [(row.used, row.limit, row.unit, row.badge) for row in over] == [("141", "140", "mg", "stop")]


def test_without_the_weight_nobody_knows() -> None:
    plan = drafted(course())
    vein(plan, product="aethoxysklerol", percent="3", form="liquid", ml="1")
    assert "warning" in [row.badge for row in passed_by(plan)]


def test_without_the_weight_a_plan_is_not_called_too_much_and_its_page_leads_to_where_the_weight_is_asked() -> None:
    plan = drafted(course())
    asked(plan.course.patient, Q25=ticked(height="170"))
    vein(plan, product="aethoxysklerol", percent="3", form="liquid", ml="1")
    described(plan)
    with pytest.raises(Refused, match="Without the weight nobody knows"):
        actions.sign_plan(actor=cast.priya(), plan=plan)
    page = cast.signed_in(cast.priya()).get(reverse("planning:plan", args=[plan.course_id])).content.decode()
    assert f'href="{reverse("planning:group", args=[plan.course_id, "general"])}"' in page


def test_two_products_with_one_substance_are_counted_together() -> None:
    plan = ready()
    vein(plan, product="aethoxysklerol", percent="3", form="liquid", ml="4")
    vein(plan, "tr.calf.outer", product="asclera", percent="1", form="liquid", ml="3")  # 120 + 30 mg
    assert any(row.used == "150" for row in passed_by(plan))


def test_where_no_source_in_force_gives_a_largest_amount_a_physician_says_why() -> None:
    plan = ready()
    vein(plan, product="fibrovein", percent="1", form="liquid", ml="1")
    described(plan)
    assert [row.title for row in passed_by(plan)] == ["Fibrovein: no largest amount is in force"]
    with pytest.raises(Refused, match=r"no largest amount is in force.*say why"):
        actions.sign_plan(actor=cast.priya(), plan=plan)


def test_what_a_later_room_has_confirmed_is_in_force_here_too() -> None:
    plan = ready()
    vein(plan, product="fibrovein", percent="1", form="liquid", ml="11")
    confirm_row(actor=cast.priya(), name="fibrovein_day", words="SmPC 4.2, read on Monday")
    assert [(row.used, row.limit, row.badge) for row in passed_by(plan)] == [("11", "10", "stop")]


def test_sessions_are_counted_apart() -> None:
    plan = ready()
    vein(plan, product="aethoxysklerol", percent="3", form="liquid", ml="4")
    vein(plan, product="aethoxysklerol", percent="3", form="liquid", ml="4", session=2)
    assert passed_by(plan) == []
    assert [row.ml for row in session_rows(plan)] == [Decimal(4), Decimal(4)]


def test_a_physician_signs_and_the_version_before_is_replaced() -> None:
    pats = course()
    asked(pats.patient)
    first, second = signed(pats), signed(pats)
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == (PlanState.REPLACED, PlanState.SIGNED, 2)
    assert second.signed_by == cast.priya()


def test_the_next_version_begins_as_a_copy() -> None:
    pats = course()
    asked(pats.patient)
    before, draft = signed(pats), drafted(pats)
    assert [row.segment for row in draft.injections.all()] == [row.segment for row in before.injections.all()]
    assert draft.compression == before.compression
    assert drafted(pats) == draft  # begun twice, it is the same


def test_what_is_signed_stays_as_it_is() -> None:
    pats = course()
    asked(pats.patient)
    plan = signed(pats)
    row = plan.injections.get()
    for act in (
        lambda: vein(plan, "tr.calf.outer"),
        lambda: actions.drop_injection(actor=cast.priya(), plan=plan, injection_id=row.pk),
        lambda: described(plan),
        lambda: actions.sign_plan(actor=cast.priya(), plan=plan),
    ):
        with pytest.raises(Refused, match="stays as it is"):
            act()


def test_a_plan_without_a_vein_or_without_compression_is_not_signed() -> None:
    plan = ready()
    with pytest.raises(Refused, match="at least one vein"):
        actions.sign_plan(actor=cast.priya(), plan=plan)
    vein(plan)
    with pytest.raises(Refused, match="which compression"):
        actions.sign_plan(actor=cast.priya(), plan=plan)


def test_more_than_a_ceiling_needs_a_reason_that_is_kept() -> None:
    plan = ready()
    vein(plan, product="aethoxysklerol", percent="3", form="liquid", ml="5")
    described(plan)
    with pytest.raises(Refused, match=r"150 of 140 mg.*say why"):
        actions.sign_plan(actor=cast.priya(), plan=plan)
    assert actions.sign_plan(actor=cast.priya(), plan=plan, over_reason="in two halves").over_reason == "in two halves"


def test_for_a_trunk_heat_is_talked_about_first() -> None:
    plan = ready()
    vein(plan, "gsv.thigh.upper", diameter="13")
    assert [each.source for _row, each in statements(plan)][-1] == "ESVS 2022, recommendation 53"
    described(plan, "foam")
    with pytest.raises(Refused, match="guidelines put heat first"):
        actions.sign_plan(actor=cast.priya(), plan=plan)
    described(plan, "foam", "thermal")
    assert actions.sign_plan(actor=cast.priya(), plan=plan).state == PlanState.SIGNED


def test_a_finding_stops_the_signature() -> None:
    plan = ready(Q06=ticked("vte_acute"))
    vein(plan)
    described(plan)
    with pytest.raises(Refused, match="stops here until a physician"):
        actions.sign_plan(actor=cast.priya(), plan=plan)


@pytest.mark.parametrize("who", [cast.nora, cast.sam, cast.nell])
def test_nobody_but_a_physician_signs(who: object) -> None:
    with pytest.raises(PermissionDenied):
        actions.sign_plan(actor=who(), plan=ready())  # type: ignore[operator]  # of the cast


@pytest.mark.parametrize("move", PlanMove)
@pytest.mark.parametrize("state", PlanState)
def test_the_whole_table_of_plans(state: PlanState, move: PlanMove) -> None:
    moves = {(PlanState.DRAFT, PlanMove.SIGN): "signed", (PlanState.SIGNED, PlanMove.REPLACE): "replaced"}
    assert PLAN_MOVES.get((state, move)) == moves.get((state, move))


@pytest.mark.parametrize(
    ("segment", "kind"),
    [("gsv.knee", "gsv"), ("ssv.middle", "ssv"), ("aasv.upper", "trunk"), ("tr.calf.inner", "tributary"),
     ("pv.paratibial", "perforator"), ("tel", "spider"), ("ret", "reticular"), ("cfv", "")],
)  # fmt: skip
def test_which_kind_of_vein_ceilings_speak_of(segment: str, kind: str) -> None:
    assert vein_of(segment) == kind
