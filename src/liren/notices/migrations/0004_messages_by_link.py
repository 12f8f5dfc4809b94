from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The messages about one report are found by its link."""

    dependencies = [("notices", "0003_addresses_and_messages")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=Q(("link__isnull", False)), fields=["link"], name="notices_message_link"),
        ),
    ]
