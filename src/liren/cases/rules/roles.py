"""Which parts an actor plays towards one case: by the duties held now, by being named in it, by a secret link."""

from collections.abc import Callable
from uuid import UUID

from liren.cases.rules.fold import CaseState
from liren.cases.rules.scene import Who
from liren.kernel import Actor

RIGHTS: dict[str, str] = {
    "cases.see": "查看事项",
    "cases.dispatch": "受理派遣",
    "cases.keep": "网格巡办",
    "cases.handle": "承办处置",
    "cases.verify": "核查结案",
    "cases.arbitrate": "裁定争议",
    "cases.approve": "审批延期缓办",
    "cases.urge": "督办",
    "cases.call_back": "回访",
    "cases.note": "由别的系统写工作说明",
}
BY_AREA = {
    "cases.dispatch": "desk",
    "cases.keep": "keeper",
    "cases.verify": "verifier",
    "cases.arbitrate": "arbiter",
    "cases.approve": "approver",
    "cases.urge": "supervisor",
    "cases.call_back": "callback",
    "cases.note": "client",
}


def who(actor: Actor, case: CaseState, holds: Callable[[str], bool], alias: Callable[[UUID], UUID]) -> Who:
    """The actor towards this case.

    `holds` says whether a right covers the case's scope, kind and secrecy; `alias` is the account's pseudonym here.
    Being named as keeper or handler is not enough once the duty has ended.
    """
    if actor.kind == "house":
        return Who(roles=frozenset({"house"}))
    roles = {role for right, role in BY_AREA.items() if holds(right)}
    if actor.link_case == case.id or (actor.account and case.reporter in (actor.account, alias(actor.account))):
        roles.add("reporter")
    if actor.account and actor.account == case.keeper and actor.holds("cases.keep"):
        roles.add("keeper")
    if _handles(actor, case):
        roles.add("handler")
    if case.called and case.secrecy < 2 and any(g.unit in case.called for g in actor.holds("cases.handle")):
        roles.add("called")
    if case.helpers and case.secrecy < 2 and any(g.unit in case.helpers for g in actor.holds("cases.handle")):
        roles.add("helper")
    return Who(account=actor.account, roles=frozenset(roles), units=actor.units)


def only_helps(roles: frozenset[str]) -> bool:
    """Somebody whose units work along and do not lead: who reported is none of their business."""
    return bool(roles) and roles <= {"called", "helper"}


def _handles(actor: Actor, case: CaseState) -> bool:
    grants = actor.holds("cases.handle")
    if actor.account is not None and actor.account == case.handler:
        return bool(grants or actor.holds("cases.keep"))
    return case.secrecy < 2 and case.unit is not None and any(g.unit == case.unit for g in grants)
