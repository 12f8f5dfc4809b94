"""What Django's migrations can't say: exclusion without btree_gist, and the second lock on sealed phones."""

from django.db import migrations

RANGES = """
do $$ begin
  if to_regtype('uuidrange') is null then create type uuidrange as range (subtype = uuid); end if;
  if to_regtype('textrange') is null then create type textrange as range (subtype = text, collation = "C"); end if;
end $$
"""

DUTY = """
alter table people_duty
  add constraint people_duty_one_seat exclude using gist (
    textrange(post::text, post::text, '[]') with &&, textrange(place::text, place::text, '[]') with &&, during with &&
  ) where (single),
  add constraint people_duty_once exclude using gist (
    uuidrange(person, person, '[]') with &&, textrange(post::text, post::text, '[]') with &&,
    textrange(place::text, place::text, '[]') with &&, during with &&
  ),
  add constraint people_duty_three_administrators exclude using gist (
    uuidrange(person, person, '[]') with &&, during with &&
  ) where (administrator)
"""

CONTACT = """
alter table people_contact enable row level security;
create policy people_contact_seen on people_contact using (
  exists (select 1 from unnest(string_to_array(nullif(current_setting('liren.scopes', true), ''), ',')) s
          where s = '*' or starts_with(area, s))
) with check (true);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]
    operations = [
        migrations.RunSQL(RANGES, migrations.RunSQL.noop),
        migrations.RunSQL(
            DUTY,
            """alter table people_duty drop constraint people_duty_one_seat, drop constraint people_duty_once,
               drop constraint people_duty_three_administrators""",
        ),
        migrations.RunSQL(
            CONTACT,
            "drop policy people_contact_seen on people_contact; alter table people_contact disable row level security",
        ),
    ]
