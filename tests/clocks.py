"""The clocks of these tests. Alberta's change twice a year here, as they did until 2026, whatever the machine knows.

Most tests live in Edmonton, and many of them in the night in which an hour is lost. The rules of other places are the
machine's.
"""

from __future__ import annotations

import atexit
import os
import shutil
import struct
import tempfile
import zoneinfo
from pathlib import Path

RULES = {"America/Edmonton": ("MST", -7, "MST7MDT,M3.2.0,M11.1.0")}


def zone_file(short: str, hours: int, rule: str) -> bytes:
    """A time zone that follows one rule for ever, as RFC 9636 writes it: two headers, one type of time, the rule."""
    name = short.encode() + b"\0"
    nothing = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 0, 0)
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, len(name))
    return nothing + header + struct.pack(">lbb", hours * 3600, 0, 0) + name + f"\n{rule}\n".encode()


def keep_alberta_changing_its_clocks() -> None:
    """For this process and those that it starts: workers of the run, servers, commands."""
    folder = os.environ.get("PYTHONTZPATH", "").partition(os.pathsep)[0]
    if not folder.endswith("saphena-clocks"):
        home = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        place = Path(home) / "saphena-clocks"
        for key, rule in RULES.items():
            path = place / key
            path.parent.mkdir(parents=True)
            path.write_bytes(zone_file(*rule))
        os.environ["PYTHONTZPATH"] = os.pathsep.join([str(place), *zoneinfo.TZPATH])
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()
