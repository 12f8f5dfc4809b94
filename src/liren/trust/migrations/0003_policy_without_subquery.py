"""The journal's read policy without a subquery, which every partition that a read touches had to set up anew."""

from django.db import migrations

ALTER = """
alter policy trust_entry_read on trust_entry using (
  '*' = any (string_to_array(nullif(current_setting('liren.scopes', true), ''), ','))
  or area ^@ any (string_to_array(nullif(current_setting('liren.scopes', true), ''), ','))
)
"""
BACK = """
alter policy trust_entry_read on trust_entry using (
  exists (select 1 from unnest(string_to_array(nullif(current_setting('liren.scopes', true), ''), ',')) s
          where s = '*' or starts_with(area, s)))
"""


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_journal")]
    operations = [migrations.RunSQL(ALTER, BACK)]
