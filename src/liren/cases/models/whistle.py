"""Tables of a whistle: what was asked, the units that were called with their three clocks, what they do together.

Words stand here and not in events. Ratings are of one call by two sides; nothing ranks units or people.
"""

from django.db import models
from django.db.models import Q

from liren.cases.models.fields import code_field
from liren.cases.rules.whistle import CALL_STATES, OPEN, RESPONSES, RIGHTNESS, STATES


class Whistle(models.Model):
    """One whistle on one case; at most one that is not over. `entry` and `calendar` are the published terms it runs under."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    kind = code_field()
    entry = models.UUIDField()
    state = code_field()
    words = models.TextField()
    raised_by = models.UUIDField(null=True)
    raised_at = models.DateTimeField()
    rate_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_words = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_whistle_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="cases_whistle_rating_ends", condition=~Q(state="mutual_rating") | Q(rate_due_at__isnull=False)
            ),
            models.UniqueConstraint(name="cases_whistle_one", fields=("case",), condition=Q(state__in=OPEN)),
        ]
        indexes = [models.Index(name="cases_whistle_raised", fields=("raised_at",))]


class Call(models.Model):
    """One called unit of a whistle (rules.whistle.Call), with who said what; `called_words` of one that was called later."""

    id = models.UUIDField(primary_key=True)
    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="+")
    unit = models.UUIDField()
    state = code_field()
    called_at = models.DateTimeField()
    called_by = models.UUIDField(null=True)
    called_words = models.TextField(default="")
    acknowledge_due_at = models.DateTimeField()
    arrive_due_at = models.DateTimeField()
    done_due_at = models.DateTimeField()
    object_due_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.UUIDField(null=True)
    arrived_words = models.TextField(default="")
    left_at = models.DateTimeField(null=True)
    left_by = models.UUIDField(null=True)
    left_words = models.TextField(default="")
    objected_at = models.DateTimeField(null=True)
    objected_from = code_field(null=True)
    objected_by = models.UUIDField(null=True)
    objected_words = models.TextField(default="")
    decided_by = models.UUIDField(null=True)
    decided_words = models.TextField(default="")
    missed = models.SmallIntegerField()
    response = models.SmallIntegerField(null=True)
    response_by = models.UUIDField(null=True)
    response_words = models.TextField(default="")
    rightness = models.SmallIntegerField(null=True)
    rightness_by = models.UUIDField(null=True)
    rightness_words = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_call_one", fields=("whistle", "unit")),
            models.CheckConstraint(name="cases_call_state", condition=Q(state__in=list(CALL_STATES))),
            models.CheckConstraint(
                name="cases_call_done_was_there",
                condition=~Q(state="done") | Q(arrived_at__isnull=False, left_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_call_scores",
                condition=(Q(response__isnull=True) | Q(response__in=list(RESPONSES)))
                & (Q(rightness__isnull=True) | Q(rightness__in=list(RIGHTNESS))),
            ),
        ]
        indexes = [models.Index(name="cases_call_unit", fields=("unit", "called_at"))]


class Task(models.Model):
    """One line of the list that the called units share."""

    id = models.UUIDField(primary_key=True)
    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="+")
    unit = models.UUIDField()
    words = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.UUIDField(null=True)
    dropped_words = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_task_one_end", condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True)
            )
        ]
        indexes = [models.Index(name="cases_task_whistle", fields=("whistle", "added_at"))]
