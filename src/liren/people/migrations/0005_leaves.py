"""Leave of a person, one at a time; and what the nightly look at the chains of responsibility found."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

ONE_AT_A_TIME = """
alter table people_leave
  add constraint people_leave_once exclude using gist (uuidrange(person, person, '[]') with &&, during with &&)
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_office")]
    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("doors", models.IntegerField()),
                ("faults", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("area", "day"), name="people_check_once")]},
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("meant", django.contrib.postgres.fields.ranges.DateTimeRangeField(null=True)),
                (
                    "stand_ins",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("version", models.IntegerField(default=1)),
                (
                    "person",
                    models.ForeignKey(
                        db_column="person", on_delete=django.db.models.deletion.RESTRICT, to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("during__endswith__isnull", False),
                                ("during__isempty", False),
                                ("during__startswith__isnull", False),
                            ),
                            ("meant__isnull", False),
                            _connector="OR",
                        ),
                        name="people_leave_period",
                    )
                ],
            },
        ),
        migrations.RunSQL(ONE_AT_A_TIME, "alter table people_leave drop constraint people_leave_once"),
    ]
