"""The procedure note: sentences made of what was recorded, in the order in which a colleague reads it.

Nothing stands in it that was not recorded, and what was missing is said. The same function writes both languages.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from saphena.clinic.confirming.products import rows_in_force
from saphena.clinic.design.dates import date_format
from saphena.clinic.journey.treating.asking import language, said_amount, title_of
from saphena.clinic.journey.treating.deeds import DEEDS, NEED_WORDS, SIGHTINGS
from saphena.clinic.journey.treating.flags import explanation_of, too_late
from saphena.clinic.journey.treating.from_images import called
from saphena.clinic.journey.treating.in_short import in_short
from saphena.clinic.journey.treating.models import Complication, EmergencyStep, Injection, Sighting, Syringe, Transition
from saphena.clinic.journey.treating.recorded import live_deeds
from saphena.clinic.journey.treating.states import Move, Need
from saphena.clinic.journey.treating.totals import doses_around
from saphena.clinic.journey.treating.veins import said
from saphena.clinic.journey.treating.wording import passed_words
from saphena.pathway.treating import age, mg_per_ml, standings, up
from saphena.pathway.treating.complications import complications
from saphena.pathway.treating.emergencies import emergencies

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from saphena.clinic.journey.treating.models import Deed, Session
    from saphena.clinic.people.models import User
    from saphena.pathway.treating import Dose

__all__ = ["LANGUAGES", "both_languages", "parts_of"]

LANGUAGES = ("en-ca", "fr-ca")
Part = tuple[str, list[str]]
SAYS_NOTHING = ("marked", "said aloud", "seen")  # the label has said it already


def both_languages(session: Session) -> dict[str, list[Part]]:
    """The note as it is signed: {"en": parts, "fr": parts}."""
    found, writer = {}, _Writer(session)
    for name in LANGUAGES:
        with translation.override(name):
            found[name[:2]] = _parts(writer)
    return found


def parts_of(session: Session) -> list[Part]:
    """Headings with their sentences, in the language in force. What was not recorded has no heading."""
    return _parts(_Writer(session))


def _parts(writer: _Writer) -> list[Part]:
    parts: list[tuple[str, Callable[[], list[str]]]] = [
        (_("In short"), writer.in_short),
        (_("Before"), writer.before),
        (_("Drawn up"), writer.drawn_up),
        (_("Injections"), writer.injections),
        (_("In all"), writer.totals),
        (_("Against the ceilings"), writer.ceilings),
        (_("Past a rule"), writer.passed),
        (_("Seen during it"), writer.sightings),
        (_("Emergency"), writer.emergency),
        (_("After"), writer.after),
        (_("Complications"), writer.complications),
    ]
    return [(heading, sentences) for heading, write in parts if (sentences := write())]


def clock(at: datetime) -> str:
    return time_format(timezone.localtime(at), "H:i")


def capital(words: str) -> str:
    """Only the first letter: 10 mL stays as it is."""
    return words[:1].upper() + words[1:]


def uncapital(words: str) -> str:
    return words[:1].lower() + words[1:]


def _afterwards(row: Transition | Syringe) -> str:
    given = explanation_of(row)
    if given is None:
        return ""
    told = _("Reason given afterwards: %(reason)s (%(who)s, %(time)s).")
    return " " + told % {"reason": given.reason.rstrip("."), "who": given.by, "time": clock(given.at)}


class _Writer:
    """One session, read once, whatever the languages it is told in."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.rows = rows_in_force()
        self.deeds = live_deeds(session)
        moves = Transition.objects.filter(session=session).select_related("by", "ordered_by", "explanation__by")
        self.moves = list(moves.order_by("pk"))
        found = Injection.objects.filter(session=session).select_related(
            "syringe", "void", "approval", "by", "ordered_by", "given_by", "sent_by"
        )
        self.all = list(found.prefetch_related("on_images").order_by("at", "pk"))
        self.given = [row for row in self.all if not hasattr(row, "void")]

    def done(self, what: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.what == what]

    def last(self, what: str) -> str:
        """The newest of a kind in a sentence: “Bandage: foot to groin (14:20).”"""
        row = self.done(what)[-1]
        told = {"label": DEEDS[what].label, "said": DEEDS[what].choices[row.words], "time": clock(row.at)}
        if row.words in SAYS_NOTHING:
            return _("%(label)s (%(time)s).") % told
        return _("%(label)s: %(said)s (%(time)s).") % told

    def in_short(self) -> list[str]:
        return in_short(self.session, self.given, self.deeds, self.rows)

    # -- before ------------------------------------------------------------------------------------------------------

    def before(self) -> list[str]:
        session = self.session
        told = [_("%(leg)s, %(day)s.") % {
            "leg": capital(session.get_side_display()), "day": date_format(session.day, "j F Y")}]  # fmt: skip
        if session.weight is not None:
            told.append(_("Weight %(weight)s kg.") % {"weight": said_amount(session.weight)})
        told += self._labelled("identifiers", "side", "asked", "consent")
        told += [self._moved(row) for row in self.moves if row.move == Move.CONFIRM]
        told += self._labelled("marked_standing", "marked_reclining")
        told += [
            _("Access to %(place)s: %(how)s (%(time)s).")
            % {
                "place": said(deed.segment, language()),
                "how": DEEDS["access"].choices[deed.words],
                "time": clock(deed.at),
            }
            for deed in self.done("access")
        ]
        told += [self._moved(row) for row in self.moves if row.move in (Move.INJECT, Move.ABANDON)]
        hands = self.hands()  # of nobody where nothing was injected
        return told + [_("Injected by %(who)s.") % {"who": hand} for hand in hands if len(hands) == 1]

    def _labelled(self, *names: str) -> list[str]:
        return [self.last(name) for name in names if self.done(name)]

    def _moved(self, row: Transition) -> str:
        words = {
            Move.CONFIRM: _("Time-out by %(who)s at %(time)s."),
            Move.INJECT: _("Injecting began at %(time)s, %(who)s."),
            Move.LEAVE: _("Left the clinic at %(time)s (%(who)s)."),
            Move.TRANSFER: _("Taken to a hospital at %(time)s (%(who)s)."),
            Move.ABANDON: _("Nothing was injected; ended at %(time)s by %(who)s."),
            Move.WALK: _("Began to walk at %(time)s (%(who)s)."),
        }
        told = words[Move(row.move)] % {"who": row.by, "time": clock(row.at)}
        if row.missing:
            names = ", ".join(str(NEED_WORDS[Need(name)]) for name in row.missing)
            told += " " + _("Not recorded then: %(what)s.") % {"what": names}
        if row.told:
            told += " " + _("In the way then: %(what)s") % {"what": " ".join(row.told[language()])}
        if too_late(row, self.given[0].at if self.given else None):
            told += " " + _("That was after the first injection (%(time)s).") % {"time": clock(self.given[0].at)}
        if row.reason:
            who = f" ({row.ordered_by})" if row.ordered_by else ""
            told += " " + _("Reason: %(reason)s.") % {"reason": row.reason.rstrip(".") + who}
        elif row.missing:
            told += " " + _("No reason was given then.")
        return told + _afterwards(row)

    # -- what was given ----------------------------------------------------------------------------------------------

    def drawn_up(self) -> list[str]:
        """One sentence for each product, strength, parts and lot that was used, with the moments of mixing."""
        grouped: dict[str, list[str]] = {}
        for syringe in self._syringes:
            form = _("foam %(ratio)s") % {"ratio": syringe.ratio} if syringe.form == "foam" else _("liquid")
            told = _("%(product)s %(percent)s %%, %(form)s, lot %(lot)s, good until %(day)s") % {
                "product": self.rows.products[syringe.product].title, "percent": said_amount(syringe.percent),
                "form": form.strip(), "lot": syringe.lot, "day": date_format(syringe.expires_on, "j M Y"),
            }  # fmt: skip
            grouped.setdefault(told, []).append(clock(syringe.at))
        return [f"{told} ({', '.join(times)})." for told, times in grouped.items()]

    def injections(self) -> list[str]:
        """One sentence each."""
        return [self._injection(row, len(self.hands()) > 1) for row in self.all]

    def hands(self) -> list[User]:
        """Everybody who injected, in their order."""
        return list(dict.fromkeys(row.given_by for row in self.given if row.given_by))

    def _injection(self, row: Injection, name_the_hand: bool) -> str:
        told = _("%(time)s: %(volume)s mL of %(product)s %(percent)s %% into %(place)s") % {
            "time": clock(row.at), "volume": said_amount(row.volume),
            "product": self.rows.products[row.syringe.product].title, "percent": said_amount(row.syringe.percent),
            "place": said(row.segment, language()),
        }  # fmt: skip
        if row.syringe.form == "foam":
            seconds = age(row.syringe.drawn, row.syringe.at, row.at, self.rows).seconds
            told += _(" (foam %(seconds)s s old)") % {"seconds": seconds}
        if row.side != self.session.side:
            told += f", {row.get_side_display()}"
        if hasattr(row, "void"):
            why = row.void.reason or _("at once")
            told += _("; taken back at %(time)s: %(why)s") % {"time": clock(row.void.at), "why": why}
        if name_the_hand and row.given_by:
            told += _("; injected by %(who)s") % {"who": row.given_by}
        if row.late:
            told += _("; came in later, there was no network")
        if row.sent_by:
            told += _("; recorded by %(who)s, sent by %(sender)s") % {"who": row.by, "sender": row.sent_by}
        if on_images := [uncapital(called(each)) for each in row.on_images.all()]:
            told += _("; on the images: %(values)s") % {"values": ", ".join(on_images)}
        return told + "."

    def totals(self) -> list[str]:
        """What was given in this session, by substance."""
        sums: dict[str, tuple[Fraction, Fraction]] = {}
        for row in self.given:
            substance = self.rows.substances[self.rows.products[row.syringe.product].substance].title[language()]
            ml, mg = sums.get(substance, (Fraction(0), Fraction(0)))
            exact = Fraction(row.volume)
            sums[substance] = (ml + exact, mg + exact * mg_per_ml(row.syringe.drawn, self.rows))
        return [
            _("%(ml)s mL with %(mg)s mg of %(substance)s.")
            % {"ml": said_amount(up(ml)), "mg": said_amount(up(mg)), "substance": substance}
            for substance, (ml, mg) in sums.items()
        ]

    def ceilings(self) -> list[str]:
        """How the day and the week stand against every ceiling that counts what was given, both legs."""
        return [
            _("%(ceiling)s: %(used)s of %(limit)s %(unit)s, both legs.")
            % {"ceiling": capital(title_of(row.ceiling)), "used": said_amount(up(row.used)),
               "limit": said_amount(up(row.limit)) if row.limit is not None else "?",
               "unit": "mL" if row.ceiling.unit == "mL" else "mg"}
            for row in standings(self._doses, self.session.weight, self.session.day, self.rows, str(self.session.pk))
        ]  # fmt: skip

    @cached_property
    def _doses(self) -> list[Dose]:
        return doses_around(self.session.course.patient_id, self.session.day) if self.given else []

    def passed(self) -> list[str]:
        told = [self._passed_when_drawn(row) for row in self._syringes if row.passed]
        for row in self.given:
            if not row.passed:
                continue
            approval = getattr(row, "approval", None)
            reason = (approval.reason if approval else row.reason) or _("no reason yet")
            who = approval.by if approval else row.ordered_by or row.by
            told.append(_("%(time)s: %(rules)s. Reason: %(reason)s (%(who)s).") % {
                "time": clock(row.at), "rules": passed_words(row.passed, row.in_force), "who": who,
                "reason": reason.rstrip("."),
            })  # fmt: skip
        return told

    def _passed_when_drawn(self, row: Syringe) -> str:
        return _("%(time)s, drawn up: %(rules)s. Reason: %(reason)s (%(who)s).") % {
            "time": clock(row.at), "rules": passed_words(row.passed), "who": row.ordered_by or row.by,
            "reason": row.reason.rstrip(".") or _("no reason yet"),
        } + _afterwards(row)  # fmt: skip

    @cached_property
    def _syringes(self) -> list[Syringe]:
        """Those from which something was given."""
        used = {row.syringe_id for row in self.given}
        rows = Syringe.objects.filter(session=self.session, pk__in=used)
        return list(rows.select_related("by", "ordered_by", "explanation__by"))

    # -- what was seen, and after --------------------------------------------------------------------------------------

    def sightings(self) -> list[str]:
        said = _("%(label)s: %(said)s.")
        sent = _("; recorded by %(who)s, sent by %(sender)s")
        told = [
            said
            % {
                "label": clock(row.at),
                "said": SIGHTINGS[row.what] + (sent % {"who": row.by, "sender": row.sent_by} if row.sent_by else ""),
            }
            for row in Sighting.objects.filter(session=self.session).select_related("by", "sent_by")
        ]
        return told or [_("Nothing was recorded.")] * bool(self.given)

    def emergency(self) -> list[str]:
        told = []
        for row in EmergencyStep.objects.filter(session=self.session).select_related("by"):
            known = emergencies()[row.emergency]
            step = next(each for each in known.steps if each.name == row.step)
            text = step.text[language()].replace("{number}", "").strip()
            told.append(
                f"{date_format(timezone.localtime(row.at), 'H:i:s')} {known.title[language()]}: {text} ({row.by})"
            )
        return told

    def after(self) -> list[str]:
        told = self._labelled("pads", "bandage", "stocking")
        told += [self._moved(row) for row in self.moves if row.move == Move.WALK and row.missing]
        told += self._labelled("walk_began", "walk_ended", "watched", "plan_handed")
        return told + [self._moved(row) for row in self.moves if row.move in (Move.LEAVE, Move.TRANSFER)]

    def complications(self) -> list[str]:
        told = []
        for row in Complication.objects.filter(session=self.session):
            title = complications()[row.what].title[language()]
            code = _(" (ICD-10-CM %(code)s)") % {"code": row.code} if row.code else ""
            told.append(f"{capital(title)}{code}{': ' + row.words if row.words else ''}.")
        return told
