"""The draw of call-backs: seed before the day, draw after it, seed to everybody when the calls are over."""

import secrets
from typing import Any

from liren.cases import followups
from liren.cases.commands import followup as commands
from liren.cases.events import followup as events
from liren.cases.followups import FollowUp
from liren.cases.handlers.terms import CALENDAR
from liren.cases.models.real import REAL
from liren.cases.rules import callbacks as rules
from liren.cases.rules.callbacks import Before, Ended
from liren.catalogue import queries as catalogue
from liren.catalogue.queries import Entry
from liren.catalogue.worktime import SHANGHAI, Calendar
from liren.kernel import Code, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import registry, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.sight import reading

HOUSE = "callbacks"
ENDED = f"""
select c.id, c.severity, c.confirm, c.satisfied from cases_case c
where c.town = %s and c.state = any(%s) and c.closed_at >= %s and c.closed_at < %s and c.contactable and c.secrecy < 2
  and c.parent is null and {REAL} and c.confirm <> 'none' and c.kind <> all(%s) and (c.reporter is null or not c.hands @> array[c.reporter])
  and exists (select from cases_reporter r where r.case_id = c.id)
  and not exists (select from cases_exclusion x where x.case_id = c.id and x.state = 'confirmed')
"""


def rule_of(area: str, act: Act) -> Entry:
    """The rule in force for an area."""
    return catalogue.entry(
        followups.FAMILY, followups.STANDARD, area=area, at=act.now, epoch=act.epochs.get("catalogue", 0)
    )


def town(command: commands.CommitSeed, act: Act) -> Target:
    return Target(scope=command.town)


def load(command: Any, act: Act) -> Target:
    """The draw, locked."""
    row = sql.one("select * from cases_draw where id = %s for update", (command.draw,))
    if row is None:
        raise Missing
    return Target(scope=row["town"], row=row)


def commit(command: commands.CommitSeed, target: Target, act: Act) -> Outcome:
    """The seed is sealed at once: it is in no answer, event or log."""
    seed, begins = _following(command, act) if command.follows else secrets.token_hex(32), rules.starts(command.day)
    digest = rules.digest(command.town, command.day, seed)
    sql.insert(
        "cases_draw",
        {
            "id": command.draw, "town": command.town, "day": command.day, "follows": command.follows, "digest": digest, "sealed": sealed.seal(seed),
            "committed_at": act.now, "starts_at": begins, "ends_at": begins + rules.A_DAY, "tickets": [],
        },
    )  # fmt: skip
    event = events.SeedCommitted(draw=command.draw, day=command.day, digest=Code(digest))
    return _told(event, command.draw, command.town, {"digest": digest})


def _following(command: commands.CommitSeed, act: Act) -> str:
    """The seed of a missed day, from the sealed one of the last draw before it."""
    row = sql.one("select town, day, sealed, revealed_at from cases_draw where id = %s for share", (command.follows,))
    before = Before(town=row["town"], day=row["day"], revealed=row["revealed_at"] is not None) if row else None
    rules.check_follows(command.town, command.day, before, act.now)
    return rules.following(command.town, command.day, sealed.unseal(row["sealed"]))


def draw(command: commands.DrawCallBacks, target: Target, act: Act) -> Outcome:
    row = target.row
    if row["drawn_at"] is not None:
        raise Refusal("drawn", "这一天已经抽过了，不能再抽。")
    if act.now < row["ends_at"]:
        raise Refusal("day_runs", "这一天还没有过完，不能抽。")
    entry, calendar = rule_of(row["town"], act), _calendar(row["town"], act)
    rule: FollowUp = entry.spec
    seed = sealed.unseal(row["sealed"])
    with reading(act.actor):
        ended = sql.rows(
            ENDED, (row["town"], list(rules.RATED), row["starts_at"], row["ends_at"], list(rule.left_out)), into=Ended
        )
    drew = rules.draw(ended, row["town"], row["day"], seed, rule)
    today = act.now.astimezone(SHANGHAI).date()
    reveal_at = rules.starts(rules.due_on(today, rule.term_days, calendar))
    sql.update(
        "cases_draw",
        {
            "drawn_at": act.now, "reveal_at": reveal_at, "share": rule.share, "rule": entry.id,
            "tickets": [one.ticket for one in drew],
        },
        {"id": row["id"]},
    )  # fmt: skip
    for one in drew:
        if one.why:
            sql.insert(
                "cases_callback",
                {
                    "id": new_id(), "draw_id": row["id"], "case_id": one.case, "ticket": one.ticket, "why": one.why,
                    "state": "waiting", "tries": 0, "days": 0, "next_at": row["starts_at"], "reopened": False,
                },
            )  # fmt: skip
    return _told(events.CallBacksDrawn(draw=row["id"], day=row["day"]), row["id"], row["town"], {})


def reveal(command: commands.RevealSeed, target: Target, act: Act) -> Outcome:
    row = target.row
    if row["drawn_at"] is None or act.now < row["reveal_at"]:
        raise Refusal("calls_run", "电话还没有打完，种子要等公布的日子才能公开。")
    if row["revealed_at"] is not None:
        raise Refusal("revealed", "种子已经公开了。")
    seed = sealed.unseal(row["sealed"])
    if rules.digest(row["town"], row["day"], seed) != row["digest"]:
        raise Refusal("other_seed", "种子和事先公布的指纹对不上，不能公开，请马上告诉管理员。")
    expired = sql.run(
        "update cases_callback set state = 'expired', finished_at = %s, caller = null where draw_id = %s and state = 'waiting'",
        (act.now, row["id"]),
    )
    sql.update("cases_draw", {"revealed_at": act.now, "seed": seed}, {"id": row["id"]})
    drawn = sql.value("select count(*) from cases_callback where draw_id = %s", (row["id"],))
    event = events.SeedRevealed(
        draw=row["id"], day=row["day"], seed=Code(seed), eligible=len(row["tickets"]), chosen=drawn, expired=expired
    )
    return _told(event, row["id"], row["town"], {"drawn": drawn})


def _calendar(area: str, act: Act) -> Calendar:
    found = catalogue.entry("calendar", CALENDAR, area=area, at=act.now, epoch=act.epochs.get("catalogue", 0))
    calendar: Calendar = found.spec
    return calendar


def _told(event: Any, subject: Any, area: str, answer: dict[str, Any]) -> Outcome:
    return Outcome(events=(Told(event, subject, area),), answer=answer, scopes=(area,))


CONSTRAINTS = {
    "cases_draw_one_a_day": ("drawn_twice", "这一天已经有种子了，一天只有一个。"),
    "cases_draw_seed_first": ("seed_late", "种子要在这一天开始以前定好，已经开始的日子不能再定。"),
    "cases_draw_after_the_day": ("day_runs", "这一天还没有过完，不能抽。"),
    "cases_draw_seed_shut": ("seed_shut", "种子要等公布的日子才能公开。"),
    "cases_callback_once": ("drawn_twice", "这件已经在回访名单里。"),
}


def hang_up() -> None:
    """Declare the draw and its data; only the house draws."""
    for order, label, handler, target in (
        (commands.CommitSeed, "定种子、公布指纹", commit, town),
        (commands.DrawCallBacks, "抽回访名单", draw, load),
        (commands.RevealSeed, "公布种子", reveal, load),
    ):
        registry.command(order, label=label, handler=handler, target=target, reach="within")
    registry.house(HOUSE, may=[commands.CommitSeed, commands.DrawCallBacks, commands.RevealSeed])
    registry.events(events.SeedCommitted, events.CallBacksDrawn, events.SeedRevealed)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
