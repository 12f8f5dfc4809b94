"""Tables of the suggestion: models that were put to use, and what was suggested for a report beside what it came to.

A model is numbers and a header (triage/model_file.py); a suggestion is codes. Neither holds a word of anybody.
"""

from django.db import models
from django.db.models import Q

from liren.cases.models.fields import area_field, code_field


class TriageModel(models.Model):
    """A model of an area: in use while `until` is null."""

    id = models.UUIDField(primary_key=True)
    area = area_field()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    header = models.JSONField()
    account = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_triagemodel_one_in_use", fields=("area",), condition=Q(until__isnull=True)
            )
        ]


class Suggested(models.Model):
    """What was suggested when a case was reported, and what its reporter chose. `sure` is per thousand.

    `digest` is the model's, "" when the words of the catalogue suggested. What the case is in the end stands in its row.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="+")
    kind = code_field()
    sure = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    chosen = code_field()
