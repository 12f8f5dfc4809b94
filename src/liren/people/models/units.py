"""Units and their tree."""

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
