"""Tables of the case room. The row of a case keeps the fields of rules.fold.CaseState, and what lists need besides.

Who reported is in a table of its own, sealed; no fact view may name it. Words are notes, so that they can be
forgotten without touching the case or the journal.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Q, When
from django.db.models.functions import Coalesce, Left, Length, Now
from django.db.models.lookups import GreaterThanOrEqual

from liren.cases.kinds import CONFIRMATIONS, PLACED, RELIEFS, RESULTS
from liren.cases.models.abuse import Abuse
from liren.cases.models.desks import Columns, Handover, HandoverRead, Saved
from liren.cases.models.fields import area_field, code_field
from liren.cases.models.followup import Callback, Draw, Exclusion, Try
from liren.cases.models.hotline import OrderDifference, Pack, PackRow, Reference
from liren.cases.models.incoming import Incoming, IncomingMessage
from liren.cases.models.training import Training
from liren.cases.models.triage import Suggested, TriageModel
from liren.cases.models.whistle import Call, Task, Whistle
from liren.cases.rules.children import BARRED
from liren.cases.rules.queues import OPEN
from liren.cases.workflows import CLOCK_LABELS

__all__ = [
    "Abuse",
    "Call",
    "Callback",
    "Columns",
    "Draw",
    "Exclusion",
    "Handover",
    "HandoverRead",
    "Incoming",
    "IncomingMessage",
    "OrderDifference",
    "Pack",
    "PackRow",
    "Reference",
    "Saved",
    "Suggested",
    "Task",
    "Training",
    "TriageModel",
    "Try",
    "Whistle",
]

ANCESTORS = {"county": 6, "town": 9, "community": 12, "grid": 15}


# what the counts of the desk and of the units ask about an open case: answered from the index alone
COUNTED = (
    "id", "state", "kind", "secrecy", "scope", "county", "community", "grid", "area", "placed", "returns", "relief",
    "unit", "about_unit", "next_due_at", "drill",
)  # fmt: skip


def ancestor(name: str) -> models.GeneratedField:
    """The first digits of `scope`, stored; null where the scope is wider than that."""
    digits = ANCESTORS[name]
    return models.GeneratedField(
        expression=Choose(When(GreaterThanOrEqual(Length("scope"), digits), then=Left("scope", digits))),
        output_field=area_field(digits, null=True),
        db_persist=True,
    )


class Case(models.Model):
    """One case. `sort_at` orders every list: the next due time while it is open, the end when it has ended.

    `changed_at` is when the row was written last, by the server's clock: what other systems ask for what is new by.
    """

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    number = models.CharField(max_length=64)
    title = models.CharField(max_length=80)
    state = code_field()
    kind = code_field()
    entry = models.UUIDField()
    workflow = code_field()
    channel = code_field()
    severity = code_field()
    secrecy = models.SmallIntegerField()
    serial = models.IntegerField()
    scope = area_field()
    county = ancestor("county")
    town = ancestor("town")
    community = ancestor("community")
    grid = ancestor("grid")
    placed = code_field()
    area = area_field(null=True)
    area_version = models.IntegerField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    building = models.UUIDField(null=True)
    place_words = models.TextField()
    answers = models.JSONField()
    reported_at = models.DateTimeField()
    occurred_at = models.DateTimeField(null=True)
    reporter = models.UUIDField(null=True)
    about_unit = models.UUIDField(null=True)
    contactable = models.BooleanField()
    on_behalf = models.BooleanField()
    keeper = models.UUIDField(null=True)
    unit = models.UUIDField(null=True)
    handler = models.UUIDField(null=True)
    helpers = ArrayField(models.UUIDField(), default=list)
    hands = ArrayField(models.UUIDField())
    verifier = models.UUIDField(null=True)
    result = code_field(null=True)
    exit = code_field(null=True)
    told = code_field(null=True)
    into = models.UUIDField(null=True)
    parent = models.UUIDField(null=True)
    children = models.SmallIntegerField()
    open_children = models.SmallIntegerField()
    drill = models.UUIDField(null=True)
    whistle = models.UUIDField(null=True)
    called = ArrayField(models.UUIDField())
    drawn = models.BooleanField()
    confirm = code_field()
    solved = models.BooleanField(null=True)
    satisfied = models.SmallIntegerField(null=True)
    relief = code_field(null=True)
    relief_days = models.SmallIntegerField()
    relief_by = models.UUIDField(null=True)
    suspended_until = models.DateTimeField(null=True)
    returns = models.SmallIntegerField()
    return_ground = code_field(null=True)
    return_item = code_field(null=True)
    route = models.UUIDField(null=True)
    rule = code_field(null=True)
    overruled = models.BooleanField(default=False)
    duty_item = code_field(null=True)
    against_list = models.BooleanField(default=False)
    arbitrations = models.SmallIntegerField()
    extensions = models.SmallIntegerField()
    extended_days = models.SmallIntegerField()
    reworks = models.SmallIntegerField()
    reopens = models.SmallIntegerField()
    urges = models.SmallIntegerField()
    escalation = models.SmallIntegerField()
    escalated_for = models.DateTimeField(null=True)
    followers = models.IntegerField()
    photos_before = models.SmallIntegerField()
    photos_after = models.SmallIntegerField()
    filed_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    contacted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    warned_for = models.DateTimeField(null=True)
    next_clock = code_field(null=True)
    next_due_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(db_default=Now())
    sort_at = models.GeneratedField(
        expression=Coalesce("next_due_at", "closed_at", "reported_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_case_one_number", fields=("number",)),
            models.CheckConstraint(
                name="cases_case_handler_verifies",
                condition=Q(verifier__isnull=True) | ~Q(hands__contains=[F("verifier")]),
            ),
            models.CheckConstraint(name="cases_case_one_return", condition=Q(returns__lte=1)),
            models.CheckConstraint(name="cases_case_one_arbitration", condition=Q(arbitrations__lte=1)),
            models.CheckConstraint(
                name="cases_case_one_extension", condition=Q(extensions__lte=1, extended_days__lte=7)
            ),
            models.CheckConstraint(name="cases_case_one_reopening", condition=Q(reopens__lte=1)),
            models.CheckConstraint(
                name="cases_case_closed_is_verified", condition=~Q(state="closed") | Q(verifier__isnull=False)
            ),
            models.CheckConstraint(name="cases_case_secrecy", condition=Q(secrecy__in=(0, 1, 2))),
            models.CheckConstraint(name="cases_case_placed", condition=Q(placed__in=list(PLACED))),
            models.CheckConstraint(
                name="cases_case_result", condition=Q(result__isnull=True) | Q(result__in=list(RESULTS))
            ),
            models.CheckConstraint(
                name="cases_case_relief", condition=Q(relief__isnull=True) | Q(relief__in=list(RELIEFS))
            ),
            models.CheckConstraint(name="cases_case_confirm", condition=Q(confirm__in=list(CONFIRMATIONS))),
            models.CheckConstraint(
                name="cases_case_satisfied", condition=Q(satisfied__isnull=True) | Q(satisfied__in=(1, 2, 3))
            ),
            models.CheckConstraint(
                name="cases_case_one_level", condition=Q(parent__isnull=True) | Q(children=0, open_children=0)
            ),
            models.CheckConstraint(
                name="cases_case_open_children",
                condition=Q(open_children=0)
                | Q(open_children__gt=0, children__gte=F("open_children")) & ~Q(state__in=BARRED),
            ),
            models.CheckConstraint(
                name="cases_case_whistle_open", condition=Q(whistle__isnull=True) | ~Q(state__in=BARRED)
            ),
            models.CheckConstraint(
                name="cases_case_helper_leads", condition=Q(unit__isnull=True) | ~Q(helpers__contains=[F("unit")])
            ),
            models.CheckConstraint(
                name="cases_case_drill_nobody_reported",
                condition=Q(drill__isnull=True)
                | Q(reporter__isnull=True, contactable=False, secrecy=0, about_unit__isnull=True),
            ),
            models.CheckConstraint(
                name="cases_case_drill_over", condition=~Q(state="drill_over") | Q(drill__isnull=False)
            ),
            models.CheckConstraint(
                name="cases_case_not_into_itself", condition=Q(into__isnull=True) | ~Q(into=F("id"))
            ),
        ]
        indexes = [
            models.Index(name="cases_case_changed", fields=("county", "changed_at", "id")),
            *(
                models.Index(name=f"cases_case_{column}", fields=(column, "state", "sort_at", "id"))
                for column in ("county", "town", "community", "grid", "scope")
            ),
            *(
                models.Index(
                    name=f"cases_case_{column}",
                    fields=(column, "state", "sort_at", "id"),
                    condition=Q(**{f"{column}__isnull": False}),
                )
                for column in ("unit", "handler", "keeper", "reporter")
            ),
            models.Index(
                name="cases_case_late", fields=("town", "next_due_at"), condition=Q(next_due_at__isnull=False)
            ),
            models.Index(name="cases_case_nowhere", fields=("county", "sort_at"), condition=Q(area__isnull=True)),
            models.Index(
                name="cases_case_unrated",
                fields=("town", "state", "confirm", "sort_at", "id"),
                condition=Q(confirm__in=("pending", "disputed")),
            ),
            models.Index(
                name="cases_case_open",
                fields=("town", "sort_at"),
                include=COUNTED,
                condition=Q(state__in=OPEN),
            ),
            models.Index(name="cases_case_alike", fields=("kind", "lat"), condition=Q(state__in=OPEN)),
            models.Index(name="cases_case_drill", fields=("drill",), condition=Q(drill__isnull=False)),
            models.Index(name="cases_case_parent", fields=("parent",), condition=Q(parent__isnull=False)),
            models.Index(name="cases_case_into", fields=("into",), condition=Q(into__isnull=False)),
            models.Index(
                F("reported_at").desc(),
                F("id").desc(),
                name="cases_case_street",
                include=("kind", "state", "lat", "lon"),
                condition=Q(secrecy=0, about_unit__isnull=True, parent__isnull=True, drill__isnull=True),
            ),
            models.Index(
                name="cases_case_pressed",
                fields=("town", "reported_at"),
                condition=Q(urges__gt=0) | Q(escalation__gt=0),
            ),
            models.Index(
                name="cases_case_objected",
                fields=("town", "reported_at"),
                condition=Q(returns__gt=0) | Q(against_list=True) | Q(overruled=True),
            ),
            GinIndex(name="cases_case_helpers", fields=("helpers",), condition=~Q(helpers=[])),
            models.Index(name="cases_case_drawn", fields=("town", "reported_at"), condition=Q(drawn=True)),
        ]


class Clock(models.Model):
    """One clock of a case (rules.clocks.Clock)."""

    pk = models.CompositePrimaryKey("case_id", "kind", "no")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = code_field()
    no = models.SmallIntegerField()
    entry = models.UUIDField()
    calendar = models.UUIDField()
    limit = models.FloatField()
    unit = code_field()
    started_at = models.DateTimeField()
    used_s = models.IntegerField()
    extended_s = models.IntegerField()
    extended_at = models.DateTimeField(null=True)
    extended_days = models.SmallIntegerField(default=0)
    running_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    provisional = models.BooleanField()
    ended_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    cap_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cases_clock_kind", condition=Q(kind__in=list(CLOCK_LABELS))),
            models.CheckConstraint(
                name="cases_clock_runs_towards_an_end",
                condition=Q(running_since__isnull=True) | Q(due_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="cases_clock_provisional", fields=("case",), condition=Q(provisional=True)),
            models.Index(name="cases_clock_calendar", fields=("calendar", "case"), condition=Q(ended_at__isnull=True)),
        ]


class Party(models.Model):
    """Who had a part in a case, and since when. One account is never on both sides of it: the database says so."""

    pk = models.CompositePrimaryKey("case_id", "role", "who")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    role = code_field()
    who = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cases_party_one_side", fields=("case", "who"), condition=Q(role__in=("handler", "verifier"))
            ),
            models.UniqueConstraint(
                name="cases_party_unit_once",
                fields=("case", "who"),
                condition=Q(role__in=("unit", "helper"), until__isnull=True),
            ),
        ]
        indexes = [models.Index(name="cases_party_who", fields=("who", "role", "case"))]


class Reporter(models.Model):
    """Name and phone of whoever reported, sealed; row-level security follows the case's scope."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    key_id = models.SmallIntegerField()


