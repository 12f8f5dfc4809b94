"""What Django's migrations can't say: the second lock on requesters, and the views that insight may read."""

from pathlib import Path

from django.db import migrations

FACTS = (Path(__file__).resolve().parent.parent / "facts.sql").read_text("utf-8")

REQUESTER = """
alter table services_requester enable row level security;
create policy services_requester_seen on services_requester using (
  exists (select 1 from services_order o, unnest(string_to_array(nullif(current_setting('liren.scopes', true), ''), ',')) s
          where o.id = order_id and (s = '*' or starts_with(o.scope, s)))
) with check (true);
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0001_services")]
    operations = [
        migrations.RunSQL(
            REQUESTER,
            "drop policy services_requester_seen on services_requester; "
            "alter table services_requester disable row level security",
        ),
        migrations.RunSQL(FACTS, "drop view fact_service_member; drop view fact_order"),
    ]
