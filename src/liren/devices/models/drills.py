"""Drills (演练): announced before they begin, with the devices whose alarms during that time are no alarms; and cases called by hand."""

from datetime import timedelta

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from liren.devices.models.register import Device
from liren.devices.rules.drills import LONGEST, PURPOSES


class Drill(models.Model):
    """One drill over an area. `ended_at` is when somebody ended it; until then its alarms and cases stay open, whatever the clock says."""

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=16, db_collation="C")
    words = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.UUIDField(null=True)
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="devices_drill_purpose", condition=Q(purpose__in=list(PURPOSES))),
            models.CheckConstraint(
                name="devices_drill_window",
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + timedelta(hours=LONGEST)),
            ),
            models.CheckConstraint(
                name="devices_drill_announced", condition=Q(starts_at__gte=F("planned_at") - timedelta(minutes=1))
            ),
            models.CheckConstraint(
                name="devices_drill_over_once",
                condition=Q(cancelled_at__isnull=True, ended_at__isnull=True)
                | Q(ended_at__isnull=True, cancelled_at__lte=F("starts_at"))
                | Q(cancelled_at__isnull=True, ended_at__gte=F("starts_at")),
            ),
        ]
        indexes = [models.Index(name="devices_drill_area", fields=("area", "starts_at"))]


class Drilled(models.Model):
    """A device on the list of a drill, and during which time. One device is in one drill at a time (exclusion constraint)."""

    pk = models.CompositePrimaryKey("drill", "device")
    drill = models.ForeignKey(Drill, models.CASCADE, db_column="drill")
    device = models.ForeignKey(Device, models.CASCADE, db_column="device")
    during = DateTimeRangeField()


class DrillCase(models.Model):
    """A case that was called by hand in a drill (演练报一件): its words, kept out of the event."""

    id = models.UUIDField(primary_key=True)
    drill = models.ForeignKey(Drill, models.CASCADE, db_column="drill")
    device = models.ForeignKey(Device, models.CASCADE, db_column="device", null=True)
    kind = models.CharField(max_length=64, db_collation="C")
    words = models.CharField(max_length=500)
    place_words = models.CharField(max_length=120, blank=True)
    called_by = models.UUIDField(null=True)
    called_at = models.DateTimeField()
