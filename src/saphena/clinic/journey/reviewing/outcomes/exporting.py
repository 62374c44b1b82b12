"""The registry export: one row per treated segment and session, and one per session, without names, dates or the
clinic's own numbers.

The secret that numbers are made with is drawn for each export and kept nowhere: two exports cannot be joined, and no
number leads back. A value that very few patients have (a birth band, a segment, a product) is put together with others.
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
from saphena.clinic.journey.reviewing.outcomes.procedures import procedures_of
from saphena.clinic.journey.treating.models import Injection
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.reviewing import times
from saphena.pathway.reviewing.registry import Column, birth_years, columns, fewest, procedure_columns, rare_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from saphena.clinic.journey.reviewing.outcomes.units import Period
    from saphena.clinic.people.models import User
    from saphena.pathway.reviewing.registry import Value

__all__ = ["as_csv", "export", "rows_of"]

RARE = ("birth_years", "segment", "product")
"""What is put together where few have it: each alone could point to somebody whom others know."""


@transaction.atomic
def export(*, actor: User, period: Period) -> bytes:
    """A ZIP: both tables as CSV, with DuckDB also as Parquet, and the dictionary. Who took it is recorded."""
    require(actor, "reviewing.export")
    secret = secrets.token_bytes(32)
    segments = rare_together(rows_of(period, secret), RARE, fewest())
    sessions = procedures_of(period, numbered(secret))
    announce(OutcomesExported("registry", len(segments)), by=actor)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, known, rows in (("outcomes", columns(), segments), ("procedures", procedure_columns(), sessions)):
            table = as_csv(known, ([row[each] for each in known] for row in rows))
            whole.writestr(f"{name}.csv", table)
            if find_spec("duckdb") is not None:
                whole.writestr(f"{name}.parquet", as_parquet(table, known))
        whole.writestr("dictionary.csv", dictionary())
    return packed.getvalue()


def numbered(secret: bytes) -> Callable[[str, int], str]:
    """A number for this export alone."""

    def number(kind: str, key: int) -> str:
        return hmac.new(secret, f"{kind}:{key}".encode(), hashlib.sha256).hexdigest()[:16]

    return number


def rows_of(period: Period, secret: bytes) -> list[dict[str, Value]]:
    """Every treated segment of the period with what the three return visits say, in an order that says nothing."""
    number = numbered(secret)
    known = Course.objects.select_related("patient").only("leg", "patient__birth_date")
    courses = {each.pk: each for each in known.iterator()}
    seen_at = dict(Review.objects.values_list("pk", "seen_at"))
    given = Injection.objects.filter(void__isnull=True).order_by()
    within = {"session__opened_at__gte": period.begins, "session__opened_at__lt": period.ends}
    sums = given.filter(**within).values("session", "segment").annotate(sum=Sum("volume"))
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
    """Each column of both tables with its type, unit and meaning in both languages."""
    tables = (("outcomes", columns()), ("procedures", procedure_columns()))
    lines = (
        [table, each.name, each.type, each.unit, each.meaning["en"], each.meaning["fr"]]
        for table, known in tables
        for each in known.values()
    )
    return as_csv(("table", "column", "type", "unit", "en", "fr"), lines)


def as_parquet(table: str, known: Mapping[str, Column]) -> bytes:
    """The same rows in the types of the dictionary, written by DuckDB in a folder that is thrown away."""
    import duckdb

    types = "{" + ", ".join(f"'{each.name}': '{each.type}'" for each in known.values()) + "}"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "table.csv", Path(folder) / "table.parquet"
        source.write_text(table, encoding="utf-8", newline="")
        with duckdb.connect() as base:
            read = f"SELECT * FROM read_csv('{source}', header = true, columns = {types})"  # noqa: S608  # our own names
            base.execute(f"COPY ({read}) TO '{target}' (FORMAT parquet)")
        return target.read_bytes()
