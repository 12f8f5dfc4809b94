"""Units and their tree."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from liren.people.kinds import UNIT_KINDS
from liren.people.models.fields import area_field


class Unit(models.Model):
    """A department, party branch, police station, committee or firm, in a tree beside the area tree."""

    id = models.UUIDField(primary_key=True)
    parent = models.ForeignKey("self", models.RESTRICT, null=True, db_column="parent")
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=64)
    area = area_field()
    closed_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_unit_kind", condition=Q(kind__in=list(UNIT_KINDS))),
            models.CheckConstraint(
                name="people_unit_not_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            ),
            models.UniqueConstraint(name="people_unit_one_name", fields=("parent", "name"), nulls_distinct=False),
        ]


class UnitVersion(models.Model):
    """What a unit was called and where it stood during some days; one that is closed has none that is open.

    No lower end: as long as the register goes back. One version a day (the sixth migration).
    """

    id = models.UUIDField(primary_key=True)
    unit = models.ForeignKey(Unit, models.CASCADE, db_column="unit")
    name = models.CharField(max_length=64)
    parent = models.UUIDField(null=True)
    area = area_field()
    during = DateRangeField()

    class Meta:
        db_table = "people_unit_version"
        constraints = [
            models.CheckConstraint(name="people_unit_version_days", condition=Q(during__isempty=False)),
        ]


class LinkedDoor(models.Model):
    """A household that a 党员中心户 links, as a door: never who lives behind it (domain.md §1.2, J2)."""

    id = models.UUIDField(primary_key=True)
    unit = models.ForeignKey(Unit, models.CASCADE, db_column="unit")
    building = models.UUIDField()
    door = models.CharField(max_length=16)
    since = models.DateField()

    class Meta:
        db_table = "people_linked_door"
        constraints = [models.UniqueConstraint(name="people_linked_door_once", fields=("building", "door"))]
        indexes = [models.Index(name="people_linked_door_unit", fields=("unit",))]
