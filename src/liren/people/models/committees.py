"""Terms of the two committees of a community, and the seats on them."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from liren.people.kinds import BODIES, CAME_BY, ROLES, STANDINGS
from liren.people.models.fields import area_field
from liren.people.models.persons import Person


class Term(models.Model):
    """A term (届) of one committee of a community, from day to day. Terms of a committee do not overlap (checked under a lock)."""

    id = models.UUIDField(primary_key=True)
    area = area_field()
    body = models.CharField(max_length=12, db_collation="C")
    number = models.SmallIntegerField()
    during = DateRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_term_body", condition=Q(body__in=list(BODIES))),
            models.CheckConstraint(name="people_term_number", condition=Q(number__range=(1, 99))),
            models.CheckConstraint(
                name="people_term_days",
                condition=Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False),
            ),
            models.UniqueConstraint(name="people_term_once", fields=("area", "body", "number")),
        ]


class Seat(models.Model):
    """A seat in a term (届) of a committee, held for some days. Ended by closing `during`, never deleted but by undoing a list.

    One person has one seat on one committee at a time (the sixth migration).
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.RESTRICT, db_column="person")
    area = area_field()
    body = models.CharField(max_length=12, db_collation="C")
    term = models.SmallIntegerField()
    standing = models.CharField(max_length=8)
    role = models.CharField(max_length=8)
    background = models.CharField(max_length=64)
    came_by = models.CharField(max_length=12)
    during = DateRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_seat_body", condition=Q(body__in=list(BODIES))),
            models.CheckConstraint(name="people_seat_standing", condition=Q(standing__in=list(STANDINGS))),
            models.CheckConstraint(name="people_seat_role", condition=Q(role__in=list(ROLES))),
            models.CheckConstraint(name="people_seat_came_by", condition=Q(came_by__in=list(CAME_BY))),
            models.CheckConstraint(name="people_seat_term", condition=Q(term__range=(1, 99))),
            models.CheckConstraint(
                name="people_seat_days", condition=Q(during__isempty=False, during__startswith__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="people_seat_area", fields=("area", "body", "term")),
            models.Index(name="people_seat_person", fields=("person",)),
        ]
