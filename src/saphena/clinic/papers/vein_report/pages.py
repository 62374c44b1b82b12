"""What stands on the pages of a vein report: plain lists and words, which the template sets as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from saphena.clinic.papers.vein_report.footnotes import Footnotes, spot_of
from saphena.clinic.papers.vein_report.report import Reader, Unjudged
from saphena.clinic.papers.vein_report.words import WORDS
from saphena.pathway.anatomy import Category, anatomy
from saphena.pathway.legmap import GREY, PAPER, LegMap, Look, PerforatorMark, State, TributaryMark, draw, one_leg
from saphena.pathway.legmap.words import WORDS as MAP_WORDS
from saphena.pathway.legmap.words import number
from saphena.pathway.protocol.wording import say_day

if TYPE_CHECKING:
    from datetime import date

    from saphena.clinic.papers.vein_report.report import LegFindings, Mark, VeinReport
    from saphena.pathway.anatomy import Leg

__all__ = ["name_of", "of_one_leg", "pages"]


class _OfASegment(Protocol):
    @property
    def segment(self) -> str: ...


Found = TypeVar("Found", bound=_OfASegment)

FACTS = ("number", "posture", "manoeuvre", "machine", "referrer", "question", "criteria", "limits")


def pages(report: VeinReport, language: str, reader: Reader, *, grey: bool = False) -> dict[str, Any]:
    """Everything that the template sets. `grey` draws the map for a printer without colours."""
    return _Pages(report, language, reader, grey=grey).all()


class _Pages:
    def __init__(self, report: VeinReport, language: str, reader: Reader, *, grey: bool) -> None:
        self.report = report
        self.language = language
        self.reader = reader
        self.words = WORDS[language]
        self.theme = GREY if grey else PAPER

    def all(self) -> dict[str, Any]:
        seen, words = self.report.examined, self.words
        on = self._day(seen.on)
        return {
            "language": self.language,
            "patient": self.reader is Reader.PATIENT,
            "document": words["document"].format(patient=seen.patient, on=on),
            "title": words["patient title" if self.reader is Reader.PATIENT else "title"],
            "under": words["under"],
            "to": list(self.report.to),
            "preliminary": "" if self.report.is_signed else words["preliminary"],
            "clinic": {
                "name": self.report.clinic.name,
                "phone": self.report.clinic.phone,
                "label": words["phone"],
            },
            "page": words["page"],
            "foot": f"{seen.patient}, {on}",
            "facts": self._facts(),
            "legs": [self._leg(each) for each in self.report.legs],
            "signatures": self._signatures(),
            "addenda": [f"{self._day(each.on)}, {each.by}: {each.text}" for each in self.report.addenda],
            "read": words["how to read grey" if self.theme is GREY else "how to read"],
            "words": words,
        }

    def _day(self, day: date) -> str:
        return say_day(day, self.language, 0)

    def _facts(self) -> list[list[str]]:
        seen = self.report.examined
        facts = [["patient", seen.patient], ["born", seen.born.isoformat()], ["examined", self._day(seen.on)]]
        if self.reader is Reader.REFERRER:
            facts += [[name, getattr(seen, name)] for name in FACTS]
        return [[self.words[name], text] for name, text in facts if text]

    def _signatures(self) -> list[list[str]]:
        seen = self.report.examined
        signed = f"{seen.physician}, {self._day(seen.signed_on)}" if seen.signed_on else seen.physician
        return [
            [self.words[role], who] for role, who in (("sonographer", seen.sonographer), ("physician", signed)) if who
        ]

    def _leg(self, findings: LegFindings) -> dict[str, Any]:
        leg, words = findings.leg, self.words
        look = Look(self.theme, self.language, legend=self.reader is Reader.REFERRER, key=f"p-{leg}")
        marks = list(self.report.marks(leg))
        unjudged = [each for each in self.report.unjudged if each.leg is leg]
        notes = Footnotes(self.report, self.words, self._day)
        return {
            "heading": words[leg],
            "map": draw(of_one_leg(self.report.leg_map, leg), one_leg(leg), look),
            "alt": words["map"].format(leg=words[f"{leg} low"]),
            "conclusions": self._plain(leg, marks) if self.reader is Reader.PATIENT else list(findings.conclusions),
            "ceap": [text for text in (findings.ceap, findings.ceap_full) if text],
            "vcss": findings.vcss,
            "targets": list(findings.targets),
            "changes": list(findings.changes),
            "rows": [self._row(each, notes) for each in _in_order([*marks, *unjudged]) if not _only_competent(each)],
            "pressed": notes.pressed(leg, self.language),
            "notes": notes.said,
            "also": self._also([mark for mark in _in_order(marks) if _only_competent(mark)]),
        }

    def _also(self, marks: list[Mark]) -> str:
        """What closes as it should and has no number takes one sentence, not a row each."""
        if not marks:
            return ""
        names = ", ".join(anatomy().segment(mark.segment).short(self.language) for mark in marks)
        return self.words["also"].format(names=names)

    def _row(self, mark: Mark | Unjudged, notes: Footnotes) -> dict[str, Any]:
        depth = None if isinstance(mark, PerforatorMark) else mark.depth
        numbers = ((mark.diameter, "mm"), (mark.reflux, "s"), (depth, "mm"))
        return {
            "name": name_of(mark, self.language),
            "state": self.words["unjudged"] if isinstance(mark, Unjudged) else MAP_WORDS[self.language][mark.state],
            "weighs": not isinstance(mark, Unjudged) and mark.state is State.INCOMPETENT,
            "numbers": ["" if value is None else f"{number(value, self.language)} {unit}" for value, unit in numbers],
            "signs": [notes.sign(spot_of(mark), quantity) for quantity in ("diameter", "reflux", "depth")],
        }

    def _plain(self, leg: Leg, marks: list[Mark]) -> list[str]:
        """What was found in words for the patient: what runs back, what is closed, and that the rest is well."""
        low = self.words[f"{leg} low"]
        said = []
        if any(mark.state is State.THROMBOSED for mark in marks):
            said.append(self.words["clotted"].format(leg=low))
        for state, key in ((State.INCOMPETENT, "refluxing"), (State.CLOSED, "closed ones")):
            if veins := self._veins(marks, state):
                said.append(f"{self.words[key].format(leg=low)} {veins}.")
        if any(mark.state is State.INCOMPETENT for mark in marks):
            if any(mark.state is State.COMPETENT for mark in marks):
                said.append(self.words["the others"])
        elif any(mark.state is State.COMPETENT for mark in marks):
            said.append(self.words["none refluxing"].format(leg=low))
        return said

    def _veins(self, marks: list[Mark], state: State) -> str:
        found = [anatomy().segment(mark.segment).vein for mark in _in_order(marks) if mark.state is state]
        names = [vein.names[self.language] for vein in found if vein.category is not Category.JUNCTION]
        return ", ".join(dict.fromkeys(names or (vein.names[self.language] for vein in found)))


def of_one_leg(found: LegMap, leg: Leg) -> LegMap:
    """The map of one leg: the legend below it explains nothing that is on the other alone."""
    return LegMap(
        segments=tuple(mark for mark in found.segments if mark.leg is leg),
        perforators=tuple(mark for mark in found.perforators if mark.leg is leg),
        tributaries=tuple(mark for mark in found.tributaries if mark.leg is leg),
        flows=tuple(flow for flow in found.flows if flow.leg is leg),
        scars=tuple(scar for scar in found.scars if scar.leg is leg),
        pins=tuple(pin for pin in found.pins if pin.leg is leg),
        landmarks=found.landmarks,
    )


def _only_competent(mark: Mark | Unjudged) -> bool:
    if isinstance(mark, Unjudged):
        return False
    return mark.state is State.COMPETENT and mark.diameter is None and mark.reflux is None


def _in_order(marks: list[Found]) -> list[Found]:
    order = {segment.id: place for place, segment in enumerate(anatomy())}
    return sorted(marks, key=lambda mark: order[mark.segment])


def name_of(mark: Mark | Unjudged, language: str) -> str:
    """“Great saphenous vein, upper calf”; a tributary with its key, a perforator with its height above the floor."""
    words, name = WORDS[language], anatomy().segment(mark.segment).name(language)
    if isinstance(mark, TributaryMark):
        name = words["tributary"].format(key=mark.key, name=name)
    elif isinstance(mark, PerforatorMark) and mark.height is not None:
        name = words["perforator at"].format(name=name, height=number(mark.height, language))
    return name[:1].upper() + name[1:]
