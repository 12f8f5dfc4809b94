"""What residents said yes to."""

from django.db import models
from django.db.models import Q


class Consent(models.Model):
    """One yes of an account to one purpose, under the published words it was shown; ended by withdrawing, never deleted."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField()
    purpose = models.CharField(max_length=64, db_collation="C")
    entry = models.UUIDField()
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="people_consent_once", fields=("account", "purpose"), condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="people_consent_order", condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("given_at"))
            ),
        ]
