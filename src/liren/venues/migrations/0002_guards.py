"""What Django's migrations can't say: one booking of a room at a time, without btree_gist, and the views of insight."""

from pathlib import Path

from django.db import migrations

FACTS = (Path(__file__).resolve().parent.parent / "facts.sql").read_text("utf-8")

ONCE = """
alter table venues_booking add constraint venues_booking_once exclude using gist (
  uuidrange(room, room, '[]') with &&, blocked with &&
) where (cancelled_at is null)
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0001_venues"), ("people", "0002_guards")]
    operations = [
        migrations.RunSQL(ONCE, "alter table venues_booking drop constraint venues_booking_once"),
        migrations.RunSQL(FACTS, "drop view fact_room_booking; drop view fact_venue"),
    ]
