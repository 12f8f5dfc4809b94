"""Which micro-grid a building stood in on which days: one at a time; buildings of today since their micro-grid's first day."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

RANGE = """
do $$ begin
  if to_regtype('uuidrange') is null then create type uuidrange as range (subtype = uuid); end if;
end $$
"""
ONE_AT_A_TIME = """
alter table places_stay
  add constraint places_stay_one_at_a_time exclude using gist (
    uuidrange(building, building, '[]') with &&, during with &&
  );
create unique index places_stay_now on places_stay (building) where upper_inf(during);
create index places_stay_in on places_stay (area, building);
"""
SINCE_THEN = """
insert into places_stay (building, area, during)
select b.id, b.area, daterange(v.since, null)
from places_building b
join (select area, min(lower(during)) as since from places_area_version group by area) v on v.area = b.area
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0003_ground")]
    operations = [
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "area",
                    models.ForeignKey(
                        db_column="area", db_index=False, on_delete=django.db.models.deletion.RESTRICT, to="places.area"
                    ),
                ),
                (
                    "building",
                    models.ForeignKey(
                        db_column="building",
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        to="places.building",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("during__isempty", False), ("during__startswith__isnull", False)),
                        name="places_stay_days",
                    )
                ],
            },
        ),
        migrations.RunSQL(RANGE, migrations.RunSQL.noop),
        migrations.RunSQL(
            ONE_AT_A_TIME,
            """alter table places_stay drop constraint places_stay_one_at_a_time;
               drop index places_stay_now; drop index places_stay_in""",
        ),
        migrations.RunSQL(SINCE_THEN, migrations.RunSQL.noop),
    ]
