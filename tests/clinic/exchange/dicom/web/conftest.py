"""The clinic's own web server, as `saphena serve` starts it, and programs that call it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connections
from waitress.wasyncore import close_all

from saphena.clinic.config.serving import open_door, web_server
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def web(transactional_db: None, images: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address, without a slash at the end. Its threads end with the test, so each closes what it asked."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    cast.clinic()
    cache.clear()
    door = open_door("127.0.0.1", 0)
    server = web_server(door)
    settings.SAPHENA_URL = f"http://127.0.0.1:{server.effective_port}"
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    yield settings.SAPHENA_URL
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: close_all(server._map))  # in its own thread, which then ends
    running.join(5)
