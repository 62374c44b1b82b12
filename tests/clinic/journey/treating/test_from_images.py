"""A value that was accepted on an image of the day is said of an injection, in its note too, with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from saphena.clinic.imaging.measuring import measure
from saphena.clinic.imaging.onward import Doubtful, goals_for, where_they_stand
from saphena.clinic.imaging.taking import retire, take
from saphena.clinic.journey.treating.models import OnImage, Session
from saphena.clinic.journey.treating.telling import both_languages
from saphena.pathway.refused import Refused
from tests import cast
from tests.clinic.imaging.received import section_of
from tests.clinic.journey.treating.couch import injected

if TYPE_CHECKING:
    from pathlib import Path

    from saphena.clinic.imaging.models import Measurement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def images(settings: Any, tmp_path: Path) -> None:
    settings.SAPHENA_IMAGES = tmp_path / "images"


def measured(session: Session) -> Measurement:
    """4.55 mm on a picture of that day."""
    section, _truth = section_of(session.course.patient)
    section.study.scanned_on = session.day
    section.study.save()
    points = [(100.0, 100.0), (170.0, 100.0)]
    (row,) = measure(actor=cast.sam(), instance=section, what="distance", frame=0, points=points)
    return row


def test_it_stands_at_the_injection_and_in_the_note_in_both_languages() -> None:
    session = injected()
    injection, value = session.injections.get(), measured(session)
    assert [goal.key for each in goals_for(cast.priya(), value.instance.study) for goal in each.goals] == [
        f"injection:{injection.pk}"
    ]
    take(actor=cast.priya(), values=[value], goal=f"injection:{injection.pk}")
    row = OnImage.objects.get()
    assert (row.injection, row.by) == (injection, cast.priya())
    assert row.value == pytest.approx(4.55)
    note = both_languages(session)
    assert "on the images: distance 4.55 mm" in str(note["en"])
    assert "distance 4,55 mm" in str(note["fr"])
    (there,) = where_they_stand([value.pk])[value.pk]
    assert there.url == reverse("treating:note", args=[session.pk])


def test_the_note_leads_back_to_the_frame_and_says_what_was_retired_since() -> None:
    session = injected()
    value = measured(session)
    take(actor=cast.priya(), values=[value], goal=f"injection:{session.injections.get().pk}")
    retire(actor=cast.priya(), measurement=value, reason="it was the artery")
    page = cast.signed_in(cast.priya()).get(reverse("treating:note", args=[session.pk])).content.decode()
    assert f'href="{reverse("imaging:instance", args=[value.instance_id])}?frame=0#m{value.pk}"' in page
    assert "superseded: it was the artery" in page


def test_a_signed_note_takes_nothing_more() -> None:
    session = injected()
    value = measured(session)
    Session.objects.filter(pk=session.pk).update(state="signed")
    with pytest.raises(Refused, match="addendum"):
        take(actor=cast.priya(), values=[value], goal=f"injection:{session.injections.get().pk}")
    (told,) = [each for each in goals_for(cast.priya(), value.instance.study) if "note of that session" in each.why]
    assert told.url == reverse("treating:note", args=[session.pk])


def test_the_other_leg_is_asked_about() -> None:
    session = injected()
    value = measured(session)
    order = value.instance.study.order
    assert order
    order.side = "right" if session.side == "left" else "left"
    order.save()
    goal = f"injection:{session.injections.get().pk}"
    with pytest.raises(Doubtful, match="other leg"):
        take(actor=cast.priya(), values=[value], goal=goal)
    take(actor=cast.priya(), values=[value], goal=goal, sure=True)
    assert OnImage.objects.exists()
