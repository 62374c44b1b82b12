"""The veins of a leg: complete, connected, and blood finds its way to the heart."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.anatomy import Category, Face, Group, Landmarks, Segment, UnknownSegment, anatomy
from saphena.pathway.anatomy.reading import segments
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

LEG = anatomy()
IDS = st.sampled_from(sorted(LEG.by_id))


@pytest.mark.parametrize("id", sorted(LEG.by_id))
def test_blood_reaches_the_cava_from_every_vein_that_has_a_course(id: str) -> None:
    way = LEG.downstream(id)
    assert way[0].id == id
    if way[0].category is not Category.SKIN:
        assert way[-1].id == "ivc"


@given(IDS)
def test_what_drains_into_a_segment_is_fed_by_it_and_the_other_way_round(id: str) -> None:
    assert all(LEG.segment(id) in LEG.fed_by(inflow.segment) for inflow in LEG.drains_into(id))
    assert all(id in {inflow.segment for inflow in LEG.drains_into(other.id)} for other in LEG.fed_by(id))


@given(IDS, IDS)
def test_a_path_goes_from_neighbour_to_neighbour_and_is_as_long_in_either_direction(start: str, end: str) -> None:
    path = [segment.id for segment in LEG.path(start, end)]
    if path:
        assert (path[0], path[-1]) == (start, end)
        assert all(after in LEG.neighbours(before) for before, after in pairwise(path))
    assert len(path) == len(LEG.path(end, start))


@given(IDS, st.floats(0, 1))
def test_a_position_along_a_segment_is_a_height_and_back(id: str, position: float) -> None:
    segment = LEG.segment(id)
    assert segment.low <= segment.height(position) <= segment.high
    assert segment.position(segment.height(position)) == pytest.approx(position, abs=1e-9)


@given(IDS)
def test_upstream_is_everything_whose_blood_may_come_through(id: str) -> None:
    above = LEG.upstream(id)
    assert above[0].id == id
    assert len({segment.id for segment in above}) == len(above)
    assert all(other in above for segment in above for other in LEG.fed_by(segment.id))


def test_reflux_from_the_groin_reaches_a_calf_tributary_along_the_great_saphenous_vein() -> None:
    assert [segment.id for segment in LEG.path("sfj", "tr.calf.inner")] == [
        "sfj",
        "sfj.preterminal",
        "gsv.thigh.upper",
        "gsv.thigh.middle",
        "gsv.thigh.lower",
        "gsv.knee",
        "gsv.calf.upper",
        "tr.calf.inner",
    ]


def test_junction_tributaries_join_between_the_two_valves() -> None:
    joining = {segment.id for segment in LEG.fed_by("sfj")}
    assert {"aasv.upper", "sepi", "sci", "epud", "sfj.preterminal"} <= joining


def test_a_perforator_leads_from_the_surface_into_the_depth() -> None:
    for perforator in LEG.of_category(Category.PERFORATOR):
        assert perforator.leaves
        assert LEG.segment(perforator.leaves.segment).category is not Category.DEEP
        assert all(LEG.segment(inflow.segment).category is Category.DEEP for inflow in perforator.drains)
        assert perforator in LEG.perforators_of(perforator.leaves.segment)


def test_every_trunk_hangs_together_without_a_gap() -> None:
    for vein in ("gsv", "aasv", "ssv", "fv", "popv"):
        parts = LEG.of_vein(vein)
        assert all(upper.low == lower.high for upper, lower in pairwise(parts))


@pytest.mark.parametrize(
    ("id", "ceap", "group"),
    [
        ("gsv.thigh.lower", "GSVa", Group.SAPHENOUS),
        ("gsv.calf.upper", "GSVb", Group.SAPHENOUS),
        ("aasv.upper", "AASV", Group.SAPHENOUS),
        ("pasv.thigh", "NSV", Group.SAPHENOUS),
        ("ssv.middle", "SSV", Group.SAPHENOUS),
        ("tr.calf.inner", "NSV", Group.TRIBUTARY),
        ("pv.canal.upper", "TPV", Group.PERFORATOR),
        ("pv.paratibial", "CPV", Group.PERFORATOR),
        ("fv.middle", "FV", Group.FEMOROPOPLITEAL),
        ("popv.lower", "POPV", Group.FEMOROPOPLITEAL),
        ("dfv", "DFV", Group.CRURAL),
        ("ptv", "PTV", Group.CRURAL),
        ("sov", "SOV", Group.MUSCULAR),
    ],
)
def test_letters_and_groups_are_those_of_the_published_tables(id: str, ceap: str, group: Group) -> None:
    assert (LEG.segment(id).ceap, LEG.segment(id).group) == (ceap, group)


def test_codes_are_those_that_dicom_lists_or_our_own() -> None:
    assert LEG.segment("gsv.thigh.upper").code.value == "414369008"
    assert LEG.segment("gsv.knee").code.broader
    assert LEG.segment("aasv.upper").code.scheme == "99VEIN"
    assert LEG.segment("gsv.knee").fma == "21376"
    assert all(
        segment.code.scheme == "SCT" or (segment.code.value == segment.id and len(segment.id) <= 16) for segment in LEG
    )


def test_every_code_is_in_the_dictionary_of_dicom() -> None:
    concepts = pytest.importorskip("pydicom.sr._concepts_dict").concepts["SCT"]
    listed = {code: meaning for rows in concepts.values() for code, (meaning, *_) in rows.items()}
    assert {segment.id for segment in LEG if segment.code.scheme == "SCT" and segment.code.value not in listed} == set()


def test_the_older_code_of_the_femoral_vein_is_read_and_never_sent() -> None:
    read = LEG.by_code("SCT", "397364003")
    assert read is not None
    assert read.id == "fv.upper"
    assert "397364003" not in {segment.code.value for segment in LEG}


def test_the_older_name_of_the_femoral_vein_is_nowhere_shown() -> None:
    shown = [
        text
        for segment in LEG
        for language in ("en", "fr")
        for text in (segment.name(language), segment.short(language), segment.code.meaning)
    ]
    assert not [
        text
        for text in shown
        if "superficial femoral" in text.lower() or ("superficielle" in text.lower() and "fémorale" in text)
    ]


def test_an_unknown_id_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownSegment, match=r"Did you mean “gsv\.thigh\.upper”\?"):
        LEG.segment("gsv.thigh.uper")


def test_heights_carry_over_to_a_leg_of_another_length() -> None:
    short = Landmarks(ankle=7, knee=40, groin=72)
    assert LEG.landmarks.carry(LEG.landmarks.knee, short) == short.knee
    assert LEG.landmarks.carry(83, short) == 72
    assert LEG.landmarks.carry(4, short) == pytest.approx(3.5)
    assert short.carry(LEG.landmarks.carry(60, short), LEG.landmarks) == pytest.approx(60)


def test_a_knee_above_the_groin_is_refused() -> None:
    with pytest.raises(Refused):
        Landmarks(ankle=8, knee=90, groin=83)


def broken(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "abbr": "X", "en": "x", "fr": "x", "also": [], "category": "trunk", "group": "saphenous", "ceap": "NSV",
        "parts": [{"id": "x", "low": 1, "high": 2, "into": []}],
    }  # fmt: skip
    change(row)
    return {"veins": {"x": row}}


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row["parts"][0].update(into="nowhere"),
        lambda row: row["parts"][0].update(into="x@1.5"),
        lambda row: row["parts"][0].update(high=1),
        lambda row: row["parts"][0].update(id="far.too.long.an.id"),
        lambda row: row["parts"].append(row["parts"][0]),
        lambda row: row.update(parts=[{**row["parts"][0], "en": "y", "fr": "y"}] * 2),
        lambda row: row.pop("ceap"),
        lambda row: row.update(category="perforator"),
        lambda row: row.update(category="artery"),
    ],
)
def test_a_row_that_means_nothing_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    assert len(segments(broken(lambda _row: None))) == 1
    with pytest.raises(ValueError, match=r"\w+"):
        segments(broken(change))


def test_a_perforator_says_on_which_face_it_is_looked_for() -> None:
    faces = {segment.face for segment in LEG.of_category(Category.PERFORATOR)}
    assert faces == set(Face)
    assert isinstance(LEG.segment("pv.achilles"), Segment)
