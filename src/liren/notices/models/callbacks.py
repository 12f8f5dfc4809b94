"""Signs of life of the doors at which platforms call."""

from django.db import models


class Callback(models.Model):
    """One door: the last call that was taken, the last that was not, and why."""

    door = models.CharField(max_length=16, primary_key=True)
    heard_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, default="")
