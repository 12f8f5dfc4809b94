"""Draws of call-backs, the calls and their tries, and cases left out of the rates."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_routing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("town", models.CharField(db_collation="C", max_length=9)),
                ("day", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("committed_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("drawn_at", models.DateTimeField(null=True)),
                ("reveal_at", models.DateTimeField(null=True)),
                ("revealed_at", models.DateTimeField(null=True)),
                ("seed", models.CharField(max_length=64, null=True)),
                ("share", models.FloatField(null=True)),
                ("rule", models.UUIDField(null=True)),
                (
                    "tickets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Callback",
            fields=[
                (
                    "draw",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.draw"),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("ticket", models.CharField(max_length=64)),
                ("why", models.CharField(db_collation="C", max_length=64)),
                ("state", models.CharField(db_collation="C", max_length=64)),
                ("tries", models.SmallIntegerField()),
                ("days", models.SmallIntegerField()),
                ("last_on", models.DateField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("caller", models.UUIDField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("contacted", models.BooleanField(null=True)),
                ("solved", models.CharField(db_collation="C", max_length=64, null=True)),
                ("satisfied", models.SmallIntegerField(null=True)),
                ("reopened", models.BooleanField(default=False)),
                ("pressure", models.BinaryField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("state", models.CharField(db_collation="C", max_length=64)),
                ("reason", models.CharField(db_collation="C", max_length=64)),
                ("item", models.TextField()),
                ("words", models.TextField()),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decide_words", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="Try",
            fields=[
                (
                    "callback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.callback"
                    ),
                ),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "callback_id", "no", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("no", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("account", models.UUIDField(null=True)),
                ("outcome", models.CharField(db_collation="C", max_length=64)),
            ],
        ),
        migrations.AddIndex(
            model_name="draw",
            index=models.Index(
                condition=models.Q(("revealed_at__isnull", True)), fields=["ends_at"], name="cases_draw_shut"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(fields=("town", "day"), name="cases_draw_one_a_day"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("committed_at__lte", models.F("starts_at"))), name="cases_draw_seed_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("drawn_at__isnull", True), ("drawn_at__gte", models.F("ends_at")), _connector="OR"),
                name="cases_draw_after_the_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revealed_at__isnull", True), ("seed__isnull", True)),
                    models.Q(
                        ("drawn_at__isnull", False),
                        ("revealed_at__gte", models.F("reveal_at")),
                        ("revealed_at__isnull", False),
                        ("seed__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="cases_draw_seed_shut",
            ),
        ),
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["next_at", "ticket"], name="cases_callback_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(
                condition=models.Q(("state", "waiting"), _negated=True),
                fields=["finished_at"],
                name="cases_callback_finished_at",
            ),
        ),
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(
                condition=models.Q(("pressure__isnull", False)), fields=["finished_at"], name="cases_callback_pressure"
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.UniqueConstraint(fields=("draw", "case"), name="cases_callback_once"),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["waiting", "reached", "unreachable", "refused", "wrong_number", "excluded", "expired"],
                    )
                ),
                name="cases_callback_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(("tries__gte", 0), ("tries__lte", 3)), name="cases_callback_tries"
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "unreachable"), _negated=True),
                    models.Q(("days__gte", 2), ("tries", 3)),
                    _connector="OR",
                ),
                name="cases_callback_unreachable",
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("contacted__isnull", False),
                        ("solved__in", ["yes", "partly", "no"]),
                        ("solved__isnull", False),
                        ("state", "reached"),
                    ),
                    models.Q(
                        models.Q(("state", "reached"), _negated=True),
                        ("contacted__isnull", True),
                        ("satisfied__isnull", True),
                        ("solved__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="cases_callback_answers",
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(("satisfied__isnull", True), ("satisfied__in", (1, 2, 3)), _connector="OR"),
                name="cases_callback_satisfied",
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", True), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("finished_at__isnull", False)),
                    _connector="OR",
                ),
                name="cases_callback_finished",
            ),
        ),
        migrations.AddIndex(
            model_name="exclusion",
            index=models.Index(fields=["state", "asked_at"], name="cases_exclusion_waiting"),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "confirmed", "declined"])), name="cases_exclusion_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="cases_exclusion_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("state", "asked")),
                    models.Q(models.Q(("state", "asked"), _negated=True), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="cases_exclusion_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "confirmed"))), fields=("case",), name="cases_exclusion_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="try",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["reached", "no_answer", "refused", "wrong_number"])),
                name="cases_try_outcome",
            ),
        ),
    ]
