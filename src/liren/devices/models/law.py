"""Months of the register of views that were closed. The file is only ever added (trigger)."""

from django.db import models


class ViewMonth(models.Model):
    """The register of a town (9 digits) and a month as a CSV file, and its SHA-256, which stands in the journal too."""

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    month = models.DateField()
    lines = models.IntegerField()
    digest = models.BinaryField()
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="devices_viewmonth_once", fields=("area", "month"))]
