"""A clock knows its extension, a case which missed limit was told up; open clocks are found by their calendar."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_children_and_whistle")]

    operations = [
        migrations.AddField("case", "escalated_for", models.DateTimeField(null=True)),
        migrations.AddField("clock", "extended_at", models.DateTimeField(null=True)),
        migrations.AddField("clock", "extended_days", models.SmallIntegerField(default=0)),
        migrations.AddIndex(
            "clock",
            models.Index(name="cases_clock_calendar", fields=["calendar", "case"], condition=Q(ended_at__isnull=True)),
        ),
        migrations.RunSQL("update cases_case set escalated_for = next_due_at where escalation > 0", ""),
    ]
