"""The words of the room: names of veins and products, results, what is seen, and what is wrong with a syringe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.speaking import language
from saphena.pathway.anatomy import anatomy
from saphena.pathway.mapping.words import SIGNS
from saphena.pathway.planning.testing import Result
from saphena.pathway.planning.weighing import Level, means
from saphena.pathway.treating.library import library

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from saphena.pathway.planning.weighing import Finding, Rule

    Words = dict[str, StrPromise]

QUESTIONS_TAB = _("Questions")

LEVELS: dict[Level, StrPromise] = {
    Level.ABSOLUTE: _("forbids"),
    Level.RELATIVE: _("a physician looks"),
    Level.CAUTION: _("warns"),
    Level.SILENT: _("does not say"),
}
LEVEL_BADGES = {Level.ABSOLUTE: "stop", Level.RELATIVE: "warning", Level.CAUTION: "info", Level.SILENT: ""}
SURE: Words = {
    "found": _("read in the source"),
    "derived": _("follows from the source"),
    "engineering": _("our own proposal"),
    "recalled": _("only recalled"),
}
RESULTS: dict[Result, StrPromise] = {
    Result.OPEN: _("being watched"),
    Result.TOLERATED: _("tolerated"),
    Result.LOCAL: _("local reaction"),
    Result.SYSTEMIC: _("systemic reaction"),
    Result.NOT_DONE: _("not done"),
}
RESULT_BADGES = {
    Result.OPEN: "now",
    Result.TOLERATED: "done",
    Result.LOCAL: "warning",
    Result.SYSTEMIC: "stop",
    Result.NOT_DONE: "missed",
}
OBSERVED: Words = {
    "well": _("feels well"),
    "redness": _("redness or wheal at the site"),
    "itch": _("itching at the site"),
    "pain": _("pain at the site"),
    "hives": _("hives away from the site"),
    "swelling": _("swelling of face or tongue"),
    "breath": _("trouble breathing"),
    "faint": _("faint, pale, low pressure"),
    "visual": _("trouble seeing or headache"),
    "other": _("something else"),
}
GASES: Words = {
    "air": _("room air"),
    "filtered air": _("filtered air"),
    "co2": _("carbon dioxide"),
    "co2 o2": _("carbon dioxide and oxygen"),
}
SYRINGE_PROBLEMS: dict[str, tuple[str, StrPromise]] = {
    "unknown product": ("product", _("There is no such product.")),
    "not a strength of it": ("percent", _("There is no such strength of this product.")),
    "not given so": ("form", _("The texts of this product do not have it in this form.")),
    "not foamed in this strength": ("form", _("This strength is not made into foam.")),
    "no parts": ("ratio", _("A foam needs its parts, liquid + gas: 1+4.")),
    "parts without foam": ("ratio", _("Only a foam that is mixed here has parts.")),
    "parts not confirmed": ("ratio", _("Nobody has confirmed these parts for this clinic. Usual is 1+4.")),
}


def product_title(product: str) -> str:
    known = library().products.get(product)
    return known.title if known else product


def segment_name(segment: str) -> str:
    """“great saphenous vein, upper thigh”, in the reader's language."""
    return anatomy().segment(segment).name(language()) if segment in anatomy() else segment


def rule_text(rule: Rule) -> str:
    """“Ankle-brachial pressure index < 0.6”, as staff read it."""
    text = means(rule.condition)[language()]
    if rule.value is None:
        return text
    return f"{text} {SIGNS[rule.operator]} {number_format(rule.value.normalize())}"


def finding_text(finding: Finding) -> str:
    """“Ankle-brachial pressure index: 0.72”, as staff read it."""
    text = means(finding.condition)[language()]
    return text if finding.value is None else f"{text}: {finding.value.normalize():f}"
