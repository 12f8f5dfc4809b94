"""Drills: announced, with their devices; the alarms received in them; one drill a device at a time."""

import datetime
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

ONCE = """
alter table devices_drilled add constraint devices_drilled_once exclude using gist (
  uuidrange(device, device, '[]') with &&, during with &&
);
create function devices_alarm_drill_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the drill an alarm was received in never changes' using errcode = 'check_violation', constraint = 'devices_alarm_drill_stays';
end $$;
create trigger devices_alarm_drill_stays before update of drill on devices_alarm for each row
  when (old.drill is distinct from new.drill) execute function devices_alarm_drill_stays();
"""
UNDONE = """
alter table devices_drilled drop constraint devices_drilled_once;
drop trigger devices_alarm_drill_stays on devices_alarm;
drop function devices_alarm_drill_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("devices", "0006_wires"),
        ("places", "0004_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Drill",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("name", models.CharField(max_length=60)),
                ("purpose", models.CharField(db_collation="C", max_length=16)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("planned_by", models.UUIDField(null=True)),
                ("planned_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("end_words", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="DrillCase",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "device",
                    models.ForeignKey(
                        db_column="device", null=True, on_delete=django.db.models.deletion.CASCADE, to="devices.device"
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        db_column="drill", on_delete=django.db.models.deletion.CASCADE, to="devices.drill"
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=64)),
                ("words", models.CharField(max_length=500)),
                ("place_words", models.CharField(blank=True, max_length=120)),
                ("called_by", models.UUIDField(null=True)),
                ("called_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Drilled",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "drill", "device", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_column="device", on_delete=django.db.models.deletion.CASCADE, to="devices.device"
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        db_column="drill", on_delete=django.db.models.deletion.CASCADE, to="devices.drill"
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="alarm",
            name="devices_alarm_one_open",
        ),
        migrations.RemoveConstraint(
            model_name="alarm",
            name="devices_alarm_judged",
        ),
        migrations.RemoveConstraint(
            model_name="alarm",
            name="devices_alarm_cause",
        ),
        migrations.AddField(
            model_name="alarm",
            name="drill",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="alarm",
            name="real_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="alarm",
            name="real_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="alarm",
            index=models.Index(
                condition=models.Q(("drill__isnull", False)), fields=["drill", "raised_at"], name="devices_alarm_drill"
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("device", "component", "type", "kind", "drill"),
                name="devices_alarm_one_open",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(("judged__in", ["", "confirmed", "false", "drill"])), name="devices_alarm_judged"
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cause", ""), ("judged__in", ["", "confirmed", "drill"])),
                    (
                        "cause__in",
                        ["dust", "damp", "cooking", "smoking", "works", "test", "touched", "ageing", "wiring", "other"],
                    ),
                    _connector="OR",
                ),
                name="devices_alarm_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("real_at__isnull", True),
                    models.Q(("drill__isnull", False), ("judged", "confirmed")),
                    _connector="OR",
                ),
                name="devices_alarm_real",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged", "drill"), _negated=True),
                    models.Q(("drill__isnull", False), ("real_at__isnull", True)),
                    _connector="OR",
                ),
                name="devices_alarm_drill_over",
            ),
        ),
        migrations.AddIndex(
            model_name="drill",
            index=models.Index(fields=["area", "starts_at"], name="devices_drill_area"),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["evacuation", "firefighting", "joint", "duty", "acceptance"])),
                name="devices_drill_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__gt", models.F("starts_at")),
                    (
                        "ends_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_at"), "+", models.Value(datetime.timedelta(seconds=28800))
                        ),
                    ),
                ),
                name="devices_drill_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "starts_at__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("planned_at"), "-", models.Value(datetime.timedelta(seconds=60))
                        ),
                    )
                ),
                name="devices_drill_announced",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("ended_at__isnull", True)),
                    models.Q(("cancelled_at__lte", models.F("starts_at")), ("ended_at__isnull", True)),
                    models.Q(("cancelled_at__isnull", True), ("ended_at__gte", models.F("starts_at"))),
                    _connector="OR",
                ),
                name="devices_drill_over_once",
            ),
        ),
        migrations.RunSQL(ONCE, UNDONE),
    ]
