"""Tables of the follow-up: a day's draw with its seed, the call-backs it drew, every try, and cases left out of the rates.

A draw keeps the tickets of all cases it could have drawn, so that it can be checked after those cases moved on. What a
reporter says of pressure put on them is sealed; other words of a call are not kept.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liren.cases.models.fields import area_field, code_field
from liren.cases.rules.callbacks import DAYS, OUTCOMES, SOLVED, TRIES
from liren.cases.rules.callbacks import STATES as CALLS
from liren.cases.rules.exclusions import LIVE
from liren.cases.rules.exclusions import STATES as EXCLUSIONS


class Draw(models.Model):
    """The draw of one town for the cases that end on one day. `sealed` is the seed until it is published as `seed`.

    `follows` is the draw from whose seed that of a missed day was made (rules.callbacks.following).
    """

    id = models.UUIDField(primary_key=True)
    town = area_field(9)
    day = models.DateField()
    follows = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    committed_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    reveal_at = models.DateTimeField(null=True)
    revealed_at = models.DateTimeField(null=True)
    seed = models.CharField(max_length=64, null=True)
    share = models.FloatField(null=True)
    rule = models.UUIDField(null=True)
    tickets = ArrayField(models.CharField(max_length=64), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_draw_one_a_day", fields=("town", "day")),
            models.CheckConstraint(
                name="cases_draw_seed_first",
                condition=Q(committed_at__lte=F("starts_at")) | Q(follows__isnull=False),
            ),
            models.CheckConstraint(
                name="cases_draw_after_the_day", condition=Q(drawn_at__isnull=True) | Q(drawn_at__gte=F("ends_at"))
            ),
            models.CheckConstraint(
                name="cases_draw_seed_shut",
                condition=Q(seed__isnull=True, revealed_at__isnull=True)
                | Q(
                    seed__isnull=False,
                    drawn_at__isnull=False,
                    revealed_at__isnull=False,
                    revealed_at__gte=F("reveal_at"),
                ),
            ),
        ]
        indexes = [models.Index(name="cases_draw_shut", fields=("ends_at",), condition=Q(revealed_at__isnull=True))]


class Callback(models.Model):
    """A case to be called back. `why` is share or the rule; `caller` holds it since `taken_at`; answers when reached.

    `next_at` is the earliest next try: the day of the draw for one that nobody has tried yet.
    """

    id = models.UUIDField(primary_key=True)
    draw = models.ForeignKey(Draw, models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    ticket = models.CharField(max_length=64)
    why = code_field()
    state = code_field()
    tries = models.SmallIntegerField()
    days = models.SmallIntegerField()
    last_on = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    caller = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    contacted = models.BooleanField(null=True)
    solved = code_field(null=True)
    satisfied = models.SmallIntegerField(null=True)
    reopened = models.BooleanField(default=False)
    pressure = models.BinaryField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_callback_once", fields=("draw", "case")),
            models.CheckConstraint(name="cases_callback_state", condition=Q(state__in=list(CALLS))),
            models.CheckConstraint(name="cases_callback_tries", condition=Q(tries__gte=0, tries__lte=TRIES)),
            models.CheckConstraint(
                name="cases_callback_unreachable",
                condition=~Q(state="unreachable") | Q(tries=TRIES, days__gte=DAYS),
            ),
            models.CheckConstraint(
                name="cases_callback_answers",
                condition=Q(state="reached", contacted__isnull=False, solved__isnull=False, solved__in=list(SOLVED))
                | (~Q(state="reached") & Q(contacted__isnull=True, solved__isnull=True, satisfied__isnull=True)),
            ),
            models.CheckConstraint(
                name="cases_callback_satisfied", condition=Q(satisfied__isnull=True) | Q(satisfied__in=(1, 2, 3))
            ),
            models.CheckConstraint(
                name="cases_callback_finished",
                condition=Q(state="waiting", finished_at__isnull=True)
                | (~Q(state="waiting") & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="cases_callback_waiting", fields=("next_at", "ticket"), condition=Q(state="waiting")),
            models.Index(name="cases_callback_finished_at", fields=("finished_at",), condition=~Q(state="waiting")),
            models.Index(name="cases_callback_pressure", fields=("finished_at",), condition=Q(pressure__isnull=False)),
        ]


class Try(models.Model):
    """One time somebody dialled: when, who, and what came of it."""

    pk = models.CompositePrimaryKey("callback_id", "no")
    callback = models.ForeignKey(Callback, models.CASCADE, related_name="+")
    no = models.SmallIntegerField()
    at = models.DateTimeField()
    account = models.UUIDField(null=True)
    outcome = code_field()

    class Meta:
        constraints = [models.CheckConstraint(name="cases_try_outcome", condition=Q(outcome__in=list(OUTCOMES)))]


class Exclusion(models.Model):
    """A case asked to be left out of the rates, by whom and why, and who else agreed; at most one that is not over."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    state = code_field()
    reason = code_field()
    item = models.TextField()
    words = models.TextField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decide_words = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_exclusion_state", condition=Q(state__in=list(EXCLUSIONS))),
            models.CheckConstraint(
                name="cases_exclusion_two_people", condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="cases_exclusion_decided",
                condition=Q(state="asked", decided_by__isnull=True) | (~Q(state="asked") & Q(decided_by__isnull=False)),
            ),
            models.UniqueConstraint(name="cases_exclusion_one", fields=("case",), condition=Q(state__in=LIVE)),
        ]
        indexes = [models.Index(name="cases_exclusion_waiting", fields=("state", "asked_at"))]
