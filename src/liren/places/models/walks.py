"""Walking distances as the worker found them, an order a row: what siting answers from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liren.places.models.plans import area_field


class Walks(models.Model):
    """An order and its result. `content` holds the arrays (places/walks.py); `map` and `ground` the epochs of its day."""

    id = models.UUIDField(primary_key=True)
    area = area_field()
    lons = ArrayField(models.FloatField())
    lats = ArrayField(models.FloatField())
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    map = models.IntegerField()
    ground = models.IntegerField()
    state = models.CharField(max_length=8, default="waiting")
    done = models.SmallIntegerField(default=0)
    total = models.SmallIntegerField(default=1)
    trouble = models.CharField(max_length=200, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    ways = models.CharField(max_length=8, blank=True, default="")
    mean = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    content = models.BinaryField(null=True)

    class Meta:
        db_table = "places_walks"
        constraints = [
            models.CheckConstraint(
                name="places_walks_state", condition=Q(state__in=["waiting", "done", "stopped", "refused"])
            ),
            models.CheckConstraint(name="places_walks_kept", condition=~Q(state="done") | Q(content__isnull=False)),
            models.UniqueConstraint(name="places_walks_one_waiting", fields=("area",), condition=Q(state="waiting")),
        ]
        indexes = [models.Index(name="places_walks_area", fields=("area", "-made_at"))]
