"""What was not chosen, not said or not set is asked for in words, and nothing is kept meanwhile."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.urls import reverse

from saphena.clinic.exchange.dicom.web.parts import Part
from saphena.clinic.exchange.dicom.web.storing import _check_part
from saphena.clinic.imaging.actions import put_in_tray
from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.measuring import decide, measure
from saphena.clinic.imaging.models import Measurement, Scale, Study
from saphena.clinic.imaging.orders import begin_step, end_step
from saphena.clinic.imaging.reading import read_header
from saphena.clinic.imaging.reported import Chosen, take_reported
from saphena.clinic.imaging.scaling import set_scale
from saphena.clinic.imaging.taking import retire, take
from saphena.clinic.record.actors import SAPHENA
from saphena.echo.report.codes import Code
from saphena.echo.report.reading import Reported
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.imaging.received import clip_of, section_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

NUMBER = Reported(6.5, "mm", Code("397414006", "SCT", "Diameter"), "upright diameter", None, None, ())


def distance(instance: Any) -> Measurement:
    points = [(100.0, 100.0), (130.0, 140.0)]
    (row,) = measure(actor=cast.sam(), instance=instance, what="distance", frame=0, points=points)
    return row


@pytest.mark.parametrize(
    ("act", "asked", "field"),
    [
        (
            lambda it, row: measure(actor=cast.sam(), instance=it, what="mood", frame=0),
            "Choose what to measure", "what",
        ),
        (lambda it, row: decide(actor=cast.sam(), measurement=row, verdict="maybe"), "whether to accept", "verdict"),
        (lambda it, row: decide(actor=cast.sam(), measurement=row, verdict="corrected"), "value is instead", "value"),
        (lambda it, row: set_scale(actor=cast.sam(), instance=it, kind="moon"), "what the scale is of", "kind"),
        (
            lambda it, row: set_scale(actor=cast.sam(), instance=it, kind="picture", points=[(0, 0), (9, 90)]),
            "what lies between the two points", "length",
        ),
        (lambda it, row: take(actor=cast.sam(), values=[]), "at least one value", "rows"),
        (lambda it, row: take(actor=cast.sam(), values=[row], goal="nowhere"), "where the value goes", "goal"),
        (lambda it, row: take_reported(actor=cast.sam(), instance=it, chosen=[]), "at least one value", None),
        (lambda it, row: retire(actor=cast.sam(), measurement=row, reason="wrong"), "that was accepted can be", None),
    ],
)  # fmt: skip
def test_it_is_asked_for(act: Callable[[Any, Any], object], asked: str, field: str | None) -> None:
    section, _truth = section_of(cast.pat())
    row = distance(section)
    with pytest.raises(Refused, match=asked) as no:
        act(section, row)
    assert no.value.field == field
    row.refresh_from_db()
    assert row.is_proposed
    assert not Scale.objects.exists()


def test_a_retired_value_does_not_go_on() -> None:
    row = distance(section_of(cast.pat())[0])
    take(actor=cast.sam(), values=[row])
    retire(actor=cast.sam(), measurement=row, reason="the artery was measured")
    row.refresh_from_db()
    with pytest.raises(Refused, match="was refused or retired: measure again"):
        take(actor=cast.sam(), values=[row])


def test_a_study_goes_into_the_tray_with_a_reason_and_once() -> None:
    study = section_of(cast.pat())[0].study
    with pytest.raises(Refused, match="say why") as no:
        put_in_tray(actor=cast.sam(), study=study, reason=" ")
    assert no.value.field == "reason"
    for who in (Study.objects.get(pk=study.pk), study):  # the second has not seen what the first did
        quick = who is not study
        with nullcontext() if quick else pytest.raises(Refused, match="lies in the tray already"):
            put_in_tray(actor=cast.sam(), study=who, reason="the name on the picture is another")


@pytest.mark.parametrize("from_report", [False, True])
def test_a_value_goes_only_where_it_means_something(from_report: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    section, _truth = section_of(cast.pat())
    row = distance(section)
    nowhere = SimpleNamespace(name="map", means=lambda *_: ())
    for module in ("taking", "reported"):
        monkeypatch.setattr(f"saphena.clinic.imaging.{module}.room_of", lambda _: (nowhere, "x"))
    told = SimpleNamespace(measurements=[NUMBER])
    monkeypatch.setattr("saphena.clinic.imaging.reported.read", lambda _: told)
    by_hand = partial(take, values=[row], goal="map:x")
    act = partial(take_reported, instance=section, chosen=[Chosen(0, "map:x")]) if from_report else by_hand
    with pytest.raises(Refused, match="kind of value cannot go there"):
        act(actor=cast.sam())
    row.refresh_from_db()
    assert row.is_proposed
    assert Measurement.objects.count() == 1


def test_a_number_of_a_report_that_was_retired_is_not_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    section, _truth = section_of(cast.pat())
    told = SimpleNamespace(measurements=[NUMBER])
    monkeypatch.setattr("saphena.clinic.imaging.reported.read", lambda _: told)
    (row,) = take_reported(actor=cast.sam(), instance=section, chosen=[Chosen(0)])
    retire(actor=cast.sam(), measurement=row, reason="of another leg")
    with pytest.raises(Refused, match="was refused or retired"):
        take_reported(actor=cast.sam(), instance=section, chosen=[Chosen(0)])


def test_bytes_that_no_reader_expects_are_no_dicom(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise IndexError

    section, _truth = section_of(cast.pat())
    monkeypatch.setattr("saphena.echo.opening.read", stumble)
    with pytest.raises(Refused, match=r"cannot be read as DICOM \(IndexError\)"):
        read_header(path_of(section))


def test_a_clip_without_foam_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    none = SimpleNamespace(front=np.full(3, np.nan), filled=np.zeros(3), flags=(), speed=None, reaches=None)
    monkeypatch.setattr("saphena.echo.foam.measure_foam", lambda *_: none)
    with pytest.raises(Refused, match="No foam is seen in this clip"):
        measure(actor=cast.sam(), instance=clip_of(cast.pat()), what="foam", frame=0, points=[(2, 20), (60, 20)])
    assert not Measurement.objects.exists()


def test_a_report_has_only_the_numbers_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    section, _truth = section_of(cast.pat())
    monkeypatch.setattr("saphena.clinic.imaging.reported.read", lambda _: type("Told", (), {"measurements": ()}))
    with pytest.raises(Refused, match="has no such number"):
        take_reported(actor=cast.sam(), instance=section, chosen=[Chosen(3)])


def test_two_patients_are_not_compared() -> None:
    one, other = section_of(cast.pat())[0], clip_of(cast.pat(given_names="Sylvie"))
    page = cast.signed_in(cast.sam()).get(f"{reverse('imaging:compare')}?right={one.pk}&left={other.pk}")
    assert page.status_code == 409
    assert "not of one patient" in page.text


def test_a_performed_step_begins_once_and_is_known_before_it_ends() -> None:
    begin_step(actor=SAPHENA, uid="1.2.9", machine="US1", order=None, told={})
    with pytest.raises(Refused, match="of this number already"):
        begin_step(actor=SAPHENA, uid="1.2.9", machine="US1", order=None, told={})
    with pytest.raises(Refused, match="There is no performed step"):
        end_step(actor=SAPHENA, uid="1.2.8", state="COMPLETED", told={})


def test_a_part_that_was_cut_or_is_something_else_is_refused() -> None:
    with pytest.raises(Refused, match="body ended within this part"):
        _check_part(Part("application/dicom", Path("part"), whole=False))
    with pytest.raises(Refused, match="that it is no DICOM file"):
        _check_part(Part("text/plain", Path("part"), whole=True))
