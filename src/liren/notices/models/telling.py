"""What was told to whom, and what was issued to groups."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liren.notices.kinds import LEVELS


class Notice(models.Model):
    """One notice in one inbox. It holds codes and ids; the words are put together when it is read."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField(null=True)
    link = models.UUIDField(null=True)
    template = models.UUIDField()
    code = models.CharField(max_length=64)
    level = models.CharField(max_length=8)
    subject_kind = models.CharField(max_length=32)
    subject = models.UUIDField()
    area = models.CharField(max_length=17, db_collation="C")
    facts = models.JSONField()
    round = models.IntegerField()
    times = models.IntegerField()
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="notices_notice_level", condition=Q(level__in=list(LEVELS))),
            models.CheckConstraint(
                name="notices_notice_one_recipient", condition=Q(account__isnull=False) ^ Q(link__isnull=False)
            ),
            models.UniqueConstraint(
                name="notices_notice_alert_once",
                fields=("account", "link", "code", "subject", "round"),
                condition=Q(level="alert"),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(name="notices_notice_inbox", fields=("account", "told_at")),
            models.Index(name="notices_notice_link", fields=("link", "told_at"), condition=Q(link__isnull=False)),
            models.Index(name="notices_notice_unread", fields=("account",), condition=Q(read_at__isnull=True)),
        ]


class GroupNotice(models.Model):
    """What a keeper issued to groups: the words as they were copied, and the names of the groups."""

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    account = models.UUIDField()
    wording = models.CharField(max_length=64, null=True)
    groups = ArrayField(models.CharField(max_length=40))
    words = models.TextField()
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "notices_group_notice"
        constraints = [
            models.CheckConstraint(name="notices_group_notice_words", condition=~Q(words="")),
            models.CheckConstraint(name="notices_group_notice_groups", condition=~Q(groups=[])),
        ]
        indexes = [models.Index(name="notices_group_notice_area", fields=("area", "issued_at"))]
