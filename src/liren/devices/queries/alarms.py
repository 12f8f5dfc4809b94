"""Alarms: the open ones, one with everything that hangs on it, those of a device, those of a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.devices.kinds import SIGNALS
from liren.devices.models.real import DRILL, REAL
from liren.kernel import Actor, Missing
from liren.trust import sql
from liren.trust.sight import after, need, where

PAGE = 200
CARD = f"""
select a.id, a.device, a.component, a.type, a.kind, a.area, a.building, a.root, a.head, a."case", a.active, a.raised_at, a.last_at,
       a.first_said_at, a.last_said_at, a.signals, a.first_frame, a.last_frame, a.cleared_at, a.test, a.maintenance, a.drifted, {DRILL} as drill, a.real_at,
       a.text, a.seen_at, a.seen_by, a.judged, a.judged_at, a.judged_by, a.cause, a.words, a.closed_at, d.name as device_name,
       d.position, d.profile, d.kind as device_kind, d.lon, d.lat, coalesce(c.name, '') as component_name,
       coalesce(c.position, '') as component_position
from devices_alarm a join devices_device d on d.id = a.device
left join devices_component c on c.device = a.device and c.address = a.component and c.type = a.type
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmCard:
    """One alarm with its device and component in words. `judged` is "", confirmed, false or drill.

    `drill` is the drill it belongs to, None for everything real; `real_at`: it was a drill's until a person said that it is real.
    """

    id: UUID
    device: UUID
    component: str
    type: int
    kind: str
    area: str
    building: UUID | None
    root: UUID
    head: UUID
    case: UUID | None
    active: bool
    raised_at: datetime
    last_at: datetime
    first_said_at: datetime | None
    last_said_at: datetime | None
    signals: int
    first_frame: UUID
    last_frame: UUID
    cleared_at: datetime | None
    test: bool
    maintenance: bool
    drifted: bool
    drill: UUID | None
    real_at: datetime | None
    text: str
    seen_at: datetime | None
    seen_by: UUID | None
    judged: str
    judged_at: datetime | None
    judged_by: UUID | None
    cause: str
    words: str
    closed_at: datetime | None
    device_name: str
    position: str
    profile: str
    device_kind: str
    lon: float | None
    lat: float | None
    component_name: str
    component_position: str

    @property
    def kind_label(self) -> str:
        return SIGNALS[self.kind]

    @property
    def waits(self) -> bool:
        """Nobody has said yet whether it is real; one that is only listed waits until somebody has seen it."""
        return self.open and (self.case is not None or self.seen_at is None)

    @property
    def open(self) -> bool:
        """It may still be judged."""
        return self.closed_at is None and not self.judged


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCard:
    """Alarms that rang together: the first, and the others in the order they came. `waiting` of them wait for a word.

    `version` is what a verdict is given on: how many may still be judged.
    """

    head: AlarmCard
    others: tuple[AlarmCard, ...]

    @property
    def waiting(self) -> int:
        return sum(alarm.waits for alarm in (self.head, *self.others))

    @property
    def version(self) -> int:
        return sum(alarm.open for alarm in (self.head, *self.others))

    @property
    def active(self) -> int:
        return sum(alarm.active for alarm in (self.head, *self.others))

    @property
    def unseen(self) -> bool:
        """Nobody has said yet that they know of all of it."""
        return any(alarm.open and alarm.seen_at is None for alarm in (self.head, *self.others))


def open_groups(viewer: Actor, *, within: str = "", kind: str = "", most: int = PAGE) -> list[GroupCard]:
    """The groups in which an alarm is open, in the viewer's areas: what is real before what is a drill's, fires first, then the newest."""
    seen = where(viewer, "devices.see", "a.area")
    conditions, params = [seen.sql, "a.closed_at is null"], list[Any](seen.params)
    if within:
        conditions.append("a.area >= %s and a.area < %s")
        params += [within, after(within)]
    if kind:
        conditions.append("a.kind = %s")
        params.append(kind)
    rows = sql.rows(
        f"{CARD} where {' and '.join(conditions)} order by {REAL} desc, a.raised_at desc limit %s",
        (*params, most),
        into=AlarmCard,
    )
    return _grouped(rows)


def _grouped(cards: Iterable[AlarmCard]) -> list[GroupCard]:
    by_head: dict[UUID, list[AlarmCard]] = {}
    for card in cards:
        by_head.setdefault(card.head, []).append(card)
    found = []
    for head, members in by_head.items():
        members.sort(key=lambda a: (a.id != head, a.raised_at, a.id))
        found.append(GroupCard(head=members[0], others=tuple(members[1:])))
    return sorted(
        found,
        key=lambda g: (
            g.waiting == 0,
            g.head.drill is not None,
            g.head.kind not in ("fire", "gas"),
            -g.head.raised_at.timestamp(),
        ),
    )


def group_of(viewer: Actor, id: UUID) -> tuple[AlarmCard, GroupCard]:
    """One alarm and its whole group, over ones too. Raises Missing without `devices.see` over it."""
    rows = sql.rows(
        f"{CARD} where a.head = (select head from devices_alarm where id = %s) order by a.raised_at",
        (id,),
        into=AlarmCard,
    )
    card = next((row for row in rows if row.id == id), None)
    if card is None:
        raise Missing("没有找到这条告警。")
    need(viewer, "devices.see", card.area)
    return card, _grouped(rows)[0]


def some(viewer: Actor, ids: Iterable[UUID]) -> list[AlarmCard]:
    """Alarms by their ids, in the order they rang; those that the viewer may not see are left out."""
    seen = where(viewer, "devices.see", "a.area")
    return sql.rows(
        f"{CARD} where a.id = any(%s) and {seen.sql} order by a.raised_at, a.id",
        (list(ids), *seen.params),
        into=AlarmCard,
    )


def of_device(viewer: Actor, device: UUID, most: int = 50) -> list[AlarmCard]:
    """The latest alarms of a device. Raises Missing without `devices.see` over it."""
    need(viewer, "devices.see", sql.value("select area from devices_device where id = %s", (device,)) or "-")
    return sql.rows(f"{CARD} where a.device = %s order by a.raised_at desc limit %s", (device, most), into=AlarmCard)


def of_case(viewer: Actor, case: UUID) -> list[AlarmCard]:
    """The alarms that a case came from, the first one in front; none where the viewer may not see devices."""
    seen = where(viewer, "devices.see", "a.area")
    return sql.rows(
        f'{CARD} where a."case" = %s and {seen.sql} order by a.raised_at, a.id', (case, *seen.params), into=AlarmCard
    )


def waiting(viewer: Actor) -> int:
    """How many groups in the viewer's areas wait for a person's word; those of drills are not counted."""
    seen = where(viewer, "devices.see", "a.area")
    query = f"select count(distinct a.head) from devices_alarm a where a.closed_at is null and a.judged = '' and {REAL} and (a.\"case\" is not null or a.seen_at is null) and {seen.sql}"
    return int(sql.value(query, seen.params))


def told(viewer: Actor, card: AlarmCard) -> str:
    """An alarm in one sentence, for the words of its case. For whoever was shown the card."""
    spot = card.component_position or card.position
    part = card.component_name or (f"部件 {card.component}" if card.component else "")
    said = "，".join(filter(None, (card.device_name, spot, part)))
    test = "设备自己说在测试状态。" if card.test else ""
    return f"{card.kind_label}：{said}。{test}{card.text}".strip()
