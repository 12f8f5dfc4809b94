"""Tables of plans: orders to cut, what came of them, and every step a hand took in a draft.

Codes of areas are plain here: a draft says nothing about the map, and must not keep an import from being undone.
"""

from django.db import models
from django.db.models import Q


def area_field() -> "models.CharField[str, str]":
    """An area code that sorts and compares byte by byte, so that a prefix is a range."""
    return models.CharField(max_length=17, db_collation="C")


class Cut(models.Model):
    """An order to cut every grid of an area into micro-grids: the worker takes its grids one by one.

    `households` is what a micro-grid shall have; `parts`, given for a single grid only, how many there shall be.
    """

    id = models.UUIDField(primary_key=True)
    area = area_field()
    households = models.SmallIntegerField()
    parts = models.SmallIntegerField(null=True)
    seed = models.IntegerField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="places_cut_households", condition=Q(households__range=(10, 1000))),
            models.CheckConstraint(name="places_cut_parts", condition=Q(parts__isnull=True) | Q(parts__range=(1, 99))),
        ]


class CutGrid(models.Model):
    """One grid of an order to cut: waiting, done, or refused for a reason that is a sentence."""

    cut = models.ForeignKey(Cut, models.CASCADE)
    area = area_field()
    state = models.CharField(max_length=8, default="waiting")
    trouble = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "places_cut_grid"
        constraints = [
            models.UniqueConstraint(name="places_cut_grid_once", fields=("cut", "area")),
            models.CheckConstraint(name="places_cut_grid_state", condition=Q(state__in=["waiting", "done", "refused"])),
        ]


class GridPlan(models.Model):
    """A way to divide one grid into micro-grids: cut by the product, drawn in a file, or begun by hand from what is.

    `aim` says which of a run's plans it is; `waiting` is adopted and waits for `adopt_from`. Figures are worked out
    from the seats whenever they are shown; nothing here can go stale.
    """

    id = models.UUIDField(primary_key=True)
    cut = models.ForeignKey(Cut, models.RESTRICT, null=True)
    area = area_field()
    source = models.CharField(max_length=5)
    aim = models.CharField(max_length=8, blank=True, default="")
    households = models.SmallIntegerField()
    parts = models.SmallIntegerField()
    seed = models.IntegerField(default=0)
    state = models.CharField(max_length=8, default="draft")
    adopt_from = models.DateField(null=True)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "places_plan"
        constraints = [
            models.CheckConstraint(name="places_plan_source", condition=Q(source__in=["cut", "drawn", "hand"])),
            models.CheckConstraint(name="places_plan_aim", condition=Q(aim__in=["", "few", "even", "whole"])),
            models.CheckConstraint(
                name="places_plan_state", condition=Q(state__in=["draft", "waiting", "adopted", "dropped"])
            ),
            models.CheckConstraint(name="places_plan_parts", condition=Q(parts__range=(1, 99))),
            models.CheckConstraint(
                name="places_plan_from", condition=~Q(state__in=["waiting", "adopted"]) | Q(adopt_from__isnull=False)
            ),
            models.UniqueConstraint(name="places_plan_one_waiting", fields=("area",), condition=Q(state="waiting")),
        ]
        indexes = [models.Index(name="places_plan_of", fields=("area", "-made_at"))]


class PlanSeat(models.Model):
    """Which part of a plan a building is in. The plan outlives a building whose import is taken back."""

    plan = models.ForeignKey(GridPlan, models.CASCADE, db_index=False)
    building = models.UUIDField()
    part = models.SmallIntegerField()

    class Meta:
        db_table = "places_plan_seat"
        constraints = [
            models.UniqueConstraint(name="places_plan_seat_one", fields=("plan", "building")),
            models.CheckConstraint(name="places_plan_seat_part", condition=Q(part__range=(1, 99))),
        ]


class PlanMove(models.Model):
    """One building moved by hand inside a draft, step by step, so that the last step can be taken back."""

    plan = models.ForeignKey(GridPlan, models.CASCADE, db_index=False)
    step = models.SmallIntegerField()
    building = models.UUIDField()
    before = models.SmallIntegerField()

    class Meta:
        db_table = "places_plan_move"
        constraints = [
            models.UniqueConstraint(name="places_plan_move_once", fields=("plan", "step", "building")),
        ]


class PlanPart(models.Model):
    """What is known of a part beside its buildings: the outline and name it was drawn with, and who shall keep it.

    `keeper` is a person of the people room, chosen with the adoption; a part without a row has neither.
    """

    plan = models.ForeignKey(GridPlan, models.CASCADE, db_index=False)
    part = models.SmallIntegerField()
    name = models.CharField(max_length=60, blank=True, default="")
    shape = models.BinaryField(null=True)
    keeper = models.UUIDField(null=True)

    class Meta:
        db_table = "places_plan_part"
        constraints = [models.UniqueConstraint(name="places_plan_part_one", fields=("plan", "part"))]
