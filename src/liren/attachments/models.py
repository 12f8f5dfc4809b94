"""The one table of the attachments room; its row-level security stands in the second migration."""

from django.db import models
from django.db.models import Q

from liren.attachments.kinds import PHOTO_ROLES


class Photo(models.Model):
    """A photo on its way (staged: a row only; stored: the file is there) or with its owner (attached).

    `sha256` names the file; two rows may name the same one. `keep_until`: what nobody attached waits longer than a day.
    """

    id = models.UUIDField(primary_key=True)
    form = models.UUIDField()
    account = models.UUIDField(null=True)
    state = models.CharField(max_length=8)
    staged_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, db_collation="C", null=True)
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    size = models.IntegerField(null=True)
    owner_kind = models.CharField(max_length=32, null=True)
    owner = models.UUIDField(null=True)
    role = models.CharField(max_length=8, null=True)
    position = models.SmallIntegerField(null=True)
    area = models.CharField(max_length=17, db_collation="C", null=True)
    private = models.BooleanField(default=False)
    attached_at = models.DateTimeField(null=True)
    keep_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="attachments_photo_state", condition=Q(state__in=["staged", "stored", "attached"])
            ),
            models.CheckConstraint(
                name="attachments_photo_file", condition=Q(state="staged") | Q(sha256__isnull=False)
            ),
            models.CheckConstraint(
                name="attachments_photo_owner",
                condition=Q(state="attached", owner__isnull=False, role__in=list(PHOTO_ROLES), area__isnull=False)
                | ~Q(state="attached") & Q(owner__isnull=True, area__isnull=True),
            ),
        ]
        indexes = [
            models.Index(name="attachments_photo_of", fields=("owner", "attached_at"), condition=Q(state="attached")),
            models.Index(name="attachments_photo_content", fields=("sha256",)),
            models.Index(name="attachments_photo_waiting", fields=("form",), condition=~Q(state="attached")),
        ]
