"""With what devices log in at the MQTT broker."""

from django.db import models


class Credential(models.Model):
    """A device's password as mosquitto compares it (PBKDF2-SHA512); the password itself is nowhere. Its user name is the
    device's identity."""

    device = models.OneToOneField("devices.Device", models.RESTRICT, primary_key=True, db_column="device")
    hash = models.CharField(max_length=160, db_collation="C")
    issued_at = models.DateTimeField()
