"""The events of a course say which are done and by whom, which are to come, and which nobody has written down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse

from tests import cast
from tests.clinic.courses.treated import at, course, happened, planned, treated

if TYPE_CHECKING:
    import time_machine

    from saphena.clinic.courses.models import Course


def events(course: Course) -> dict[str, str]:
    """What the chart says of each event, by its name."""
    page = cast.signed_in(cast.nora()).get(reverse("courses:chart", args=[course.patient_id])).content.decode()
    listed = page.partition('<dl class="facts events">')[2].partition("</dl>")[0]
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", listed, re.DOTALL)
    return {bare(name): bare(said) for name, said in rows}


def bare(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_procedure_that_was_carried_out_is_done_by_whoever_wrote_down_the_injections() -> None:
    assert events(treated(course()))["The procedure"] == "Tue 9 Mar, 10:00 done, Nora Lindqvist"


def test_what_is_to_come_is_planned() -> None:
    assert events(planned(course(), procedure="2027-04-20T10:00"))["The procedure"] == "Tue 20 Apr, 10:00 planned"


def test_what_is_over_and_was_not_written_down_says_that(clock: time_machine.Traveller) -> None:
    found = planned(course(), procedure="2027-04-20T10:00")
    clock.move_to(at("2027-04-20T18:00"))
    assert events(found)["The procedure"] == "Tue 20 Apr, 10:00 over, not written down yet"


def test_while_the_patient_is_in_the_clinic_the_procedure_goes_on(clock: time_machine.Traveller) -> None:
    found = planned(course(), procedure="2027-04-20T10:00")
    clock.move_to(at("2027-04-20T10:20"))
    happened(found, arrived="2027-04-20T09:55")
    assert events(found)["The procedure"] == "Tue 20 Apr, 10:00 going on now"
    happened(found, left="2027-04-20T11:10")
    assert events(found)["The procedure"] == "Tue 20 Apr, 10:00 over, not written down yet"


def test_whoever_came_yesterday_and_was_not_written_down_any_further_is_not_here(clock: time_machine.Traveller) -> None:
    found = happened(planned(course(), procedure="2027-04-20T10:00"), arrived="2027-04-20T09:55")
    clock.move_to(at("2027-04-21T08:00"))
    assert events(found)["The procedure"] == "Tue 20 Apr, 10:00 over, not written down yet"
