"""Each item of the list with what is kept of it: found, short of what is asked, or missing and where it is noted.

Nothing is made up and nothing is typed twice: what is not kept is missing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saphena.clinic.confirming.numbers import amount
from saphena.clinic.design.dates import date_format
from saphena.clinic.exchange.payer.asking import asked_here, limit_said, part_of
from saphena.clinic.exchange.payer.evidence import Seen, evidence_of, frames_of, retired_in, widest
from saphena.clinic.exchange.payer.pack import Item, Line, Pack, Verdict
from saphena.clinic.exchange.payer.scoring import ceap, scores
from saphena.clinic.journey.mapping.queries import counts_until, examinations_of, signed_map
from saphena.clinic.journey.mapping.states import OPEN
from saphena.clinic.journey.mapping.wording import value_said
from saphena.clinic.journey.planning.forms_tried import pressure_said
from saphena.clinic.journey.planning.queries import plan_in_force, tried_of
from saphena.clinic.journey.planning.telling_tried import trial_of, tried_said
from saphena.clinic.journey.planning.wording import product_title, segment_name
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.planning.payers import asks_how_often, months_between, was_tried, weeks_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from saphena.clinic.courses.models import Course
    from saphena.clinic.exchange.payer.pack import Evidence, Frame
    from saphena.clinic.journey.mapping.models import Examination
    from saphena.clinic.journey.planning.models import PlannedInjection, TreatmentPlan, Tried
    from saphena.clinic.people.models import User
    from saphena.pathway.planning.payers import Asks

__all__ = ["gather"]


def gather(viewer: User, course: Course, language: str) -> Pack:
    """The pack of one course in the language of the page, or of whoever has set another for a paper."""
    return _Gathering(viewer, course, language).pack()


class _Gathering:
    def __init__(self, viewer: User, course: Course, language: str) -> None:
        self.viewer, self.course, self.language = viewer, course, language
        self.asks: Asks = asked_here()
        self.today = timezone.localdate()
        self.examination = signed_map(course)
        self.seen: Seen | None = Seen(self.examination, course.leg, language) if self.examination else None
        self.plan: TreatmentPlan | None = plan_in_force(viewer, course)
        self.evidence: list[Evidence] = evidence_of(self.seen) if self.seen else []
        self.frames: list[Frame] = frames_of(viewer, self.seen) if self.seen else []
        self.in_hand = None if self.seen else self._in_hand()

    def pack(self) -> Pack:
        makers: dict[str, Callable[[], Item]] = {
            "patient": self._patient, "map": self._map, "reflux": self._reflux, "ceap": self._ceap,
            "scores": self._scores, "tried": self._tried, "plan": self._plan, "images": self._images,
        }  # fmt: skip
        items = [makers[name]() for name in self.asks.items]
        return Pack(self.course, self.language, items, self.seen, self.in_hand, self.plan, self.evidence, self.frames)

    def _in_hand(self) -> Examination | None:
        found = examinations_of(self.viewer, self.course.patient).filter(state__in=OPEN)
        return next((each for each in found if each.covers(self.course.leg)), None)

    def _title(self, name: str) -> str:
        return self.asks.items[name].title[self.language]

    def _verdict(self, name: str, found: Decimal, said: str = "") -> Verdict:
        """What was found against what is asked; where the clinic has not said how much, only what was found."""
        limit = self.asks.limits[name]
        told = {"what": limit.what[self.language], "found": said or amount(part_of(limit), found)}
        if not limit.on:
            return Verdict(_("%(what)s: %(found)s. How much a payer asks, the clinic has not said.") % told, None)
        told["asked"] = limit_said(limit)
        met = limit.met_by(found)
        less = _("%(what)s: %(found)s, but asked is %(asked)s.")
        text = _("%(what)s: %(found)s; asked is %(asked)s.") if met else less
        return Verdict(text % told, met)

    def _patient(self) -> Item:
        patient = self.course.patient
        born = _("born %(day)s") % {"day": date_format(patient.birth_date, "j M Y")}
        number = _("health number %(number)s") % {"number": patient.health_number} if patient.health_number else ""
        told = ", ".join(each for each in (patient.formal_name, born, number) if each)
        address = ", ".join(line for each in patient.address.splitlines() if (line := each.strip()))
        lines = [Line(told), *([Line(address)] if address else [])]
        return Item(
            "patient", self._title("patient"), lines, (), "" if number else _("The health number is not known."),
            reverse("people:patient", args=[patient.pk]), _("Details"),
        )  # fmt: skip

    def _map(self) -> Item:
        title, act = self._title("map"), _("The map")
        if self.examination is None:
            wants, url = self._where_it_is_signed()
            return Item("map", title, (), (), wants, url, act)
        of, until = self.examination, counts_until(self.examination, self.course)
        day = timezone.localdate(of.examined_at)
        said: list[Line] = [
            Line(self._examined(), day, of.sonographer.name if of.sonographer else ""),
            Line(_("map signed"), timezone.localdate(of.signed_at) if of.signed_at else None, str(of.signed_by or "")),
        ]
        wants = ""
        if until is not None:
            told = {"day": date_format(until, "j M Y")}
            over = until < self.today
            wants = _("By the protocol it counted until %(day)s.") % told if over else ""
            said += [] if over else [Line(_("counts until %(day)s by the protocol") % told)]
        days = (self.today - day).days
        age = self._verdict(
            "map_months",
            Decimal(months_between(day, self.today)),
            ngettext("%(n)s day", "%(n)s days", days) % {"n": days},
        )
        return Item(
            "map", title, said, (age,), wants,
            reverse("mapping:map", args=[of.pk]), act,
        )  # fmt: skip

    def _examined(self) -> str:
        of = self.examination
        if of is None:
            return ""
        posture = str(of.get_posture_display())
        posture += f" ({of.posture_reason})" if of.posture_reason else ""
        told = {"leg": self.course.get_leg_display(), "posture": posture, "how": of.get_manoeuvre_display()}
        return _("%(leg)s examined %(posture)s; reflux by %(how)s") % told

    def _where_it_is_signed(self) -> tuple[str, str]:
        if self.in_hand is None:
            return _("No map of this leg is signed, and none is being made."), reverse(
                "mapping:of_course", args=[self.course.pk]
            )
        told = {"day": date_format(timezone.localtime(self.in_hand.examined_at), "j M Y")}
        return _("The map of %(day)s is not signed yet.") % told, reverse("mapping:map", args=[self.in_hand.pk])

    def _reflux(self) -> Item:
        url = reverse("mapping:map", args=[self.examination.pk]) if self.examination else self._where_it_is_signed()[1]
        lines = [Line(self._refluxing(), self._day(), self.evidence[0].by)] if self._refluxing() else []
        wants = _("No place of this leg refluxes on the signed map.") if self.seen and not lines else ""
        if self.seen and (retired := retired_in(self.seen)):
            wants = _("Measured on an image that no longer counts: %(values)s.") % {"values": "; ".join(retired)}
        wants = wants if self.seen else _("It stands on the map, which is not signed.")
        return Item("reflux", self._title("reflux"), lines, self._widths(), wants, url, _("The map"))

    def _refluxing(self) -> str:
        """In one sentence; the table below has every place."""
        refluxing = [row for row in self.evidence if row.refluxes]
        if not refluxing:
            return ""
        told: dict[str, object] = {"n": len(refluxing), "all": len(self.evidence)}
        told["veins"] = "; ".join(" ".join(each for each in (row.vein, row.reflux) if each) for row in refluxing)
        return _("%(n)s of %(all)s measured places reflux: %(veins)s") % told

    def _day(self) -> date | None:
        return timezone.localdate(self.examination.examined_at) if self.examination else None

    def _widths(self) -> list[Verdict]:
        """Of each trunk that is planned: its width on the map."""
        planned = dict.fromkeys(row.segment for row in self.plan.injections.all()) if self.plan else {}
        told = []
        for segment in planned:
            is_trunk = segment in anatomy() and anatomy().segment(segment).category is Category.TRUNK
            if self.seen and is_trunk and (judged := widest(self.seen, segment)) and judged.diameter is not None:
                width = value_said("diameter", str(judged.diameter), self.language)
                told.append(self._verdict("trunk_mm", judged.diameter, f"{segment_name(segment)}, {width}"))
        return told

    def _ceap(self) -> Item:
        return ceap(self._title("ceap"), self.seen, self._where_it_is_signed()[1])

    def _scores(self) -> Item:
        return scores(self._title("scores"), self.viewer, self.course, self.seen)

    def _tried(self) -> Item:
        rows = [row for row in tried_of(self.viewer, self.course.patient, self.course.leg) if not _back(row)]
        rows.sort(key=lambda row: (not asks_how_often(row.what), row.since))
        lines = [
            Line(
                _("%(what)s; as told by %(who)s") % {"what": tried_said(row, self.today), "who": row.told_by},
                timezone.localdate(row.noted_at), row.noted_by.name,
            )
            for row in rows
        ]  # fmt: skip
        wants = "" if lines else _("Nothing is noted of what was tried before.")
        url = reverse("planning:tried", args=[self.course.pk])
        return Item("tried", self._title("tried"), lines, self._stockings(rows), wants, url, _("Tried before"))

    def _stockings(self, rows: list[Tried]) -> list[Verdict]:
        """How long stockings were worn; where a pressure is asked, those that press so much."""
        if not rows:
            return []
        trials = [(row, trial_of(row, self.today)) for row in rows]
        stockings = [trial for row, trial in trials if asks_how_often(row.what)]
        pressure = self.asks.limits["stocking_mmhg"]
        told = [self._verdict("stocking_weeks", Decimal(weeks_of(stockings, pressure.value if pressure.on else None)))]
        known = {trial.mmhg: row.mmhg for row, trial in trials if was_tried(row.often) and trial.mmhg}
        if known and pressure.on:
            most = max(known)
            told.append(self._verdict("stocking_mmhg", Decimal(most), pressure_said(known[most])))
        return told

    def _plan(self) -> Item:
        url, act = reverse("planning:plan", args=[self.course.pk]), _("Treatment plan")
        if self.plan is None or self.plan.signed_at is None:
            return Item("plan", self._title("plan"), (), (), _("No treatment plan of this leg is signed."), url, act)
        rows = list(self.plan.injections.all())
        sessions = len({row.session for row in rows})
        told = {"version": self.plan.version, "n": sessions}
        head = ngettext("Version %(version)s, %(n)s session", "Version %(version)s, %(n)s sessions", sessions) % told
        signed = Line(head, timezone.localdate(self.plan.signed_at), str(self.plan.signed_by or ""))
        lines = [signed, *(Line(_injection(row)) for row in rows)]
        return Item("plan", self._title("plan"), lines, (), self._without_reflux(rows), url, act)

    def _without_reflux(self, rows: list[PlannedInjection]) -> str:
        """Veins that are planned and do not reflux on the map: whoever reads the pack would ask."""
        found = self.seen.found if self.seen else None
        if found is None:
            return ""
        refluxing = {judged.segment.id for judged in found.judged if judged.is_incompetent}
        others = dict.fromkeys(segment_name(row.segment) for row in rows if row.segment not in refluxing)
        told = _("Planned, and without reflux on the signed map: %(veins)s.") % {"veins": "; ".join(others)}
        return told if others else ""

    def _images(self) -> Item:
        patient = self.course.patient_id
        url, act = reverse("imaging:studies", args=[patient]), _("Images")
        lines = [
            Line("; ".join(frame.said), frame.on, frame.by, reverse("imaging:instance", args=[frame.first.instance_id])
                 + f"?frame={frame.first.frame}#m{frame.first.pk}")
            for frame in self.frames
        ]  # fmt: skip
        wants = "" if lines else _("No number on the signed map was accepted on an image.")
        if self.seen is None:
            wants = _("They stand on the map, which is not signed.")
        return Item("images", self._title("images"), lines, (), wants, url, act)


def _back(row: Tried) -> bool:
    return hasattr(row, "taken_back")


def _injection(row: PlannedInjection) -> str:
    """“Session 1: great saphenous vein, lower thigh; Fibrovein 3 %, foam 1+4, 4 mL, catheter”."""
    form = f"{_('foam')} {row.ratio}".strip() if row.form == "foam" else _("liquid")
    told = {
        "n": row.session, "vein": segment_name(row.segment), "product": product_title(row.product),
        "percent": f"{number_format(row.percent.normalize())}\N{NO-BREAK SPACE}%", "form": form,
        "ml": f"{number_format(row.ml.normalize())}\N{NARROW NO-BREAK SPACE}mL", "way": row.get_access_display(),
    }  # fmt: skip
    return _("Session %(n)s: %(vein)s; %(product)s %(percent)s, %(form)s, %(ml)s, %(way)s") % told
