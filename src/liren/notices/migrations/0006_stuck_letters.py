from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Letters in trouble are counted on every page of the office."""

    dependencies = [("notices", "0005_callbacks")]

    operations = [
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(condition=Q(("trouble", ""), _negated=True), fields=["notice"], name="notices_letter_stuck"),
        ),
    ]
