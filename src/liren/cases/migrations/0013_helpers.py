"""The units that work along are kept with the case; one unit leads or helps, and only once."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_triage"),
    ]

    operations = [
        migrations.AddField("case", "helpers", ArrayField(models.UUIDField(), default=list)),
        migrations.AddIndex(
            model_name="case",
            index=GinIndex(name="cases_case_helpers", fields=["helpers"], condition=Q(("helpers", []), _negated=True)),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                name="cases_case_helper_leads",
                condition=Q(
                    ("unit__isnull", True), Q(("helpers__contains", [F("unit")]), _negated=True), _connector="OR"
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                name="cases_party_unit_once",
                fields=("case", "who"),
                condition=Q(("role__in", ("unit", "helper")), ("until__isnull", True)),
            ),
        ),
    ]
