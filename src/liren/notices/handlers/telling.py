"""Telling, reading, acknowledging, issuing to groups: command to rows to events."""

from typing import Any

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing, Refusal
from liren.kernel.ids import new_id
from liren.kernel.ports import SENDERS
from liren.notices import commands, events, groups, rules
from liren.notices.handlers import groups as registered
from liren.notices.inbox import mine
from liren.notices.kinds import SUBJECTS, Notice
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

RECIPIENT = "recipient"

TELL = """
insert into notices_notice (id, account, link, template, code, level, subject_kind, subject, area, facts, round, times,
                            told_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 1, %s)
on conflict (account, link, code, subject, round) where level = 'alert'
do update set times = notices_notice.times + 1, told_at = excluded.told_at, facts = excluded.facts, read_at = null
          where notices_notice.acknowledged_at is null
returning id, times
"""

QUEUE = """
insert into notices_letter (id, notice, tried, ready_at, try_at, tries, trouble)
select %(id)s, %(notice)s, '{}', %(at)s, %(at)s, 0, ''
where %(account)s::uuid is not null
   or exists (select 1 from notices_choice c where c.link = %(link)s and c.channels <> '{}')
on conflict (notice) do update
  set ready_at = excluded.ready_at, try_at = excluded.try_at, tries = 0, trouble = '', ended_at = null, channel = null,
      tried = '{}', message = null
"""


def inbox_of(command: commands.Tell, act: Act) -> Target:
    """A notice lies where its subject lies."""
    return Target(scope=command.area)


def tell(command: commands.Tell, target: Target, act: Act) -> Outcome:
    """An alert that was acknowledged is not told again; one that was not comes back on top."""
    if command.subject_kind not in SUBJECTS:
        raise LookupError(f"nobody registered how a {command.subject_kind} is called")
    entry = catalogue.entry("notice", command.template, area=command.area, at=act.now)
    notice: Notice = entry.spec
    facts = rules.stored_facts(notice, command.facts)
    told = sql.one(
        TELL,
        (new_id(), command.account, command.link, entry.id, notice.code, notice.level, command.subject_kind,
         command.subject, command.area, sql.adapt(facts), command.round, act.now),
    )  # fmt: skip
    if told is None:
        return Outcome(answer={"told": False})
    if notice.channels:
        _queue_letter(told["id"], notice, command, act)
    event = events.NoticeTold(
        notice=told["id"],
        template=Code(notice.code),
        subject_kind=command.subject_kind,
        subject=command.subject,
        times=told["times"],
    )
    return Outcome(
        events=(Told(event, command.subject, command.area),),
        answer={"told": True, "notice": str(told["id"])},
        scopes=(command.area,),
    )


def _queue_letter(notice_id: Any, notice: Notice, told: commands.Tell, act: Act) -> None:
    """By which channel is chosen when it goes. Who holds a secret link is told outside only when they asked for it."""
    if not SENDERS.keys() & set(notice.channels):
        return
    calendar = catalogue.entry("calendar", "china", area=told.area, at=act.now).spec
    at = rules.letter_at(act.now, notice, told.by, calendar)
    sql.run(QUEUE, {"id": new_id(), "notice": notice_id, "at": at, "account": told.account, "link": told.link})


def my_unread(command: commands.MarkRead, act: Act) -> Target:
    """One's own unread notices, locked. Raises Missing for somebody who can't have an inbox."""
    own = mine(act.actor)
    found = sql.rows(
        f"""select id, subject, area from notices_notice
            where {own.sql} and read_at is null and (%s::uuid is null or subject = %s) order by id for update""",
        (*own.params, command.subject, command.subject),
    )
    return Target(scope=found[-1]["area"] if found else "", row=found, roles=frozenset({RECIPIENT}))


def mark_read(command: commands.MarkRead, target: Target, act: Act) -> Outcome:
    if not target.row:
        return Outcome(answer={"read": 0})
    sql.run("update notices_notice set read_at = %s where id = any(%s)", (act.now, [n["id"] for n in target.row]))
    owner = act.actor.account or act.actor.link_case
    if owner is None:
        raise Missing
    event = events.NoticesRead(count=len(target.row))
    return Outcome(events=(Told(event, owner, AreaCode(target.scope)),), answer={"read": len(target.row)})


def my_alert(command: commands.AcknowledgeAlert, act: Act) -> Target:
    """An alert in one's own inbox, locked."""
    own = mine(act.actor)
    row = sql.one(f"select * from notices_notice where {own.sql} and id = %s for update", (*own.params, command.notice))
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row, roles=frozenset({RECIPIENT}))


def acknowledge(command: commands.AcknowledgeAlert, target: Target, act: Act) -> Outcome:
    if target.row["level"] != "alert":
        raise Refusal("not_alert", "这条不是告警，看过就行，不用确认知晓。")
    if target.row["acknowledged_at"] is not None:
        return Outcome(answer={"acknowledged": True})
    sql.run(
        "update notices_notice set acknowledged_at = %s, read_at = coalesce(read_at, %s) where id = %s",
        (act.now, act.now, command.notice),
    )
    event = events.AlertAcknowledged(notice=command.notice)
    return Outcome(events=(Told(event, target.row["subject"], AreaCode(target.scope)),), answer={"acknowledged": True})


def issuing(command: commands.IssueGroupNotice, act: Act) -> Target:
    """The ground whose groups are told."""
    return Target(scope=command.area)


def issue(command: commands.IssueGroupNotice, target: Target, act: Act) -> Outcome:
    """Keep the words, say that they were issued."""
    if act.actor.account is None:
        raise Missing
    register = registered.chosen(command.registered, act)
    told = groups.group_names([*(row["name"] for row in register), *command.groups])
    sql.insert(
        "notices_group_notice",
        {
            "id": command.notice,
            "area": command.area,
            "account": act.actor.account,
            "wording": command.wording,
            "groups": list(told),
            "words": groups.issued_words(command.words),
            "issued_at": act.now,
        },
    )
    spoken = registered.queue(command.notice, register, act)
    event = events.GroupNoticeIssued(notice=command.notice, wording=command.wording, groups=len(told))
    return Outcome(
        events=(Told(event, command.notice, command.area),),
        answer={"notice": str(command.notice), "spoken": spoken},
        scopes=(command.area,),
    )
