"""Drills: announced with their list, called off, ended; cases called by hand; and what turned out to be real."""

from datetime import datetime
from typing import Any
from uuid import UUID

from liren.devices.commands import drills as commands
from liren.devices.events import AlarmClosed, AlarmConfirmed
from liren.devices.events import drills as events
from liren.devices.handlers import alarms
from liren.devices.rules import alarms as judging
from liren.devices.rules import drills as rules
from liren.devices.rules.drills import Window
from liren.kernel import AreaCode, Event, Missing, Refusal
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.sight import after

RIGHT = "devices.drill"
TIMES = ("starts_at", "ends_at", "cancelled_at", "ended_at")
OneDrill = commands.CancelDrill | commands.EndDrill | commands.CallDrillCase
LISTED = """
select d.id, d.building from devices_device d
where d.retired_at is null and d.area >= %s and d.area < %s
  and (%s or d.id = any(%s) or d.building = any(%s)) order by d.id
"""
STILL = """
select id, area, active, judged from devices_alarm a
where a.drill = %s and a.real_at is null and a.closed_at is null order by id for update
"""
OFF = """
update devices_drilled x set during = tstzrange(lower(during), greatest(lower(during), least(upper(during), %(now)s)))
from devices_device d
where x.drill = %(drill)s and d.id = x.device and upper(during) > %(now)s
  and (d.building = any(%(buildings)s) or coalesce(d.gateway, d.id) = any(%(roots)s))
"""


def over_area(command: commands.PlanDrill, act: Act) -> Target:
    return Target(scope=command.area)


def load(command: OneDrill, act: Act) -> Target:
    """The drill, locked."""
    row = sql.one("select * from devices_drill where id = %s for update", (command.drill,))
    if row is None:
        raise Missing
    window = Window(**{name: row[name] for name in TIMES})
    return Target(scope=row["area"], row=row, now_is={"state": rules.STATES[window.state(act.now)]})


def plan(command: commands.PlanDrill, target: Target, act: Act) -> Outcome:
    starts_at = command.starts_at or act.now
    rules.check_plan(
        name=command.name, words=command.words, purpose=command.purpose, starts_at=starts_at, ends_at=command.ends_at, now=act.now
    )  # fmt: skip
    listed = _listed(command)
    sql.insert(
        "devices_drill",
        {
            "id": command.drill, "area": command.area, "name": command.name.strip(), "purpose": command.purpose,
            "words": command.words.strip(), "starts_at": starts_at, "ends_at": command.ends_at,
            "planned_by": act.actor.account, "planned_at": act.now, "end_words": "",
        },
    )  # fmt: skip
    sql.run(
        "insert into devices_drilled (drill, device, during) select %s, d, tstzrange(%s, %s) from unnest(%s::uuid[]) as d",
        (command.drill, starts_at, command.ends_at, listed),
    )
    event = events.DrillPlanned(
        drill=command.drill, area=command.area, purpose=command.purpose, starts_at=starts_at, ends_at=command.ends_at,
        devices=len(listed),
    )  # fmt: skip
    return _told([event], command.drill, command.area, devices=len(listed))


def _listed(command: commands.PlanDrill) -> list[UUID]:
    """The devices on the list. Raises Refusal for none, for too many, and for what does not stand in the area."""
    whole = not command.devices and not command.buildings
    bounds = command.area, after(command.area)
    found = sql.rows(LISTED, (*bounds, whole, list(command.devices), list(command.buildings)))
    if not found:
        raise Refusal(
            "no_device", "这里没有登记过的设备，没有可以演练的。请先登记设备，或者换个范围。", field="devices"
        )
    ids = {row["id"] for row in found}
    if set(command.devices) - ids or set(command.buildings) - {row["building"] for row in found}:
        raise Refusal("elsewhere", "选的设备或楼栋有的不在这个范围里，有的已经停用，请重新选。", field="devices")
    if len(ids) > rules.MOST_DEVICES:
        raise Refusal(
            "many", f"一场演练最多 {rules.MOST_DEVICES:,} 台设备，这里有 {len(ids):,} 台，请缩小范围。", field="devices"
        )
    return sorted(ids)


