"""What stands behind a device that speaks GB/T 28181: how it signs in, where it is, what cameras its catalogue offers."""

from django.db import models
from django.db.models import Q

from liren.devices.models.cameras import Camera
from liren.devices.models.register import Device
from liren.devices.rules.sip import TROUBLES


class SipLine(models.Model):
    """A device's line to our registrar. `ha1` is sealed. The address holds until `expires_at`; `catalogue_*` say what became
    of the latest question."""

    device = models.OneToOneField(Device, models.CASCADE, primary_key=True, db_column="device")
    ha1 = models.BinaryField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    transport = models.CharField(max_length=3, default="", db_collation="C")
    peer = models.CharField(max_length=64, default="", db_collation="C")
    port = models.IntegerField(default=0)
    edition = models.CharField(max_length=8, default="", db_collation="C")
    registered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    catalogue_at = models.DateTimeField(null=True)
    catalogue_count = models.IntegerField(default=0)
    catalogue_trouble = models.CharField(max_length=8, default="", db_collation="C")

    class Meta:
        constraints = [
            models.CheckConstraint(name="devices_sipline_trouble", condition=Q(catalogue_trouble__in=list(TROUBLES)))
        ]


class Channel(models.Model):
    """A camera that a device's catalogue offers. It is on no register and open to nobody until a person enters it (`camera`)."""

    pk = models.CompositePrimaryKey("device", "number")
    device = models.ForeignKey(Device, models.CASCADE, db_column="device")
    number = models.CharField(max_length=20, db_collation="C")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=100)
    maker = models.CharField(max_length=40)
    model = models.CharField(max_length=40)
    online = models.BooleanField()
    seen_at = models.DateTimeField()
    camera = models.OneToOneField(Camera, models.SET_NULL, null=True, db_column="camera")


class Dropped(models.Model):
    """How much a source sent in a day that is never kept: watching people, and where things move. No content."""

    pk = models.CompositePrimaryKey("wire", "source", "day")
    wire = models.CharField(max_length=32, db_collation="C")
    source = models.BinaryField()
    day = models.DateField()
    count = models.BigIntegerField()
