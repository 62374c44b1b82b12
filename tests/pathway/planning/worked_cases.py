"""Worked cases with their sources: who forbids what, and which test session opens which gate.

A case of `FORBIDDEN` reads: these answers, this product, this form -> this level by each named rule set (all other
chosen sets are silent), and whether they disagree. A case of `GATES`: these tests, this procedure -> open, or why not.
"""

# ruff: noqa: E501 - a table is read row by row

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from saphena.pathway.clock import settle
from saphena.pathway.planning.screening import Answer, Known
from saphena.pathway.planning.testing import DoneTest, Result, Wanted
from saphena.pathway.planning.weighing import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

EDMONTON = ZoneInfo("America/Edmonton")
A, R, C = Level.ABSOLUTE, Level.RELATIVE, Level.CAUTION


def at(words: str) -> datetime:
    wall = datetime.fromisoformat(words)
    return settle(wall.date(), wall.time(), EDMONTON)


def ticked(*items: str, **numbers: str) -> Answer:
    return Answer(Known.SOME, items, numbers={name: Decimal(value) for name, value in numbers.items()})


UNKNOWN = Answer(Known.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Forbidden:
    says: str
    source: str
    answers: Mapping[str, Answer]
    condition: str
    verdicts: Mapping[str, Level]
    product: str = "fibrovein"
    form: str = "foam"
    disagree: bool = False
    confirmed: tuple[str, ...] = ()


FORBIDDEN = (
    Forbidden("allergy to the sclerosant is absolute everywhere", "UIP 2023; Fibrovein SmPC 4.3",
              {"Q01": ticked("sclerosant_allergy")}, "sclerosant_allergy", {"uip": A, "fibrovein": A}),
    Forbidden("any serious allergy: the STS text forbids, the guideline is silent", "Fibrovein SmPC 4.3, “allergic conditions”",
              {"Q02": ticked("severe_allergy")}, "severe_allergy", {"fibrovein": A, "house": R}, disagree=True),
    Forbidden("the same with a US polidocanol label", "Asclera, Varithena labels name no other allergy",
              {"Q02": ticked("severe_allergy")}, "severe_allergy", {"house": R}, product="varithena"),
    Forbidden("benzyl alcohol is in STS", "Fibrovein: benzyl alcohol 20 mg/mL",
              {"Q03": ticked("benzyl_alcohol_allergy")}, "benzyl_alcohol_allergy", {"fibrovein": A}, disagree=True),
    Forbidden("benzyl alcohol is not in polidocanol", "Aethoxysklerol leaflet: ethanol",
              {"Q03": ticked("benzyl_alcohol_allergy")}, "benzyl_alcohol_allergy", {}, product="aethoxysklerol"),
    Forbidden("allergy to the stocking's material", "compression consensus 2020",
              {"Q03": ticked("compression_allergy")}, "compression_allergy", {"compression": A, "house": C}, disagree=True),
    Forbidden("a fresh clot in a deep vein", "UIP 2023; all labels but old STS",
              {"Q06": ticked("vte_acute")}, "vte_acute", {"uip": A, "polidocanol_us": A}, product="asclera"),
    Forbidden("old STS texts forbid phlebitis, and say nothing of deep clots", "Sotradecol, Trombovar",
              {"Q06": ticked("vte_acute")}, "vte_acute", {"uip": A}, product="sotradecol", disagree=True),
    Forbidden("a clot years ago: relative by guideline, absolute by Fibrovein", "UIP 2023; Fibrovein SmPC 4.3",
              {"Q06": ticked("vte_history")}, "vte_history", {"uip": R, "fibrovein": A}, disagree=True),
    Forbidden("a clot years ago: a warning on US labels", "Varithena safety information",
              {"Q06": ticked("vte_history")}, "vte_history", {"uip": R, "polidocanol_us": C}, product="varithena", disagree=True),
    Forbidden("phlebitis last month: STS forbids", "Fibrovein SmPC 4.3; Sotradecol",
              {"Q07": ticked("svt_recent")}, "svt_recent", {"sts_america": A}, product="trombovar", disagree=True),
    Forbidden("cancer under treatment", "UIP 2023; Fibrovein SmPC 4.3, evolving cancer",
              {"Q09": ticked("cancer")}, "cancer", {"uip": R, "fibrovein": A}, disagree=True),
    Forbidden("pregnancy: guideline relative, US label a warning", "UIP 2023; Asclera",
              {"Q04": ticked("pregnant")}, "pregnant", {"uip": R, "polidocanol_us": C}, product="asclera", disagree=True),
    Forbidden("pregnancy: the Canadian STS text forbids", "Trombovar monograph",
              {"Q04": ticked("pregnant")}, "pregnant", {"uip": R, "sts_america": A}, product="trombovar", disagree=True),
    Forbidden("breastfeeding: hours on the US label", "Asclera: up to 8 h",
              {"Q05": ticked("breastfeeding")}, "breastfeeding", {"uip": R, "polidocanol_us": C}, product="asclera", disagree=True),
    Forbidden("a hole in the heart with symptoms, foam", "UIP 2023; Fibrovein SmPC 4.3",
              {"Q17": ticked("pfo_symptomatic")}, "pfo_symptomatic", {"uip": R, "fibrovein": A}, disagree=True),
    Forbidden("a hole in the heart with symptoms, liquid: the rules are about foam", "UIP 2023; Fibrovein SmPC 4.3",
              {"Q17": ticked("pfo_symptomatic")}, "pfo_symptomatic", {}, form="liquid"),
    Forbidden("nobody has decided between liquid and foam: the rules count", "our own reading",
              {"Q17": ticked("pfo_symptomatic")}, "pfo_symptomatic", {"uip": R, "fibrovein": A}, form="", disagree=True),
    Forbidden("a silent hole in the heart, foam: less volume, no straining", "Fibrovein SmPC 4.4",
              {"Q17": ticked("pfo")}, "pfo", {"uip": R, "fibrovein": C}, disagree=True),
    Forbidden("migraine with aura", "UIP 2023; Fibrovein SmPC 4.4",
              {"Q15": ticked("migraine_aura")}, "migraine_aura", {"uip": R, "fibrovein": C}, disagree=True),
    Forbidden("a stroke after earlier sclerotherapy", "UIP 2023",
              {"Q18": ticked("event_severe")}, "event_severe", {"uip": A}, disagree=True),
    Forbidden("the recalled European list is silent until a physician has read it", "European 2013, recalled",
              {"Q18": ticked("event_visual")}, "event_visual", {"house": R}),
    Forbidden("confirmed by a physician it speaks", "European 2013, recalled; foam only",
              {"Q18": ticked("event_visual")}, "event_visual", {"house": R, "european": R}, confirmed=("european",)),
    Forbidden("blocked arteries: STS forbids, US polidocanol warns", "Trombovar monograph",
              {"Q20": ticked("arterial_disease")}, "arterial_disease", {"polidocanol_us": C}, product="asclera"),
    Forbidden("rest pain", "UIP 2023; Aethoxysklerol: Fontaine III and IV",
              {"Q20": ticked("limb_ischaemia")}, "limb_ischaemia", {"uip": A, "aethoxysklerol": A}, product="aethoxysklerol"),
    Forbidden("infected skin on the leg: Aethoxysklerol names only severe acute illness", "UIP 2023; Aethoxysklerol leaflet",
              {"Q23": ticked("infection_local")}, "infection_local", {"uip": A}, product="aethoxysklerol", disagree=True),
    Forbidden("cannot walk", "Fibrovein, Aethoxysklerol, STS: absolute; UIP 2023 silent",
              {"Q24": ticked("immobile")}, "immobile", {"aethoxysklerol": A}, product="aethoxysklerol", disagree=True),
    Forbidden("cannot walk, US polidocanol: a warning", "Asclera, Varithena labels: reduced mobility",
              {"Q24": ticked("immobile")}, "immobile", {"polidocanol_us": C}, product="varithena"),
    Forbidden("pill and smoking together", "Fibrovein SmPC 4.3, when several come together",
              {"Q11": ticked("oestrogen"), "Q26": ticked("smoker")}, "several_risks", {"fibrovein": A}, disagree=True),
    Forbidden("the pill alone: the guideline's warning is only recalled", "UIP 2023, abstract cut",
              {"Q11": ticked("oestrogen")}, "oestrogen", {}),
    Forbidden("BMI exactly at the bound is obesity", "our own bound, 30; 86.7 kg at 170 cm",
              {"Q25": ticked(height="170", weight="86.7")}, "obesity", {"uip": C}),
    Forbidden("deep reflux: what STS texts forbid, guidelines treat", "Sotradecol; Fibrovein SmPC 4.3",
              {"S01": ticked("deep_incompetence")}, "deep_incompetence", {"fibrovein": A}, disagree=True),
    Forbidden("saphenous reflux itself: forbidden before ligation by old STS texts", "Sotradecol, Trombovar",
              {"S01": ticked("saphenous_incompetence")}, "saphenous_incompetence", {"sts_america": A}, product="tromboject", disagree=True),
    Forbidden("disulfiram with an alcoholic solution", "Aethoxysklerol: ethanol 42 mg/mL",
              {"Q14": ticked("disulfiram")}, "disulfiram", {"aethoxysklerol": C}, product="aethoxysklerol"),
    Forbidden("pressure index 0.59: do not compress", "compression consensus 2020: below 0.6",
              {"S02": ticked(abpi="0.59")}, "abpi", {"compression": A, "house": R}, disagree=True),
    Forbidden("pressure index exactly 0.6: a physician decides", "consensus 2020 is strict; our own 0.8",
              {"S02": ticked(abpi="0.6")}, "abpi", {"house": R}),
    Forbidden("pressure index exactly 0.5: both compression guidelines", "US 2019: only above 0.5",
              {"S02": ticked(abpi="0.5")}, "abpi", {"compression": A, "compression_us": A, "house": R}, disagree=True),
    Forbidden("ankle pressure 59 mmHg", "compression consensus 2020: below 60 mmHg",
              {"S02": ticked(ankle_pressure="59")}, "ankle_pressure", {"compression": A}),
    Forbidden("toe pressure 29 mmHg", "compression consensus 2020: below 30 mmHg",
              {"S02": ticked(toe_pressure="29")}, "toe_pressure", {"compression": A}),
    Forbidden("short of breath at rest: no compression; the guideline looks at the heart", "compression consensus 2020; UIP 2023",
              {"Q19": ticked("heart_failure_nyha4")}, "heart_failure_nyha4", {"uip": R, "compression": A}, disagree=True),
)  # fmt: skip

POLIDOCANOL = ("polidocanol", frozenset({"ethanol"}))
STS = ("sodium tetradecyl sulfate", frozenset({"benzyl alcohol"}))


def done_test(when: str, what: tuple[str, frozenset[str]] = POLIDOCANOL, result: Result = Result.TOLERATED) -> DoneTest:
    return DoneTest(at(when), *what, result)


def wanted(when: str = "", what: tuple[str, frozenset[str]] = POLIDOCANOL) -> Wanted:
    return Wanted(*what, at=at(when) if when else None)


@dataclass(frozen=True, slots=True)
class Gate:
    says: str
    source: str
    reason: str
    wanted: Wanted
    tests: tuple[DoneTest, ...] = ()
    allergies_changed: datetime | None = None
    zone: ZoneInfo = EDMONTON
    today: str = "2027-03-01"
    limits: tuple[int, int] = (1, 365)


GATES = (
    Gate("no test", "leaflet, before the session", "none", wanted("2027-03-09T10:00")),
    Gate("tolerated a week before", "leaflet: on a separate date", "", wanted("2027-03-09T10:00"), (done_test("2027-03-02T11:00"),)),
    Gate("tolerated, no day for the procedure yet", "leaflet: the test comes first", "", wanted(), (done_test("2027-02-22T11:00"),)),
    Gate("the evening before is another date, though not 24 hours", "leaflet: a separate date", "",
         wanted("2027-03-09T08:00"), (done_test("2027-03-08T20:00"),)),
    Gate("the same day, twelve hours before", "leaflet: a separate date", "same day",
         wanted("2027-03-09T20:00"), (done_test("2027-03-09T08:00"),)),
    Gate("a test after the procedure", "leaflet: before", "same day", wanted("2027-03-09T10:00"), (done_test("2027-03-10T10:00"),)),
    Gate("a minute after midnight is the day of the procedure", "calendar days of the clinic", "same day",
         wanted("2027-03-09T10:00"), (done_test("2027-03-09T00:01"),)),
    Gate("a minute before midnight is the day before", "calendar days of the clinic", "",
         wanted("2027-03-09T10:00"), (done_test("2027-03-08T23:59"),)),
    Gate("one instant, two zones: in Auckland both are on the 9th", "the patient's zone decides", "same day",
         wanted("2027-03-08T23:00"), (done_test("2027-03-08T06:00"),), zone=ZoneInfo("Pacific/Auckland")),
    Gate("exactly 365 days", "our own validity", "", wanted("2028-03-08T10:00"), (done_test("2027-03-09T11:00"),)),
    Gate("365 days and no more: the 366th", "our own validity", "too old", wanted("2028-03-09T10:00"), (done_test("2027-03-10T11:00"),),
         limits=(1, 364)),
    Gate("a clinic that wants a week: six days", "the clinic's own gap", "too soon",
         wanted("2027-03-09T10:00"), (done_test("2027-03-03T11:00"),), limits=(7, 365)),
    Gate("a clinic that wants a week: seven days", "the clinic's own gap", "",
         wanted("2027-03-09T10:00"), (done_test("2027-03-02T23:00"),), limits=(7, 365)),
    Gate("another substance", "same substance, else void", "substance", wanted("2027-03-09T10:00", STS), (done_test("2027-03-02T11:00"),)),
    Gate("the same substance in another solution", "same excipient, else void", "excipients",
         wanted("2027-03-09T10:00", ("polidocanol", frozenset())), (done_test("2027-03-02T11:00"),)),
    Gate("allergies changed afterwards", "void after any allergy change", "allergies", wanted("2027-03-09T10:00"),
         (done_test("2027-03-02T11:00"),), allergies_changed=at("2027-03-05T09:00")),
    Gate("allergies changed before the test", "void after any allergy change", "", wanted("2027-03-09T10:00"),
         (done_test("2027-03-02T11:00"),), allergies_changed=at("2027-03-01T09:00")),
    Gate("still being watched", "the result opens, not the injection", "open", wanted("2027-03-09T10:00"),
         (done_test("2027-03-02T11:00", result=Result.OPEN),)),
    Gate("a local reaction: a physician decides", "outcome vocabulary", "local", wanted("2027-03-09T10:00"),
         (done_test("2027-03-02T11:00", result=Result.LOCAL),)),
    Gate("a local reaction after a test that was tolerated: the newer one counts", "outcome vocabulary", "local",
         wanted("2027-03-09T10:00"), (done_test("2027-02-22T11:00"), done_test("2027-03-02T11:00", result=Result.LOCAL))),
    Gate("tolerated after a local reaction", "outcome vocabulary", "", wanted("2027-03-09T10:00"),
         (done_test("2027-02-22T11:00", result=Result.LOCAL), done_test("2027-03-02T11:00"))),
    Gate("a systemic reaction shuts, whatever came later", "known allergy: absolute everywhere", "systemic",
         wanted("2027-03-09T10:00"), (done_test("2027-02-22T11:00", result=Result.SYSTEMIC), done_test("2027-03-02T11:00"))),
    Gate("a systemic reaction to the other substance", "same substance", "", wanted("2027-03-09T10:00"),
         (done_test("2027-02-22T11:00", STS, Result.SYSTEMIC), done_test("2027-03-02T11:00"))),
    Gate("planned and not done", "outcome vocabulary", "not done", wanted("2027-03-09T10:00"),
         (done_test("2027-03-02T11:00", result=Result.NOT_DONE),)),
    Gate("tested again on the day: the earlier test counts", "leaflet: a separate date", "", wanted("2027-03-09T10:00"),
         (done_test("2027-02-22T11:00"), done_test("2027-03-09T09:00"))),
)  # fmt: skip
