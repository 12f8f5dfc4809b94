"""Tables of the venues room. The exclusion constraint on bookings stands in the second migration."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from liren.venues.kinds import ACCESS, ANSWERS, ROOM_KINDS


class Venue(models.Model):
    """A service place and its weekly hours: `week` is a list of [weekday 1–7, opens, closes] in minutes. All of it is public."""

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=17, db_collation="C")
    community = models.CharField(max_length=12, db_collation="C")
    name = models.CharField(max_length=40)
    address = models.CharField(max_length=120)
    lon = models.FloatField()
    lat = models.FloatField()
    phone = models.CharField(max_length=32, blank=True)
    floor_area = models.IntegerField(null=True)
    operator = models.UUIDField(null=True)
    week = models.JSONField(default=list)
    zones = ArrayField(models.CharField(max_length=64), default=list)
    closed_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="venues_venue_one_name", fields=("community", "name")),
            models.CheckConstraint(
                name="venues_venue_floor", condition=Q(floor_area__isnull=True) | Q(floor_area__gt=0)
            ),
            models.CheckConstraint(
                name="venues_venue_place", condition=Q(lon__range=(-180, 180), lat__range=(-90, 90))
            ),
        ]
        indexes = [models.Index(name="venues_venue_area", fields=("area",))]


class Day(models.Model):
    """One day on which a venue keeps other hours; no spans: closed."""

    venue = models.ForeignKey(Venue, models.CASCADE, db_column="venue")
    day = models.DateField()
    spans = models.JSONField(default=list)
    note = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="venues_day_once", fields=("venue", "day"))]


class Access(models.Model):
    """One barrier-free fact as somebody found it on a day."""

    venue = models.ForeignKey(Venue, models.CASCADE, db_column="venue")
    fact = models.CharField(max_length=32)
    answer = models.CharField(max_length=8)
    checked_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="venues_access_once", fields=("venue", "fact")),
            models.CheckConstraint(
                name="venues_access_known", condition=Q(fact__in=list(ACCESS)) & Q(answer__in=list(ANSWERS))
            ),
        ]


class Room(models.Model):
    """A room that can be booked."""

    id = models.UUIDField(primary_key=True)
    venue = models.ForeignKey(Venue, models.RESTRICT, db_column="venue")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    seats = models.IntegerField()
    gap = models.IntegerField(default=0)
    closed_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="venues_room_one_name", fields=("venue", "name")),
            models.CheckConstraint(name="venues_room_kind", condition=Q(kind__in=list(ROOM_KINDS))),
            models.CheckConstraint(name="venues_room_seats", condition=Q(seats__range=(1, 2000))),
            models.CheckConstraint(name="venues_room_gap", condition=Q(gap__range=(0, 240))),
        ]


class Booking(models.Model):
    """A room taken for a time. `blocked` is `during` with the room's gap behind it: what no other booking may touch.

    `area` is its venue's, for lists. Cancelled ones stay and block nothing.
    """

    id = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Room, models.RESTRICT, db_column="room")
    area = models.CharField(max_length=17, db_collation="C")
    series = models.UUIDField()
    during = DateTimeRangeField()
    blocked = DateTimeRangeField()
    topic = models.CharField(max_length=60)
    group = models.CharField(max_length=60)
    public = models.BooleanField()
    booked_by = models.UUIDField(null=True)
    booked_at = models.DateTimeField()
    cancelled_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="venues_booking_period",
                condition=Q(during__isempty=False, during__startswith__isnull=False, during__endswith__isnull=False),
            ),
            models.CheckConstraint(
                name="venues_booking_reason", condition=Q(cancelled_at__isnull=True) | ~Q(reason="")
            ),
            models.CheckConstraint(name="venues_booking_blocked", condition=Q(blocked__contains=F("during"))),
        ]
        indexes = [models.Index(name="venues_booking_series", fields=("series",))]
