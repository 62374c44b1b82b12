"""A reason has a stable code and its values beside its English sentence, and can be said in another language."""

from __future__ import annotations

import copy
import json
import string
from pathlib import Path

import saphena.echo
from saphena.echo.measurement import Flag
from saphena.echo.reasons import Reason, Refused, Why

FRENCH = {
    Why.NO_REGION.value: "Aucune région calibrée ({kind}).",
    Why.OF_REGION.value: "Région {region} : {reason}",
    Why.AN_ECG.value: "C’est un ECG.",
    "Doppler strip": "tracé Doppler",
}
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(saphena.echo.__path__[0]).rglob("*.py"))


def no_strip() -> Reason:
    ecg = Reason(Why.OF_REGION, {"region": 2, "reason": Reason(Why.AN_ECG)})
    return Reason(Why.NO_REGION, {"kind": "Doppler strip"}, (ecg,))


def test_a_reason_is_its_english_sentence() -> None:
    assert no_strip() == "There is no calibrated Doppler strip in this picture. Region 2: It is an ECG trace."
    assert json.dumps(no_strip()) == f'"{no_strip()}"'


def test_a_reason_has_a_code_and_values() -> None:
    refusal = Refused(Why.OFF_PICTURE, "at", x=1.5, y=-2.0, columns=640, rows=480)
    assert (refusal.code, refusal.field, refusal.reason.values["x"]) == ("off-picture", "at", 1.5)
    assert str(refusal) == "The point 1.5, -2 lies outside the picture (640 x 480)."


def test_a_reason_is_said_in_another_language_with_all_that_hangs_on_it() -> None:
    french = no_strip().said(lambda text: FRENCH.get(text, text))
    assert french == "Aucune région calibrée (tracé Doppler). Région 2 : C’est un ECG."


def test_a_reason_travels_to_another_process_whole() -> None:
    there = copy.deepcopy(no_strip())  # goes the way that pickle goes
    assert (there, there.code, there.values, there.more) == (
        no_strip(),
        "no-region",
        no_strip().values,
        no_strip().more,
    )


def test_no_two_reasons_are_the_same_and_every_one_is_a_sentence() -> None:
    assert len(Why.__members__) == len(set(Why))
    for why in Why:
        assert why[0].isupper() or why.startswith("{"), why
        assert why.endswith((".", "}")), why
        names = [name for _, name, _, _ in string.Formatter().parse(why) if name]
        assert all(name.isidentifier() for name in names), why


def test_every_reason_is_given_somewhere() -> None:
    assert [why.name for why in Why if f"Why.{why.name}" not in SOURCES] == []


def test_every_flag_is_raised_somewhere() -> None:
    assert [flag.name for flag in Flag if f"Flag.{flag.name}" not in SOURCES] == []
