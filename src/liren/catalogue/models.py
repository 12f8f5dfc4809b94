"""All configurable data: what is published, whose rows are only ever added, and what is drafted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liren.kernel.ids import new_id


class Entry(models.Model):
    """A published, immutable version of a catalogue entry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    area = models.CharField(max_length=17, db_collation="C")
    version = models.IntegerField()
    spec = models.JSONField()
    digest = models.BinaryField()
    effective_from = models.DateTimeField()
    legal_basis = models.TextField()
    verified_by = models.CharField(max_length=128)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_entry"
        constraints = [
            models.UniqueConstraint(name="catalogue_entry_version", fields=("family", "code", "area", "version")),
            models.CheckConstraint(name="catalogue_entry_positive", condition=models.Q(version__gt=0)),
        ]


class Rehearsal(models.Model):
    """A draft played against the past: `digest` of the content it was for, `after` where it goes on, `result` so far."""

    id = models.UUIDField(primary_key=True)
    draft = models.UUIDField(db_index=True)
    digest = models.BinaryField()
    base = models.UUIDField()
    state = models.CharField(max_length=16)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    after = models.CharField(max_length=64, null=True)
    done = models.IntegerField()
    total = models.IntegerField()
    result = models.JSONField()

    class Meta:
        db_table = "catalogue_rehearsal"
        constraints = [
            models.CheckConstraint(name="catalogue_rehearsal_state", condition=Q(state__in=("running", "done"))),
        ]
        indexes = [
            models.Index(name="catalogue_rehearsal_waits", fields=("asked_at",), condition=Q(state="running")),
        ]


class Draft(models.Model):
    """What an area wants an entry to be. `hands` is everybody who wrote on it: none of them publishes it where two must.

    `base` is the entry that held when the draft was begun, `entry` what it became.
    """

    id = models.UUIDField(primary_key=True)
    family = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    area = models.CharField(max_length=17, db_collation="C")
    base = models.UUIDField()
    spec = models.JSONField()
    two_people = models.BooleanField()
    hands = ArrayField(models.UUIDField())
    state = models.CharField(max_length=16)
    version = models.IntegerField()
    saved_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    entry = models.UUIDField(null=True)

    class Meta:
        db_table = "catalogue_draft"
        constraints = [
            models.CheckConstraint(
                name="catalogue_draft_state", condition=Q(state__in=("open", "published", "discarded"))
            ),
            models.CheckConstraint(
                name="catalogue_draft_two_people",
                condition=~Q(state="published") | Q(two_people=False) | ~Q(hands__contains=[F("decided_by")]),
            ),
            models.UniqueConstraint(
                name="catalogue_draft_one_open", fields=("family", "code", "area"), condition=Q(state="open")
            ),
        ]
