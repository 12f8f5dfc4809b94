"""Webhooks: an address that is told about events, and each call to it, kept with its body so that it can be repeated."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

STATES = ("on", "resting", "disabled", "ended")


class Hook(models.Model):
    """One subscription of a key. `failing_since` and `failures` count while nothing is taken; `try_at` is the next try."""

    id = models.UUIDField(primary_key=True)
    client = models.UUIDField()
    area = models.CharField(max_length=17, db_collation="C")
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40))
    secret = models.BinaryField()
    state = models.CharField(max_length=8)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    try_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="notices_hook_state", condition=Q(state__in=STATES))]
        indexes = [models.Index(name="notices_hook_client", fields=("client",))]


class HookDelivery(models.Model):
    """One call. `no` is the order within a case; `id` is the webhook-id, the same at every try. `ended_at` with an empty
    `trouble`: it was taken. `entry` is the journal entry it tells of, null for a ping.
    """

    no = models.BigAutoField(primary_key=True)
    id = models.UUIDField()
    hook = models.ForeignKey(Hook, models.CASCADE, db_column="hook")
    event = models.CharField(max_length=40)
    subject = models.UUIDField()
    entry = models.UUIDField(null=True)
    body = models.TextField()
    made_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(null=True)
    trouble = models.CharField(max_length=200, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_hook_delivery"
        constraints = [models.UniqueConstraint(name="notices_hook_delivery_once", fields=("id",))]
        indexes = [
            models.Index(
                name="notices_hook_delivery_waits", fields=("hook", "subject", "no"), condition=Q(ended_at__isnull=True)
            ),
            models.Index(name="notices_hook_delivery_made", fields=("hook", "made_at")),
        ]
