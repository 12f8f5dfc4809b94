"""The one table of all configurable data. Rows are only ever added."""

from django.db import models

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