def cancel(command: commands.CancelDrill, target: Target, act: Act) -> Outcome:
    rules.check_cancel(_window(target.row), act.now)
    sql.update("devices_drill", {"cancelled_at": act.now}, {"id": command.drill})
    sql.run("update devices_drilled set during = 'empty' where drill = %s", (command.drill,))
    return _told([events.DrillCancelled(drill=command.drill)], command.drill, target.scope)


def end(command: commands.EndDrill, target: Target, act: Act) -> Outcome:
    """Its alarms are judged to have been the drill's by whoever ends it; from now on every signal is real."""
    row = target.row
    still = sql.rows(STILL, (command.drill,))
    ringing = sum(one["active"] for one in still)
    words = " ".join(command.words.split())
    rules.check_end(_window(row), ringing=ringing, reset=command.reset, words=words, now=act.now)
    if row["ended_at"] is None:
        sql.update(
            "devices_drill", {"ended_at": act.now, "ended_by": act.actor.account, "end_words": words}, {"id": row["id"]}
        )
        _stop(row["id"], act.now)
    ids = [one["id"] for one in still]
    sql.run(
        """update devices_alarm set closed_at = %(now)s, judged = case when judged = '' then 'drill' else judged end,
                  judged_at = coalesce(judged_at, %(now)s), judged_by = case when judged = '' then %(who)s else judged_by end
           where id = any(%(ids)s)""",
        {"now": act.now, "who": act.actor.account, "ids": ids},
    )
    ended = events.DrillEnded(drill=row["id"], alarms=len(still), ringing=ringing)
    closed = tuple(Told(AlarmClosed(alarm=one["id"]), one["id"], one["area"]) for one in still)
    told = (Told(ended, row["id"], AreaCode(row["area"])), *closed)
    return Outcome(events=told, answer={"drill": str(row["id"]), "alarms": len(still)}, scopes=(row["area"],))


def _stop(drill: UUID, now: datetime) -> None:
    sql.run(
        """update devices_drilled set during = tstzrange(lower(during), greatest(lower(during), least(upper(during), %s)))
           where drill = %s and not isempty(during)""",
        (now, drill),
    )


def call(command: commands.CallDrillCase, target: Target, act: Act) -> Outcome:
    """The case itself is reported by the flow: nobody reported it."""
    rules.check_running(_window(target.row), act.now)
    words = " ".join(command.words.split())
    if not words:
        raise Refusal("words", "还没有写演练什么，写一句，例如“二单元 301 室冒烟，无人应答”。", field="words")
    if len(words) > rules.WORDS:
        raise Refusal("words", f"最多写 {rules.WORDS} 个字，现在 {len(words)} 个，请写短一点。", field="words")
    if command.device is None and not command.place_words.strip():
        raise Refusal("place", "请选一台设备，或者写明在哪里。", field="place_words")
    if len(command.place_words) > 120:
        raise Refusal("place", "地点最多写 120 个字，请写短一点。", field="place_words")
    if command.device is not None and not sql.value(
        "select true from devices_drilled where drill = %s and device = %s", (command.drill, command.device)
    ):
        raise Refusal("device", "这台设备不在这场演练里，请重新选。", field="device")
    sql.insert(
        "devices_drillcase",
        {
            "id": command.case, "drill": command.drill, "device": command.device, "kind": command.kind, "words": words,
            "place_words": command.place_words.strip(), "called_by": act.actor.account, "called_at": act.now,
        },
    )  # fmt: skip
    event = events.DrillCaseCalled(drill=command.drill, case=command.case, kind=command.kind, device=command.device)
    return _told([event], command.drill, target.scope, case=str(command.case))


