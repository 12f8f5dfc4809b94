"""What may stand in the register of groups: who answers for one, what it is for, until when. Never who is in it or what is said."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.kernel import Refusal

KINDS = {"wechat": "微信群", "wecom": "企业微信群", "qq": "QQ 群"}
LONGEST_NAME = 40
LONGEST_PURPOSE = 100
LONGEST = timedelta(days=366)
ASKED_BEFORE = timedelta(days=14)
ROBOT = re.compile(r"https?://[^/\s]+/cgi-bin/webhook/send\?key=[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One group as it is to stand in the register."""

    name: str
    kind: str
    owner: UUID | None
    purpose: str
    ends_at: datetime | None
    robot: str


def check(entry: Entry, now: datetime) -> None:
    """Raise the first Refusal, with the field it belongs to, unless the entry can stand."""
    if not entry.name:
        raise Refusal("no_name", "还没有写群名，照群里显示的写。", field="name")
    if len(entry.name) > LONGEST_NAME:
        raise Refusal("long_group", f"群名最多 {LONGEST_NAME} 个字，现在 {len(entry.name)} 个。", field="name")
    if entry.kind not in KINDS:
        raise Refusal("group_kind", f"请选是哪一种群：{'、'.join(KINDS.values())}。", field="kind")
    if entry.owner is None:
        raise Refusal("no_owner", "还没有选谁负责这个群。", field="owner")
    if not entry.purpose:
        raise Refusal("no_purpose", "还没有写这个群做什么用，例如“通知停水停电、收集报修”。", field="purpose")
    if len(entry.purpose) > LONGEST_PURPOSE:
        raise Refusal("long_purpose", f"用途最多 {LONGEST_PURPOSE} 个字，写短一点。", field="purpose")
    _check_end(entry.ends_at, now)
    _check_robot(entry)


def _check_end(ends_at: datetime | None, now: datetime) -> None:
    if ends_at is None:
        raise Refusal("no_end", "还没有写用到哪一天。到期前会再问一次，最长一年。", field="ends_on")
    if ends_at <= now:
        raise Refusal("past_end", "用到的日子已经过了，请写以后的日子；不用了就注销。", field="ends_on")
    if ends_at > now + LONGEST:
        raise Refusal("far_end", "最长登记一年，到期前会再问一次，请把日子写近一点。", field="ends_on")


def _check_robot(entry: Entry) -> None:
    if not entry.robot:
        return
    if entry.kind != "wecom":
        raise Refusal("robot_kind", "只有企业微信群有群机器人，请去掉机器人地址，或者改群的种类。", field="robot")
    if not ROBOT.fullmatch(entry.robot):
        sentence = "群机器人的地址像 https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…，请从群机器人的资料里复制。"
        raise Refusal("robot", sentence, field="robot")


def asked_at(ends_at: datetime) -> datetime:
    """When the owner is asked whether the group is still needed."""
    return ends_at - ASKED_BEFORE
