from django.db import migrations

from saphena.clinic.record.append_only import append_only

TABLES = (
    "planning_screeninground",
    "planning_screeninganswer",
    "planning_findingdecision",
    "planning_consentapproval",
    "planning_consent",
    "planning_consentwithdrawal",
    "planning_testobservation",
)


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_plans")]

    operations = [append_only(table) for table in TABLES]
