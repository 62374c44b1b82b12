"""Take what a person brings into a patient's file: only what says to be of them, or says nothing. The rest waits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from saphena.clinic.exchange.dicom.events import ImagesUploaded
from saphena.clinic.exchange.dicom.uploading.unpacking import NO_ROOM, Brought, brought
from saphena.clinic.exchange.dicom.uploading.wrapping import wrapped
from saphena.clinic.imaging.actions import match_study
from saphena.clinic.imaging.matching import NO_ORDER
from saphena.clinic.imaging.models import Instance
from saphena.clinic.imaging.orders import new_uid
from saphena.clinic.imaging.reading import read_header
from saphena.clinic.imaging.receiving import Clashed, receive
from saphena.clinic.imaging.states import Whose
from saphena.clinic.people.access import require
from saphena.clinic.record.actors import SAPHENA
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.folding import fold
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from saphena.clinic.imaging.reading import Header
    from saphena.clinic.people.models import Patient, User

__all__ = ["Became", "Told", "take"]

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG")


class Became(StrEnum):
    """What became of one file."""

    KEPT = "kept"
    KNOWN = "known"
    TRAY = "tray"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"


SENTENCES = {
    Became.KEPT: lazy("It is with this patient now."),
    Became.KNOWN: lazy("It was here already."),
    Became.TRAY: lazy(
        "It does not say that it is of this patient. It waits in the tray for somebody to say whose it is."
    ),
    Became.ELSEWHERE: lazy("Its numbers belong to a scan of another patient. It lies with them, not here."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """The answer for one file; `claims` is whom it says to be of, where that is not this patient."""

    name: str
    became: Became
    sentence: str
    claims: str = ""


def take(*, actor: User, patient: Patient, files: Iterable[UploadedFile], day: date | None = None) -> list[Told]:
    """Keep each file that can be kept; one that cannot stops no other. `day` is when JPEG and PNG were taken."""
    require(actor, "imaging.upload", patient)
    pictures = _Pictures(patient, new_uid(), day)
    told = []
    for each in brought(files):
        try:
            told.append(_one(actor, patient, each, pictures))
        finally:
            if each.path:
                each.path.unlink(missing_ok=True)
    counted = {became: sum(each.became == became for each in told) for became in Became}
    with transaction.atomic():
        announce(ImagesUploaded(patient.pk, counted[Became.KEPT], counted[Became.TRAY]), by=actor)
    return told


@dataclass
class _Pictures:
    """The pictures of one upload are one study."""

    patient: Patient
    study_uid: str
    day: date | None
    count: int = 0

    def wrap(self, each: Brought) -> bytes:
        assert each.path  # noqa: S101 - narrows a type: whoever calls has looked
        self.count += 1
        return wrapped(each.path, self.patient, self.study_uid, self.day, self.count)


def _one(actor: User, patient: Patient, each: Brought, pictures: _Pictures) -> Told:
    if each.path is None:
        return Told(each.name, Became.REFUSED, each.why)
    try:
        with each.path.open("rb") as file:
            is_picture = file.read(4).startswith(PICTURES)
        if is_picture:
            each.path.write_bytes(pictures.wrap(each))
        return _kept(actor, patient, each)
    except Clashed:
        return Told(each.name, Became.REFUSED, _("Another image with the same number is kept already. That one stays."))
    except Refused as no:
        return Told(each.name, Became.REFUSED, no.reason)
    except OSError:
        return Told(each.name, Became.REFUSED, str(NO_ROOM))


def _kept(actor: User, patient: Patient, each: Brought) -> Told:
    assert each.path  # noqa: S101 - narrows a type: whoever calls has looked
    header = read_header(each.path)
    known = Instance.objects.select_related("study").filter(uid=header.uid).first()
    if known and known.sop_class == SECONDARY_CAPTURE and known.study.patient_id == patient.pk:
        return Told(each.name, Became.KNOWN, str(SENTENCES[Became.KNOWN]))
    instance = receive(actor=SAPHENA, arrived=each.path, came_from=f"{actor.actor_name}, by hand", header=header)
    study = instance.study
    if study.whose == Whose.TRAY and study.why == NO_ORDER and _is_of(header, patient):
        reason = _("brought by hand into this patient's file; name and date of birth agree")
        study = match_study(actor=actor, study=study, patient=patient, reason=reason)
    if study.whose == Whose.TRAY:
        became = Became.TRAY
    elif study.patient_id != patient.pk:
        became = Became.ELSEWHERE
    else:
        became = Became.KNOWN if known else Became.KEPT
    claims = " ".join(header.claim.name.partition("=")[0].replace("^", " ").split()) if became == Became.TRAY else ""
    return Told(each.name, became, str(SENTENCES[became]), claims)


def _is_of(header: Header, patient: Patient) -> bool:
    """Whether the file itself says so: the same name without regard to case and accents, and the same birth date."""
    claim = header.claim
    same_name = sorted(fold(claim.name).split()) == sorted(fold(f"{patient.family_name} {patient.given_names}").split())
    return same_name and claim.birth_date == patient.birth_date.strftime("%Y%m%d")
