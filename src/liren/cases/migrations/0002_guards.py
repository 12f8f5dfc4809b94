"""What Django's migrations can't say: the second lock on reporters, and the views that insight may read."""

from pathlib import Path

from django.db import migrations

FACTS = (Path(__file__).resolve().parent.parent / "facts.sql").read_text("utf-8")

REPORTER = """
alter table cases_reporter enable row level security;
create policy cases_reporter_seen on cases_reporter using (
  exists (select 1 from cases_case c, unnest(string_to_array(nullif(current_setting('liren.scopes', true), ''), ',')) s
          where c.id = case_id and (s = '*' or starts_with(c.scope, s)))
) with check (true);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases"), ("people", "0001_people"), ("trust", "0001_initial")]
    operations = [
        migrations.RunSQL(
            REPORTER,
            "drop policy cases_reporter_seen on cases_reporter; alter table cases_reporter disable row level security",
        ),
        migrations.RunSQL(FACTS, "drop view fact_case_clock; drop view fact_case"),
    ]
