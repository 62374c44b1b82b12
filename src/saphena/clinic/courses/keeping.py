"""What is done with protocols: a text is kept as a version, and a physician approves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.courses.events import ProtocolApproved, ProtocolKept
from saphena.clinic.courses.models import ProtocolVersion
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.protocol.checking import check
from saphena.pathway.protocol.reading import Unreadable, read_text
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

__all__ = ["approve_protocol", "keep_protocol"]


def keep_protocol(*, actor: Actor, text: str, name: str = "protocol.toml") -> ProtocolVersion:
    """Keep a protocol's text as a version of its own. Refused when it cannot be read or breaks a rule of the check."""
    require(actor, "courses.keep_protocol")
    try:
        protocol = read_text(text, name)
    except Unreadable as error:
        raise Refused("\n".join(str(problem) for problem in error.problems), "text") from None
    wrong = [finding for finding in check(protocol) if finding.severity == "error"]
    if wrong:
        raise Refused("\n".join(finding.sentence for finding in wrong), "text")
    if missing := [name for code, name in settings.LANGUAGES if code[:2] not in protocol.languages]:
        raise Refused(
            _("The pages need the protocol in %(language)s too.") % {"language": ", ".join(map(str, missing))}, "text"
        )
    with transaction.atomic():
        known = ProtocolVersion.objects.filter(key=protocol.id, version=protocol.version).first()
        if known:
            if known.fingerprint == protocol.fingerprint:
                return known
            raise Refused(_("Version %(version)s is there already with other words. Give this one a new version.")
                          % {"version": protocol.version}, "text")  # fmt: skip
        kept = ProtocolVersion(
            key=protocol.id,
            version=protocol.version,
            fingerprint=protocol.fingerprint,
            title=dict(protocol.title),
            text=text,
            effective=protocol.effective,
            kept_by_id=actor.actor_id,
        )
        check_columns(kept)
        kept.save(force_insert=True)
        announce(ProtocolKept(version_id=kept.pk, key=kept.key, version=kept.version), by=actor)
    return kept


def check_columns(kept: ProtocolVersion) -> None:
    """What the file calls itself has to fit; one database would cut it off, the other break."""
    try:
        kept.clean_fields(exclude=["title", "text"])
    except ValidationError as error:
        told = [f"{name}: {sentence}" for name, sentences in error.message_dict.items() for sentence in sentences]
        raise Refused("\n".join(told), "text") from None


def approve_protocol(*, actor: User, version_id: int, now: datetime | None = None) -> ProtocolVersion:
    """A physician puts their name to a version; from then on it may be given to patients."""
    require(actor, "courses.approve_protocol")
    with transaction.atomic():
        waiting = ProtocolVersion.objects.filter(pk=version_id, approved_at__isnull=True)
        approved = waiting.update(approved_by=actor, approved_at=now or timezone.now())
        version = get_object_or_404(ProtocolVersion, pk=version_id)
        if not approved:
            raise Refused(_("This version has been approved already."))
        announce(ProtocolApproved(version_id=version.pk, key=version.key, version=version.version), by=actor)
    return version
