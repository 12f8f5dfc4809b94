"""The register of groups: command to rows to events. The bell before the end asks its owner once for each end."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.ids import new_id
from liren.notices.commands import groups as commands
from liren.notices.events import groups as events
from liren.notices.rules import groups as rules
from liren.trust import deliveries, registry, sealed, sql, timers
from liren.trust.registry import Act, Outcome, Target, Told

BELL = "group_ends"
OWNER = "owner"
RIGHT = "notices.issue"
KEPT = "id, area, name, kind, owner, purpose, robot, ends_at, retired_at"


def new_group(command: commands.RegisterGroup, act: Act) -> Target:
    """The area whose group it is."""
    return Target(scope=command.area)


def load(command: Any, act: Act) -> Target:
    """The entry, locked; its owner may always change and retire it."""
    row = sql.one(f"select {KEPT} from notices_group where id = %s for update", (command.group,))
    if row is None or row["retired_at"] is not None:
        raise Missing
    mine = act.actor.account is not None and act.actor.account == row["owner"]
    return Target(scope=row["area"], row=row, roles=frozenset({OWNER} if mine else ()))


def register(command: commands.RegisterGroup, target: Target, act: Act) -> Outcome:
    entry = _entry(command, command.robot)
    rules.check(entry, act.now)
    row = _row(entry, act.now)
    sql.insert(
        "notices_group",
        {"id": command.group, "area": command.area, "registered_at": act.now, **row, "retired_at": None},
    )
    _ring(command.group, command.area, entry.ends_at, act)
    return _told(events.GroupRegistered, command.group, entry, command.area)


def change(command: commands.ChangeGroup, target: Target, act: Act) -> Outcome:
    """Saying that it is still needed is writing a new end."""
    kept = target.row["robot"]
    known = sealed.unseal(bytes(kept)) if kept else ""
    entry = _entry(command, known if command.robot is None else command.robot)
    rules.check(entry, act.now)
    sql.update("notices_group", _row(entry, act.now), {"id": command.group})
    _ring(command.group, target.scope, entry.ends_at, act)
    return _told(events.GroupChanged, command.group, entry, AreaCode(target.scope))


def retire(command: commands.RetireGroup, target: Target, act: Act) -> Outcome:
    sql.update("notices_group", {"retired_at": act.now, "robot": None}, {"id": command.group})
    sql.run('update notices_post set try_at = null where "group" = %s and sent_at is null', (command.group,))
    _ring(command.group, target.scope, None, act)
    area = AreaCode(target.scope)
    told = Told(events.GroupRetired(group=command.group), command.group, area)
    return Outcome(events=(told,), answer={"group": str(command.group)}, scopes=(area,))


def ask(command: commands.AskAboutGroup, target: Target, act: Act) -> Outcome:
    row = target.row
    days = max((row["ends_at"] - act.now).days, 0)
    event = events.GroupNearsEnd(group=command.group, owner=row["owner"], days=days)
    return Outcome(events=(Told(event, command.group, AreaCode(target.scope)),), answer={"asked": True})


def chosen(ids: Sequence[UUID], act: Act) -> list[dict[str, Any]]:
    """The registered groups a notice goes to. Raises Refusal for one that is overdue, retired, or not of the actor's areas."""
    rows = sql.rows(f"select {KEPT} from notices_group where id = any(%s) order by name", (list(ids),))
    areas = [grant.area for grant in act.actor.holds(RIGHT)]
    seen = [row for row in rows if row["owner"] == act.actor.account or any(a.covers(row["area"]) for a in areas)]
    if len(seen) != len(set(ids)):
        raise Refusal("group_gone", "选的群里有已经注销的，请重新选。", field="registered")
    if late := [row["name"] for row in seen if row["retired_at"] or row["ends_at"] <= act.now]:
        raise Refusal("group_over", f"“{late[0]}”的登记已经到期，先在群登记里续上，再发。", field="registered")
    return seen


def queue(notice: UUID, groups: Sequence[dict[str, Any]], act: Act) -> int:
    """Let the robots of these groups say a notice; how many have one."""
    speaking = [row for row in groups if row["robot"] is not None]
    for row in speaking:
        sql.insert(
            "notices_post",
            {"id": new_id(), "notice": notice, "group": row["id"], "tries": 0, "try_at": act.now, "trouble": ""},
        )
    return len(speaking)


def _entry(command: commands.RegisterGroup | commands.ChangeGroup, robot: str) -> rules.Entry:
    return rules.Entry(
        name=command.name.strip(), kind=command.kind, owner=command.owner, purpose=command.purpose.strip(),
        ends_at=command.ends_at, robot=robot.strip(),
    )  # fmt: skip


def _row(entry: rules.Entry, now: datetime) -> dict[str, Any]:
    return {
        "name": entry.name, "kind": entry.kind, "owner": entry.owner, "purpose": entry.purpose,
        "robot": sealed.seal(entry.robot) if entry.robot else None, "ends_at": entry.ends_at, "changed_at": now,
    }  # fmt: skip


def _ring(group: UUID, area: str, ends_at: datetime | None, act: Act) -> None:
    at = max(rules.asked_at(ends_at), act.now) if ends_at else None
    act.ring([timers.Ring(subject=group, kind=BELL, no=0, area=area, fire_at=at)])


def _told(kind: Any, group: UUID, entry: rules.Entry, area: AreaCode) -> Outcome:
    event = kind(group=group, kind=Code(entry.kind), owner=entry.owner, ends_at=entry.ends_at, robot=bool(entry.robot))
    return Outcome(events=(Told(event, group, area),), answer={"group": str(group)}, scopes=(area,))


CONSTRAINTS = {
    "notices_group_kind": ("group_kind", "请选是哪一种群：微信群、企业微信群、QQ 群。"),
    "notices_group_named": ("no_name", "群名和用途都要写。"),
    "notices_group_once": ("group_twice", "这一片已经登记过同名的群，请改那一条，或者换个写法。"),
    "notices_post_once": ("post_twice", "这条通知已经发进这个群，不重复发。"),
}


def _asked(rung: deliveries.Rung) -> Iterator[commands.AskAboutGroup]:
    yield commands.AskAboutGroup(group=rung.subject)


def hang_up() -> None:
    """Declare the orders about the register."""
    for order, label, handler, target in (
        (commands.RegisterGroup, "登记群", register, new_group),
        (commands.ChangeGroup, "改群登记", change, load),
        (commands.RetireGroup, "注销群", retire, load),
    ):
        registry.command(order, label=label, handler=handler, target=target, reach="within", right=RIGHT, roles=[OWNER])
    registry.command(
        commands.AskAboutGroup, label="问群还用不用", handler=ask, target=load, reach="own", roles=["timer"]
    )
    registry.timer(BELL, do=_asked, may=[commands.AskAboutGroup])
    registry.events(events.GroupRegistered, events.GroupChanged, events.GroupRetired, events.GroupNearsEnd)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
