"""The stills and clips of the minute of an injection hang on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.imaging.models import Instance, Study
from saphena.clinic.imaging.states import Whose
from saphena.clinic.journey.treating.pictures import moment_of, pictures_of
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.journey.treating.couch import injected


def test_an_image_belongs_to_the_injection_that_is_nearest_within_a_minute() -> None:
    session = injected()
    row = session.injections.get()
    patient = session.course.patient
    study = Study.objects.create(uid="1.2", scanned_on=session.day, patient=patient, whose=Whose.MATCHED.value)
    for number, seconds in ((1, -31), (2, 20), (3, 61)):
        local = timezone.localtime(row.at + timedelta(seconds=seconds))
        Instance.objects.create(
            study=study, uid=f"1.2.{number}", series_uid="1", sop_class="1", transfer_syntax="1", number=number,
            place=str(number), size=1, sha256="0", made_at=f"{local:%Y%m%d %H%M%S}.5", frames=number,
        )  # fmt: skip
    found = pictures_of(cast.priya(), session, [row])
    assert [picture.number for picture in found[row.pk]] == [2]
    assert pictures_of(cast.nell(), session, [row]) == {}
    told = cast.signed_in(cast.priya()).get(reverse("treating:state", args=[session.pk])).json()["state"]["injections"]
    assert told[0]["images"] == [reverse("imaging:instance", args=[found[row.pk][0].instance])]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("20270309 102030.25", "2027-03-09T10:20:30"),
        ("20270309 102030", "2027-03-09T10:20:30"),
        ("20270309 1020", "2027-03-09T10:20"),
        ("20270309", None),
        ("nonsense", None),
    ],
)
def test_a_time_as_scanners_write_it(written: str, moment: str | None) -> None:
    read = moment_of(written)
    assert (read.replace(microsecond=0) if read else None) == (at(moment) if moment else None)
