"""Orders down to devices: what was asked, the line in which gateways find it, what went over the wire, and 查岗."""

from django.db import models
from django.db.models import Q

from liren.devices.models.register import Device
from liren.devices.rules.checks import OUTCOMES
from liren.devices.rules.orders import ORDERS, REASONS, STATES, WAYS

OPEN = ["waiting", "sent"]


class Order(models.Model):
    """One order to one device. `why` is asked (a person), clock, proof (a clock that was set is read) or schedule.

    `serial` is the device's own count of our orders; every try and every gateway sends under it. `answer` is the
    exchange that answered.
    """

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, models.CASCADE, db_column="device")
    area = models.CharField(max_length=17, db_collation="C")
    what = models.CharField(max_length=24, db_collation="C")
    minutes = models.SmallIntegerField(null=True)
    why = models.CharField(max_length=16, db_collation="C")
    slot = models.CharField(max_length=48, db_collation="C", blank=True)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    serial = models.IntegerField()
    state = models.CharField(max_length=16, db_collation="C")
    tries = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="devices_order_what", condition=Q(what__in=list(ORDERS))),
            models.CheckConstraint(name="devices_order_why", condition=Q(why__in=list(REASONS))),
            models.CheckConstraint(name="devices_order_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="devices_order_minutes",
                condition=Q(what="post_check", minutes__range=(1, 255))
                | ~Q(what="post_check") & Q(minutes__isnull=True),
            ),
            models.CheckConstraint(
                name="devices_order_ended",
                condition=Q(state__in=OPEN, ended_at__isnull=True) | ~Q(state__in=OPEN) & Q(ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="devices_order_one_open", fields=("device", "what"), condition=Q(state__in=OPEN)
            ),
            models.UniqueConstraint(name="devices_order_once_a_slot", fields=("device", "slot"), condition=~Q(slot="")),
        ]
        indexes = [models.Index(name="devices_order_device", fields=("device", "-asked_at"))]


class Down(models.Model):
    """An open order as gateways see it: its row goes when the order is over. `taken_by` is the process that carries it."""

    order = models.UUIDField(primary_key=True)
    wire = models.CharField(max_length=32, db_collation="C")
    source = models.BinaryField()
    what = models.CharField(max_length=24, db_collation="C")
    minutes = models.SmallIntegerField(null=True)
    serial = models.IntegerField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)


class Exchange(models.Model):
    """What went down a line and what came back, as it went (`raw` is empty for silence). Never changed.

    `gateway` is the process that held the line.
    """

    id = models.BigAutoField(primary_key=True)
    order = models.UUIDField()
    at = models.DateTimeField()
    how = models.CharField(max_length=16, db_collation="C")
    gateway = models.UUIDField()
    raw = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(name="devices_exchange_how", condition=Q(how__in=list(WAYS)))]
        indexes = [models.Index(name="devices_exchange_order", fields=("order",))]


class Unnoted(models.Model):
    """An exchange of which its order has not taken note yet; its row goes when it has."""

    exchange = models.BigIntegerField(primary_key=True)


class PostCheck(models.Model):
    """查岗: is somebody at the post? Counted for the duty room, never for whoever pressed the button.

    `begun_at` is when the device had it; the answer counts until `due_at`. `outcome` "" is still open.
    """

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, db_column="order")
    device = models.ForeignKey(Device, models.CASCADE, db_column="device")
    area = models.CharField(max_length=17, db_collation="C")
    building = models.UUIDField(null=True)
    unit = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    minutes = models.SmallIntegerField()
    begun_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, db_collation="C", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="devices_postcheck_outcome", condition=Q(outcome__in=list(OUTCOMES))),
            models.CheckConstraint(
                name="devices_postcheck_answered",
                condition=Q(outcome__in=["in_time", "late"], answered_at__isnull=False)
                | ~Q(outcome__in=["in_time", "late"]) & Q(answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="devices_postcheck_due",
                condition=Q(begun_at__isnull=True, due_at__isnull=True)
                | Q(begun_at__isnull=False, due_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="devices_postcheck_area", fields=("area", "asked_at")),
            models.Index(name="devices_postcheck_device", fields=("device", "asked_at")),
            models.Index(name="devices_postcheck_open", fields=("due_at",), condition=Q(outcome="")),
        ]
