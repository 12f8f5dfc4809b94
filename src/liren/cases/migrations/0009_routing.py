"""Which rule sent a case, whether it was overruled or went against the duty list, and which item an objection named."""

from django.db import migrations, models

CODE = {"db_collation": "C", "max_length": 64, "null": True}


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_reckoned"),
    ]

    operations = [
        migrations.AddField("case", "return_item", models.CharField(**CODE)),
        migrations.AddField("case", "route", models.UUIDField(null=True)),
        migrations.AddField("case", "rule", models.CharField(**CODE)),
        migrations.AddField("case", "overruled", models.BooleanField(default=False)),
        migrations.AddField("case", "duty_item", models.CharField(**CODE)),
        migrations.AddField("case", "against_list", models.BooleanField(default=False)),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                name="cases_case_objected",
                fields=["town", "reported_at"],
                condition=models.Q(("returns__gt", 0), ("against_list", True), ("overruled", True), _connector="OR"),
            ),
        ),
    ]
