"""The register of groups, and what is on its way into one by its robot."""

from django.db import models
from django.db.models import Q

from liren.notices.models.telling import GroupNotice
from liren.notices.rules.groups import KINDS


class Group(models.Model):
    """One group: who answers for it, what it is for, until when. `robot` is the sealed address of its robot.

    There is no column for members and none for what is said.
    """

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    owner = models.UUIDField()
    purpose = models.CharField(max_length=100)
    robot = models.BinaryField(null=True)
    ends_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="notices_group_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="notices_group_named", condition=~Q(name="") & ~Q(purpose="")),
            models.UniqueConstraint(
                name="notices_group_once", fields=("area", "name"), condition=Q(retired_at__isnull=True)
            ),
        ]
        indexes = [models.Index(name="notices_group_area", fields=("area", "ends_at"))]


class Post(models.Model):
    """A notice that goes into a group by its robot: once for each group."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(GroupNotice, models.CASCADE, db_column="notice")
    group = models.ForeignKey(Group, models.CASCADE, db_column="group")
    tries = models.SmallIntegerField()
    try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="notices_post_once", fields=("notice", "group"))]
        indexes = [models.Index(name="notices_post_due", fields=("try_at",), condition=Q(try_at__isnull=False))]
