"""The vein report of an examination: what was signed, as it was signed, and nobody's but who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from saphena.clinic.journey.mapping import actions
from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.mapping.reporting import vein_report
from saphena.clinic.papers.vein_report import Reader
from saphena.clinic.papers.vein_report.pages import pages
from saphena.clinic.record.models import Entry
from saphena.pathway.anatomy import Leg
from tests import cast
from tests.clinic.journey.mapping.mapped import NOW, again, examination, noted, signed

pytestmark = pytest.mark.django_db


def test_it_says_what_the_map_said_when_it_was_signed() -> None:
    of = signed()
    said = of.signed_as
    assert said
    said["legs"]["left"]["targets"]["en"] = ["as then"]
    Examination.objects.filter(pk=of.pk).update(signed_as=said)
    (left,) = vein_report(again(of), cast.clinic(), "en").legs
    assert left.leg is Leg.LEFT
    assert "Great saphenous vein: axial reflux" in left.conclusions
    assert left.targets == ("as then",)
    assert left.ceap.startswith("C")
    assert not [line for line in left.conclusions if line.startswith(("CEAP C", "VCSS"))]


def test_both_names_and_the_criteria_stand_on_it_in_the_readers_language() -> None:
    seen = vein_report(signed(), cast.clinic(), "fr").examined
    assert (seen.sonographer, seen.physician) == ("Sam Beaulieu", "Priya Raman")
    assert seen.criteria == "SVS/AVF/AVLS 2022 et 2023"
    assert seen.posture == "debout"
    assert seen.signed_on == NOW.date()


def test_a_vein_that_was_measured_and_that_nothing_judges_keeps_its_numbers() -> None:
    of = examination()
    noted(of, "gsv.knee diameter 6", "ssv.upper state competent")
    report = vein_report(again(of), cast.clinic(), "en")
    rows = [row for leg in pages(report, "en", Reader.REFERRER)["legs"] for row in leg["rows"]]
    assert [(row["state"], row["numbers"]) for row in rows] == [("not judged", ["6 mm", "", ""])]


def test_what_nobody_signed_is_preliminary() -> None:
    of = examination()
    noted(of, "gsv.thigh.upper reflux 900")
    report = vein_report(again(of), cast.clinic(), "en")
    assert not report.is_signed
    assert pages(report, "en", Reader.REFERRER)["preliminary"]


def test_it_says_what_has_changed_since_the_map_before() -> None:
    before = signed(examination(examined_at=NOW - timedelta(days=90)))
    after = signed(examination(), "gsv.thigh.upper compressible no", "ssv.upper reflux 900")
    (left,) = vein_report(after, cast.clinic(), "en", before).legs
    assert "GSV upper thigh: closed" in left.changes
    assert "SSV upper calf: new reflux" in left.changes


def test_what_was_added_after_signing_stands_on_it() -> None:
    of = signed()
    actions.add_addendum(actor=cast.priya(), examination=of, text="The ankle swells.")
    (added,) = vein_report(again(of), cast.clinic(), "en").addenda
    assert (added.by, added.text) == ("Priya Raman", "The ankle swells.")


def test_the_file_is_a_pdf_without_a_name_in_its_address_and_reading_it_is_recorded() -> None:
    pytest.importorskip("typst")
    of = signed()
    answer = cast.signed_in(cast.priya()).get(
        reverse("mapping:report", args=[of.pk]), {"for": "patient", "lang": "fr", "paper": "a4", "grey": "1"}
    )
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert "Moreau" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store, private"
    assert Entry.objects.filter(action="record.chart.opened", facts__page="the vein report").exists()


def test_nonsense_in_the_address_gives_the_usual_report() -> None:
    pytest.importorskip("typst")
    asked = {"for": "nobody", "lang": "xx", "paper": "a0"}
    answer = cast.signed_in(cast.priya()).get(reverse("mapping:report", args=[signed().pk]), asked)
    assert answer.content.startswith(b"%PDF-")
