"""Tables of a desk: what one shift leaves to the next, filters kept under a name, columns chosen.

Words stand here and not in events. A filter that was removed keeps its row, so that removing can be undone.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liren.cases.models.fields import area_field, code_field
from liren.cases.rules.desks import SHIFTS


class Handover(models.Model):
    """What somebody who leaves tells whoever comes, for one area and the shift that ends."""

    id = models.UUIDField(primary_key=True)
    area = area_field()
    shift = code_field()
    words = models.TextField()
    account = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="cases_handover_shift", condition=Q(shift__in=list(SHIFTS)))]
        indexes = [models.Index(name="cases_handover_at", fields=("at",))]


class HandoverRead(models.Model):
    """Who has read a handover and taken it over, and when."""

    pk = models.CompositePrimaryKey("handover_id", "account")
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="+")
    account = models.UUIDField()
    at = models.DateTimeField()


class Saved(models.Model):
    """A filter of the desk under a name: one account's, or everybody's who works in `area`."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField()
    area = area_field(null=True)
    name = models.CharField(max_length=20)
    query = models.TextField()
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_saved_one_name", fields=("account", "name"), condition=Q(removed_at__isnull=True)
            )
        ]


class Columns(models.Model):
    """The columns one account has chosen for its lists, in their order."""

    account = models.UUIDField(primary_key=True)
    columns = ArrayField(code_field())
    at = models.DateTimeField()
