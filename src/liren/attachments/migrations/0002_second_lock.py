"""Row-level security: staged photos belong to whoever has the form's key, attached ones to their area."""

from django.db import migrations

PHOTO = """
alter table attachments_photo enable row level security;
create policy attachments_photo_seen on attachments_photo using (
  area is null
  or exists (select 1 from unnest(string_to_array(nullif(current_setting('liren.scopes', true), ''), ',')) s
             where s = '*' or starts_with(area, s))
) with check (true);
"""


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_attachments")]
    operations = [
        migrations.RunSQL(
            PHOTO,
            "drop policy attachments_photo_seen on attachments_photo; "
            "alter table attachments_photo disable row level security",
        )
    ]
