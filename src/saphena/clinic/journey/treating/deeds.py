"""What is done in a session besides injecting, what may be seen in it, and what can be said of each with one tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saphena.pathway.treating.states import Need

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["DEEDS", "NEED_WORDS", "SIGHTINGS", "STATE_WORDS", "Deed"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do: what it is called, its choices (each one tap), and which need it answers."""

    label: StrPromise
    choices: dict[str, StrPromise]
    need: Need | None = None
    again: bool = False
    on_segment: bool = False


AS_MARKED = {"marked": pgettext_lazy("as marked on the leg", "marked")}
AS_FELT = {"well": _("well"), "unwell": _("not well")}
STOCKINGS = {
    "one, 15-20 mmHg": _("one, 15-20 mmHg"),
    "one, 20-30 mmHg": _("one, 20-30 mmHg"),
    "two, 15-20 mmHg": _("two, 15-20 mmHg"),
    "one, 30-40 mmHg": _("one, 30-40 mmHg"),
}
BANDAGES = {
    "foot to groin": _("foot to groin"),
    "foot to knee": _("foot to knee"),
    "local": _("over the vein"),
}
SAID = {
    "name and birth date": _("name and date of birth"),
    "name and health number": _("name and health number"),
}
SINCE_LAST_TIME = {"nothing": _("nothing"), "something": _("something")}
ACCESS = {"catheter": _("catheter, position seen"), "needle": _("needle, direct")}

DEEDS: dict[str, Deed] = {
    "identifiers": Deed(_("Two identifiers said by the patient"), SAID, Need.IDENTIFIERS),
    "side": Deed(_("Leg said aloud and marked"), {"said aloud": _("said aloud")}, Need.SIDE),
    "asked": Deed(_("Asked what has changed since last time"), SINCE_LAST_TIME),
    "consent": Deed(_("Signed consent seen, on paper"), {"seen": _("seen")}),
    "marked_standing": Deed(_("Marked standing"), AS_MARKED, Need.MARKED_STANDING),
    "marked_reclining": Deed(_("Marked reclining"), AS_MARKED, Need.MARKED_RECLINING),
    "access": Deed(_("Access"), ACCESS, again=True, on_segment=True),
    "pads": Deed(_("Pads"), {"foam": _("foam pads"), "gauze": _("gauze rolls")}),
    "bandage": Deed(_("Bandage"), BANDAGES, Need.BANDAGE),
    "stocking": Deed(_("Stocking"), STOCKINGS, Need.STOCKING),
    "walk_began": Deed(_("Walk began"), {"supervised": _("with somebody near")}),
    "walk_ended": Deed(_("Walk ended"), AS_FELT, Need.WALKED),
    "watched": Deed(_("Watched until the time was over"), AS_FELT, Need.WATCHED),
    "plan_handed": Deed(
        _("Plan handed over and explained"), {"paper": _("on paper"), "link": _("by the link")}, Need.PLAN
    ),
}

SIGHTINGS: dict[str, StrPromise] = {
    "spasm": _("spasm of the vein"),
    "vein_filled": _("vein filled with foam"),
    "deep_foam": _("foam seen in a deep vein"),
    "junction": _("foam at the junction"),
    "cough": _("cough"),
    "chest": _("tight chest"),
    "visual": _("visual disturbance"),
    "headache": _("headache"),
    "pain": _("strong pain"),
    "faint": _("faint"),
    "beside": _("beside the vein"),
    "hives": _("hives or itching"),
}

NEED_WORDS: dict[Need, StrPromise] = {
    Need.IDENTIFIERS: _("two identifiers"),
    Need.SIDE: _("the leg said aloud"),
    Need.MAP: _("a signed vein map"),
    Need.ASKED: _("what has changed since last time"),
    Need.FINDINGS: _("a physician’s decision on what was found"),
    Need.TEST: _("a test session that counts"),
    Need.CONSENT: _("a signed consent"),
    Need.WEIGHT: _("the weight"),
    Need.INJECTOR: _("who injects"),
    Need.MARKED_STANDING: _("marking in standing"),
    Need.MARKED_RECLINING: _("marking in reclining"),
    Need.INJECTION: _("an injection"),
    Need.BANDAGE: _("the bandage"),
    Need.STOCKING: _("the stocking"),
    Need.WALKED: _("the supervised walk"),
    Need.WATCHED: _("the observation time"),
    Need.RETURN_VISIT: _("a booked return visit"),
    Need.PLAN: _("the plan handed over"),
    Need.REASON: _("a reason"),
}

STATE_WORDS: dict[str, StrPromise] = {
    "opened": _("Before the injections"),
    "confirmed": _("Ready to inject"),
    "injecting": _("Injecting"),
    "dressing": _("Bandaging"),
    "walking": _("Walking and watching"),
    "left": _("Gone home"),
    "transferred": _("Taken to hospital"),
    "abandoned": _("Nothing injected"),
    "signed": _("Note signed"),
}
