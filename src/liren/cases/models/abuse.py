"""The mark of a report as abuse: who marked, who agreed, what the reporter says against it, until when.

`sender` is a keyed digest of the number left with the report, kept only while the mark can be in force. `title` is what
the case was called before. Words stand here and not in events.
"""

from django.db import models
from django.db.models import F, Q

from liren.cases.models.fields import code_field
from liren.cases.rules.abuse import LIVE, REASONS, STATES


class Abuse(models.Model):
    """One mark of one case; at most one that is not over."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    state = code_field()
    reason = code_field()
    title = models.CharField(max_length=80)
    sender = models.BinaryField(null=True)
    marked_by = models.UUIDField(null=True)
    marked_at = models.DateTimeField()
    mark_words = models.TextField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decide_words = models.TextField(default="")
    appealed_at = models.DateTimeField(null=True)
    appeal_words = models.TextField(default="")
    heard_by = models.UUIDField(null=True)
    heard_at = models.DateTimeField(null=True)
    heard_words = models.TextField(default="")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_abuse_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(name="cases_abuse_reason", condition=Q(reason__in=list(REASONS))),
            models.CheckConstraint(
                name="cases_abuse_two_people", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("marked_by"))
            ),
            models.CheckConstraint(
                name="cases_abuse_third_person",
                condition=Q(heard_by__isnull=True) | (~Q(heard_by=F("marked_by")) & ~Q(heard_by=F("decided_by"))),
            ),
            models.UniqueConstraint(name="cases_abuse_one", fields=("case",), condition=Q(state__in=LIVE)),
        ]
        indexes = [
            models.Index(name="cases_abuse_sender", fields=("sender",), condition=Q(sender__isnull=False)),
            models.Index(name="cases_abuse_waiting", fields=("state", "marked_at")),
        ]
