"""One word and one sign for each thing, and none for what does not exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template

from saphena.clinic.design import words
from saphena.clinic.design.components import PlanState, StepState
from saphena.clinic.design.templatetags.design import percent, shapes, tel
from saphena.pathway.protocol.rules import Kind, Strength
from tests.clinic.design.palette import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = sorted((FOLDER.parent).glob("*/templates/**/*.html"))


def test_every_kind_of_rule_has_a_word_and_an_icon() -> None:
    assert set(words.KINDS) == {kind.value for kind in Kind}


def test_every_strength_has_a_word() -> None:
    assert set(words.STRENGTHS) == {strength.value for strength in Strength}


def test_every_state_of_a_step_and_of_a_plan_item_has_a_word() -> None:
    assert {state.value for state in (*StepState, *PlanState)} <= set(words.STATES)


@pytest.mark.parametrize("sign", [*words.KINDS.values(), *words.STATES.values()])
def test_every_sign_is_drawn(sign: words.Sign) -> None:
    assert not sign.icon or sign.icon in shapes()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_ask_only_for_icons_that_exist(path: Path) -> None:
    assert set(re.findall(r'{% icon "([\w-]+)" %}', path.read_text())) <= set(shapes())


def test_an_icon_is_silent_for_a_screen_reader() -> None:
    drawn = Template('{% load design %}{% icon "walk" %}').render(Context())
    assert 'aria-hidden="true"' in drawn
    assert 'focusable="false"' in drawn


def test_an_unknown_icon_is_an_error_of_the_template() -> None:
    with pytest.raises(KeyError):
        Template('{% load design %}{% icon "unicorn" %}').render(Context())


def test_a_unit_stands_after_a_space_that_does_not_break() -> None:
    drawn = Template('{% load design %}{% measure "6.4" "mm" %}').render(Context())
    assert drawn == '<span class="measure">6.4\u202f<span class="unit">mm</span></span>'


def test_a_measure_is_escaped() -> None:
    assert "<b>" not in Template("{% load design %}{% measure value 'mm' %}").render(Context({"value": "<b>"}))


@pytest.mark.parametrize(("fraction", "drawn"), [(-1, "0.0"), (0, "0.0"), (0.6049, "60.5"), (1, "100.0"), (7, "100.0")])
def test_a_share_is_written_for_a_drawing(fraction: float, drawn: str) -> None:
    assert percent(fraction) == drawn


def test_a_telephone_number_can_be_dialled_as_it_is_written() -> None:
    assert tel("+1 (403) 555-0142") == "tel:+14035550142"
