"""The cases that anybody may see have an index of their own, newest first."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_training"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                F("reported_at").desc(),
                F("id").desc(),
                name="cases_case_street",
                include=("kind", "state", "lat", "lon"),
                condition=Q(("secrecy", 0), ("about_unit__isnull", True), ("parent__isnull", True)),
            ),
        ),
    ]
