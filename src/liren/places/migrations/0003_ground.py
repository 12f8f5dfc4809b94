"""The background of the map, and what finds the features and buildings that a tile touches."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feature",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("area", models.CharField(db_collation="C", max_length=17)),
                ("kind", models.CharField(max_length=8)),
                ("rank", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=60)),
                ("shape", models.BinaryField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["road", "water", "green"])), name="places_feature_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "road"), ("rank__in", ["main", "street", "lane"])),
                            models.Q(models.Q(("kind", "road"), _negated=True), ("rank", "")),
                            _connector="OR",
                        ),
                        name="places_feature_rank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("east__lte", 180),
                            ("north__lte", 90),
                            ("south__gte", -90),
                            ("west__gte", -180),
                            ("south__lte", models.F("north")),
                            ("west__lte", models.F("east")),
                        ),
                        name="places_feature_bounds",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            """create index places_feature_box on places_feature using gist (box(point(west, south), point(east, north)));
               create index places_building_at on places_building using gist (point(lon, lat))""",
            "drop index places_feature_box; drop index places_building_at",
        ),
    ]
