"""Messages that came in and wait for their author. Words go when it is over; after seven days so does the row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liren.cases.models.fields import area_field, code_field
from liren.cases.rules.incoming import CHANNELS


class Incoming(models.Model):
    """What one author sent about one matter. `author` is a keyed digest, `reply` the sealed address in the channel.

    Both are gone when the report was sealed. `token` is the digest of the link's secret; `taken` the case it became.
    """

    id = models.UUIDField(primary_key=True)
    channel = code_field()
    state = code_field()
    area = area_field()
    account = models.UUIDField(null=True)
    author = models.BinaryField(null=True)
    reply = models.BinaryField(null=True)
    token = models.BinaryField()
    words = models.TextField()
    photos = ArrayField(models.UUIDField())
    pending = models.SmallIntegerField()
    left_out = ArrayField(models.TextField())
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    place_words = models.TextField()
    kept_at = models.DateTimeField()
    last_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_incoming_channel", condition=Q(channel__in=CHANNELS)),
            models.CheckConstraint(
                name="cases_incoming_state", condition=Q(state__in=("open", "confirmed", "discarded"))
            ),
            models.CheckConstraint(
                name="cases_incoming_taken",
                condition=Q(state="confirmed", taken__isnull=False) | ~Q(state="confirmed") & Q(taken__isnull=True),
            ),
            models.UniqueConstraint(name="cases_incoming_token", fields=("token",)),
        ]
        indexes = [
            models.Index(name="cases_incoming_author", fields=("author", "last_at"), condition=Q(state="open")),
        ]


class IncomingMessage(models.Model):
    """One message of a draft, by the provider's own id: what makes the same callback three times one draft.

    `media` are photos still to be fetched; `invite`: its author has not got the link yet.
    """

    id = models.UUIDField(primary_key=True)
    draft = models.ForeignKey(Incoming, models.CASCADE, related_name="+")
    channel = code_field()
    external = models.CharField(max_length=200, db_collation="C")
    media = ArrayField(models.TextField())
    invite = models.BooleanField(default=False)
    tries = models.SmallIntegerField()
    fetch_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_incomingmessage_once", fields=("channel", "external")),
        ]
        indexes = [
            models.Index(name="cases_incoming_fetch", fields=("fetch_at",), condition=Q(fetch_at__isnull=False)),
        ]
