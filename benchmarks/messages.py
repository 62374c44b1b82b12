"""Messages that are due, handed to a mail server on loopback by two workers, on SQLite and on PostgreSQL.

For each database two runs: an undisturbed one, for `messages_per_s`; and one in which a worker is killed (SIGKILL) ten
times and started again. Then every message is accounted for at the mail server: `duplicates` came twice, `losses` never
came and nobody is told, `unknown` were in a killed worker's hand and are shown to staff. The bar: 0, 0, and every
unknown listed. SAPHENA_BENCH_MESSAGES says how many messages a run has, 10,000 unless said otherwise.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.both_databases.postgresql import postgresql
from tests.clinic.messages.smtp_sink import Taken, smtp_sink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MESSAGES = int(os.environ.get("SAPHENA_BENCH_MESSAGES", "10000"))
WORKERS = 2
KILLS = 10
PATIENTS = 500
LONGEST = 3600.0


def measure() -> dict[str, float]:
    figures = {f"sqlite_{name}": figure for name, figure in _apart("").items()}
    with postgresql() as url:
        figures |= {f"postgresql_{name}": figure for name, figure in _apart(url).items()}
    return figures


def _apart(url: str) -> dict[str, float]:
    """In a process of its own: one has one database."""
    home = tempfile.mkdtemp(prefix="saphena-messages-")
    try:
        with smtp_sink() as taken:
            rest = {name: value for name, value in os.environ.items() if not name.startswith("SAPHENA_")}
            ours = {
                "SAPHENA_HOME": home,
                "SAPHENA_SECRET_KEY": "only for as long as it is measured, and fifty letters",
                "SAPHENA_SMTP_URL": f"smtp://127.0.0.1:{taken.port}?starttls=no",
                "DJANGO_SETTINGS_MODULE": "saphena.clinic.config.settings",
                **({"SAPHENA_DATABASE_URL": url} if url else {}),
            }
            surroundings = {**rest, **ours}
            _child("set_up", surroundings)
            calm = _calm(taken, surroundings)
            return calm | _disturbed(taken, surroundings)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _child(name: str, surroundings: dict[str, str], *arguments: object) -> str:
    """One of the functions below, in a process that knows Django."""
    code = f"from benchmarks.messages import {name}; {name}({', '.join(map(repr, arguments))})"
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, check=True, capture_output=True, text=True)
    return done.stdout


@contextmanager
def _workers(surroundings: dict[str, str]) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [_worker(surroundings) for _number in range(WORKERS)]
    try:
        yield running
    finally:
        for worker in running:  # it finishes the message in hand, so only the kills leave unknown ones
            worker.terminate()
        for worker in running:
            worker.wait(timeout=60)


def _worker(surroundings: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "saphena", "work"]
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _calm(taken: Taken, surroundings: dict[str, str]) -> dict[str, float]:
    _child("promise_many", surroundings, MESSAGES, 0)
    with _workers(surroundings):
        _wait(lambda: len(taken.texts) > 0)
        first, already = time.perf_counter(), len(taken.texts)
        _wait(lambda: len(taken.texts) >= MESSAGES)
        lasted = time.perf_counter() - first
    assert len(set(taken.ids())) == MESSAGES
    return {"messages_per_s": (MESSAGES - already) / lasted}


def _disturbed(taken: Taken, surroundings: dict[str, str]) -> dict[str, float]:
    """Ten kills, spread over the run, always of the worker that has been at it for longer."""
    taken.texts.clear()
    _child("promise_many", surroundings, MESSAGES, 1)
    chance = random.Random(7)  # noqa: S311 - when to kill, not what to keep secret
    with _workers(surroundings) as running:
        for kill in range(KILLS):
            _wait_for(taken, (kill + chance.random()) * MESSAGES / (KILLS + 1))
            victim = running.pop(0)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            running.append(_worker(surroundings))
        _wait(lambda: int(_child("how_many_wait", surroundings)) == 0, pause=2.0)
    told = json.loads(_child("account", surroundings))
    came = Counter(int(name.split("-")[1]) for name in taken.ids())
    unknown = set(told["unknown"])
    lost = [pk for pk in told["all"] if pk not in came and pk not in unknown]
    wrongly = [pk for pk in told["sent"] if pk not in came]
    assert set(told["listed"]) == unknown, "every unknown stands in the outbox and in the inbox"
    return {
        "duplicates": float(sum(count > 1 for count in came.values())),
        "losses": float(len({*lost, *wrongly})),
        "unknown": float(len(unknown)),
    }


def _wait_for(taken: Taken, enough: float) -> None:
    _wait(lambda: len(taken.texts) > enough)


def _wait(until: Callable[[], bool], pause: float = 0.01) -> None:
    end = time.monotonic() + LONGEST
    while not until():
        assert time.monotonic() < end, "the workers did not get through"
        time.sleep(pause)


# ---- what runs in a process that knows Django ----------------------------------------------------------------------


def set_up() -> None:
    """An empty clinic that is never quiet, with patients."""
    import django

    django.setup()
    from django.core.management import call_command

    from saphena.clinic.people.models import Clinic, Patient

    call_command("migrate", verbosity=0)
    midnight = datetime(2027, 1, 1, tzinfo=UTC).time()
    Clinic.objects.update_or_create(
        pk=1, defaults={"name": "Clinic", "zone": "UTC", "quiet_from": midnight, "quiet_until": midnight}
    )
    born = datetime(1961, 4, 23, tzinfo=UTC).date()
    for number in range(PATIENTS):
        Patient.objects.create(
            given_names=f"Pat {number}", family_name="Moreau", birth_date=born, email=f"pat{number}@home.test"
        )


def promise_many(count: int, run: int) -> None:
    """Due a while ago, in a random order of patients."""
    import django

    django.setup()
    from saphena.clinic.messages.models import PromisedMessage
    from saphena.clinic.people.models import Patient

    patients = list(Patient.objects.values_list("pk", flat=True))
    due = datetime.now(UTC) - timedelta(hours=1)
    PromisedMessage.objects.bulk_create(
        [
            PromisedMessage(
                patient_id=patients[number % len(patients)],
                kind="people.link",
                about=f"run:{run}:{number}",
                due_at=due,
                try_at=due,
            )
            for number in range(count)
        ],
        batch_size=500,
    )


def how_many_wait() -> None:
    import django

    django.setup()
    from saphena.clinic.messages.models import PromisedMessage
    from saphena.clinic.messages.states import State

    print(PromisedMessage.objects.filter(state=State.PROMISED).count())


def account() -> None:
    """What became of the second run, once the claims of the killed have grown old."""
    import django

    django.setup()
    from django.utils import timezone

    from saphena.clinic.journey.recovering.models import Matter
    from saphena.clinic.messages.models import PromisedMessage
    from saphena.clinic.messages.states import State
    from saphena.clinic.messages.sweeping import CLAIM_IS_OLD, lose_old_claims

    lose_old_claims(timezone.now() + CLAIM_IS_OLD + timedelta(minutes=1))
    rows = PromisedMessage.objects.filter(about__startswith="run:1:")
    listed = Matter.objects.filter(message__in=rows.filter(state=State.UNKNOWN), state="new")
    told = {
        "all": list(rows.values_list("pk", flat=True)),
        "sent": list(rows.filter(state=State.SENT).values_list("pk", flat=True)),
        "unknown": list(rows.filter(state=State.UNKNOWN).values_list("pk", flat=True)),
        "listed": list(listed.values_list("message_id", flat=True)),
    }
    print(json.dumps(told))
