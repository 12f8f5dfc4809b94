"""A case may have a parent and count its children, and knows the whistle whose called units work on it."""

import django.contrib.postgres.fields
from django.db import migrations, models

BARRED = ("feedback", "closed", "replied", "merged", "not_accepted")


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_abuse")]

    operations = [
        migrations.AddField("case", "parent", models.UUIDField(null=True)),
        migrations.AddField("case", "children", models.SmallIntegerField(default=0), preserve_default=False),
        migrations.AddField("case", "open_children", models.SmallIntegerField(default=0), preserve_default=False),
        migrations.AddField("case", "whistle", models.UUIDField(null=True)),
        migrations.AddField(
            "case",
            "called",
            django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "case",
            models.Index(condition=models.Q(("parent__isnull", False)), fields=["parent"], name="cases_case_parent"),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("children", 0), ("open_children", 0)), _connector="OR"
                ),
                name="cases_case_one_level",
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(
                    ("open_children", 0),
                    models.Q(
                        ("children__gte", models.F("open_children")),
                        ("open_children__gt", 0),
                        models.Q(("state__in", BARRED), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cases_case_open_children",
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(
                    ("whistle__isnull", True), models.Q(("state__in", BARRED), _negated=True), _connector="OR"
                ),
                name="cases_case_whistle_open",
            ),
        ),
    ]
