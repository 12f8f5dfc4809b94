"""What came over a wire, as it came: kept before it is confirmed, never changed, decoded as often as wanted."""

from django.db import models


class Frame(models.Model):
    """One frame of a device. `wire` names the codec (gb26875:2011), `listener` the door it came through.

    `digest` is a retransmission's own key and `slot` the ten minutes it came in: the same frame is kept once.
    """

    id = models.UUIDField(primary_key=True)
    received_at = models.DateTimeField()
    wire = models.CharField(max_length=32, db_collation="C")
    listener = models.CharField(max_length=16, db_collation="C")
    peer = models.CharField(max_length=64, db_collation="C")
    source = models.BinaryField()
    digest = models.BinaryField()
    slot = models.IntegerField()
    raw = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="devices_frame_once", fields=("digest", "slot"))]
        indexes = [models.Index(name="devices_frame_source", fields=("source", "received_at"))]


class Waiting(models.Model):
    """A frame that nobody has read into signals yet; its row goes when somebody has."""

    frame = models.UUIDField(primary_key=True)
    received_at = models.DateTimeField()


class Contact(models.Model):
    """When a source was last heard, by whatever it said, and through which door; a heartbeat leaves nothing else."""

    pk = models.CompositePrimaryKey("wire", "source")
    wire = models.CharField(max_length=32, db_collation="C")
    source = models.BinaryField()
    listener = models.CharField(max_length=16, db_collation="C")
    peer = models.CharField(max_length=64, db_collation="C")
    heard_at = models.DateTimeField()
    frames = models.BigIntegerField(default=0)
    denied = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(name="devices_contact_heard", fields=("heard_at",))]
