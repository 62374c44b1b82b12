"""What is noted beside a return visit: scores before treatment, complications, photos, ratings of the sample."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.journey.reviewing.events import (
    CaseRated,
    ComplicationNoted,
    ScoresBeforeNoted,
    SkinPhotographed,
)
from saphena.clinic.journey.reviewing.models import (
    ComplicationFound,
    Fitness,
    FoundBy,
    Rating,
    Review,
    ReviewPhoto,
    ScoresBefore,
)
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.refused import Refused
from saphena.pathway.treating.complications import complications

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.recovering.photos import Photo
    from saphena.clinic.journey.treating.models import Session
    from saphena.clinic.people.models import User

__all__ = ["keep_photo", "note_complication", "note_scores_before", "rate"]


def note_scores_before(
    *, actor: User, course: Course, symptoms: Mapping[str, int], vcss: Mapping[str, int]
) -> ScoresBefore:
    """How the leg was before its treatment: what the scores of return visits are held against."""
    require(actor, "reviewing.note", course.patient)
    if not symptoms and not vcss:
        raise Refused(_("Nothing is filled in yet."))
    with transaction.atomic():
        row = ScoresBefore.objects.create(course=course, symptoms=dict(symptoms), vcss=dict(vcss), by=actor)
        announce(ScoresBeforeNoted(course.patient_id, course.pk), by=actor)
    return row


def note_complication(
    *, actor: User, session: Session, what: str, found_by: str, day: date, words: str = ""
) -> ComplicationFound:
    """A complication came to be known after the session, and how."""
    require(actor, "reviewing.note", session.course.patient)
    if what not in complications():
        raise Refused(_("Choose what it was."), "what")
    if found_by not in FoundBy.values:
        raise Refused(_("Say how it was found."), "found_by")
    if not session.day <= day <= timezone.localdate():
        raise Refused(_("It was found between the day of the session and today."), "day")
    with transaction.atomic():
        row = ComplicationFound.objects.create(
            session=session, what=what, found_by=found_by, day=day, words=words.strip()[:300], by=actor
        )
        announce(ComplicationNoted(session.course.patient_id, session.pk, what, found_by), by=actor)
    return row


def keep_photo(*, actor: User, review: Review, photo: Photo, words: str = "") -> ReviewPhoto:
    """A photo of the skin, made anew from its pixels: under a name that says nothing of anybody."""
    require(actor, "reviewing.note", review.course.patient)
    with transaction.atomic():
        if not Review.objects.select_for_update().filter(pk=review.pk, state=State.OPEN).exists():
            raise Refused(_("This return visit is closed."))
        digest = hashlib.sha256(photo.jpeg).hexdigest()
        if already := review.photos.filter(sha256=digest).first():
            return already  # the same form, sent twice
        row = ReviewPhoto(
            review=review, width=photo.width, height=photo.height, sha256=digest, words=words.strip()[:200], by=actor
        )
        row.image.save(f"{secrets.token_hex(16)}.jpg", ContentFile(photo.jpeg), save=False)
        row.save()
        announce(SkinPhotographed(review.course.patient_id, review.pk, row.pk), by=actor)
    return row


def rate(*, actor: User, session: Session, fitness: str, words: str = "") -> Rating:
    """How appropriate a procedure was, by somebody who has read the case. The newest word counts."""
    require(actor, "reviewing.rate", session.course.patient)
    if fitness not in Fitness.values:
        raise Refused(_("Please choose one of the three words."), "fitness")
    if fitness != Fitness.APPROPRIATE and not words.strip():
        raise Refused(_("Please say why: the accreditor reads it."), "words")
    with transaction.atomic():
        row = Rating.objects.create(session=session, fitness=fitness, words=words.strip()[:300], by=actor)
        announce(CaseRated(session.course.patient_id, session.pk, fitness), by=actor)
    return row
