"""A duty that was handed over names the one it follows: open work goes the same way."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_workforce")]
    operations = [migrations.AddField("duty", "follows", models.UUIDField(null=True))]
