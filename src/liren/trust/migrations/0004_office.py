"""Files that wait, imports on record, signed-in devices, one-time codes for a new password."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0003_policy_without_subquery")]
    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account", models.UUIDField(null=True)),
                ("sort", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=200)),
                ("datum", models.CharField(max_length=8)),
                ("digest", models.BinaryField()),
                ("content", models.BinaryField()),
                ("staged_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reset",
            fields=[
                ("account", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=128)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("session", models.CharField(max_length=40, unique=True)),
                ("account", models.UUIDField()),
                ("agent", models.CharField(max_length=80)),
                ("began_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["account"], name="trust_device_account")]},
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("sort", models.CharField(max_length=32)),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("file", models.CharField(max_length=200)),
                ("digest", models.BinaryField()),
                ("account", models.UUIDField(null=True)),
                ("done_at", models.DateTimeField()),
                ("counts", models.JSONField()),
                ("touched", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("inverse", models.BinaryField()),
                ("key", models.UUIDField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["sort", "done_at"], name="trust_import_newest")]},
        ),
    ]
