"""A county made by replay says so before its first live act; only there may acts carry a log's own times."""

from django.db import transaction

from liren.kernel import Refusal
from liren.trust import epochs, sql

MARK = "county.replayed"


def declare() -> None:
    """Mark this county as made by replay. Raises Refusal where somebody has already acted live."""
    with transaction.atomic(durable=True):
        sql.setting("liren.scopes", "*")
        if epochs.current(MARK):
            return
        if sql.value("select exists (select from trust_entry where mode = 'live' and actor_kind <> 'house')"):
            raise Refusal("live_county", "这里已经有人在办真事，不能再按旧台账的时间回放。请换一个空的数据目录。")
        epochs.bump(MARK)


def check(mode: str, marks: dict[str, int]) -> None:
    """Raise Refusal for an act in replay mode outside such a county."""
    if mode == "replay" and not marks.get(MARK):
        raise Refusal(
            "not_replayed", "这个数据目录没有声明为回放而建（trust.replayed.declare），不能按旧台账的时间记事。"
        )
