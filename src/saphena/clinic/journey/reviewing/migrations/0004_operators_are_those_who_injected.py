"""What was counted by who recorded is counted again by who injected."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import migrations
from django.db.models import F

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.operations.base import Operation


def count_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("reviewing", "MonthCounted").objects.update(changes=F("changes") + 1)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("reviewing", "0003_what_was_noted_is_append_only")]

    operations: ClassVar[list[Operation]] = [migrations.RunPython(count_again, migrations.RunPython.noop)]
