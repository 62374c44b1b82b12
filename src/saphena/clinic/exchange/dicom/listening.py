"""The one application entity that the machines call: what it offers, its limits, and how it is started and stopped."""

from __future__ import annotations

import logging
import ssl
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connections

from saphena.clinic.exchange.dicom.committing import ask, tell_due
from saphena.clinic.exchange.dicom.door import at_the_door, caller, in_database, title_of
from saphena.clinic.exchange.dicom.refusing import refusal
from saphena.clinic.exchange.dicom.stepping import begin, end
from saphena.clinic.exchange.dicom.storing import store
from saphena.clinic.exchange.dicom.worklist import found
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.models import Instance
from saphena.clinic.imaging.reading import foresee
from saphena.clinic.imaging.receiving import adopt

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

__all__ = ["Limits", "listen", "recover", "tidy", "tls"]

log = logging.getLogger(__name__)

PENDING, CANCELLED, CANNOT = 0xFF00, 0xFE00, 0xC001
A_DAY = 86_400
A_MOMENT = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one caller may ask of us. Seconds; `pdu` in bytes, the largest piece in which a machine may send."""

    associations: int = 12
    pdu: int = 1 << 20
    idle: int = 60


def look(event: Any) -> Iterator[tuple[Any, Any]]:
    """C-FIND on the worklist."""
    for status, line in in_database(_lines)(event):
        if event.is_cancelled:
            yield CANCELLED, None
            return
        yield status, line


def _lines(event: Any) -> list[tuple[Any, Any]]:
    try:
        return [(PENDING, line) for line in found(event.identifier, caller(event))]
    except ValueError:
        log.warning("%s asked the worklist for a day that is none", title_of(event.assoc))
        return [(refusal(CANNOT, "the day is not written as YYYYMMDD or YYYYMMDD-YYYYMMDD"), None)]


def goodbye(event: Any) -> None:
    """The association's thread ends; so does its connection to the database. Half an image is not kept."""
    connections.close_all()
    begun = getattr(event.assoc.dimse.message, "_data_set_file", None)
    if begun is not None:
        begun.close()
        Path(begun.name).unlink(missing_ok=True)


@contextmanager
def listen(
    host: str, port: int, title: str, *, limits: Limits | None = None, secure: ssl.SSLContext | None = None,
    wire: socket.socket | None = None,
) -> Iterator[Any]:  # fmt: skip
    """The server, answering in threads of its own until the block ends. `wire`: the open port, where other processes
    have it too."""
    with _set_for_machines():
        server = _server((host, port), title, limits or Limits(), secure, wire)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="DICOM", daemon=True).start()
        try:
            yield server
        finally:
            speaking = server.active_associations
            server.shutdown()
            for each in speaking:  # whoever is in the middle of an image may finish it
                each.join(A_MOMENT)
            server.register.close()


@contextmanager
def _set_for_machines() -> Iterator[None]:
    """What the libraries keep for the whole process. Two at a time must end in the order of a pair of brackets."""
    from pydicom import config as pydicom_config
    from pynetdicom import _config

    # Straight from the network into a file: a clip of any length needs no memory, and no byte of it is touched.
    _config.STORE_RECV_CHUNKED_DATASET = True
    _config.LOG_HANDLER_LEVEL = "none"
    settings, log_of_pydicom = pydicom_config.settings, logging.getLogger("pydicom")
    before = tempfile.tempdir, settings.reading_validation_mode, log_of_pydicom.level
    tempfile.tempdir = str(keeping.arrivals())
    # Every caller names some hundred numbers that nothing of ours rests on; to look whether each is well formed took as
    # long as the rest of a greeting.
    settings.reading_validation_mode = pydicom_config.IGNORE
    log_of_pydicom.setLevel(logging.CRITICAL)  # once, and not for every header that is read
    try:
        yield
    finally:
        tempfile.tempdir, settings.reading_validation_mode, level = before
        log_of_pydicom.setLevel(level)


def _server(
    address: tuple[str, int], title: str, limits: Limits, secure: ssl.SSLContext | None, wire: socket.socket | None
) -> Any:
    from pynetdicom import AE, evt

    from saphena.clinic.exchange.dicom.sockets import Listener

    foresee(b"")  # what reading a header needs is loaded before a machine waits for it
    keeping.prepare()
    entity = AE(ae_title=title)
    entity.maximum_associations, entity.maximum_pdu_size = limits.associations, limits.pdu
    entity.network_timeout = entity.dimse_timeout = limits.idle
    entity.acse_timeout = min(30, limits.idle)
    answers: list[Any] = [
        (evt.EVT_REQUESTED, at_the_door, [title]),
        (evt.EVT_C_FIND, look),
        (evt.EVT_C_STORE, store),
        (evt.EVT_N_CREATE, begin),
        (evt.EVT_N_SET, end),
        (evt.EVT_N_ACTION, ask),
        (evt.EVT_RELEASED, goodbye),
        (evt.EVT_ABORTED, goodbye),
    ]
    return entity.make_server(
        address, contexts=_offered(), evt_handlers=answers, ssl_context=secure, server_class=Listener, wire=wire
    )


@cache
def _offered() -> list[Any]:
    """Images and reports as they come, in every transfer syntax that the standard lists; nothing is changed."""
    from pydicom.uid import AllTransferSyntaxes
    from pynetdicom import AE, AllStoragePresentationContexts
    from pynetdicom.sop_class import (  # type: ignore[attr-defined]  # made at import
        ModalityPerformedProcedureStep,
        ModalityWorklistInformationFind,
        StorageCommitmentPushModel,
        Verification,
    )

    entity: Any = AE()
    for service in (Verification, ModalityWorklistInformationFind, ModalityPerformedProcedureStep):
        entity.add_supported_context(service)
    entity.add_supported_context(StorageCommitmentPushModel)
    for context in AllStoragePresentationContexts:
        entity.add_supported_context(context.abstract_syntax, list(AllTransferSyntaxes))
    return list(entity.supported_contexts)


def tls(certificate: Path, key: Path, authority: Path | None) -> ssl.SSLContext:
    """TLS for the machines' side; with an authority, only machines whose certificate it signed are let in."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    if authority:
        context.load_verify_locations(authority)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def recover() -> int:
    """At the start: rows for the files that came since the last one that has a row, and a day before. How many."""
    return in_database(_recover)()


def _recover() -> int:
    last = Instance.objects.order_by("pk").last()  # the last to come; an index says which
    return adopt(last.received_at.timestamp() - A_DAY if last else 0)


def tidy() -> int:
    """What a broken connection left half-way, after a day; and what could not be told to a machine, once more: how many
    were told now."""
    old = time.time() - A_DAY
    for path in keeping.arrivals().iterdir():
        if path.is_file() and path.stat().st_mtime < old and path.stat().st_nlink == 1:
            path.unlink(missing_ok=True)  # with a second name it says that its place holds something unfinished
    return in_database(tell_due)()
