"""The register: devices, the parts that were heard of them, how they fare, what is to be done at them."""

from django.db import models
from django.db.models import F, Q

from liren.devices.kinds import CAUSES, GRADES, STATES


class Device(models.Model):
    """A device by its identity on the wire. `area` is the micro-grid it lies in, `gateway` the device it speaks through."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=64, db_collation="C")
    wire = models.CharField(max_length=32, db_collation="C")
    source = models.BinaryField()
    profile = models.CharField(max_length=32, db_collation="C")
    name = models.CharField(max_length=60)
    position = models.CharField(max_length=120, blank=True)
    area = models.CharField(max_length=17, db_collation="C")
    building = models.UUIDField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    gateway = models.ForeignKey("self", models.RESTRICT, null=True, db_column="gateway")
    owner = models.UUIDField(null=True)
    contact = models.UUIDField(null=True)
    filing = models.CharField(max_length=60, blank=True)
    grade = models.CharField(max_length=1, blank=True)
    signed = models.BooleanField(default=False)
    retention_days = models.IntegerField(null=True)
    interval = models.IntegerField()
    installed_on = models.DateField(null=True)
    maintenance_from = models.DateTimeField(null=True)
    maintenance_until = models.DateTimeField(null=True)
    maintenance_reason = models.CharField(max_length=100, blank=True)
    clock_off = models.IntegerField(default=0)
    clock_told_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="devices_device_one_identity", fields=("wire", "source"), condition=Q(retired_at__isnull=True)
            ),
            models.CheckConstraint(name="devices_device_grade", condition=Q(grade__in=list(GRADES))),
            models.CheckConstraint(name="devices_device_interval", condition=Q(interval__range=(5, 604800))),
            models.CheckConstraint(
                name="devices_device_not_its_own_gateway", condition=Q(gateway__isnull=True) | ~Q(gateway=F("id"))
            ),
            models.CheckConstraint(
                name="devices_device_window",
                condition=Q(maintenance_from__isnull=True, maintenance_until__isnull=True)
                | Q(maintenance_until__gt=F("maintenance_from")),
            ),
        ]
        indexes = [
            models.Index(name="devices_device_area", fields=("area",)),
            models.Index(name="devices_device_building", fields=("building",)),
        ]


class Component(models.Model):
    """A part of a device, by its raw address and type: learned when it is first heard, named by people."""

    pk = models.CompositePrimaryKey("device", "address", "type")
    device = models.ForeignKey(Device, models.CASCADE, db_column="device")
    address = models.CharField(max_length=32, db_collation="C")
    type = models.IntegerField()
    name = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=120, blank=True)
    first_heard_at = models.DateTimeField()


class Health(models.Model):
    """How a device fares, apart from its entry because it changes often. `look_at` is its deadline: when to look again."""

    device = models.OneToOneField(Device, models.CASCADE, primary_key=True, db_column="device")
    state = models.CharField(max_length=16, db_collation="C")
    since = models.DateTimeField()
    because = models.UUIDField(null=True)
    heard_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="devices_health_state", condition=Q(state__in=list(STATES)))]
        indexes = [models.Index(name="devices_health_look", fields=("look_at",))]


class Spell(models.Model):
    """A time during which a device was in one state; open while it lasts. Uptime is summed over these."""

    device = models.ForeignKey(Device, models.CASCADE, db_column="device")
    area = models.CharField(max_length=17, db_collation="C")
    state = models.CharField(max_length=16, db_collation="C")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="devices_spell_one_open", fields=("device",), condition=Q(until__isnull=True))
        ]
        indexes = [models.Index(name="devices_spell_area", fields=("area", "since"))]


class Task(models.Model):
    """What is to be done at a device because an alarm was false."""

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, models.CASCADE, db_column="device")
    alarm = models.UUIDField(unique=True)
    cause = models.CharField(max_length=16, db_collation="C")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="devices_task_cause", condition=Q(cause__in=list(CAUSES)))]