def say_real(command: commands.SayReal, target: Target, act: Act) -> Outcome:
    """The group is real from now on, and confirmed by that; what else rings in that building or gateway is no drill any more."""
    row, _ = target.row
    words = " ".join(command.words.split())
    if not words:
        raise Refusal("words", "还没有写看到了什么，写一句，例如“五楼有明火，正在疏散”。", field="words")
    if len(words) > 200:
        raise Refusal("words", f"最多写 200 个字，现在 {len(words)} 个，请写短一点。", field="words")
    judging.check_judging(
        judged="" if row["judged"] == "confirmed" else row["judged"], closed=row["closed_at"] is not None
    )
    mine = sql.rows(
        """select id, area, head, "case", drill, building, root, judged from devices_alarm
           where head = %s and drill is not null and real_at is null and closed_at is null order by id""",
        (row["head"],),
    )
    if not mine:
        raise Refusal("no_drill", "这条告警不是演练，照平常的办：请点“确认是真的”。")
    sql.run(
        """update devices_alarm set real_at = %(now)s, real_by = %(who)s, judged = 'confirmed', words = %(words)s,
                  judged_at = coalesce(judged_at, %(now)s), judged_by = coalesce(judged_by, %(who)s),
                  seen_at = coalesce(seen_at, %(now)s), seen_by = coalesce(seen_by, %(who)s)
           where id = any(%(ids)s)""",
        {"now": act.now, "who": act.actor.account, "words": words, "ids": [one["id"] for one in mine]},
    )
    places = {"buildings": [one["building"] for one in mine if one["building"]], "roots": [one["root"] for one in mine]}
    sql.run(OFF, {"now": act.now, "drill": mine[0]["drill"], **places})
    told = []
    for one in mine:
        said: list[Event] = [
            events.AlarmFoundReal(alarm=one["id"], head=one["head"], case=one["case"], drill=one["drill"])
        ]
        if not one["judged"]:
            said.append(AlarmConfirmed(alarm=one["id"], head=one["head"], case=one["case"]))
        told += [Told(event, one["id"], AreaCode(one["area"])) for event in said]
    case = str(row["case"]) if row["case"] else ""
    return Outcome(
        events=tuple(told), answer={"alarm": str(row["id"]), "case": case, "count": len(mine)}, scopes=(row["area"],)
    )


def _window(row: dict[str, Any]) -> Window:
    return Window(**{name: row[name] for name in TIMES})


def _told(said: list[Event], drill: UUID, area: str, **answer: Any) -> Outcome:
    told = tuple(Told(event, drill, AreaCode(area)) for event in said)
    return Outcome(events=told, answer={"drill": str(drill), **answer}, scopes=(area,))


SENTENCES = {
    "devices_drill_purpose": ("purpose", "请选一个目的。"),
    "devices_drill_window": ("window", f"一场演练最长 {rules.LONGEST} 小时，结束要晚于开始，请改时间。"),
    "devices_drill_announced": ("starts", "演练要先说后做，过去的告警不能改成演练，请改开始的时间。"),
    "devices_drill_over_once": ("over", "别人刚刚取消或者结束了这场演练，请刷新页面再看。"),
    "devices_drilled_once": ("drilled_twice", "有设备在这段时间里已经有别的演练，请改时间，或者换设备。"),
    "devices_alarm_real": ("real", "只有演练里的告警能改为真的，请刷新页面再看。"),
    "devices_alarm_drill_over": ("drill_over", "不是演练的告警不能随演练结束，请到告警页上判。"),
}


def hang_up() -> None:
    """Declare drills: their right, their orders, what their constraints mean."""
    registry.right(RIGHT, "组织演练")
    for order, label, handler, target, right in (
        (commands.PlanDrill, "定一场演练", plan, over_area, RIGHT),
        (commands.CancelDrill, "取消演练", cancel, load, RIGHT),
        (commands.EndDrill, "结束演练", end, load, RIGHT),
        (commands.CallDrillCase, "演练报一件", call, load, RIGHT),
        (commands.SayReal, "这是真的，不是演练", say_real, alarms.load, "devices.confirm"),
    ):
        registry.command(
            order, label=label, handler=handler, target=target, reach="within", right=right, see="devices.see"
        )
    registry.events(
        events.DrillPlanned, events.DrillCancelled, events.DrillEnded, events.DrillCaseCalled, events.AlarmFoundReal
    )
    for name, (code, sentence) in SENTENCES.items():
        registry.constraint(name, code, sentence)
