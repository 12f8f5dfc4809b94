"""Which alarms are one thing to look at: the same kind, the same building or gateway, within five minutes. Pure.

What is real and what belongs to a drill are never one thing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

TOGETHER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group that may still take alarms in: its first alarm, what it is about, where one of it rang, when it last grew."""

    head: UUID
    kind: str
    building: UUID | None
    root: UUID
    grown_at: datetime
    case: UUID | None
    drill: UUID | None = None


class Groups:
    """The groups that alarms of a batch may join, by where they rang: one look-up an alarm, however many groups there are."""

    def __init__(self, groups: Iterable[Group] = ()) -> None:
        self._groups: dict[UUID, Group] = {}
        self._heads: dict[tuple[str, UUID | None, UUID], set[UUID]] = {}
        for group in groups:
            self.add(group)

    def add(self, group: Group) -> None:
        """A group, or one more place of it, or that it grew."""
        before = self._groups.get(group.head)
        if before is None or before.grown_at <= group.grown_at:
            self._groups[group.head] = group
        for place in filter(None, (group.building, group.root)):
            self._heads.setdefault((group.kind, group.drill, place), set()).add(group.head)

    def joined(
        self, *, kind: str, building: UUID | None, root: UUID, at: datetime, drill: UUID | None = None
    ) -> Group | None:
        """The group that a new alarm belongs to, which grows by it; None when the alarm is the first of its own."""
        heads = {head for place in filter(None, (building, root)) for head in self._heads.get((kind, drill, place), ())}
        fitting = [g for g in map(self._groups.__getitem__, heads) if at - g.grown_at <= TOGETHER]
        found = max(fitting, key=lambda g: (g.grown_at, g.head), default=None)
        if found is not None:
            self.add(replace(found, building=building, root=root, grown_at=max(at, found.grown_at)))
        return found
