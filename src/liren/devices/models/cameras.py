"""The register of cameras. The address of the stream and its account are sealed; nothing of what a camera sees is kept."""

from django.db import models
from django.db.models import Q

from liren.devices.rules.cameras import GRADES, HEALTH, KEPT_AT_LEAST, POSITIONS, TYPES


class Camera(models.Model):
    """One camera: where, whose, signed, filed (art. 14), for how long its recordings are kept elsewhere (art. 17), how it fares.

    `stream` is sealed JSON (address, user, password). `changed_on` is when something changed that
    has to be filed again. `retention_*` say when a person last proved it, by which document.
    """

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    building = models.UUIDField(null=True)
    name = models.CharField(max_length=40)
    place = models.CharField(max_length=100)
    lon = models.FloatField()
    lat = models.FloatField()
    position = models.CharField(max_length=16)
    type = models.CharField(max_length=16)
    owner = models.UUIDField()
    engine_path = models.CharField(max_length=64, db_collation="C")
    stream = models.BinaryField()
    sign_posted = models.BooleanField()
    installed_on = models.DateField()
    filing_number = models.CharField(max_length=40, default="")
    filed_on = models.DateField(null=True)
    changed_on = models.DateField(null=True)
    retention_days = models.SmallIntegerField()
    retention_on = models.DateField(null=True)
    retention_by = models.UUIDField(null=True)
    retention_document = models.CharField(max_length=60, default="")
    grade = models.CharField(max_length=1, default="")
    health = models.CharField(max_length=16, default="unknown")
    health_at = models.DateTimeField(null=True)
    probed_at = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)
    drift_s = models.IntegerField(null=True)
    registered_at = models.DateTimeField()
    retired_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="devices_camera_position", condition=Q(position__in=list(POSITIONS))),
            models.CheckConstraint(name="devices_camera_type", condition=Q(type__in=list(TYPES))),
            models.CheckConstraint(name="devices_camera_grade", condition=Q(grade__in=list(GRADES))),
            models.CheckConstraint(name="devices_camera_health", condition=Q(health__in=list(HEALTH))),
            models.CheckConstraint(name="devices_camera_kept", condition=Q(retention_days__gte=KEPT_AT_LEAST)),
            models.CheckConstraint(
                name="devices_camera_filed",
                condition=Q(filed_on__isnull=True, filing_number="") | Q(filed_on__isnull=False) & ~Q(filing_number=""),
            ),
            models.UniqueConstraint(
                name="devices_camera_path", fields=("engine_path",), condition=Q(retired_on__isnull=True)
            ),
            models.UniqueConstraint(
                name="devices_camera_once", fields=("area", "name"), condition=Q(retired_on__isnull=True)
            ),
        ]
        indexes = [
            models.Index(name="devices_camera_area", fields=("area",)),
            models.Index(name="devices_camera_probe", fields=("probe_at",), condition=Q(retired_on__isnull=True)),
        ]
