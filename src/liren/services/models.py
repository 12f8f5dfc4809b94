"""Tables of the services room. The row of an order keeps the fields of rules.fold.OrderState, and what lists need besides.

Who asked, where they live and their number are sealed in a table of its own; no fact view may name it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Q, When
from django.db.models.functions import Coalesce, Left, Length
from django.db.models.lookups import GreaterThanOrEqual

from liren.services.kinds import CIRCLES, CONSENTS, GENDERS, MEMBER_GENDERS, MEMBER_STATES, SATISFACTION
from liren.services.rules.stations import IN_HAND, LABELS, WAITING

ANCESTORS = {"county": 6, "town": 9, "community": 12, "grid": 15}


def area_field(length: int = 17, *, null: bool = False) -> "models.CharField[str, str]":
    """An area code that sorts and compares byte by byte."""
    return models.CharField(max_length=length, db_collation="C", null=null)


def code_field(*, null: bool = False) -> "models.CharField[str, str]":
    """A code from a closed list."""
    return models.CharField(max_length=64, db_collation="C", null=null)


def ancestor(name: str) -> models.GeneratedField:
    """The first digits of `scope`, stored; null where the scope is wider than that."""
    digits = ANCESTORS[name]
    return models.GeneratedField(
        expression=Choose(When(GreaterThanOrEqual(Length("scope"), digits), then=Left("scope", digits))),
        output_field=area_field(digits, null=True),
        db_persist=True,
    )


class Order(models.Model):
    """One order. `sort_at` orders every list: when it is due, or when it ended. `times` is a list of [day, part]."""

    id = models.UUIDField(primary_key=True)
    version = models.IntegerField()
    number = models.CharField(max_length=64)
    title = models.CharField(max_length=80)
    state = code_field()
    kind = code_field()
    entry = models.UUIDField()
    scope = area_field()
    county = ancestor("county")
    town = ancestor("town")
    community = ancestor("community")
    grid = ancestor("grid")
    serial = models.IntegerField()
    channel = code_field()
    on_behalf = models.BooleanField()
    requester = models.UUIDField(null=True)
    gender = code_field()
    neighbour = models.BooleanField()
    no_visit = models.BooleanField()
    times = models.JSONField(default=list)
    circle = code_field()
    member = models.UUIDField(null=True)
    handler = models.UUIDField(null=True)
    companion = models.UUIDField(null=True)
    scheduled_for = models.DateTimeField(null=True)
    reworks = models.SmallIntegerField()
    solved = models.BooleanField(null=True)
    satisfied = models.SmallIntegerField(null=True)
    cancelled_by = code_field(null=True)
    from_case = models.UUIDField(null=True)
    case = models.UUIDField(null=True)
    case_kind = code_field(null=True)
    requested_at = models.DateTimeField()
    triaged_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    unclaimed_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    sort_at = models.GeneratedField(
        expression=Coalesce("closed_at", "due_at", "requested_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="services_order_one_number", fields=("number",)),
            models.UniqueConstraint(
                name="services_order_one_case", fields=("from_case",), condition=Q(from_case__isnull=False)
            ),
            models.CheckConstraint(name="services_order_state", condition=Q(state__in=list(LABELS))),
            models.CheckConstraint(name="services_order_circle", condition=Q(circle__in=list(CIRCLES))),
            models.CheckConstraint(name="services_order_gender", condition=Q(gender__in=list(GENDERS))),
            models.CheckConstraint(
                name="services_order_in_hand",
                condition=Q(state__in=IN_HAND, handler__isnull=False) | ~Q(state__in=IN_HAND),
            ),
            models.CheckConstraint(
                name="services_order_satisfied",
                condition=Q(satisfied__isnull=True) | Q(satisfied__in=list(SATISFACTION)),
            ),
            models.CheckConstraint(
                name="services_order_companion", condition=Q(companion__isnull=True) | ~Q(companion=F("member"))
            ),
            models.CheckConstraint(
                name="services_order_silence",
                condition=~Q(state="unconfirmed") | Q(solved__isnull=True),
            ),
        ]
        indexes = [
            *(
                models.Index(name=f"services_order_{column}", fields=(column, "state", "sort_at", "id"))
                for column in ("town", "community", "scope")
            ),
            *(
                models.Index(
                    name=f"services_order_{column}",
                    fields=(column, "state", "sort_at", "id"),
                    condition=Q(**{f"{column}__isnull": False}),
                )
                for column in ("handler", "requester", "member")
            ),
            models.Index(name="services_order_late", fields=("town", "due_at"), condition=Q(state__in=WAITING)),
        ]


class Claim(models.Model):
    """Somebody has an order in hand from `at` to `ended_at`. One at a time: the database says so."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    member = models.UUIDField(null=True)
    handler = models.UUIDField(null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="services_claim_one", fields=("order",), condition=Q(ended_at__isnull=True)),
        ]


