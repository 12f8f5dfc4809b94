"""Plans to divide grids into micro-grids: orders to cut, drafts, the steps of a hand, what was adopted when."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0004_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cut",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("households", models.SmallIntegerField()),
                ("parts", models.SmallIntegerField(null=True)),
                ("seed", models.IntegerField()),
                ("made_by", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("households__range", (10, 1000))), name="places_cut_households"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parts__isnull", True), ("parts__range", (1, 99)), _connector="OR"),
                        name="places_cut_parts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GridPlan",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("source", models.CharField(max_length=5)),
                ("aim", models.CharField(blank=True, default="", max_length=8)),
                ("households", models.SmallIntegerField()),
                ("parts", models.SmallIntegerField()),
                ("seed", models.IntegerField(default=0)),
                ("state", models.CharField(default="draft", max_length=8)),
                ("adopt_from", models.DateField(null=True)),
                ("made_by", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
                ("cut", models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, to="places.cut")),
            ],
            options={
                "db_table": "places_plan",
            },
        ),
        migrations.CreateModel(
            name="PlanMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.SmallIntegerField()),
                ("building", models.UUIDField()),
                ("before", models.SmallIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="places.gridplan"
                    ),
                ),
            ],
            options={
                "db_table": "places_plan_move",
            },
        ),
        migrations.CreateModel(
            name="PlanPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.SmallIntegerField()),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                ("shape", models.BinaryField(null=True)),
                ("keeper", models.UUIDField(null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="places.gridplan"
                    ),
                ),
            ],
            options={
                "db_table": "places_plan_part",
            },
        ),
        migrations.CreateModel(
            name="PlanSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("building", models.UUIDField()),
                ("part", models.SmallIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="places.gridplan"
                    ),
                ),
            ],
            options={
                "db_table": "places_plan_seat",
            },
        ),
        migrations.CreateModel(
            name="CutGrid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("trouble", models.CharField(blank=True, default="", max_length=200)),
                ("cut", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="places.cut")),
            ],
            options={
                "db_table": "places_cut_grid",
                "constraints": [
                    models.UniqueConstraint(fields=("cut", "area"), name="places_cut_grid_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "done", "refused"])), name="places_cut_grid_state"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="gridplan",
            index=models.Index(fields=["area", "-made_at"], name="places_plan_of"),
        ),
        migrations.AddConstraint(
            model_name="gridplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["cut", "drawn", "hand"])), name="places_plan_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="gridplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("aim__in", ["", "few", "even", "whole"])), name="places_plan_aim"
            ),
        ),
        migrations.AddConstraint(
            model_name="gridplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "waiting", "adopted", "dropped"])), name="places_plan_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="gridplan",
            constraint=models.CheckConstraint(condition=models.Q(("parts__range", (1, 99))), name="places_plan_parts"),
        ),
        migrations.AddConstraint(
            model_name="gridplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["waiting", "adopted"]), _negated=True),
                    ("adopt_from__isnull", False),
                    _connector="OR",
                ),
                name="places_plan_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="gridplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("area",), name="places_plan_one_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="planmove",
            constraint=models.UniqueConstraint(fields=("plan", "step", "building"), name="places_plan_move_once"),
        ),
        migrations.AddConstraint(
            model_name="planpart",
            constraint=models.UniqueConstraint(fields=("plan", "part"), name="places_plan_part_one"),
        ),
        migrations.AddConstraint(
            model_name="planseat",
            constraint=models.UniqueConstraint(fields=("plan", "building"), name="places_plan_seat_one"),
        ),
        migrations.AddConstraint(
            model_name="planseat",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__range", (1, 99))), name="places_plan_seat_part"
            ),
        ),
    ]
