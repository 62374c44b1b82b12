"""Pat's left leg with everything that a payer asks for, piece by piece."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from saphena.clinic.courses.queries import course_for
from saphena.clinic.exchange.payer.asking import confirm
from saphena.clinic.exchange.payer.gathering import gather
from saphena.clinic.imaging.measuring import measure
from saphena.clinic.imaging.taking import take
from saphena.clinic.journey.planning import actions
from saphena.clinic.journey.planning.trying import note_tried
from saphena.clinic.journey.reviewing.actions_after import note_scores_before
from tests import cast
from tests.clinic.courses.treated import course
from tests.clinic.imaging.received import strip_of
from tests.clinic.journey.mapping.mapped import again, examination, noted, signed
from tests.clinic.journey.planning.prepared import asked, drafted, vein

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.exchange.payer.pack import Item, Pack
    from saphena.clinic.imaging.models import Measurement
    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.journey.planning.models import Tried

WHOLE_LEG = ("leg signs C2", "leg symptoms yes", "leg origin Ep", *(f"leg vcss{number} 1" for number in range(1, 11)))
LINES = (
    "sfj reflux 1200", "gsv.thigh.lower diameter 6.8", "gsv.thigh.middle reflux 900", "popv.upper reflux 300",
    "ssv.upper state competent",
)  # fmt: skip


def mapped(of: Course) -> Examination:
    """A signed map, typed."""
    draft = examination(course=of)
    noted(draft, *WHOLE_LEG)
    return again(signed(draft, "gsv.thigh.lower reflux 1900", *LINES))


def mapped_on_an_image(of: Course) -> Measurement:
    """A signed map of which one reflux was measured on a strip, and that measurement."""
    draft = examination(course=of)
    strip, _truth = strip_of(of.patient)
    reflux, *_peak = measure(actor=cast.sam(), instance=strip, what="reflux", frame=0)
    noted(draft, *WHOLE_LEG)
    take(actor=cast.sam(), values=[reflux], goal=f"map:{draft.pk}|left|gsv.thigh.lower")
    signed(draft, *LINES)
    return reflux


def stockings(of: Course, weeks: str = "2026-10-26", mmhg: str = "20-30", often: str = "daily") -> Tried:
    """Since the day until Monday 1 February 2027; by default 14 weeks."""
    return note_tried(
        actor=cast.nora(), patient=of.patient, legs="left", what="stocking", since=date.fromisoformat(weeks),
        mmhg=mmhg, often=often, helped="little", told_by="Dr. Ng, letter of 4 January",
    )  # fmt: skip


def planned(of: Course, second: str = "gsv.thigh.middle") -> None:
    """Two sessions, in veins that reflux unless another second one is named."""
    asked(of.patient)
    plan = drafted(of)
    vein(plan, "gsv.thigh.lower", percent="3", ml="4", diameter="6.8")
    vein(plan, second, session=2)
    actions.describe_plan(
        actor=cast.priya(), plan=plan, compression="bandage, stocking 20-30 mmHg", alternatives=["thermal", "foam"]
    )
    actions.sign_plan(actor=cast.priya(), plan=plan)


def whole() -> Course:
    """Everything is there."""
    of = course(cast.pat(health_number="61234-0017"))
    mapped_on_an_image(of)
    stockings(of)
    planned(of)
    note_scores_before(actor=cast.nora(), course=of, symptoms={"heavy": 6}, vcss={})
    return course_for(cast.priya(), of.pk)


def pack_of(of: Course, language: str = "en") -> Pack:
    return gather(cast.priya(), course_for(cast.priya(), of.pk), language)


def item(pack: Pack, name: str) -> Item:
    return next(each for each in pack.items if each.name == name)


def page_of(of: Course) -> str:
    return reverse("exchange_payer:pack", args=[of.pk])


def read_by_max(*names: str) -> None:
    """The manager has read it in a payer's own text."""
    for name in names:
        confirm(actor=cast.max_(), name=name, words="policy 14, page 2", on=True)
