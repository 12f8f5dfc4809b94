"""Tables of the people room. Exclusion constraints, the policy and the collations stand in the first migration."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from liren.people.kinds import PARTY_SOURCES, UNIT_KINDS


def area_field() -> "models.CharField[str, str]":
    """An area code that sorts and compares byte by byte, so that a prefix is a range."""
    return models.CharField(max_length=17, db_collation="C")


class Person(models.Model):
    """Somebody who holds duties. Everything here may stand on a public duty board."""

    id = models.UUIDField(primary_key=True)
    area = area_field()
    name = models.CharField(max_length=64)
    work_phone = models.CharField(max_length=32, blank=True)
    work_email = models.CharField(max_length=254, blank=True)
    account = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(name="people_person_one_account", fields=("account",))]
        indexes = [models.Index(name="people_person_area", fields=("area", "name", "id"))]


class Contact(models.Model):
    """The sealed half of a person, behind row-level security: the private phone and its exact-match index."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, db_column="person")
    area = area_field()
    phone = models.BinaryField()
    phone_blind = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="people_contact_one_phone", fields=("phone_blind",))]


class PartyMember(models.Model):
    """Who is a party member, behind row-level security: a specific identity in the sense of PIPL art. 28."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, db_column="person")
    area = area_field()
    source = models.CharField(max_length=32)
    noted_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(name="people_party_source", condition=Q(source__in=list(PARTY_SOURCES)))]


class Reveal(models.Model):
    """A granted reading of a sealed field: by whom, why, until when."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, db_column="person")
    account = models.UUIDField()
    field = models.CharField(max_length=32)
    reason = models.CharField(max_length=32)
    until = models.DateTimeField()


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


class Duty(models.Model):
    """A post held by a person over an area for a period. Ended by closing `during`, never deleted.

    `place` is what the post is held over (rules.place); `single` and `administrator` are copied from the post so
    that the database itself keeps one holder per seat and three administrators apart. A stand-in names in
    `stands_in` the duty it helps out for and takes no seat. A cancelled duty has an empty period; `meant` keeps
    the one it was appointed for.
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
