"""The components as they come out: what a screen reader gets, what is kept, and that nothing stands inline."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django import forms
from django.template.loader import render_to_string

from saphena.clinic.design.components import Emergency, NowCard, PlanDay, PlanRow, Step, StepState
from saphena.clinic.design.styleguide import examples, journey, plan_days
from saphena.clinic.design.templatetags.design import tied
from tests.clinic.design.palette import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ("design/styleguide.html", "design/styleguide_patient.html")
ERRORS = ("400.html", "403.html", "404.html", "500.html")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))", re.IGNORECASE)
INLINE_ATTRIBUTE = re.compile(r"<[^>]*\s(?:style|on[a-z]+)=", re.IGNORECASE)


@pytest.mark.parametrize("page", [*PAGES, *ERRORS, "design/refused.html"])
def test_nothing_stands_inline(page: str) -> None:
    html = render_to_string(page, examples())
    assert not INLINE_SCRIPT.search(html)
    assert "<style" not in html
    assert not INLINE_ATTRIBUTE.search(html)
    assert "javascript:" not in html


@pytest.mark.parametrize("path", sorted(FOLDER.parent.glob("*/templates/**/*.html")), ids=lambda path: path.name)
def test_no_template_holds_an_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not INLINE_SCRIPT.search(text)
    assert not re.search(r"\sstyle=", text)


@pytest.mark.parametrize("path", sorted(FOLDER.parent.glob("**/templates/**/*.html")), ids=lambda path: path.name)
def test_a_notice_that_gets_nothing_of_its_page_is_given_its_text(path: Path) -> None:
    for given in re.findall(r'"design/notice.html" with ([^%]*) only', path.read_text()):
        assert "text=" in given


def test_what_is_wrong_with_a_field_is_said_once_and_named_an_error_to_the_ear_alone() -> None:
    class Form(forms.Form):
        reason = forms.CharField(error_messages={"required": "Please say why."})

    html = render_to_string("design/fields.html", {"form": Form({}, auto_id="id_%s")})
    assert html.count("Please") == 1
    assert '<span class="only-spoken">Error: </span>Please say why.' in html
    assert 'id="id_reason_error"' in html
    assert 'aria-describedby="id_reason_error"' in html


def test_what_is_wrong_with_a_field_is_shown_by_one_template() -> None:
    shown = [path.name for path in FOLDER.parent.glob("**/templates/**/*.html") if "field-error" in path.read_text()]
    assert shown == ["field_error.html"]


@pytest.mark.parametrize("page", ERRORS)
def test_an_error_page_needs_nothing_of_the_request(page: str) -> None:
    html = render_to_string(page)
    assert page[:3] in html
    assert "911" in html


def test_the_journey_is_an_ordered_list_with_one_current_step() -> None:
    html = render_to_string("design/journey_line.html", {"steps": journey()})
    assert html.count("<li ") == 8
    assert html.count('aria-current="step"') == 1
    assert "Requesting" in html
    assert ": Done" in html


def test_a_shut_gate_says_why_and_how_it_opens() -> None:
    html = render_to_string("design/journey_line.html", {"steps": journey()})
    assert "No finished test session on an earlier day." in html
    assert "Opens with a test session without a reaction." in html
    assert '<a href="#test">Plan the test session</a>' in html


def test_a_step_without_a_gate_draws_none() -> None:
    html = render_to_string("design/journey_line.html", {"steps": [Step("mapping", "Mapping", StepState.OPEN)]})
    assert 'class="gate"' not in html


def test_a_plan_line_opens_to_its_reasons_and_says_what_was_changed() -> None:
    html = render_to_string("design/plan.html", {"days": plan_days()})
    assert "Changed here: bandage nights 3 instead of 5" in html
    assert "<dt>Arithmetic</dt>" in html
    assert "Why?" in html


def test_a_plan_line_without_reasons_has_nothing_to_open() -> None:
    day = PlanDay("Tue 9 Mar", (PlanRow("10:00", "Come", "must", "do"),))
    assert "<details" not in render_to_string("design/plan.html", {"days": [day]})


def test_a_text_from_outside_is_escaped() -> None:
    day = PlanDay("Tue 9 Mar", (PlanRow("10:00", "<b>Come</b>", "must", "do"),))
    assert "<b>" not in render_to_string("design/plan.html", {"days": [day]})


def test_the_ring_is_drawn_by_the_server_and_kept_true_by_the_page() -> None:
    now = NowCard(
        "Rest.",
        "until 15:50",
        0.25,
        starts_at=datetime(2027, 3, 9, 18, 50, tzinfo=UTC),
        ends_at=datetime(2027, 3, 9, 22, 50, tzinfo=UTC),
    )
    html = render_to_string("design/now_card.html", {"now": now})
    assert 'stroke-dasharray="25.0 100"' in html
    assert 'start="2027-03-09T18:50:00+00:00" end="2027-03-09T22:50:00+00:00"' in html


def test_without_a_share_there_is_no_ring() -> None:
    assert "ring-left" not in render_to_string("design/now_card.html", {"now": NowCard("Walk when you like.")})


def test_emergency_signs_are_on_every_patient_page() -> None:
    signs = Emergency("911", ("you cannot breathe well",))
    html = render_to_string("design/patient.html", {"clinic_phone": "403 555-0142", "emergency": signs})
    assert 'href="#emergency"' in html
    assert 'id="emergency"' in html
    assert "you cannot breathe well" in html
    assert 'href="tel:911"' in html
    assert 'href="tel:4035550142"' in html


class Asked(forms.Form):
    born = forms.DateField(label="Date of birth", help_text="Year, month, day.")


def test_a_wrong_field_keeps_what_was_typed_and_is_tied_to_its_error() -> None:
    form = Asked({"born": "30/4/61x"})
    form.is_valid()
    html = render_to_string("design/field.html", {"field": form["born"]})
    assert 'value="30/4/61x"' in html
    assert 'aria-invalid="true"' in html
    described = re.search(r'<input[^>]*aria-describedby="([^"]*)"', html)
    assert described
    assert all(f'id="{name}"' in html for name in described[1].split())


@pytest.mark.parametrize("page", PAGES)
def test_no_two_things_share_an_id(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', render_to_string(page, examples()))
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("loose", "together"),
    [
        ("jusqu’à 15 h 50", "jusqu’à 15\u00a0h\u00a050"),
        ("encore 5 h 0 min", "encore 5\u00a0h\u00a00\u00a0min"),
        ("Sinon : dites « oui »", "Sinon\u00a0: dites «\u00a0oui\u00a0»"),
        ("until 15:50, 2 hours", "until 15:50, 2 hours"),
    ],
)
def test_clock_times_and_french_marks_do_not_part_at_the_end_of_a_line(loose: str, together: str) -> None:
    assert tied(loose) == together
