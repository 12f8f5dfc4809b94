"""Trainings of the model that suggests kinds, an order a row: asked, worked off by the worker, decided upon.

`content` is the model's file until it was decided upon, `report` what the page shows of it (triage/course.py).
"""

from django.db import models
from django.db.models import Q

from liren.cases.models.fields import area_field

STATES = ("waiting", "ready", "used", "stopped", "dropped", "refused")


class Training(models.Model):
    """One training. `model` is the row of the model that it became, once it was put to use."""

    id = models.UUIDField(primary_key=True)
    area = area_field()
    account = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    done = models.SmallIntegerField(default=0)
    total = models.SmallIntegerField(default=1)
    trouble = models.CharField(max_length=300, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    report = models.JSONField(null=True)
    model = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_training_state", condition=Q(state__in=STATES)),
            models.CheckConstraint(name="cases_training_kept", condition=~Q(state="ready") | Q(content__isnull=False)),
            models.UniqueConstraint(name="cases_training_one_waiting", fields=("area",), condition=Q(state="waiting")),
        ]
        indexes = [models.Index(name="cases_training_area", fields=("area", "-asked_at"))]
