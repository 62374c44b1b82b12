"""Noting: what was typed is kept word for word, sent twice is kept once, and nobody's number is overwritten unseen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from saphena.clinic.journey.mapping import actions
from saphena.clinic.journey.mapping.models import Measurement
from saphena.clinic.journey.mapping.noting import Noting, Overtaken, note, note_rest_competent, take_back
from saphena.clinic.journey.mapping.standing import Slot, derived_of, standing
from saphena.clinic.record.models import Entry
from saphena.pathway.mapping import Origin
from saphena.pathway.mapping.examined import examined
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.journey.mapping.mapped import again, examination, noted, noting, reviewed, signed

pytestmark = pytest.mark.django_db
UPPER = Slot("left", "gsv.thigh.upper", None, "diameter")


def test_a_number_stands_with_what_was_typed_and_where_it_comes_from() -> None:
    of = examination()
    note(
        actor=cast.sam(),
        examination=of,
        notings=[Noting("left", "gsv.thigh.upper", "diameter", Decimal("6.20"), typed="6,20")],
        key="page.1",
    )
    row = standing(again(of))[UPPER]
    assert (row.value, row.typed, row.origin, row.noted_by) == ("6.2", "6,20", "typed", cast.sam())
    assert Entry.objects.filter(action="mapping.noted").get().facts["said"] == (
        "left leg, GSV upper thigh: diameter 6.2\u202fmm"
    )


def test_a_number_measured_on_an_image_names_the_image() -> None:
    of = examination()
    note(
        actor=cast.sam(), examination=of, notings=[noting("ssv.upper reflux 800")], key="image.1",
        origin=Origin.IMAGE, source="2.25.1",
    )  # fmt: skip
    row = next(iter(standing(again(of)).values()))
    assert (row.origin, row.source) == ("image", "2.25.1")


def test_the_newest_counts_and_the_older_stays() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper diameter 6.2")
    noted(of, "gsv.thigh.upper diameter 5.8")
    assert standing(again(of))[UPPER].value == "5.8"
    assert [row.value for row in again(of).measurements.all()] == ["6.2", "5.8"]


def test_an_empty_value_takes_back() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper diameter 6.2")
    noted(of, "gsv.thigh.upper diameter")
    assert standing(again(of)) == {}


def test_the_same_act_sent_twice_is_kept_once() -> None:
    of = examination()
    first = noted(of, "gsv.thigh.upper diameter 6.2", key="page.7")
    second = noted(of, "gsv.thigh.upper diameter 6.2", key="page.7")
    assert [row.pk for row in second] == [row.pk for row in first]
    assert Measurement.objects.count() == 1


def test_what_a_second_editor_noted_is_shown_and_not_overwritten() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper diameter 6.2", by=cast.sam(), key="sams.1", seen=0)
    with pytest.raises(Overtaken, match=r"Sam Beaulieu has noted this in the meantime: diameter 6\.2") as no:
        noted(of, "gsv.thigh.upper diameter 5.8", by=cast.priya(), key="priyas.1", seen=0)
    assert no.value.field == "diameter"
    assert standing(again(of))[UPPER].value == "6.2"
    noted(of, "gsv.thigh.upper diameter 5.8", by=cast.priya(), key="priyas.2", seen=again(of).serial)
    assert standing(again(of))[UPPER].value == "5.8"


def test_two_pages_of_one_person_are_two_editors_and_a_page_is_none_to_itself() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper diameter 6.2", key="tablet.1", seen=0)
    with pytest.raises(Overtaken):
        noted(of, "gsv.thigh.upper diameter 5.8", key="desk.1", seen=0)
    noted(of, "gsv.thigh.upper diameter 5.9", key="tablet.2", seen=0)
    assert standing(again(of))[UPPER].value == "5.9"


def test_two_editors_of_different_veins_do_not_meet() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper diameter 6.2", by=cast.sam(), key="sams.1", seen=0)
    noted(of, "ssv.upper diameter 3.1", by=cast.priya(), key="priyas.1", seen=0)
    assert len(standing(again(of))) == 2


def test_reflux_in_an_absent_vein_is_refused_at_the_reflux() -> None:
    of = examination()
    noted(of, "gsv.calf.upper state absent")
    with pytest.raises(Refused, match="has no reflux") as no:
        noted(of, "gsv.calf.upper reflux 800")
    assert no.value.field == "reflux"
    noted(of, "gsv.calf.upper state competent", "gsv.calf.upper reflux 100")


def test_the_leg_that_is_not_examined_is_refused() -> None:
    with pytest.raises(Refused, match="left leg") as no:
        noted(examination(), "gsv.thigh.upper diameter 6.2", leg="right")
    assert no.value.field == "leg"


def test_a_vein_that_does_not_exist_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match=r"gsv\.thigh\.upper"):
        noted(examination(), "gsv.thigh.uper diameter 6.2")


def test_only_a_physician_rules_and_says_why() -> None:
    of = examination()
    noted(of, "ssv.upper reflux 800")
    ruling = Noting("left", "ssv.upper", "ruled", "competent", note="artefact of the probe")
    with pytest.raises(PermissionDenied):
        note(actor=cast.sam(), examination=of, notings=[ruling], key="a.1")
    with pytest.raises(Refused, match="say why"):
        note(actor=cast.priya(), examination=of, notings=[noting("ssv.upper ruled competent")], key="a.2")
    note(actor=cast.priya(), examination=of, notings=[ruling], key="a.3")
    judged = derived_of(again(of)).legs["left"].veins["ssv.upper"]
    assert (judged.state, judged.why[0].note) == ("competent", "artefact of the probe")


def test_the_rest_of_a_leg_is_competent_in_one_act_and_taken_back_in_one() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900", "ssv.upper diameter 3", "te state not_seen")
    rows = note_rest_competent(actor=cast.sam(), examination=of, leg="left", key="page.r")
    assert {row.segment for row in rows} == set(examined()) - {"gsv.thigh.upper", "te"}
    leg = derived_of(again(of)).legs["left"]
    assert leg.veins["gsv.thigh.upper"].is_incompetent
    assert leg.veins["te"].state == "not_seen"
    assert leg.veins["ssv.upper"].state == "competent"
    take_back(actor=cast.sam(), examination=of, of="page.r", key="page.u")
    assert len(standing(again(of))) == 3
    with pytest.raises(Refused, match="nothing to take back"):
        take_back(actor=cast.sam(), examination=of, of="page.r", key="page.v")


def test_the_rest_said_twice_by_a_doubled_press_is_said_once() -> None:
    of = examination()
    first = note_rest_competent(actor=cast.sam(), examination=of, leg="left", key="page.r")
    assert note_rest_competent(actor=cast.sam(), examination=of, leg="left", key="page.r") == first
    with pytest.raises(Refused, match="Nothing is left"):
        note_rest_competent(actor=cast.sam(), examination=of, leg="left", key="page.s")


def test_taking_back_brings_back_what_stood_before_and_spares_what_came_after() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper diameter 6.2", key="page.1")
    noted(of, "gsv.thigh.upper diameter 5.8", "ssv.upper diameter 3", key="page.2")
    noted(of, "ssv.upper diameter 3.4", key="page.3")
    take_back(actor=cast.sam(), examination=of, of="page.2", key="page.4")
    stands = {slot.segment: row.value for slot, row in standing(again(of)).items()}
    assert stands == {"gsv.thigh.upper": "6.2", "ssv.upper": "3.4"}


def test_after_review_it_has_to_be_opened_again_and_after_signing_only_addenda() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900")
    reviewed(of)
    with pytest.raises(Refused, match="Open it again first"):
        noted(of, "gsv.thigh.upper reflux 100")
    actions.reopen(actor=cast.sam(), examination=of, reason="the calf was forgotten")
    noted(of, "gsv.calf.upper reflux 100")
    finished = signed(examination(patient=of.patient))
    with pytest.raises(Refused, match="addendum"):
        noted(finished, "gsv.thigh.upper reflux 100")


@pytest.mark.parametrize("who", [cast.nora, cast.nell, cast.max_, cast.olive])
def test_who_does_not_scan_does_not_note(who: object) -> None:
    of = examination()
    assert callable(who)
    with pytest.raises(PermissionDenied):
        noted(of, "gsv.thigh.upper diameter 6.2", by=who())
