"""Images leave pynetdicom's way by names that it promises to nobody: a new release is looked at before it is used.

Its public way to the disk, `STORE_RECV_CHUNKED_DATASET` with `event.dataset_path`, hands every piece from thread to
thread all the same, and writes to a folder of its own (docs/decisions/0022): it does not replace these names.
"""

from __future__ import annotations

import inspect
from importlib.metadata import version
from typing import Any

import pynetdicom._config
import pytest
from pynetdicom.association import Association
from pynetdicom.dimse import DIMSEServiceProvider
from pynetdicom.dul import DULServiceProvider
from pynetdicom.events import Event
from pynetdicom.transport import RequestHandler, ThreadedAssociationServer

LOOKED_AT = ("3.0.4",)
"""The releases of which somebody has read that these names mean what we take them for."""

NAMES: dict[str, tuple[Any, str]] = {
    "_read_pdu_data is what reads one unit of data, and nothing else reads": (
        DULServiceProvider._is_transport_event, "self._read_pdu_data()",
    ),
    "run_reactor is the reading thread's loop": (DULServiceProvider.__init__, "target=make_target(self.run_reactor)"),
    "_kill_thread ends the reading thread": (DULServiceProvider.run_reactor, "if self._kill_thread:"),
    "_idle_timer is wound up again by whatever comes in": (
        DULServiceProvider.run_reactor, "self._idle_timer.restart()",
    ),
    "event_queue takes Evt17 for a connection that has gone": (
        DULServiceProvider._read_pdu_data, 'self.event_queue.put("Evt17")',
    ),
    "state_machine.current_state names the state, as PS3.8 does": (
        DULServiceProvider._is_transport_event, 'self.state_machine.current_state == "Sta13"',
    ),
    "_accepted_cx has the accepted contexts by their number": (Association.__init__, "self._accepted_cx: dict[int,"),
    "dimse.message is None between two messages": (
        DIMSEServiceProvider.__init__, "self.message: DIMSEMessage | None = None",
    ),
    "_reactor_checkpoint is where the answering thread can be stopped": (
        Association._run_reactor, "self._reactor_checkpoint.wait()",
    ),
    "_create_association makes what one caller talks to": (RequestHandler.handle, "self._create_association()"),
    "get_request accepts a caller, and wraps it in TLS": (
        ThreadedAssociationServer.get_request, "self.ssl_context.wrap_socket",
    ),
}  # fmt: skip


def test_this_release_has_been_looked_at() -> None:
    assert version("pynetdicom") in LOOKED_AT, (
        f"pynetdicom {version('pynetdicom')} is installed; exchange/dicom/streaming.py and sockets.py were written for "
        f"{', '.join(LOOKED_AT)}. Read the places that the test below names in the new release, run the tests with "
        "dcmtk and Orthanc as peers, then add it to LOOKED_AT."
    )


@pytest.mark.parametrize("meaning", NAMES)
def test_a_name_of_its_inside_means_what_we_take_it_for(meaning: str) -> None:
    place, line = NAMES[meaning]
    assert line in inspect.getsource(place), (
        f"{meaning}: {place.__qualname__} of pynetdicom {version('pynetdicom')} does not say “{line}” any more. "
        "Images would go astray: see exchange/dicom/streaming.py."
    )


def test_its_public_way_to_the_disk_is_still_the_one_that_was_weighed() -> None:
    """Were there a public way to choose the file, or to be told of each piece, the private names could go."""
    # Its source, not its value: our own server, which another test may have started, sets it for the whole process.
    assert "\nSTORE_RECV_CHUNKED_DATASET: bool = False\n" in inspect.getsource(pynetdicom._config)
    assert isinstance(inspect.getattr_static(Event, "dataset_path"), property)
