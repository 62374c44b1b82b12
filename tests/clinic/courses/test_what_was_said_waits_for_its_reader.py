"""A page that is kept for later, while the answer to a tap is on its way, takes nothing of what the answer says."""

from __future__ import annotations

import pytest
import time_machine

from saphena.clinic.design.said import FOR_LATER
from tests import cast
from tests.clinic.courses.treated import THE_DAY, at, course, happened, own, phone_of, planned, token_of

pytestmark = pytest.mark.django_db
SAID = "Your times are set from now."


@pytest.mark.parametrize("asked", [{FOR_LATER: "yes"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_a_copy_for_later_leaves_what_was_said_to_the_page_that_is_read(asked: dict[str, str]) -> None:
    cast.clinic()
    made = happened(planned(course(), procedure=THE_DAY["procedure"]), injected=THE_DAY["injected"])
    token = token_of(made.patient)
    with time_machine.travel(at("2027-03-09T11:30"), tick=False):
        phone = phone_of(made.patient, token)
        phone.post(own("home", token))
        assert SAID not in phone.get(own("plan", token), headers=asked).content.decode()
        assert SAID in phone.get(own("today", token)).content.decode()
        assert SAID not in phone.get(own("today", token)).content.decode()  # said once


def test_the_worker_of_a_link_says_that_it_reads_for_later() -> None:
    cast.clinic()
    made = course()
    token = token_of(made.patient)
    assert f"'{FOR_LATER}'" in phone_of(made.patient, token).get(own("offline", token)).content.decode()
