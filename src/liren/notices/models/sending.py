"""What is on its way out: a letter for each notice, a message for each try to bring several of them, a channel's health."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liren.notices.models.addresses import ONE_BEARER
from liren.notices.models.telling import Notice

STATES = ("sending", "sent", "delivered", "failed")


class Message(models.Model):
    """One message to one person by one channel; its id is the key that the provider sees.

    `sending` with an end of the wait behind it: the outcome is not known, the next try carries the same key.
    """

    id = models.UUIDField(primary_key=True)
    channel = models.CharField(max_length=16)
    account = models.UUIDField(null=True)
    link = models.UUIDField(null=True)
    area = models.CharField(max_length=17, db_collation="C")
    letters = models.SmallIntegerField()
    state = models.CharField(max_length=16)
    provider_id = models.CharField(max_length=120, default="")
    trouble = models.CharField(max_length=200, default="")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="notices_message_one_bearer", condition=ONE_BEARER),
            models.CheckConstraint(name="notices_message_state", condition=Q(state__in=STATES)),
        ]
        indexes = [
            models.Index(
                name="notices_message_provider", fields=("channel", "provider_id"), condition=~Q(provider_id="")
            ),
            models.Index(name="notices_message_link", fields=("link",), condition=Q(link__isnull=False)),
            models.Index(name="notices_message_made", fields=("made_at",)),
        ]


class Letter(models.Model):
    """A notice that also goes out. `channel` null: not chosen yet, which happens when it goes; `tried`: those that failed.

    `ready_at` is when it may go at all (quiet hours, digest), `try_at` when it is tried next. `ended_at` with an empty
    `trouble` means it went, or was read in the inbox before that.
    """

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, models.CASCADE, db_column="notice")
    channel = models.CharField(max_length=16, null=True)
    tried = ArrayField(models.CharField(max_length=16), default=list)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, db_column="message")
    ready_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="notices_letter_once", fields=("notice",))]
        indexes = [
            models.Index(name="notices_letter_due", fields=("try_at",), condition=Q(ended_at__isnull=True)),
            models.Index(name="notices_letter_stuck", fields=("notice",), condition=~Q(trouble="")),
        ]


class Channel(models.Model):
    """How a channel fares. `down_since`: the provider does not answer; `try_at` is when it is asked again."""

    name = models.CharField(max_length=16, primary_key=True)
    succeeded_at = models.DateTimeField(null=True)
    down_since = models.DateTimeField(null=True)
    try_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, default="")