class Decline(models.Model):
    """A member does not want to be offered an order again. Deleted with the order's end; nothing counts it."""

    pk = models.CompositePrimaryKey("order_id", "member")
    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    member = models.UUIDField()


class Requester(models.Model):
    """Name, phone and exact address under seal; row-level security follows the order's scope."""

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    key_id = models.SmallIntegerField()


class Note(models.Model):
    """Words about an order. `id` is the content id that events carry; all of them are read by the requester."""

    id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    kind = code_field()
    text = models.TextField()
    at = models.DateTimeField()
    account = models.UUIDField(null=True)
    told = models.BooleanField()

    class Meta:
        indexes = [models.Index(name="services_note_order", fields=("order", "at"))]


class Link(models.Model):
    """Digests of what opens an order to its requester: the secret link, and the code on paper with its tail."""

    order = models.OneToOneField(Order, models.CASCADE, primary_key=True, related_name="+")
    nonce = models.BinaryField()
    token = models.BinaryField()
    code = models.BinaryField()
    tail = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="services_link_one_token", fields=("token",)),
            models.UniqueConstraint(name="services_link_one_code", fields=("code",)),
        ]


class Serial(models.Model):
    """The last number given in an office (town or county) in a year."""

    pk = models.CompositePrimaryKey("office", "year")
    office = area_field(9)
    year = models.SmallIntegerField()
    last = models.IntegerField()


class Member(models.Model):
    """Somebody who takes orders, of their own will. `free` are the bits of rules.wishes; nothing is counted or ranked."""

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField()
    state = code_field()
    home = area_field()
    skills = ArrayField(code_field())
    areas = ArrayField(area_field())
    free = models.IntegerField()
    gender = code_field()
    visits = models.BooleanField()
    most_open = models.SmallIntegerField()
    paused = models.BooleanField(default=False)
    entered_by = models.UUIDField(null=True)
    entered_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    consent = code_field(null=True)
    consent_on = models.DateField(null=True)
    left_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="services_member_once", fields=("account",), condition=~Q(state="left")),
            models.CheckConstraint(name="services_member_state", condition=Q(state__in=list(MEMBER_STATES))),
            models.CheckConstraint(name="services_member_gender", condition=Q(gender__in=list(MEMBER_GENDERS))),
            models.CheckConstraint(name="services_member_most", condition=Q(most_open__range=(1, 10))),
            models.CheckConstraint(
                name="services_member_consent",
                condition=Q(joined_at__isnull=True)
                | Q(consent__isnull=False, consent__in=list(CONSENTS), consent_on__isnull=False),
            ),
            models.CheckConstraint(name="services_member_free", condition=Q(free__range=(1, (1 << 21) - 1))),
        ]
        indexes = [models.Index(name="services_member_home", fields=("home", "state"))]


class Batch(models.Model):
    """Orders of an area matched with members by the worker; `pairings` are a suggestion, assigned by nobody."""

    id = models.UUIDField(primary_key=True)
    area = area_field()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    pairings = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(name="services_batch_area", fields=("area", "asked_at"))]
