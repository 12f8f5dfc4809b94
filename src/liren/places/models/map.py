"""Tables of the places room. Dated versions and their exclusion constraint stand in the second migration."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from liren.kernel.area import Level


class Area(models.Model):
    """A node of the tree from province to micro-grid. A code is given once and for ever."""

    code = models.CharField(primary_key=True, max_length=17, db_collation="C")
    name = models.CharField(max_length=60)
    level = models.SmallIntegerField()
    parent = models.ForeignKey("self", models.RESTRICT, null=True, db_column="parent")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_area_level", condition=Q(level__in=[int(x) for x in Level], level=Length("code"))
            ),
            models.CheckConstraint(
                name="places_area_parent",
                condition=Q(parent__isnull=True, level=2) | Q(code__startswith=F("parent"), level__gt=2),
            ),
        ]


class AreaVersion(models.Model):
    """What an area was called and where it lay during some days; the current one has no end. Frozen once closed.

    `shape` is WKB in WGS-84 degrees, null while no outline is known; `lon`, `lat` are its centroid.
    """

    area = models.ForeignKey(Area, models.RESTRICT, db_column="area")
    name = models.CharField(max_length=60)
    during = DateRangeField()
    shape = models.BinaryField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area_m2 = models.FloatField(null=True)
    households = models.IntegerField(default=0)

    class Meta:
        db_table = "places_area_version"
        constraints = [
            models.CheckConstraint(
                name="places_area_version_days", condition=Q(during__isempty=False, during__startswith__isnull=False)
            )
        ]


class Building(models.Model):
    """A building and how many households live in it. Its address is public; who lives there is not here."""

    id = models.UUIDField(primary_key=True)
    area = models.ForeignKey(Area, models.RESTRICT, null=True, db_column="area")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120)
    lon = models.FloatField()
    lat = models.FloatField()
    households = models.IntegerField()
    floors = models.SmallIntegerField(null=True)
    footprint = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="places_building_code", fields=("code",)),
            models.CheckConstraint(name="places_building_households", condition=Q(households__gte=0)),
            models.CheckConstraint(
                name="places_building_place", condition=Q(lon__range=(-180, 180), lat__range=(-90, 90))
            ),
        ]


class Stay(models.Model):
    """In which micro-grid a building stood during some days; one at a time, kept apart by an exclusion constraint.

    `Building.area` says where it stands now; this says who answered for a door on any day gone by.
    """

    building = models.ForeignKey(Building, models.RESTRICT, db_column="building", db_index=False)
    area = models.ForeignKey(Area, models.RESTRICT, db_column="area", db_index=False)
    during = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="places_stay_days", condition=Q(during__isempty=False, during__startswith__isnull=False)
            )
        ]


class Feature(models.Model):
    """A road, water or green that only draws the background of the map. Nothing points at it.

    Its id is made of what it is, so that the same file twice changes nothing; `area` is what it was imported for, `shape`
    WKB in WGS-84 degrees, and the four bounds stand beside it to find what a tile touches.
    """

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    kind = models.CharField(max_length=8)
    rank = models.CharField(max_length=8)
    name = models.CharField(max_length=60)
    shape = models.BinaryField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="places_feature_kind", condition=Q(kind__in=["road", "water", "green"])),
            models.CheckConstraint(
                name="places_feature_rank",
                condition=Q(kind="road", rank__in=["main", "street", "lane"]) | (~Q(kind="road") & Q(rank="")),
            ),
            models.CheckConstraint(
                name="places_feature_bounds",
                condition=Q(west__gte=-180, east__lte=180, south__gte=-90, north__lte=90)
                & Q(west__lte=F("east"), south__lte=F("north")),
            ),
        ]
