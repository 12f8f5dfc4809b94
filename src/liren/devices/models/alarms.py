"""Alarms, one row per device, component and kind while it is open; and frames that could not be read."""

from django.db import models
from django.db.models import Q

from liren.devices.kinds import CAUSES, SIGNALS, TROUBLES
from liren.devices.models.register import Device


class Alarm(models.Model):
    """What somebody must look at. `head` is the first alarm of its group, `case` what the group became.

    Received and said times are both kept: a device's clock may be wrong (`drifted`). `root` is the gateway of the device,
    or the device itself. `drill`: it was received in this drill, which never changes; `real_at`: a person said since that it is real.
    """

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, models.RESTRICT, db_column="device")
    component = models.CharField(max_length=32, db_collation="C", blank=True)
    type = models.IntegerField()
    kind = models.CharField(max_length=16, db_collation="C")
    area = models.CharField(max_length=17, db_collation="C")
    building = models.UUIDField(null=True)
    root = models.UUIDField()
    head = models.UUIDField()
    case = models.UUIDField(null=True)
    active = models.BooleanField()
    raised_at = models.DateTimeField()
    last_at = models.DateTimeField()
    first_said_at = models.DateTimeField(null=True)
    last_said_at = models.DateTimeField(null=True)
    signals = models.IntegerField()
    first_frame = models.UUIDField()
    last_frame = models.UUIDField()
    cleared_at = models.DateTimeField(null=True)
    test = models.BooleanField()
    maintenance = models.BooleanField()
    drill = models.UUIDField(null=True)
    real_at = models.DateTimeField(null=True)
    real_by = models.UUIDField(null=True)
    drifted = models.BooleanField()
    text = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)
    judged = models.CharField(max_length=9, db_collation="C", blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.UUIDField(null=True)
    cause = models.CharField(max_length=16, db_collation="C", blank=True)
    words = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="devices_alarm_one_open",
                fields=("device", "component", "type", "kind", "drill"),
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="devices_alarm_kind", condition=Q(kind__in=list(SIGNALS))),
            models.CheckConstraint(
                name="devices_alarm_judged", condition=Q(judged__in=["", "confirmed", "false", "drill"])
            ),
            models.CheckConstraint(
                name="devices_alarm_cause",
                condition=Q(cause="", judged__in=["", "confirmed", "drill"]) | Q(cause__in=list(CAUSES)),
            ),
            models.CheckConstraint(
                name="devices_alarm_real",
                condition=Q(real_at__isnull=True) | Q(drill__isnull=False, judged="confirmed"),
            ),
            models.CheckConstraint(
                name="devices_alarm_drill_over",
                condition=~Q(judged="drill") | Q(drill__isnull=False, real_at__isnull=True),
            ),
            models.CheckConstraint(
                name="devices_alarm_fire_needs_a_person",
                condition=Q(closed_at__isnull=True) | ~Q(kind="fire") | ~Q(judged=""),
            ),
        ]
        indexes = [
            models.Index(name="devices_alarm_open", fields=("area", "raised_at"), condition=Q(closed_at__isnull=True)),
            models.Index(name="devices_alarm_head", fields=("head",)),
            models.Index(name="devices_alarm_drill", fields=("drill", "raised_at"), condition=Q(drill__isnull=False)),
            models.Index(name="devices_alarm_case", fields=("case",)),
            models.Index(name="devices_alarm_device", fields=("device", "raised_at")),
            models.Index(name="devices_alarm_area", fields=("area", "raised_at")),
        ]  # fmt: skip


class Unread(models.Model):
    """A frame that could not be read, and why. It is read again when the device is registered."""

    frame = models.UUIDField(primary_key=True)
    wire = models.CharField(max_length=32, db_collation="C")
    source = models.BinaryField()
    received_at = models.DateTimeField()
    trouble = models.CharField(max_length=16, db_collation="C")
    fire = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(name="devices_unread_trouble", condition=Q(trouble__in=list(TROUBLES)))]
        indexes = [models.Index(name="devices_unread_source", fields=("wire", "source", "received_at"))]
