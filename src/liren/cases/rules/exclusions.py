"""Taking a case out of the rates: a reason from the list, one who asks, another who decides. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.cases.exclusions import Reason
from liren.cases.rules.words import said
from liren.kernel import Refusal

STATES: dict[str, str] = {"asked": "等另一个人确认", "confirmed": "已剔除", "declined": "没有同意"}
LIVE = ("asked", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """What is known of one exclusion, without its words."""

    id: UUID
    state: str
    reason: str
    asked_by: UUID | None
    asked_at: datetime


def check_ask(reason: Reason | None, item: str, before: Exclusion | None) -> None:
    """Raises Refusal for no reason of the list, an item left out, or a case that is out or asked for already."""
    if before is not None:
        done = "已经剔除" if before.state == "confirmed" else "已经有人提出剔除，等另一个人确认"
        raise Refusal("excluded", f"这件{done}。", field="reason")
    if reason is None:
        raise Refusal("reason", "请从列表里选一个剔除的理由。", field="reason")
    if reason.ask:
        said(item, field="item", what=f"{reason.ask}（“{reason.label}”要写明）")


def check_decide(before: Exclusion | None, account: UUID | None) -> Exclusion:
    """The exclusion that waits. Raises Refusal for none, or for who asked for it."""
    if before is None or before.state != "asked":
        raise Refusal("not_asked", "没有等着确认的剔除，请刷新页面看看。")
    if account == before.asked_by:
        raise Refusal("two_people", "剔除是您提出的，要由另一个人确认。")
    return before
