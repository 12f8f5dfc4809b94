"""Tables of the exchange with other systems: whose number a case carries, what differed, the packs and their rows."""

from django.db import models
from django.db.models import Q

from liren.cases.models.fields import area_field, code_field

NUMBER = 64


class Reference(models.Model):
    """The number that another system gave a case, once in each system, with what it said of it.

    `sealed` is the order as it came (names and phones among it), `digest` its keyed digest: a second arrival is compared by
    it. `sent_*` is what the last pack said: `sent_mark` the versions it was made from, `sent_digest` its content.
    """

    id = models.UUIDField(primary_key=True)
    system = code_field()
    number = models.CharField(max_length=NUMBER)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    received_at = models.DateTimeField()
    limit_at = models.DateTimeField(null=True)
    limit_words = models.CharField(max_length=64)
    sort = models.CharField(max_length=120)
    mapped = models.BooleanField()
    earlier = models.CharField(max_length=NUMBER)
    taken_at = models.DateTimeField()
    record = models.UUIDField(null=True)
    sealed = models.BinaryField()
    digest = models.BinaryField()
    returned_ground = code_field(null=True)
    returned_item = models.CharField(max_length=200, default="")
    sent_pack = models.UUIDField(null=True)
    sent_mark = models.CharField(max_length=40, default="")
    sent_digest = models.BinaryField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cases_reference_once", fields=("system", "number")),
            models.UniqueConstraint(name="cases_reference_one", fields=("case", "system")),
        ]
        indexes = [
            models.Index(name="cases_reference_number", fields=("number",)),
            models.Index(name="cases_reference_record", fields=("record",), condition=Q(record__isnull=False)),
            models.Index(name="cases_reference_taken", fields=("system", "received_at")),
        ]


class OrderDifference(models.Model):
    """A number that came again with other content. `sealed`: what was and what came, field by field."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    system = code_field()
    number = models.CharField(max_length=NUMBER)
    digest = models.BinaryField()
    sealed = models.BinaryField()
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="cases_difference_once", fields=("system", "number", "digest"))]


class Pack(models.Model):
    """A pack of answers as it was made: `sealed` is its content, to be given out again byte for byte."""

    id = models.UUIDField(primary_key=True)
    system = code_field()
    area = area_field()
    no = models.IntegerField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    rows = models.IntegerField()
    digest = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="cases_pack_number", fields=("system", "area", "no"))]


class PackRow(models.Model):
    """What a pack says of one order, and what the hotline answered: `taken` None while it has not."""

    pk = models.CompositePrimaryKey("pack_id", "number")
    pack = models.ForeignKey(Pack, models.CASCADE, related_name="+")
    number = models.CharField(max_length=NUMBER)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    standing = code_field()
    digest = models.BinaryField()
    taken = models.BooleanField(null=True)
    words = models.CharField(max_length=200, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="cases_packrow_refused", fields=("case",), condition=Q(taken=False))]
