import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

BEARER = Q(("account__isnull", False), ("link__isnull", False), _connector="XOR")


class Migration(migrations.Migration):
    """Addresses, choices and stops; a letter knows its channel only when it goes; messages and the health of channels."""

    dependencies = [("notices", "0002_group_notices")]

    operations = [
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account", models.UUIDField(null=True)),
                ("link", models.UUIDField(null=True)),
                ("channel", models.CharField(max_length=16)),
                ("address", models.BinaryField()),
                ("blind", models.BinaryField(null=True)),
                ("how", models.CharField(max_length=16)),
                ("bound_by", models.UUIDField(null=True)),
                ("bound_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                ("stopped_how", models.CharField(default="", max_length=16)),
            ],
            options={
                "indexes": [models.Index(condition=Q(("stopped_at__isnull", True)), fields=["blind"], name="notices_address_blind")],
                "constraints": [
                    models.CheckConstraint(condition=BEARER, name="notices_address_one_bearer"),
                    models.CheckConstraint(condition=Q(("channel__in", ["wecom", "wechat", "sms", "email"])), name="notices_address_channel"),
                    models.CheckConstraint(condition=Q(("how__in", ["code", "sign_in", "desk", "hand"])), name="notices_address_how"),
                    models.UniqueConstraint(condition=Q(("stopped_at__isnull", True)), fields=("account", "link", "channel"), name="notices_address_once", nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=16)),
                ("blind", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("channel", "blind"), name="notices_stop_once")]},
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("account", models.UUIDField(null=True)),
                ("link", models.UUIDField(null=True)),
                ("channels", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None)),
                ("chosen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=BEARER, name="notices_choice_one_bearer"),
                    models.UniqueConstraint(fields=("account", "link"), name="notices_choice_once", nulls_distinct=False),
                ],
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("name", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("succeeded_at", models.DateTimeField(null=True)),
                ("down_since", models.DateTimeField(null=True)),
                ("try_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("trouble", models.CharField(default="", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=16)),
                ("account", models.UUIDField(null=True)),
                ("link", models.UUIDField(null=True)),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("letters", models.SmallIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("provider_id", models.CharField(default="", max_length=120)),
                ("trouble", models.CharField(default="", max_length=200)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(("provider_id", ""), _negated=True), fields=["channel", "provider_id"], name="notices_message_provider"),
                    models.Index(fields=["made_at"], name="notices_message_made"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=BEARER, name="notices_message_one_bearer"),
                    models.CheckConstraint(condition=Q(("state__in", ("sending", "sent", "delivered", "failed"))), name="notices_message_state"),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="letter", name="notices_letter_once"),
        migrations.RenameField(model_name="letter", old_name="sender", new_name="channel"),
        migrations.AlterField(model_name="letter", name="channel", field=models.CharField(max_length=16, null=True)),
        migrations.AddField(
            model_name="letter", name="tried",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None),
        ),
        migrations.AddField(
            model_name="letter", name="message",
            field=models.ForeignKey(db_column="message", null=True, on_delete=django.db.models.deletion.SET_NULL, to="notices.message"),
        ),
        migrations.AddField(model_name="letter", name="ready_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL("update notices_letter set ready_at = try_at", "select 1"),
        migrations.AlterField(model_name="letter", name="ready_at", field=models.DateTimeField()),
        migrations.AddConstraint(model_name="letter", constraint=models.UniqueConstraint(fields=("notice",), name="notices_letter_once")),
    ]
