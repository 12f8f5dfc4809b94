"""What Django's migrations can't say: one version of an area a day, and indexes for addresses by area."""

from django.db import migrations

RANGE = """
do $$ begin
  if to_regtype('textrange') is null then create type textrange as range (subtype = text, collation = "C"); end if;
end $$
"""

HISTORY = """
alter table places_area_version
  add constraint places_area_version_one_a_day exclude using gist (
    textrange(area::text, area::text, '[]') with &&, during with &&
  );
create unique index places_area_version_now on places_area_version (area) where upper_inf(during);
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_places")]
    operations = [
        migrations.RunSQL(RANGE, migrations.RunSQL.noop),
        migrations.RunSQL(
            HISTORY,
            """alter table places_area_version drop constraint places_area_version_one_a_day;
               drop index places_area_version_now""",
        ),
    ]
