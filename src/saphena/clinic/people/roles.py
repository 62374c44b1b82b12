"""Who may do what: one row per capability, one column per role. Whatever is not marked here is refused.

A view names the capability that it needs, an action requires it again. To add one, add its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrPromise


class Role(StrEnum):
    """What somebody is to the clinic. Staff may have several; a patient and Saphena itself have the one."""

    PHYSICIAN = "physician"
    SONOGRAPHER = "sonographer"
    NURSE = "nurse"
    RECEPTIONIST = "receptionist"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    PATIENT = "patient"
    CLOCK = "clock"


STAFF_ROLES = (
    Role.PHYSICIAN,
    Role.SONOGRAPHER,
    Role.NURSE,
    Role.RECEPTIONIST,
    Role.MANAGER,
    Role.ADMINISTRATOR,
)

ROLE_NAMES = {
    Role.PHYSICIAN: _("physician"),
    Role.SONOGRAPHER: _("sonographer"),
    Role.NURSE: _("nurse"),
    Role.RECEPTIONIST: _("receptionist"),
    Role.MANAGER: _("manager"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.PATIENT: _("patient"),
    Role.CLOCK: _("clock"),
}

# Columns: P physician, S sonographer, N nurse, R receptionist, M manager, A administrator,
#          O a patient with their own things (own), C Saphena itself when a moment has come (clock).
COLUMNS = dict(zip("PSNRMAOC", (*STAFF_ROLES, Role.PATIENT, Role.CLOCK), strict=True))

Row = tuple[str, str, "StrPromise | str"]

# A table is read by its columns, so the formatter leaves it alone.
# fmt: off
TABLE: tuple[Row, ...] = (
    ("people.home",              "PSNRMA--", _("Open the staff pages and manage one's own sign-in.")),
    ("people.see_patients",      "PSNRM---", _("See the list of patients and a patient's details.")),
    ("people.add_patients",      "P-NR----", _("Add a patient.")),
    ("people.change_patients",   "P-NR----", _("Change a patient's details and how they want to be reached.")),
    ("people.send_links",        "P-NR---C", _("Send a patient a link to their own pages, and withdraw one.")),
    ("people.take_copy",         "P---M---", _("Take away a copy of everything that is kept about a patient.")),
    ("people.see_staff",         "----MA--", _("See who works here and in which roles.")),
    ("people.manage_staff",      "-----A--", _("Add staff, change their roles, let them go and take them back.")),
    ("people.manage_clinic",     "----MA--", _("Change the clinic's name, telephone, zone and quiet hours.")),
    ("people.manage_applications", "----MA--", _("Let other programs in, each for what it needs, and shut them out.")),
    ("people.own_pages",         "------O-", _("See one's own pages through one's link.")),
    ("record.see_patient",       "PSN-M---", _("Read one patient's record: who did what, who looked.")),
    ("record.see_clinic",        "----M---", _("Read the record of the whole clinic.")),
    ("letters.address",          "PSN-M---", _("Say to whom a report is addressed.")),
    ("courses.see_chart",        "PSNRM---", _("See a patient's journey and plans.")),
    ("courses.open",             "P-NR----", _("Open a course of treatment.")),
    ("courses.discharge",        "P-------", _("Discharge a patient from a treatment, and open it again.")),
    ("courses.record_event",     "PSNR----", _("Plan and record a course's events, and what is known of the patient.")),
    ("courses.answer_clinical",  "PSN-----", _("Answer a protocol's clinical questions about a patient.")),
    ("courses.open_gate",        "P-N-----", _("Open a gate of the protocol by hand, with a reason.")),
    ("courses.say_home",         "------O-", _("Say that one is home.")),
    ("courses.tell_facts",       "------O-", _("Answer what the clinic asks about oneself.")),
    ("courses.tell",             "------O-", _("Say what happened at home, and what one sees.")),
    ("courses.see_protocols",    "PSNRM---", _("Read the clinic's protocols.")),
    ("courses.keep_protocol",    "P---M---", _("Add a version of a protocol.")),
    ("courses.approve_protocol", "P-------", _("Approve a version of a protocol for patients.")),
    ("requesting.ask",           "------O-", _("Ask for an appointment, and change or withdraw one's own request.")),
    ("requesting.see_desk",      "P-NRM---", _("See the requests for appointments.")),
    ("requesting.triage",        "P-NR----", _("Take, question, accept and decline requests for appointments.")),
    ("diary.manage",             "----M---", _("Keep the diary: sites, people, rooms, scanners, hours and closures.")),
    ("booking.see",              "PSNRM---", _("See visits, the diary and what is free.")),
    ("booking.book",             "P-NR----", _("Hold times for a patient's visits.")),
    ("booking.move",             "P-NR----", _("Give a visit another time.")),
    ("booking.cancel",           "P-NR----", _("Call a visit off.")),
    ("booking.overbook",         "P---M---", _("Book a time that is taken already, with a reason.")),
    ("booking.move_on",          "PSNR----", _("Say how far a visit is on its day, and write a note on it.")),
    ("booking.change_own",       "------O-", _("Move or call off one's own visit, outside the notice.")),
    ("planning.see",             "PSN-M---", _("See what was asked and found, plans, consents and test sessions.")),
    ("planning.screen",          "PSN-----", _("Ask a patient the questions before an injection.")),
    ("planning.answer_own",      "------O-", _("Answer the questions before an injection.")),
    ("planning.decide",          "P-------", _("Decide on a finding, and switch a rule set on or off.")),
    ("planning.plan",            "PSN-----", _("Write a treatment plan.")),
    ("planning.sign",            "P-------", _("Sign a treatment plan, and approve the text of a consent.")),
    ("planning.consent",         "P-N-----", _("Take a patient's consent, and its withdrawal.")),
    ("planning.consent_own",     "------O-", _("Sign one's own consent, and withdraw it.")),
    ("planning.test",            "P-N-----", _("Give a test injection, watch it, and record its result.")),
    ("payers.take",              "P-N-M---", _("Take the pack for a payer away, and say for whom.")),
    ("payers.confirm",           "P---M---", _("Say what the clinic’s payers ask for.")),
    ("stock.see",                "PSN-M---", _("See the lots in stock, and the legs that got a lot.")),
    ("stock.keep",               "P-N-M---", _("Enter lots, and put them into quarantine or out of it.")),
    ("stock.draw",               "PSN-----", _("Draw from a lot, take a draw back, write down what was thrown away.")),
    ("stock.recall",             "P---M---", _("Recall a lot, and take a recall back.")),
    ("mapping.see",              "PSN-M---", _("See examinations and vein maps.")),
    ("mapping.examine",          "PS------", _("Open an examination, change what is said of it, withdraw it.")),
    ("mapping.note",             "PS------", _("Note what is seen and measured in an examination.")),
    ("mapping.rule",             "P-------", _("Say of a vein otherwise than its numbers, with a reason.")),
    ("mapping.review",           "PS------", _("Review an examination, open it again, add to a signed map.")),
    ("mapping.sign",             "P-------", _("Sign a vein map.")),
    ("mapping.confirm_criteria", "P-------", _("Confirm recalled criteria against their source.")),
    ("preparing.tell",           "------O-", _("Tick one's own list, and tell what is asked before a visit.")),
    ("preparing.see",            "PSNRM---", _("See who is ready for their visit and who is not.")),
    ("preparing.record",         "PSNR----", _("Write down what a patient tells about their preparation.")),
    ("preparing.ask_prescriber", "P-N-----", _("Ask whoever ordered a medicine, and write down the answer.")),
    ("treating.see",             "PSN-M---", _("See the treatment room and the notes of its sessions.")),
    ("treating.record",          "PSN-----", _("Record a session: time-out, syringes, injections, bandage, walk.")),
    ("treating.inject",          "P-N-----", _("Inject; where somebody else records, one of these is named.")),
    ("treating.override",        "P-------", _("Give the reason for going past a ceiling or another clinical rule.")),
    ("treating.sign",            "P-------", _("Sign a procedure note and add to it.")),
    ("treating.confirm_numbers", "P-------", _("Confirm the room’s numbers, switch them off, or give our own.")),
    ("reviewing.see",            "PSN-M---", _("See return visits and what became of treated veins.")),
    ("reviewing.note",           "PSN-----", _("Note what is found at a return visit.")),
    ("reviewing.sign",           "P-------", _("Decide what comes next, and sign a return visit.")),
    ("reviewing.confirm_definition", "P-------", _("Confirm a recalled definition of outcome against its source.")),
    ("reviewing.rate",           "P---M---", _("Rate how appropriate the procedures of the sample were.")),
    ("reviewing.see_outcomes",   "P---M---", _("See outcomes over all patients, and the cases behind every figure.")),
    ("reviewing.export",         "P---M---", _("Take the accreditation sample and the registry export away.")),
    ("imaging.see",              "PSN-M---", _("See ultrasound images and what was measured on them.")),
    ("imaging.measure",          "PS------", _("Measure on ultrasound images.")),
    ("imaging.accept",           "PS------", _("Accept, correct or refuse what was measured on an image.")),
    ("imaging.match",            "PSN-----", _("Say whose the images in the tray are.")),
    ("imaging.manage_machines",  "----MA--", _("Say which machines may talk to the clinic.")),
    ("imaging.upload",           "PSN-----", _("Bring images into a patient's file by hand.")),
    ("imaging.export",           "PS--M---", _("Take copies of images away that name nobody.")),
    ("imaging.order",            "-------C", _("Put scans on the worklist, move and withdraw them with their visits.")),
    ("imaging.receive",          "-------C", _("Receive images, and what the machines say of them.")),
    ("recovering.check_in",      "------O-", _("Answer one's own check-ins, and write to the clinic.")),
    ("recovering.see_inbox",     "PSNRM---", _("See the inbox: answers, silence and messages of patients at home.")),
    ("recovering.answer",        "P-NR----", _("Take, assign, put off and answer what is in the inbox.")),
    ("recovering.close_urgent",  "P-N-----", _("Close what was urgent, with its outcome.")),
    ("recovering.see_photos",    "PSN-----", _("Look at the photos that patients send.")),
    ("recovering.approve",       "P-------", _("Approve the triage table.")),
    ("messages.see_outbox",      "P-NRM---", _("See the messages that are due, sent, failed and cancelled.")),
    ("messages.promise",         "P-NR---C", _("Promise a patient a message.")),
    ("messages.wish",            "------O-", _("Say how one wants to be reached, and what not to be sent.")),
    ("messages.settle",          "--NRM---", _("Decide what becomes of a message that failed or may be lost.")),
    ("messages.send",            "-------C", _("Send the messages that are due.")),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that somebody may do, as a sentence, and the roles that may."""

    name: str
    sentence: StrPromise | str
    roles: frozenset[Role]


def read(table: Iterable[Row]) -> dict[str, Capability]:
    """The table as capabilities by name. Raises `ValueError` for a row that does not fit or comes twice."""
    found: dict[str, Capability] = {}
    for name, marks, sentence in table:
        pairs = zip(marks, COLUMNS, strict=False)
        if len(marks) != len(COLUMNS) or any(mark not in ("-", letter) for mark, letter in pairs):
            raise ValueError(f"the marks of {name} do not fit the columns: {marks}")
        if name in found:
            raise ValueError(f"{name} is in the table twice")
        found[name] = Capability(name, sentence, frozenset(COLUMNS[mark] for mark in marks if mark != "-"))
    return found


CAPABILITIES = read(TABLE)


def capability(name: str) -> Capability:
    """The capability of that name. A name that is not in the table is a fault of the program, not of a person."""
    try:
        return CAPABILITIES[name]
    except KeyError:
        raise LookupError(f"there is no capability {name} in people/roles.py") from None


def roles_may(roles: frozenset[Role], name: str) -> bool:
    """Whether any of the roles may do this."""
    return not roles.isdisjoint(capability(name).roles)
