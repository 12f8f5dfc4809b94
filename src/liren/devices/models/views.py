"""Who may look through a camera, who did, and what residents asked for. The register itself is only ever added to (trigger)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liren.devices.models.cameras import Camera
from liren.devices.rules.views import ENDS, MODES


class ViewRequest(models.Model):
    """A view that somebody wants without a case: for an alarm, for upkeep, for evidence. Another person decides."""

    id = models.UUIDField(primary_key=True)
    camera = models.ForeignKey(Camera, models.RESTRICT, db_column="camera")
    purpose = models.CharField(max_length=64)
    mode = models.CharField(max_length=16)
    words = models.CharField(max_length=200)
    about = models.UUIDField(null=True)
    asked_by = models.UUIDField()
    unit = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="devices_viewrequest_two", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(name="devices_viewrequest_mode", condition=Q(mode__in=list(MODES))),
        ]


class ViewOffer(models.Model):
    """A camera open to these units and accounts until a moment: under a case, or by an approved request."""

    id = models.UUIDField(primary_key=True)
    camera = models.ForeignKey(Camera, models.RESTRICT, db_column="camera")
    case = models.UUIDField(null=True)
    case_kind = models.CharField(max_length=64, default="")
    request = models.ForeignKey(ViewRequest, models.RESTRICT, db_column="request", null=True)
    metres = models.IntegerField(default=0)
    units = ArrayField(models.UUIDField())
    accounts = ArrayField(models.UUIDField())
    barred_unit = models.UUIDField(null=True)
    barred_account = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="devices_viewoffer_one",
                condition=Q(case__isnull=False, request__isnull=True) | Q(case__isnull=True, request__isnull=False),
            ),
            models.UniqueConstraint(
                name="devices_viewoffer_once",
                fields=("case", "camera"),
                condition=Q(withdrawn_at__isnull=True, case__isnull=False),
            ),
        ]


class ViewTicket(models.Model):
    """Ten minutes at most for one viewer. `session` is the media engine's reader that used it first."""

    id = models.UUIDField(primary_key=True)
    camera = models.ForeignKey(Camera, models.RESTRICT, db_column="camera")
    offer = models.ForeignKey(ViewOffer, models.RESTRICT, db_column="offer")
    case = models.UUIDField(null=True)
    account = models.UUIDField()
    unit = models.UUIDField(null=True)
    purpose = models.CharField(max_length=64)
    mode = models.CharField(max_length=16)
    words = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    renewed = models.SmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    session = models.CharField(max_length=128, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="devices_viewticket_once", condition=Q(renewed__range=(0, 1))),
            models.CheckConstraint(name="devices_viewticket_mode", condition=Q(mode__in=list(MODES))),
        ]
        indexes = [models.Index(name="devices_viewticket_account", fields=("account", "-issued_at"))]


class View(models.Model):
    """The register: one view that began (art. 16). Never changed; `trust_history_is_kept`."""

    id = models.UUIDField(primary_key=True)
    ticket = models.OneToOneField(ViewTicket, models.RESTRICT, db_column="ticket")
    camera = models.ForeignKey(Camera, models.RESTRICT, db_column="camera")
    area = models.CharField(max_length=17, db_collation="C")
    account = models.UUIDField()
    unit = models.UUIDField(null=True)
    purpose = models.CharField(max_length=64)
    mode = models.CharField(max_length=16)
    words = models.CharField(max_length=200)
    case = models.UUIDField(null=True)
    request = models.UUIDField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="devices_view_area", fields=("area", "opened_at"))]


class ViewEnd(models.Model):
    """The register: how that view ended, once. Never changed."""

    view = models.OneToOneField(View, models.RESTRICT, db_column="view", primary_key=True)
    closed_at = models.DateTimeField()
    why = models.CharField(max_length=16)

    class Meta:
        constraints = [models.CheckConstraint(name="devices_viewend_why", condition=Q(why__in=list(ENDS)))]


class FootageRequest(models.Model):
    """A resident asks to see recordings (art. 21). `sealed` holds name and phone; the answer is words, never the video."""

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    token = models.BinaryField(unique=True)
    nonce = models.BinaryField()
    camera = models.UUIDField(null=True)
    place = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField()
    ground = models.CharField(max_length=16)
    relation = models.CharField(max_length=16)
    words = models.CharField(max_length=300)
    sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decision = models.CharField(max_length=16, default="")
    reason = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="devices_footagerequest_told",
                condition=Q(decided_at__isnull=True, decision="")
                | Q(decided_at__isnull=False) & ~Q(decision="") & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(name="devices_footage_area", fields=("area", "due_at"))]
