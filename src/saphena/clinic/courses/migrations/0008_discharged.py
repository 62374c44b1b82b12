from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0007_rounds")]

    operations = [
        migrations.AddField(
            model_name="course",
            name="discharged_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        )
    ]
