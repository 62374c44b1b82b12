"""The inbox as staff see it: why in words, what is late, what may be done, in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.journey.recovering import actions
from saphena.clinic.journey.recovering.models import Letter, Matter
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.record.models import Entry
from saphena.pathway.recovering import Level, table
from tests import cast
from tests.clinic.courses.treated import at
from tests.clinic.journey.recovering.home import alert, told, treated

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
INBOX = "/inbox/"


def desk() -> Client:
    return cast.signed_in(cast.nora())


def one(matter: Matter, name: str = "one") -> str:
    return reverse(f"recovering:{name}", args=[matter.pk])


def test_the_rule_and_the_answer_are_named_in_words() -> None:
    matter = alert()
    for page in (INBOX, one(matter)):
        shown = desk().get(page).content.decode()
        assert "New swelling of one leg with a deep ache: clot in a deep vein" in shown
        assert "rule 8" in shown
    shown = desk().get(one(matter)).content.decode()
    assert "One calf or one leg newly swollen" in shown
    assert "Duplex the same day." in shown


def test_until_a_physician_has_signed_every_urgency_is_called_a_proposal() -> None:
    matter = alert()
    assert "No physician has approved the triage table" in desk().get(INBOX).content.decode()
    assert "By a table that no physician has approved" in desk().get(one(matter)).content.decode()
    physician = cast.signed_in(cast.priya())
    physician.post(reverse("recovering:approve"), {"fingerprint": table().fingerprint})
    assert "No physician has approved" not in desk().get(INBOX).content.decode()
    assert "Approved by Priya Raman" in physician.get(reverse("recovering:rules")).content.decode()


def test_what_is_late_says_so() -> None:
    alert()
    assert "too-late" not in desk().get(INBOX).content.decode()
    with time_machine.travel(at("2027-03-10T13:31"), tick=False):
        assert "too-late" in desk().get(INBOX).content.decode()


def test_a_row_goes_through_all_hands_by_its_buttons() -> None:
    matter, nora = alert(), desk()
    assert nora.post(one(matter, "take")).status_code == 302
    assert nora.post(one(matter, "assign"), {"to": cast.nell().pk}).status_code == 302
    assert nora.post(one(matter, "take"), {"over_from": cast.nell().pk}).status_code == 302
    assert nora.post(one(matter, "snooze"), {"minutes": "30"}).status_code == 302
    assert nora.post(one(matter, "called"), {"what": "Comes at two."}).status_code == 302
    assert nora.post(one(matter, "reply"), {"text": "See you at two."}).status_code == 302
    assert nora.post(one(matter, "escalate"), {"why": "Calf 4 cm thicker"}).status_code == 302
    refused = nora.post(one(matter, "close"), {"outcome": "scan", "text": "Scan done."})
    assert refused.status_code == 422
    assert "not been read" in refused.content.decode()
    assert "Scan done." in refused.content.decode()
    seen = nora.get(one(matter)).context["close_form"].initial["seen"]
    assert nora.post(one(matter, "close"), {"outcome": "scan", "text": "Scan done.", "seen": seen}).status_code == 302
    matter.refresh_from_db()
    assert matter.state == "closed"
    assert Letter.objects.count() == 1
    assert PromisedMessage.objects.filter(kind="recovering.letter").count() == 1
    shown = nora.get(f"{INBOX}?state=closed").content.decode()
    assert "a scan is arranged today" in shown


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("assign", {"to": "999"}, "999"),
        ("assign", {"to": ""}, "Choose who is to look after it."),
        ("close", {"outcome": "", "text": "advice"}, "Please say how it ended."),
        ("close", {"outcome": "advice", "text": " "}, "It was urgent: please write down what was done."),
        ("snooze", {"minutes": "600"}, "600"),
        ("called", {"what": ""}, "required"),
        ("reply", {"text": " "}, "required"),
        ("escalate", {"why": ""}, "required"),
        ("close", {"outcome": "magic"}, "magic"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(name: str, data: dict[str, str], says: str) -> None:
    matter = alert()
    shown = desk().post(one(matter, name), data)
    assert shown.status_code == 422
    assert says in shown.content.decode()


def test_what_was_done_is_asked_for_before_something_urgent_is_closed_and_is_optional_else() -> None:
    matter = alert()
    for level in (Level.EMERGENCY, Level.TODAY, Level.OFFICE):
        Matter.objects.update(level=level)
        page = desk().get(one(matter)).content.decode()
        assert ("optional" in page[page.index('id="close"') :]) == (level > Level.TODAY)


def test_an_emergency_cannot_be_put_off_from_the_list_either() -> None:
    matter = alert(yes={"breath"})
    assert "data-snooze" not in desk().get(INBOX).content.decode()
    assert desk().post(one(matter, "snooze"), {"minutes": "15"}).status_code == 409


def test_an_emergency_that_is_closed_is_quiet_and_says_who_closed_it_and_when() -> None:
    matter, nora = alert(yes={"breath"}), desk()
    chart = reverse("courses:chart", args=[matter.patient_id])
    assert "notice stop" in nora.get(one(matter)).content.decode()
    assert "state stop" in nora.get(chart).content.decode()
    seen = nora.get(one(matter)).context["close_form"].initial["seen"]
    with time_machine.travel(at("2027-03-10T14:05"), tick=False):
        nora.post(one(matter, "close"), {"outcome": "emergency", "text": "Ambulance called.", "seen": seen or ""})
    for page in (one(matter), chart, f"{INBOX}?state=closed"):
        shown = nora.get(page).content.decode()
        assert "Closed by Nora Lindqvist on 10 Mar, 14:05: sent to the emergency department" in shown
        assert "notice stop" not in shown
        assert "state stop" not in shown


def test_two_at_once_the_second_is_told() -> None:
    matter = alert()
    assert desk().post(one(matter, "take")).status_code == 302
    second = cast.signed_in(cast.nell()).post(one(matter, "take"))
    assert second.status_code == 409
    assert "quicker" in second.content.decode()


def test_the_list_asks_a_fixed_number_of_times() -> None:
    counts = []
    for name in ("Robin", "Kim", "Lee"):
        made = treated(cast.pat(given_names=name, email=f"{name}@home.test"))
        told(made, yes={"swelling"}, words="Please call.")
        browser = desk()
        browser.get(INBOX)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(INBOX)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_finding_narrows_the_list_and_looking_is_recorded() -> None:
    matter = alert()
    assert "Nobody found" in desk().get(f"{INBOX}?q=zebra").content.decode()
    assert "Moreau, Pat" in desk().get(f"{INBOX}?q=mor").content.decode()
    desk().get(one(matter))
    assert Entry.objects.filter(action="recovering.matter.seen", patient=matter.patient).count() == 1


def test_the_times_to_answer_are_shown_by_level() -> None:
    matter = alert()
    actions.called(actor=cast.nora(), matter=matter, what="Fine.", now=at("2027-03-10T09:42"))
    shown = desk().get(INBOX).content.decode()
    assert "12 min" in shown
    assert "1 of 1" in shown


def test_others_see_no_photo_and_no_button() -> None:
    matter = alert()
    shown = cast.signed_in(cast.max_()).get(one(matter)).content.decode()
    assert "I have called" not in shown
    assert cast.signed_in(cast.olive()).get(INBOX).status_code == 403


def test_the_chart_says_of_a_row_that_was_answered_when_and_no_longer_until_when() -> None:
    matter = alert()
    chart = reverse("courses:chart", args=[matter.patient_id])
    assert "In the inbox: answers, answer by" in desk().get(chart).content.decode()
    actions.take(actor=cast.nora(), matter=matter)
    matter.refresh_from_db()
    actions.called(actor=cast.nora(), matter=matter, what="The calf is soft.")
    shown = desk().get(chart).content.decode()
    assert "In the inbox: answers, answered" in shown
    assert "answer by" not in shown
