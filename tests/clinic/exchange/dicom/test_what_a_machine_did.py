"""Performed steps and storage commitment, asked by a program that machines' makers use too."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pydicom import Dataset
from pydicom.uid import generate_uid
from pynetdicom import AE, evt
from pynetdicom.dimse_messages import N_ACTION_RQ, N_CREATE_RQ, N_SET_RQ
from pynetdicom.dimse_primitives import N_ACTION, N_CREATE, N_SET
from pynetdicom.pdu_primitives import P_DATA
from pynetdicom.sop_class import (  # type: ignore[attr-defined]  # made at import
    ModalityPerformedProcedureStep,
    StorageCommitmentPushModel,
    StorageCommitmentPushModelInstance,
)

from saphena.clinic.exchange.dicom import committing
from saphena.clinic.imaging import keeping
from saphena.clinic.imaging.models import Commitment, Instance, Machine, Order
from tests import cast
from tests.clinic.exchange.dicom.machines import LOOPBACK, OUR_TITLE, Side, image, machine, of, scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


NOTHING_SAID = "the message has no data set"


@contextmanager
def calling(side: Side, service: str, **more: Any) -> Iterator[Any]:
    entity = AE(ae_title="CX50")
    entity.add_requested_context(service)
    association = entity.associate(LOOPBACK, side.port, ae_title=OUR_TITLE, **more)
    assert association.is_established
    try:
        yield association
    finally:
        association.release()


def told(state: str, order: Order | None = None) -> Dataset:
    ds = Dataset()
    ds.PerformedProcedureStepStatus = state
    if order:
        step = Dataset()
        step.StudyInstanceUID, step.AccessionNumber = order.study_uid, order.accession
        ds.ScheduledStepAttributesSequence = [step]
    return ds


def state() -> str:
    return Order.objects.get().state


@pytest.mark.parametrize("end", ["COMPLETED", "DISCONTINUED"])
def test_a_scan_begins_and_ends_as_the_machine_says(side: Side, end: str) -> None:
    order, uid = scan(cast.pat()), generate_uid()
    with calling(side, ModalityPerformedProcedureStep) as machine:
        status, _reply = machine.send_n_create(told("IN PROGRESS", order), ModalityPerformedProcedureStep, uid)
        assert (status.Status, state()) == (0x0000, "started")
        status, _reply = machine.send_n_set(told(end), ModalityPerformedProcedureStep, uid)
        assert (status.Status, state()) == (0x0000, end.lower())
        status, _reply = machine.send_n_set(told("COMPLETED"), ModalityPerformedProcedureStep, uid)
        assert (status.Status, status.ErrorID) == (0x0110, 0xA710)  # what has ended is changed no more
        assert "no longer be updated" in status.ErrorComment
        status, _reply = machine.send_n_create(told("IN PROGRESS", order), ModalityPerformedProcedureStep, uid)
        assert status.Status == 0x0111
        status, _reply = machine.send_n_set(told("COMPLETED"), ModalityPerformedProcedureStep, generate_uid())
        assert status.Status == 0x0112


def without_data_set(machine: Any, request: Any, *, announced: bool) -> Any:
    """The answer to a request whose data set is announced and holds not one byte, or is not announced at all."""
    (context,) = machine.accepted_contexts
    message = {N_CREATE: N_CREATE_RQ, N_SET: N_SET_RQ, N_ACTION: N_ACTION_RQ}[type(request)]()
    message.primitive_to_message(request)
    message.data_set, message.command_set.CommandDataSetType = None, 0x0001 if announced else 0x0101
    pieces = list(message.encode_msg(context.context_id, 16382))
    if announced:
        pieces.append(P_DATA())
        pieces[-1].presentation_data_value_list.append((context.context_id, b"\x02"))
    machine._reactor_checkpoint.clear()  # as pynetdicom does while it waits for an answer of its own
    for piece in pieces:
        machine.dul.send_pdu(piece)
    _context, answer = machine.dimse.get_msg(block=True)
    machine._reactor_checkpoint.set()
    return answer


def asked_of(kind: type, named: str, sop_class: str, uid: str, **more: Any) -> Any:
    request = kind()
    request.MessageID = 7
    setattr(request, f"{named}SOPClassUID", sop_class)
    setattr(request, f"{named}SOPInstanceUID", uid)
    for name, value in more.items():
        setattr(request, name, value)
    return request


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "left out"])
def test_what_says_nothing_is_refused_in_words_and_the_association_goes_on(side: Side, announced: bool) -> None:
    order, uid, step = scan(cast.pat()), generate_uid(), ModalityPerformedProcedureStep
    with calling(side, step) as machine:
        begun = without_data_set(machine, asked_of(N_CREATE, "Affected", step, uid), announced=announced)
        assert (begun.Status, begun.ErrorComment) == (0x0120, NOTHING_SAID)
        assert machine.send_n_create(told("IN PROGRESS", order), step, uid)[0].Status == 0x0000
        ended = without_data_set(machine, asked_of(N_SET, "Requested", step, uid), announced=announced)
        assert (ended.Status, ended.ErrorComment) == (0x0120, NOTHING_SAID)
        assert machine.send_n_set(told("COMPLETED"), step, uid)[0].Status == 0x0000
    assert state() == "completed"
    with calling(side, StorageCommitmentPushModel) as machine:
        asked = asked_of(
            N_ACTION, "Requested", StorageCommitmentPushModel, StorageCommitmentPushModelInstance, ActionTypeID=1
        )
        for _each in range(2):
            heard = without_data_set(machine, asked, announced=announced)
            assert (heard.Status, heard.ErrorComment) == (0x0115, NOTHING_SAID)


def asking(*pairs: tuple[str, str]) -> Dataset:
    ds = Dataset()
    ds.TransactionUID = generate_uid()
    ds.ReferencedSOPSequence = []
    for sop_class, uid in pairs:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class, uid
        ds.ReferencedSOPSequence.append(item)
    return ds


def answered(side: Side, asked: Dataset, heard: list[Dataset]) -> None:
    """Ask on one association and wait for the answer on the same."""
    done = threading.Event()

    def hear(event: Any) -> tuple[int, None]:
        heard.append(event.event_information)
        done.set()
        return 0x0000, None

    with calling(side, StorageCommitmentPushModel, evt_handlers=[(evt.EVT_N_EVENT_REPORT, hear)]) as machine:
        status, _reply = machine.send_n_action(asked, 1, StorageCommitmentPushModel, StorageCommitmentPushModelInstance)
        assert status.Status == 0x0000
        assert done.wait(10)


def test_what_is_kept_is_promised_and_what_is_not_is_not(side: Side, tmp_path: Path) -> None:
    side.send(image(tmp_path, **of(scan(cast.pat()))))
    kept = Instance.objects.get()
    heard: list[Dataset] = []
    answered(side, asking((kept.sop_class, kept.uid), (kept.sop_class, "1.2.3"), ("1.2.9", kept.uid)), heard)
    (answer,) = heard
    assert [item.ReferencedSOPInstanceUID for item in answer.ReferencedSOPSequence] == [kept.uid]
    assert [item.FailureReason for item in answer.FailedSOPSequence] == [0x0112, 0x0119]


def test_a_file_that_has_rotted_is_not_promised(side: Side, tmp_path: Path) -> None:
    side.send(image(tmp_path, **of(scan(cast.pat()))))
    kept = Instance.objects.get()
    path = keeping.path_of(kept)
    path.write_bytes(path.read_bytes()[:-4] + b"rot!")
    heard: list[Dataset] = []
    answered(side, asking((kept.sop_class, kept.uid)), heard)
    assert [item.FailureReason for item in heard[0].FailedSOPSequence] == [0x0110]


def test_a_machine_with_a_port_for_answers_is_called_there(side: Side, tmp_path: Path) -> None:
    side.send(image(tmp_path, **of(scan(cast.pat()))))
    kept, heard, done = Instance.objects.get(), [], threading.Event()

    def hear(event: Any) -> tuple[int, None]:
        heard.append(event.event_information)
        done.set()
        return 0x0000, None

    entity = AE(ae_title="CX50")
    entity.add_supported_context(StorageCommitmentPushModel, scu_role=True, scp_role=True)
    listening = entity.start_server((LOOPBACK, 0), block=False, evt_handlers=[(evt.EVT_N_EVENT_REPORT, hear)])
    assert listening
    try:
        Machine.objects.update(answer_port=listening.server_address[1])
        with calling(side, StorageCommitmentPushModel) as machine:
            machine.send_n_action(
                asking((kept.sop_class, kept.uid)), 1, StorageCommitmentPushModel, StorageCommitmentPushModelInstance
            )
        assert done.wait(10)
    finally:
        listening.shutdown()
    assert len(heard[0].ReferencedSOPSequence) == 1
    for _each in range(50):
        if Commitment.objects.filter(told_at__isnull=False).exists():
            break
        threading.Event().wait(0.05)
    assert Commitment.objects.get().told_at


def away(**columns: Any) -> Commitment:
    known = {"transaction_uid": "1.2", "machine": "CX50", "kept": [["1.2", "1.3"]]}
    return Commitment.objects.create(**{**known, **columns})


def test_a_machine_that_is_switched_off_is_told_when_it_is_back_days_later(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(answer_port=104)
    for _each in range(60):  # of one that listens nowhere: they stand in nobody's way
        away(machine="NOWHERE")
    called: list[int] = []

    def reached(row: Commitment, _machine: Machine) -> bool:
        called.append(row.pk)
        return True

    monkeypatch.setattr(committing, "_tell_anew", reached)
    now = timezone.now()
    waiting = [away(asked_at=now - timedelta(days=3), tries=100), away(asked_at=now - timedelta(minutes=1), tries=1)]
    away(asked_at=now - timedelta(minutes=1), tries=2)
    away(asked_at=now - timedelta(days=20), tries=3)
    assert committing.tell_due() == 2
    assert called == [row.pk for row in waiting]


def test_one_that_is_still_away_is_tried_once_each_time_and_named_in_the_log(
    transactional_db: None, caplog: pytest.LogCaptureFixture
) -> None:
    machine(answer_port=1)  # where nobody listens
    first, second = away(address=LOOPBACK), away(address=LOOPBACK)
    assert committing.tell_due() == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.tries, second.tries, first.told_at) == (1, 0, None)
    assert "CX50 could not be reached on port 1" in caplog.text
