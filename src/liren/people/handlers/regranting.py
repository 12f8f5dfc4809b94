"""The rights of a post as it is now, for everybody who was appointed under an older version of it."""

from liren.kernel import Code, Refusal
from liren.people import commands, events
from liren.people.handlers.duties import grants_of
from liren.people.outdated import Outdated, outdated
from liren.trust import sql
from liren.trust.commands import CloseGrants
from liren.trust.registry import Act, Outcome, Target, Told

ENTRY = """
update people_duty d set post_entry = r.entry from unnest(%s::uuid[], %s::uuid[]) as r(id, entry) where d.id = r.id
"""


def over_area(command: commands.RegrantPost, act: Act) -> Target:
    """The right is asked over the area whose holders are meant."""
    return Target(scope=command.area)


def regrant(command: commands.RegrantPost, target: Target, act: Act) -> Outcome:
    """Old grants end and new ones begin at one moment, set-wise. Nobody does it for himself: his own duty is left out."""
    sql.setting("transaction_timeout", "60s")
    found = outdated(command.area, act.now, command.post, lock=True)
    others = [one for one in found if one.account != act.actor.account]
    if not others:
        if found:
            raise Refusal("regrant_self", "只剩您自己按旧版任职。自己的权限请另一位管理员来办。")
        raise Refusal("regrant_none", "这个岗位的人都已经按现在的版本授权，不用再办。")
    act.do_many([CloseGrants(duty=one.duty.id, area=one.duty.area, at=act.now) for one in others])
    orders = [grants_of(one.duty, one.account, act) for one in others]
    act.do_many([order for order in orders if order is not None])
    sql.run(ENTRY, ([one.duty.id for one in others], [one.now for one in others]))
    return Outcome(
        events=tuple(_told(one) for one in others),
        answer={"people": len({one.account for one in others}), "duties": len(others), "own": len(others) < len(found)},
        scopes=(command.area,),
    )


def _told(one: Outdated) -> Told:
    event = events.DutyRegranted(
        duty=one.duty.id, person=one.duty.person, post=Code(one.duty.post), area=one.duty.area, entry=one.now,
        added=tuple(map(Code, one.rights.added)), removed=tuple(map(Code, one.rights.removed)),
    )  # fmt: skip
    return Told(event, one.duty.id, one.duty.area)
