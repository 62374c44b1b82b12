"""The registry export: one row per treated segment and session, without names, dates or the clinic's own numbers.

The secret that numbers are made with is drawn for each export and kept nowhere: two exports cannot be joined, and no
number leads back.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import secrets
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.reviewing.events import OutcomesExported
from saphena.clinic.journey.reviewing.models import Review
from saphena.clinic.journey.reviewing.outcomes.cohort import every_row
from saphena.clinic.journey.treating.models import Injection
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.reviewing import times
from saphena.pathway.reviewing.registry import birth_years, columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from saphena.clinic.journey.reviewing.outcomes.units import Period
    from saphena.clinic.people.models import User

__all__ = ["export"]

Value = str | int | float | None


@transaction.atomic
def export(*, actor: User, period: Period) -> bytes:
    """A ZIP: outcomes.csv, outcomes.parquet where DuckDB is installed, dictionary.csv. Who took it is recorded."""
    require(actor, "reviewing.export")
    rows = rows_of(period, secrets.token_bytes(32))
    announce(OutcomesExported("registry", len(rows)), by=actor)
    table = as_csv(columns(), ([row[name] for name in columns()] for row in rows))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("outcomes.csv", table)
        whole.writestr("dictionary.csv", dictionary())
        if find_spec("duckdb") is not None:
            whole.writestr("outcomes.parquet", as_parquet(table))
    return packed.getvalue()


def rows_of(period: Period, secret: bytes) -> list[dict[str, Value]]:
    """Every treated segment of the period with what the three return visits say, in an order that says nothing."""

    def number(kind: str, key: int) -> str:
        return hmac.new(secret, f"{kind}:{key}".encode(), hashlib.sha256).hexdigest()[:16]

    known = Course.objects.select_related("patient").only("leg", "patient__birth_date")
    courses = {each.pk: each for each in known.iterator()}
    seen_at = dict(Review.objects.values_list("pk", "seen_at"))
    given = Injection.objects.filter(void__isnull=True, at__gte=period.begins, at__lt=period.ends).order_by()
    sums = given.values("session", "segment").annotate(sum=Sum("volume"))
    volumes = {(each["session"], each["segment"]): each["sum"] for each in sums}
    found: dict[tuple[int, str], dict[str, Value]] = {}
    for time in times():
        for row in every_row(period, time):
            course = courses[row.case.course]
            kept = found.setdefault(
                (row.case.session, row.case.segment),
                {
                    "procedure": number("session", row.case.session),
                    "course": number("course", row.case.course),
                    "patient": number("patient", course.patient_id),
                    "birth_years": birth_years(course.patient.birth_date.year),
                    "leg": course.leg,
                    "segment": row.case.segment,
                    "product": row.product,
                    "strength": float(row.strength),
                    "form": row.form,
                    "volume": float(volumes[row.case.session, row.case.segment]),
                    "band": row.band,
                },
            )
            kept[time] = row.case.outcome
            seen = seen_at.get(row.case.review) if row.case.review else None
            days = timezone.localdate(seen) - timezone.localdate(row.case.at) if seen else None
            kept[f"{time}_day"] = days.days if days else None
    return sorted(found.values(), key=lambda row: (str(row["procedure"]), str(row["segment"])))


def as_csv(names: Iterable[str], rows: Iterable[Iterable[Value]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(names)
    writer.writerows(rows)
    return written.getvalue()


def dictionary() -> str:
    """Each column with its type, unit and meaning in both languages."""
    lines = ([each.name, each.type, each.unit, each.meaning["en"], each.meaning["fr"]] for each in columns().values())
    return as_csv(("column", "type", "unit", "en", "fr"), lines)


def as_parquet(table: str) -> bytes:
    """The same rows in the types of the dictionary, written by DuckDB in a folder that is thrown away."""
    import duckdb

    types = "{" + ", ".join(f"'{each.name}': '{each.type}'" for each in columns().values()) + "}"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "outcomes.csv", Path(folder) / "outcomes.parquet"
        source.write_text(table, encoding="utf-8", newline="")
        with duckdb.connect() as base:
            read = f"SELECT * FROM read_csv('{source}', header = true, columns = {types})"  # noqa: S608  # our own names
            base.execute(f"COPY ({read}) TO '{target}' (FORMAT parquet)")
        return target.read_bytes()
