"""A unit may be called to an open whistle, with the words why; the draw of a missed day names the one its seed follows from."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_hotline"),
    ]

    operations = [
        migrations.AddField("call", "called_by", models.UUIDField(null=True)),
        migrations.AddField("call", "called_words", models.TextField(default="")),
        migrations.AddField("draw", "follows", models.UUIDField(null=True)),
        migrations.RemoveConstraint("draw", "cases_draw_seed_first"),
        migrations.AddConstraint(
            "draw",
            models.CheckConstraint(
                name="cases_draw_seed_first",
                condition=Q(("committed_at__lte", F("starts_at")), ("follows__isnull", False), _connector="OR"),
            ),
        ),
    ]
