"""Units can be closed; a duty can be cancelled (its period empty, the one it was meant for kept) or stand in for another."""

import django.contrib.postgres.fields.ranges
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_party")]
    operations = [
        migrations.AddField("unit", "closed_on", models.DateField(null=True)),
        migrations.AddField("duty", "meant", django.contrib.postgres.fields.ranges.DateTimeRangeField(null=True)),
        migrations.AddField("duty", "stands_in", models.UUIDField(null=True)),
        migrations.RemoveConstraint("duty", "people_duty_period"),
        migrations.AddConstraint(
            "duty",
            models.CheckConstraint(
                name="people_duty_period",
                condition=models.Q(
                    models.Q(("during__isempty", False), ("during__startswith__isnull", False)),
                    ("meant__isnull", False),
                    _connector="OR",
                ),
            ),
        ),
    ]
