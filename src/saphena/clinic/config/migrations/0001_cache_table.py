"""The table in which sign-in attempts are counted. Django makes it by a command of its own; here it comes with the rest."""

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps


def make_table(apps: "StateApps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps: "StateApps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    schema_editor.execute("DROP TABLE IF EXISTS config_cache")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make_table, drop_table)]
