"""What happens to people, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Changed, Event


@dataclass(frozen=True)
class OfLink(Event, abstract=True):
    """About one link to a patient's own pages."""

    patient_id: int
    link_id: int


@dataclass(frozen=True)
class OfStaff(Event, abstract=True):
    """About one account."""

    user_id: int
    name: str


@dataclass(frozen=True)
class PatientAdded(Event):
    action = "people.patient.added"
    sentence = "added {patient} to the clinic's patients"
    patient_id: int


@dataclass(frozen=True)
class PatientChanged(Changed):
    action = "people.patient.changed"
    sentence = "changed the {fields} of {patient}"
    patient_id: int


@dataclass(frozen=True)
class LinkMade(OfLink):
    action = "people.link.made"
    sentence = "made a link for {patient} to their own pages"


@dataclass(frozen=True)
class LinkSendingAsked(Event):
    """Someone of the staff wants the patient to have a link."""

    action = "people.link.sending_asked"
    sentence = "asked for a link to be sent to {patient}"
    patient_id: int


@dataclass(frozen=True)
class NewLinkAsked(OfLink):
    """The link was dead and the patient asked for a new one, sent to the address on file."""

    action = "people.link.new_one_asked"
    sentence = "asked for a new link for {patient}, from a link that had ended"


@dataclass(frozen=True)
class LinkProved(OfLink):
    action = "people.link.proved"
    sentence = "opened the pages of {patient} by link and birth date"


@dataclass(frozen=True)
class BirthDateWrong(OfLink):
    action = "people.link.birth_date_wrong"
    sentence = "gave a wrong birth date for the link of {patient}"


@dataclass(frozen=True)
class LinkLocked(OfLink):
    action = "people.link.locked"
    sentence = "gave too many wrong birth dates: the link of {patient} is locked for a while"


@dataclass(frozen=True)
class LinksWithdrawn(Event):
    action = "people.link.withdrawn"
    sentence = "withdrew the links of {patient} ({count})"
    patient_id: int
    count: int


@dataclass(frozen=True)
class StaffAdded(OfStaff):
    action = "people.staff.added"
    sentence = "gave {name} an account as {roles}"
    roles: list[str]


@dataclass(frozen=True)
class StaffChanged(OfStaff):
    action = "people.staff.changed"
    sentence = "changed the account of {name}: roles {roles} (before: {roles_before})"
    roles: list[str]
    roles_before: list[str]


@dataclass(frozen=True)
class StaffLeft(OfStaff):
    action = "people.staff.left"
    sentence = "closed the account of {name}"


@dataclass(frozen=True)
class StaffReturned(OfStaff):
    action = "people.staff.returned"
    sentence = "opened the account of {name} again"


@dataclass(frozen=True)
class ClinicChanged(Changed):
    action = "people.clinic.changed"
    sentence = "changed the clinic's {fields}"


@dataclass(frozen=True)
class SignedIn(Event):
    action = "people.sign_in.done"
    sentence = "signed in with {methods}"
    methods: list[str]


@dataclass(frozen=True)
class SignedOut(Event):
    action = "people.sign_in.ended"
    sentence = "signed out"


@dataclass(frozen=True)
class SignInFailed(Event):
    """`name` is the account's, when there is such an account; what was typed is not kept."""

    action = "people.sign_in.failed"
    sentence = "could not sign in as {name} ({step})"
    name: str
    step: str


@dataclass(frozen=True)
class SecondFactorAdded(Event):
    action = "people.second_factor.added"
    sentence = "added a second factor: {factor}"
    factor: str


@dataclass(frozen=True)
class SecondFactorRemoved(Event):
    action = "people.second_factor.removed"
    sentence = "removed a second factor: {factor}"
    factor: str


@dataclass(frozen=True)
class PasswordChanged(Event):
    action = "people.password.changed"
    sentence = "changed their password"
