"""What there is to try at each of the eight steps, and as whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.mapping.models import Examination
from saphena.clinic.journey.reviewing.models import Review
from saphena.clinic.journey.treating.models import Session
from saphena.demo.people import HELEN, JOHAN, LUCIE, MARGARET, OTHERS, PAT, ROSA, SAMIR, Pretend

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

BRENDAN = next(each for each in OTHERS if each.given == "Brendan")
TELEPHONES = {each.given: each for each in (MARGARET, PAT, LUCIE)}


@dataclass(frozen=True, slots=True)
class Try:
    """One button: where it leads, and who one is there."""

    label: StrPromise
    where: str = ""
    staff: str = ""  # first name of who is signed in; "" for a page that is open to all
    telephone: Pretend | None = None  # the patient's own page instead


@dataclass(frozen=True, slots=True)
class Step:
    title: StrPromise
    about: StrPromise
    tries: tuple[Try, ...]


def steps() -> tuple[Step, ...]:
    """The journey, each step with the people who stand at it in this clinic."""
    return (
        Step(
            _("Requesting"),
            _("Anybody asks without an account. Say yes to a swollen calf, and read what you are told at once."),
            (
                Try(_("Ask for an appointment"), reverse("requesting:ask")),
                Try(_("The desk"), reverse("requesting:desk"), "Nell"),
            ),
        ),
        Step(
            _("Mapping"),
            _("Brendan’s leg is half noted. Type “gsv ak 6,8 2,1” and Enter: the drawing follows, and what it means."),
            (
                Try(_("Brendan’s examination"), _latest(Examination, "mapping:entry", BRENDAN), "Sam"),
                Try(_("Images beside the map"), reverse("imaging:tray"), "Sam"),
            ),
        ),
        Step(
            _("Planning and test session"),
            _("Rosa has her test tomorrow: her answers held against the label, her plan against every ceiling."),
            (
                Try(_("Rosa’s planning"), _course("planning:course", ROSA), "Priya"),
                Try(_("What Johan’s payer asks"), _course("exchange_payer:pack", JOHAN), "Nora"),
            ),
        ),
        Step(
            _("Booking"),
            _("Johan waits for his procedure. Find his visits, see why not sooner, hold them all in one act."),
            (
                Try(_("Johan’s visits"), _course("booking:course", JOHAN), "Nell"),
                Try(_("The day board"), reverse("board:board"), "Nell"),
            ),
        ),
        Step(
            _("Preparing"),
            _("Margaret’s visit has moved, and every date of her list with it. She ticks it on her telephone."),
            (
                Try(_("Margaret’s telephone"), telephone=MARGARET),
                Try(_("Who is not ready"), reverse("preparing:not_ready"), "Nora"),
            ),
        ),
        Step(
            _("Treating"),
            _("Samir is on the couch. Mix foam, tap the leg where the needle goes, watch the clock and the doses."),
            (Try(_("The treatment room"), _latest(Session, "treating:room", SAMIR), "Nora"),),
        ),
        Step(
            _("Recovering"),
            _("Pat came home today, Lucie two days ago. Say in “How it goes” that it hurts, and see Nora’s inbox."),
            (
                Try(_("Pat’s telephone"), telephone=PAT),
                Try(_("Lucie’s telephone, in French"), telephone=LUCIE),
                Try(_("The inbox"), reverse("recovering:inbox"), "Nora"),
            ),
        ),
        Step(
            _("Reviewing"),
            _("Helen is back: what became of each vein, and what comes next. Max counts the years of everybody."),
            (
                Try(_("Helen’s return visit"), _latest(Review, "reviewing:one", HELEN), "Priya"),
                Try(_("Outcomes"), reverse("reviewing:outcomes"), "Max"),
            ),
        ),
    )


def _course(page: str, who: Pretend) -> str:
    found = Course.objects.filter(patient__family_name=who.family, patient__given_names=who.given).latest("pk")
    return reverse(page, args=[found.pk])


def _latest(kind: type[Examination | Session | Review], page: str, who: Pretend) -> str:
    """The newest of the patient's: the demo leaves it open."""
    of, by = ("patient", "examined_at") if kind is Examination else ("course__patient", "pk")
    found = kind._default_manager.filter(**{f"{of}__family_name": who.family, f"{of}__given_names": who.given})
    return reverse(page, args=[found.latest(by).pk])
