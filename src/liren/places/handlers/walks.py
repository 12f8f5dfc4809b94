"""Orders for walking distances: asked, worked off by the worker, stopped; an area keeps only its newest result."""

from typing import Any

from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.area import Level
from liren.places import atlas, commands, events
from liren.trust import epochs, sql
from liren.trust.registry import Act, Outcome, Target, Told


def over_area(command: commands.AskWalks, act: Act) -> Target:
    row = sql.one("select code from places_area where code = %s and closed_on is null", (str(command.area),))
    if row is None:
        raise Missing
    return Target(scope=command.area, row=row)


def ask(command: commands.AskWalks, target: Target, act: Act) -> Outcome:
    area = command.area
    if area.level < Level.TOWN:
        raise Refusal("walks_of_a_county", "选址按镇（街道）算，请选一个镇（街道）或者社区。", field="in")
    sql.insert(
        "places_walks",
        {"id": command.walks, "area": str(area), "lons": [lon for lon, _ in command.places],
         "lats": [lat for _, lat in command.places], "made_by": act.actor.account, "made_at": act.now,
         "map": epochs.current(atlas.EPOCH), "ground": epochs.current(atlas.GROUND), "state": "waiting", "done": 0,
         "total": 1, "trouble": "", "ways": ""},
    )  # fmt: skip
    event = events.WalksAsked(walks=command.walks, area=area, places=len(command.places))
    return Outcome(events=(Told(event, command.walks, area),), answer={"walks": str(command.walks)}, scopes=(area,))


def load(command: commands.StopWalks | commands.KeepWalks, act: Act) -> Target:
    row = sql.one("select id, area, state from places_walks where id = %s for update", (command.walks,))
    if row is None:
        raise Missing
    return Target(scope=AreaCode(row["area"]), row=row)


def stop(command: commands.StopWalks, target: Target, act: Act) -> Outcome:
    if target.row["state"] != "waiting":
        raise Refusal("walks_over", "这次已经算完或者停下了，不用再停。")
    _settle(command.walks, {"state": "stopped", "settled_at": act.now})
    return _told(events.WalksStopped(walks=command.walks, area=AreaCode(target.scope)), target)


def keep(command: commands.KeepWalks, target: Target, act: Act) -> Outcome:
    """How far it is, or the end; nothing is kept of an order that was stopped."""
    if target.row["state"] != "waiting":
        return Outcome()
    moved: dict[str, Any] = {"done": command.done, "total": command.total}
    if not command.content and not command.trouble:
        _settle(command.walks, moved)
        return Outcome(scopes=(target.scope,))
    found = {
        "state": "done" if command.content else "refused", "settled_at": act.now, "trouble": command.trouble[:200],
        "ways": command.ways, "mean": command.mean, "bound": command.bound, "content": command.content or None,
    }  # fmt: skip
    _settle(command.walks, moved | found)
    if command.content:
        sql.run(
            "delete from places_walks where area = %s and state <> 'waiting' and id <> %s",
            (str(target.scope), command.walks),
        )
    return _told(
        events.WalksKept(
            walks=command.walks, area=AreaCode(target.scope), ways=Code(command.ways) if command.ways else None
        ),
        target,
    )


def _settle(id: object, row: dict[str, Any]) -> None:
    sql.update("places_walks", row, {"id": id})


def _told(event: Any, target: Target) -> Outcome:
    return Outcome(events=(Told(event, target.row["id"], target.scope),), scopes=(target.scope,))
