"""The register of community workers: where they work, what they passed, how they were assessed."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from liren.people.kinds import CONTRACTS, EXAM_LEVELS
from liren.people.models.fields import area_field
from liren.people.models.persons import Person
from liren.people.models.units import Unit


class Employment(models.Model):
    """A person works as a community worker from one day to another. `entry_year`: since when in this profession.

    One at a time for a person (the sixth migration).
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.RESTRICT, db_column="person")
    area = area_field()
    unit = models.ForeignKey(Unit, models.RESTRICT, null=True, db_column="unit")
    contract = models.CharField(max_length=16)
    entry_year = models.SmallIntegerField()
    during = DateRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_employment_contract", condition=Q(contract__in=list(CONTRACTS))),
            models.CheckConstraint(name="people_employment_year", condition=Q(entry_year__range=(1950, 2100))),
            models.CheckConstraint(
                name="people_employment_days", condition=Q(during__isempty=False, during__startswith__isnull=False)
            ),
        ]
        indexes = [
            models.Index(name="people_employment_area", fields=("area",)),
            models.Index(name="people_employment_person", fields=("person",)),
        ]


class Certificate(models.Model):
    """A pass of the national exam, behind row-level security. The number is sealed; `number_blind` finds it exactly.

    `pass_until`: the last day the pass holds, null for ever. `registered_until`: the last day of the registration.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.RESTRICT, db_column="person")
    area = area_field()
    level = models.CharField(max_length=16)
    number = models.BinaryField()
    number_blind = models.BinaryField()
    issued_on = models.DateField()
    pass_until = models.DateField(null=True)
    registered_until = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_certificate_level", condition=Q(level__in=list(EXAM_LEVELS))),
            models.UniqueConstraint(name="people_certificate_one_number", fields=("number_blind",)),
            models.UniqueConstraint(name="people_certificate_once", fields=("person", "level", "issued_on")),
        ]


class Assessment(models.Model):
    """Whether a person had a county's own qualification on a day, under one version of its definition (`entry`)."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.RESTRICT, db_column="person")
    area = area_field()
    tag = models.CharField(max_length=64)
    entry = models.UUIDField()
    passed = models.BooleanField()
    assessed_on = models.DateField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="people_assessment_once", fields=("person", "entry", "assessed_on"))
        ]
