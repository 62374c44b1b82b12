"""What the screen needs once: products, lots, places on the leg, and what can be recorded with one tap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saphena.clinic.confirming.models import About
from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.confirming.queries import newest
from saphena.clinic.journey.planning.queries import plan_in_force
from saphena.clinic.journey.treating.asking import language, said_amount
from saphena.clinic.journey.treating.deeds import DEEDS, SIGHTINGS, STATE_WORDS
from saphena.clinic.journey.treating.leg import drawn_leg
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.journey.treating.queries import those_who_may
from saphena.clinic.journey.treating.seals import seal_for
from saphena.clinic.journey.treating.shelf import lots_at_hand
from saphena.clinic.journey.treating.states import MOVES, Need
from saphena.clinic.journey.treating.veins import places
from saphena.pathway.treating import Form
from saphena.pathway.treating.emergencies import dose_for, emergencies

if TYPE_CHECKING:
    from saphena.clinic.confirming.models import Word
    from saphena.clinic.people.models import User
    from saphena.pathway.treating import Library, Product
    from saphena.pathway.treating.emergencies import Step

__all__ = ["VOLUMES", "fixed"]

VOLUMES = ("0.1", "0.2", "0.3", "0.5", "0.8", "1", "1.5", "2", "2.5", "3", "4", "5")
"""The buttons of the form; any other volume is made with plus and minus."""


def ahead_of_utc() -> int:
    """By how many minutes the clinic's clocks are before UTC now."""
    return int((timezone.localtime().utcoffset() or timedelta()).total_seconds() // 60)


def fixed(viewer: User, session: Session) -> dict[str, Any]:
    """For one tablet and one session; kept by the tablet while the session is open."""
    rows = rows_in_force()
    return {
        "viewer": {"id": viewer.pk, "name": str(viewer), "physician": viewer.may("treating.override")},
        "may_record": viewer.may("treating.record"),
        "seal": seal_for(viewer, session),
        "physicians": _named(those_who_may("treating.override")),
        "injectors": _named(those_who_may("treating.inject")),
        "pages": pages(session),
        "products": [_product(product, rows) for product in rows.products.values()],
        "language": get_language() or "en",
        "ahead": ahead_of_utc(),
        "foam": {
            name: {"warn": row.warn, "stop": row.stop, "unsure": rows.is_unconfirmed(f"foam {name}")}
            for name, row in rows.foam.items()
        },
        "lots": lots_at_hand(viewer),
        "map": drawn_leg(session),
        "planned": planned(viewer, session),
        "places": [
            {"id": place.id, "title": place.title, "under": place.under, "name": place.name, "kind": place.kind,
             "group": place.group, "artery": place.artery}
            for place in places(language())
        ],
        "groups": {"trunk": _("Trunks"), "junction": _("Junctions"), "tributary": _("Tributaries"),
                   "perforator": _("Perforators"), "skin": _("Skin")},
        "volumes": [{"value": float(volume), "said": said_amount(Decimal(volume))} for volume in VOLUMES],
        "deeds": {name: {"label": str(deed.label), "again": deed.again, "on_segment": deed.on_segment,
                         "choices": {key: str(words) for key, words in deed.choices.items()}}
                  for name, deed in DEEDS.items()},
        "sightings": {name: str(words) for name, words in SIGHTINGS.items()},
        "states": {name: str(words) for name, words in STATE_WORDS.items()},
        "table": {f"{state.value} {move.value}": target.value for (state, move), target in MOVES.items()},
        "reasons": reasons(),
        "emergencies": [_emergency(name, session) for name in emergencies()],
    }  # fmt: skip


def _named(users: list[User]) -> list[dict[str, Any]]:
    return [{"id": user.pk, "name": str(user)} for user in users]


def pages(session: Session) -> dict[str, str]:
    """Where what stands in the way is settled, by need; each page leads back here."""
    course, back = session.course_id, f"?next={reverse('treating:room', args=[session.pk])}"
    return {
        Need.ASKED: reverse("planning:again", args=[course]) + back,
        Need.FINDINGS: reverse("planning:findings", args=[course]) + back,
        Need.TEST: reverse("planning:tests", args=[course]),
        Need.CONSENT: reverse("planning:consent", args=[course, "procedure"]) + back,
    }


def planned(viewer: User, session: Session) -> list[dict[str, str]]:
    """What the signed plan has for this session of the course, in its order: where, with what, how much."""
    plan = plan_in_force(viewer, session.course)
    if plan is None:
        return []
    number = Session.objects.filter(course=session.course, pk__lt=session.pk).count() + 1
    rows, products = rows_in_force(), [row for row in plan.injections.all() if row.session == number]
    return [
        {
            "segment": row.segment,
            "said": _("%(product)s %(percent)s %% %(ratio)s, %(ml)s mL")
            % {
                "product": rows.products[row.product].title,
                "percent": said_amount(row.percent),
                "ratio": row.ratio,
                "ml": said_amount(row.ml),
            },
        }
        for row in products
        if row.product in rows.products
    ]


def reasons() -> dict[str, list[str]]:
    """Reasons that are given with one tap, by what they are for; others are said in words."""
    return {
        "dose": [
            _("Needed to close the vein"),
            _("A guideline is followed instead of the label"),
            _("The weight is an estimate"),
            _("Nothing else at hand"),
            _("It had been given already"),
        ],
        "way": [
            _("Seen on paper"),
            _("Talked over with the patient, benefit outweighs risk"),
            _("Talked over with a colleague"),
            _("Does not concern this leg"),
            _("The scale is broken"),
        ],
        "back": [_("Tapped by mistake"), _("Another volume"), _("Another vein"), _("The needle was not in the vein")],
        "end": [
            _("The patient wishes so"),
            _("No time to wait longer"),
            _("Watched in another room"),
            _("Done by telephone"),
        ],
        "stop": [
            _("The patient wishes so"),
            _("A physician has decided so"),
            _("Emergency"),
            _("The vein cannot be reached"),
        ],
    }


def _product(product: Product, rows: Library) -> dict[str, Any]:
    return {
        "name": product.name,
        "title": product.title,
        "kind": product.kind.value,
        "canister": float(product.canister) if product.canister is not None else None,
        "note": product.notes.get(language(), ""),
        "ways": {
            form.value: [
                {"value": float(percent), "said": said_amount(percent)} for percent in product.strengths_as(form)
            ]
            for form in Form
            if form in product.forms
        },
        "ratios": [str(row.ratio) for row in rows.every_ratio.values() if rows.ratio_is_known(row.ratio)],
    }


def _emergency(name: str, session: Session) -> dict[str, Any]:
    known, said = emergencies()[name], newest(About.TREATING)
    return {
        "name": name,
        "title": known.title[language()],
        "signs": known.signs[language()],
        "steps": [_step(step, session, said.get(step.row)) for step in known.steps],
    }


def _step(step: Step, session: Session, word: Word | None) -> dict[str, Any]:
    """Its words, and its dose once the clinic has confirmed it, or its own; until then that the clinic has to."""
    from saphena.clinic.people.queries import the_clinic

    known = word.on if word else not step.off
    said = step.text[language()].replace("{number}", the_clinic().emergency_number)
    dose = ""
    if step.dose and known:
        own = word.figures if word else {}
        here = replace(step.dose, per_kg=own.get("per_kg", step.dose.per_kg), most=own.get("most", step.dose.most))
        mg, ml = dose_for(here, session.weight)
        dose = f"{said_amount(mg)} {step.dose.unit} = {said_amount(ml)} mL ({step.dose.drug})"
    if step.repeat and known:
        said = _("%(step)s Every %(least)s to %(most)s minutes.") % {
            "step": said, "least": step.repeat.least, "most": step.repeat.most,
        }  # fmt: skip
    return {"name": step.name, "text": said, "dose": dose, "confirm": not known, "source": step.source.name}
