"""Persons, what of them is sealed, and readings of it."""

from django.db import models
from django.db.models import Q

from liren.people.kinds import PARTY_SOURCES
from liren.people.models.fields import area_field


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
