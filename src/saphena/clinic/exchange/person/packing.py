"""The copy itself: one ZIP with a page to read, the same for a program, and the images and photographs as they came."""

from __future__ import annotations

import json
import logging
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import FileField, Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from saphena.clinic.design.dates import date_format
from saphena.clinic.exchange.fhir.bundle import bundle_of
from saphena.clinic.exchange.person.events import CopyTaken
from saphena.clinic.exchange.person.gathering import tables
from saphena.clinic.imaging.keeping import path_of
from saphena.clinic.imaging.models import Instance
from saphena.clinic.people.access import require
from saphena.clinic.people.models import Patient
from saphena.clinic.people.queries import the_clinic
from saphena.clinic.record.announcing import announce
from saphena.clinic.record.models import Entry
from saphena.clinic.record.typed import said_why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Field

    from saphena.clinic.exchange.person.gathering import Table
    from saphena.clinic.people.models import User

__all__ = ["take_copy"]

log = logging.getLogger(__name__)


@dataclass
class Part:
    """The rows of one table: as a program reads them, and as a person does (each a list of name and words)."""

    name: str
    title: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    spoken: list[list[tuple[str, str]]] = field(default_factory=list)


def take_copy(*, actor: User, patient: Patient, reason: str) -> IO[bytes]:
    """An open file with the copy, at its beginning; it is gone when it is closed.

    Raises `PermissionDenied`, and `Refused` without a reason. The copy holds the entry that it was taken, too.
    """
    require(actor, "people.take_copy", patient)
    said = said_why(reason)
    with transaction.atomic():
        announce(CopyTaken(patient.pk, said), by=actor)
    return _packed(patient, said)


def _packed(patient: Patient, reason: str) -> IO[bytes]:
    parts: list[Part] = []
    files: list[tuple[str, Path]] = []
    with transaction.atomic():
        for table in tables():
            rows = list(table.rows(patient))
            if rows:
                parts.append(_part(table, rows))
                files += _files(table, rows)
        bundle = bundle_of(patient)
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        missing = list(_add(pack, files))
        about = {"patient": patient, "parts": parts, "missing": missing, "reason": reason}
        about |= {"clinic": the_clinic(), "now": timezone.now(), "files": len(files) - len(missing)}
        pack.writestr("everything.html", render_to_string("exchange_person/everything.html", about))
        told = {"patient": patient.pk, "missing": missing, **{part.name: part.rows for part in parts}}
        pack.writestr("everything.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        pack.writestr("fhir.json", json.dumps(bundle, ensure_ascii=False, indent=1))
    file.seek(0)
    return file


def _part(table: Table, rows: Iterable[Any]) -> Part:
    part = Part(table.name, capfirst(str(table.model._meta.verbose_name_plural)))
    for row in rows:
        sentence = {"sentence": row.sentence} if isinstance(row, Entry) else {}
        part.rows.append({**sentence, **{column.attname: _value(column, row) for column in table.columns}})
        spoken = [(str(column.verbose_name), _words(column, row)) for column in table.columns]
        part.spoken.append([*sentence.items(), *((name, words) for name, words in spoken if words)])
    return part


def _value(column: Field[Any, Any], row: Model) -> Any:
    value = column.value_from_object(row)
    return value.name if isinstance(column, FileField) else value


def _words(column: Field[Any, Any], row: Model) -> str:
    """As a person reads it; nothing for what is empty, nor for the patient, who stands above everything."""
    value = _value(column, row)
    if value is None or value in ("", [], {}) or column.related_model is Patient:
        return ""
    if column.is_relation:
        other = column.related_model
        named = column.is_cached(row)  # type: ignore[attr-defined]  # a foreign key: what it names was read with it
        return str(getattr(row, column.name)) if named else f"{other._meta.verbose_name} {value}"  # type: ignore[union-attr]
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    return (
        json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    )


def _files(table: Table, rows: Iterable[Any]) -> Iterator[tuple[str, Path]]:
    """Each file's name in the copy, and where it lies."""
    pictures = [column.name for column in table.columns if isinstance(column, FileField)]
    for row in rows:
        if isinstance(row, Instance):
            yield f"images/{row.study_id}/{row.pk}.dcm", path_of(row)
        for name in pictures:
            if picture := getattr(row, name):
                path = Path(picture.path)
                yield f"photographs/{table.model._meta.model_name}-{row.pk}{path.suffix}", path


def _add(pack: zipfile.ZipFile, files: Iterable[tuple[str, Path]]) -> Iterator[str]:
    """Gives the names of those that are not there: the rest goes on, and the copy says what it lacks."""
    for name, path in files:
        try:
            pack.write(path, name, zipfile.ZIP_STORED)
        except FileNotFoundError:
            log.error("a file of a copy is not at its place: %s", name)
            yield name
