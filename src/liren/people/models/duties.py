"""Duties: posts held over an area for a period; leaves, and the nightly look at who answers for what."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from liren.people.models.fields import area_field
from liren.people.models.persons import Person
from liren.people.models.units import Unit


class Duty(models.Model):
    """A post held by a person over an area for a period. Ended by closing `during`, never deleted.

    `place` is what the post is held over (rules.place); `single` and `administrator` are copied from the post so
    that the database itself keeps one holder per seat and three administrators apart. A stand-in names in
    `stands_in` the duty it helps out for and takes no seat. A cancelled duty has an empty period; `meant` keeps
    the one it was appointed for. `follows` is the duty that was handed over to it.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.RESTRICT, db_column="person")
    post = models.CharField(max_length=64, db_collation="C")
    post_entry = models.UUIDField()
    area = area_field()
    unit = models.ForeignKey(Unit, models.RESTRICT, null=True, db_column="unit")
    building = models.UUIDField(null=True)
    kinds = ArrayField(models.CharField(max_length=64), default=list)
    place = models.CharField(max_length=64, db_collation="C")
    single = models.BooleanField()
    administrator = models.BooleanField()
    during = DateTimeRangeField()
    meant = DateTimeRangeField(null=True)
    stands_in = models.UUIDField(null=True)
    follows = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_duty_period",
                condition=Q(during__isempty=False, during__startswith__isnull=False) | Q(meant__isnull=False),
            )
        ]
        indexes = [
            models.Index(name="people_duty_area", fields=("area", "post")),
            models.Index(name="people_duty_person", fields=("person",)),
            models.Index(name="people_duty_unit", fields=("unit",)),
        ]


class Leave(models.Model):
    """Days on which a person is not there; why is nobody's business. A leave called off has an empty period and keeps
    in `meant` the one it was for. `stand_ins` are the duties that were appointed together with it."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.RESTRICT, db_column="person")
    during = DateTimeRangeField()
    meant = DateTimeRangeField(null=True)
    stand_ins = ArrayField(models.UUIDField(), default=list)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_leave_period",
                condition=Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False)
                | Q(meant__isnull=False),
            )
        ]


class Check(models.Model):
    """What the nightly look at the chains found in an area: doors in all, and by link and kind of fault how many."""

    id = models.UUIDField(primary_key=True)
    day = models.DateField()
    area = area_field()
    doors = models.IntegerField()
    faults = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="people_check_once", fields=("area", "day"))]