class Note(models.Model):
    """Words about a case. `id` is the content id that events carry."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = code_field()
    text = models.TextField()
    at = models.DateTimeField()
    account = models.UUIDField(null=True)
    visible_to_reporter = models.BooleanField()

    class Meta:
        indexes = [models.Index(name="cases_note_case", fields=("case", "at"))]


class Link(models.Model):
    """Digests of what opens a case to its reporter: the secret link, and the code on the receipt with its tail."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    nonce = models.BinaryField()
    token = models.BinaryField()
    code = models.BinaryField()
    tail = models.BinaryField()
    expires_at = models.DateTimeField()
    sender = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_link_one_token", fields=("token",)),
            models.UniqueConstraint(name="cases_link_one_code", fields=("code",)),
        ]
        indexes = [models.Index(name="cases_link_sender", fields=("sender",), condition=Q(sender__isnull=False))]


class Serial(models.Model):
    """The last number given in an office (town or county) in a year."""

    pk = models.CompositePrimaryKey("office", "year")
    office = area_field(9)
    year = models.SmallIntegerField()
    last = models.IntegerField()


class Logged(models.Model):
    """What a replayed log itself said of a case: its own due time, and whether its place is only a default."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    source = code_field()
    due_at = models.DateTimeField(null=True)
    placed_by_default = models.BooleanField()
