"""What a vein report says: to the referrer everything, to the patient what it means, to both who answers for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from saphena.clinic.papers.vein_report import FromImage, Reader
from saphena.clinic.papers.vein_report.pages import pages
from saphena.clinic.papers.vein_report.words import WORDS
from saphena.pathway.anatomy import Leg
from saphena.pathway.legmap import SegmentMark, State
from tests.clinic.papers.vein_report.reported import REPORT


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["fr"].keys()


def test_the_referrer_reads_conclusions_classes_and_every_measurement() -> None:
    sheet = pages(REPORT, "en", Reader.REFERRER)
    right = sheet["legs"][0]
    assert right["conclusions"] == ["Great saphenous vein: axial reflux"]
    assert right["ceap"] == ["CEAP C2, Ep, As, Pr"]
    assert len(right["rows"]) == len(list(REPORT.marks(REPORT.legs[0].leg)))
    assert ["SVS/AVF/AVLS 2022-23" in fact for fact in sheet["facts"]].count(True) == 1
    assert "6.4 mm" in [row["numbers"][0] for row in right["rows"]]


def test_the_patient_reads_which_veins_run_back_and_that_the_others_are_well() -> None:
    said = pages(REPORT, "en", Reader.PATIENT)["legs"][0]["conclusions"]
    assert said == [
        "In the right leg, blood runs back down in these veins when you stand: great saphenous vein, "
        "tributary of the calf.",
        "The other veins that we looked at in this leg close as they should.",
    ]


def test_both_roles_are_named_and_what_was_added_later_stands_apart() -> None:
    sheet = pages(REPORT, "en", Reader.REFERRER)
    assert sheet["signatures"] == [
        ["Sonographer", "Sam Okafor, RVT"],
        ["Physician", "Dr. Ana Wolf, Wednesday 10 March 2027"],
    ]
    assert "no clot" in sheet["addenda"][0]
    assert sheet["preliminary"] == ""


def test_what_nobody_has_signed_says_so() -> None:
    unsigned = replace(REPORT, examined=replace(REPORT.examined, physician="", signed_on=None))
    sheet = pages(unsigned, "fr", Reader.PATIENT)
    assert sheet["preliminary"].startswith("Préliminaire")
    assert len(sheet["signatures"]) == 1


def test_french_has_its_decimal_comma_and_its_names() -> None:
    rows = pages(REPORT, "fr", Reader.REFERRER)["legs"][1]["rows"]
    assert "6,1 mm" in [row["numbers"][0] for row in rows]
    assert "Petite veine saphène, haut du mollet" in [row["name"] for row in rows]


def test_a_report_without_colours_does_not_speak_of_colours() -> None:
    sheet = pages(REPORT, "en", Reader.PATIENT, grey=True)
    assert "Red" not in sheet["read"]
    assert "#a3230f" not in sheet["legs"][0]["map"]


@pytest.mark.parametrize("reader", list(Reader))
def test_the_map_of_a_leg_holds_nothing_of_the_other(reader: Reader) -> None:
    right, left = (leg["map"] for leg in pages(REPORT, "en", reader)["legs"])
    assert "2.9 s" in left
    assert "2.9 s" not in right


def test_what_closes_and_has_no_number_takes_one_sentence_and_no_row() -> None:
    bare = SegmentMark(Leg.RIGHT, "te", State.COMPETENT)
    report = replace(REPORT, leg_map=replace(REPORT.leg_map, segments=(*REPORT.leg_map.segments, bare)))
    right = pages(report, "en", Reader.REFERRER)["legs"][0]
    assert right["also"] == "Competent, without a number: TE."
    assert not [row for row in right["rows"] if row["name"].startswith("Thigh extension")]


def test_numbers_from_images_carry_a_letter_and_the_letter_says_of_what_day_and_who_accepted_it() -> None:
    spot = ("right", "gsv.thigh.upper", None)
    by_hand, found = (FromImage(date(2027, 3, 9), "Dr. Ana Wolf", automatic=automatic) for automatic in (False, True))
    report = replace(
        REPORT,
        from_images={(spot, "diameter"): by_hand, (spot, "reflux"): found, (spot, "pressed"): found},
        pressed={spot: 83.0, ("left", "ssv.upper", None): 100.0},
    )
    right, left = pages(report, "en", Reader.REFERRER)["legs"]
    (row,) = [row for row in right["rows"] if row["name"] == "Great saphenous vein, upper thigh"]
    assert row["signs"] == ["a", "b", ""]
    assert [sign for sign, _said in right["notes"]] == ["a", "b"]
    assert right["notes"][0][1] == "Measured on the image of Tuesday 9 March 2027, accepted by Dr. Ana Wolf."
    assert "phantoms only" in right["notes"][1][1]
    assert right["pressed"] == [["GSV upper thigh 83\u202f%", "b"]]
    assert left["notes"] == []
    assert left["pressed"] == [["SSV upper calf 100\u202f%", ""]]
    assert "fantômes" in pages(report, "fr", Reader.REFERRER)["legs"][0]["notes"][1][1]


def test_a_number_that_was_superseded_says_so_at_its_foot() -> None:
    gone = FromImage(date(2027, 3, 9), "Dr. Ana Wolf", retired="the artery was measured")
    report = replace(REPORT, from_images={(("right", "gsv.thigh.upper", None), "diameter"): gone})
    ((_sign, said),) = pages(report, "en", Reader.REFERRER)["legs"][0]["notes"]
    assert said.endswith("Superseded since: the artery was measured.")
