"""A vein is found by what people call it, older names too; it is shown as it is called now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saphena.pathway.anatomy import anatomy, search


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("gsv", "gsv.thigh.upper"),
        ("gsv calf", "gsv.calf.upper"),
        ("GSV lower thigh", "gsv.thigh.lower"),
        ("mid gsv thi", "gsv.thigh.middle"),
        ("ssv.middle", "ssv.middle"),
        ("petite veine saphène", "ssv.upper"),
        ("petite saphene", "ssv.upper"),
        ("short saphenous", "ssv.upper"),
        ("LSV", "gsv.thigh.upper"),
        ("superficial femoral vein", "fv.upper"),
        ("SFV", "fv.upper"),
        ("anterior saphenous", "aasv.upper"),
        ("giacomini", "giac"),
        ("cockett 2", "pv.tibial.middle"),
        ("cockett II", "pv.tibial.middle"),
        ("dodd", "pv.canal.lower"),
        ("boyd", "pv.paratibial"),
        ("profunda", "dfv"),
        ("peroneal", "prv"),
        ("spider", "tel"),
        ("posterior arch", "pasv.leg"),
        ("vulvaire", "nsv.vulvar"),
    ],
)
def test_the_first_found_is_the_one_meant(typed: str, first: str) -> None:
    assert search(typed)[0].segment.id == first


def test_better_fits_stand_first() -> None:
    ranks = [found.rank for found in search("calf", most=50)]
    assert len(ranks) > 10
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("typed", ["", "   ", "…", "no such vein", "gsv xyz"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert search(typed) == ()


def test_no_more_than_asked_for() -> None:
    assert len(search("v", most=5)) == 5


@given(st.sampled_from(sorted(anatomy().by_id)), st.sampled_from(["en", "fr"]), st.booleans())
def test_every_segment_is_found_by_its_whole_name(id: str, language: str, loud: bool) -> None:
    name = anatomy().segment(id).name(language)
    assert id in {found.segment.id for found in search(name.upper() if loud else name, most=99)}


@given(st.text(max_size=30))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert all(found.segment.id in anatomy() for found in search(typed))
