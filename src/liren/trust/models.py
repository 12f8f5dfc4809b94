"""Tables of the trust room. The journal and other append-only tables are made by hand-written SQL in migrations."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models.functions import Now

from liren.kernel.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts for sign-in; making one is a command (OpenAccount)."""


class Account(AbstractBaseUser):
    """A sign-in name of a member of staff or a resident. Rights never stand here: see Grant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)
    must_use_totp = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    opened_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    def get_full_name(self) -> str:
        return self.name


class Grant(models.Model):
    """One right over one area for a period, given by a duty. Closed by ending `during`, never deleted.

    `closed`: its end was ordered (the duty ended, or its post gives other rights now); until then a duty gives a right once.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.UUIDField()
    right = models.CharField(max_length=64)
    area = models.CharField(max_length=17, db_collation="C")
    unit = models.UUIDField(null=True)
    kinds = ArrayField(models.CharField(max_length=64), default=list)
    secrecy_max = models.SmallIntegerField(default=0)
    during = DateTimeRangeField()
    duty = models.UUIDField()
    post = models.CharField(max_length=64)
    closed = models.BooleanField(db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="trust_grant_secrecy", condition=models.Q(secrecy_max__in=(0, 1))),
            models.UniqueConstraint(
                name="trust_grant_once", fields=("duty", "right"), condition=models.Q(closed=False)
            ),
        ]
        indexes = [
            models.Index(name="trust_grant_account", fields=("account",)),
            models.Index(name="trust_grant_duty", fields=("duty",)),
            GistIndex(name="trust_grant_during", fields=("during",)),
        ]


class Key(models.Model):
    """The idempotency key of a command, with its first answer. May be purged after 400 days."""

    id = models.UUIDField(primary_key=True)
    actor = models.BinaryField()
    payload = models.BinaryField()
    answer = models.JSONField(null=True)
    at = models.DateTimeField()


class Epoch(models.Model):
    """How often something cached in memory has changed (the map, the catalogue); read with every key."""

    name = models.CharField(primary_key=True, max_length=64)
    value = models.BigIntegerField(default=0)


class Delivery(models.Model):
    """One journal entry on its way to one listening flow. Removed once the flow has acted."""

    id = models.BigAutoField(primary_key=True)
    entry = models.UUIDField()
    recorded_at = models.DateTimeField()
    flow = models.CharField(max_length=96)
    lane = models.UUIDField()
    area = models.CharField(max_length=17, db_collation="C")
    try_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    trouble = models.TextField(default="")

    class Meta:
        indexes = [models.Index(name="trust_delivery_lane", fields=("lane", "flow", "id"))]


class Timer(models.Model):
    """Something that happens to a subject at a moment unless it is dropped before."""

    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField()
    kind = models.CharField(max_length=64)
    no = models.IntegerField(default=0)
    area = models.CharField(max_length=17, db_collation="C")
    fire_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    trouble = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="trust_timer_once", fields=("subject", "kind", "no"))]
        indexes = [models.Index(name="trust_timer_due", fields=("try_at",))]


class Access(models.Model):
    """Who looked at what about whom, in which role and why. Append-only."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    account = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=16)
    post = models.CharField(max_length=64)
    unit = models.UUIDField(null=True)
    what = models.CharField(max_length=64)
    subject = models.UUIDField()
    area = models.CharField(max_length=17, db_collation="C")
    purpose = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(name="trust_access_subject", fields=("subject", "at")),
            models.Index(name="trust_access_at", fields=("at", "id")),
        ]


class Heartbeat(models.Model):
    """When a background process last said that it is alive."""

    name = models.CharField(primary_key=True, max_length=32)
    at = models.DateTimeField()


class Upload(models.Model):
    """A file between its dry run and its import, sealed; its sender's alone, for a day.

    `step` says how far the worker is with it ("" when nothing was ordered), `beat_at` when it last said so, `aim` what
    was ordered: its dry run (look) or its import. `look` is what the last dry run found, sealed.
    """

    id = models.UUIDField(primary_key=True)
    account = models.UUIDField(null=True)
    sort = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    datum = models.CharField(max_length=8)
    digest = models.BinaryField()
    content = models.BinaryField()
    staged_at = models.DateTimeField()
    step = models.CharField(max_length=8, db_default="")
    aim = models.CharField(max_length=8, db_default="import")
    look = models.BinaryField(null=True)
    looked_at = models.DateTimeField(null=True)
    done = models.IntegerField(db_default=0)
    total = models.IntegerField(db_default=0)
    stopping = models.BooleanField(db_default=False)
    trouble = models.TextField(db_default="")
    beat_at = models.DateTimeField(null=True)


class Import(models.Model):
    """A list that was taken over: which file, by whom, what it wrote, and sealed how to undo it. Never deleted."""

    id = models.UUIDField(primary_key=True)
    sort = models.CharField(max_length=32)
    area = models.CharField(max_length=17, db_collation="C")
    file = models.CharField(max_length=200)
    digest = models.BinaryField()
    account = models.UUIDField(null=True)
    done_at = models.DateTimeField()
    counts = models.JSONField()
    touched = ArrayField(models.TextField())
    inverse = models.BinaryField()
    key = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(name="trust_import_newest", fields=("sort", "done_at"))]


class Device(models.Model):
    """A signed-in session of an account: since when and, roughly, on what. Its content is Django's, sealed."""

    id = models.UUIDField(primary_key=True)
    session = models.CharField(max_length=40, unique=True)
    account = models.UUIDField()
    agent = models.CharField(max_length=80)
    began_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="trust_device_account", fields=("account",))]


class Client(models.Model):
    """Another system with a key: what it may do, where and until when. Of the secret only its digest and first letters.

    Revoked by a moment and a reason, never deleted: the journal names it.
    """

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=64)
    head = models.CharField(max_length=6)
    digest = models.BinaryField()
    scopes = ArrayField(models.CharField(max_length=64))
    area = models.CharField(max_length=17, db_collation="C")
    sandbox = models.BooleanField()
    per_minute = models.IntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    reason = models.TextField(db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="trust_client_digest", fields=("digest",)),
            models.CheckConstraint(
                name="trust_client_until",
                condition=models.Q(until__gt=models.F("issued_at"))
                & models.Q(until__lte=models.F("issued_at") + timedelta(days=731)),
            ),
            models.CheckConstraint(
                name="trust_client_per_minute", condition=models.Q(per_minute__gte=1, per_minute__lte=6000)
            ),
            models.CheckConstraint(name="trust_client_scopes", condition=models.Q(scopes__len__gte=1)),
        ]


class ClientUse(models.Model):
    """How often a key was used on a day, and within the minute it was used last: the rate limit of all workers."""

    pk = models.CompositePrimaryKey("client", "day")
    client = models.UUIDField()
    day = models.DateField()
    calls = models.IntegerField()
    minute = models.DateTimeField()
    in_minute = models.IntegerField()

    class Meta:
        db_table = "trust_client_use"


class Reset(models.Model):
    """A one-time code with which the owner of an account chooses a new password; only its hash, for a day."""

    account = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=128)
    until = models.DateTimeField()


class Phone(models.Model):
    """The number a resident signs in with, sealed; found by its keyed digest. Gone when the account is closed."""

    account = models.UUIDField(primary_key=True)
    blind = models.BinaryField()
    sealed = models.BinaryField()
    verified_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="trust_phone_once", fields=("blind",))]


class PhoneCode(models.Model):
    """The code that was last sent to a number, as a keyed digest, until it is used or ten minutes old."""

    blind = models.BinaryField(primary_key=True)
    digest = models.BinaryField()
    until = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "trust_phone_code"
