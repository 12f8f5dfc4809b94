"""Where somebody is reached outside the inbox, what they chose, and what must be left alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liren.notices.kinds import CHANNELS
from liren.notices.rules.channels import HOWS

ONE_BEARER = Q(account__isnull=False) ^ Q(link__isnull=False)


class Address(models.Model):
    """An address of an account or of a secret link, sealed. `blind` finds it by exact match; null where nothing may find it."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField(null=True)
    link = models.UUIDField(null=True)
    channel = models.CharField(max_length=16)
    address = models.BinaryField()
    blind = models.BinaryField(null=True)
    how = models.CharField(max_length=16)
    bound_by = models.UUIDField(null=True)
    bound_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_how = models.CharField(max_length=16, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="notices_address_one_bearer", condition=ONE_BEARER),
            models.CheckConstraint(name="notices_address_channel", condition=Q(channel__in=list(CHANNELS))),
            models.CheckConstraint(name="notices_address_how", condition=Q(how__in=list(HOWS))),
            models.UniqueConstraint(
                name="notices_address_once",
                fields=("account", "link", "channel"),
                condition=Q(stopped_at__isnull=True),
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(name="notices_address_blind", fields=("blind",), condition=Q(stopped_at__isnull=True))]


class Stop(models.Model):
    """An address whose owner answered with a stop word: nothing goes there, whoever gives it."""

    id = models.UUIDField(primary_key=True)
    channel = models.CharField(max_length=16)
    blind = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="notices_stop_once", fields=("channel", "blind"))]


class Choice(models.Model):
    """How somebody wants to be told, in the order to try; an empty list is the inbox only."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField(null=True)
    link = models.UUIDField(null=True)
    channels = ArrayField(models.CharField(max_length=16))
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="notices_choice_one_bearer", condition=ONE_BEARER),
            models.UniqueConstraint(name="notices_choice_once", fields=("account", "link"), nulls_distinct=False),
        ]
