"""Whether somebody may look through a camera now, and whether the bearer of a ticket may: pure decisions with a sentence each.

A view needs a live offer: written by a flow when a case of public safety is dispatched, or by somebody else's approval.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from liren.devices.rules.purposes import Purpose
from liren.kernel import Refusal

MODES = {"live": "看现场", "snapshot": "截一张图", "playback": "回放", "export": "导出"}
FOUR_EYES = frozenset({"playback", "export"})
READS = frozenset({"read", "playback"})
LEAST_WORDS, MOST_WORDS = 5, 200
ENDS = {"left": "看完了", "expired": "票到时间", "revoked": "被收回", "withdrawn": "案件办结，收回", "gone": "画面断开"}
REFUSED = {
    "engine": 403, "unknown": 401, "forged": 401, "expired": 401, "revoked": 401, "over": 401, "used": 403,
    "replayed": 403, "path": 403, "action": 403, "protocol": 403, "retired": 403,
}  # fmt: skip
"""Why a media engine is told no, with the status it gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who asks, by the duties that hold at this moment."""

    account: UUID | None
    units: frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A camera offered under a case or by an approval, to these units and accounts, until a moment."""

    units: frozenset[UUID]
    accounts: frozenset[UUID]
    barred_unit: UUID | None
    barred_account: UUID | None
    case_kind: str
    purpose: str
    mode: str
    until: datetime
    withdrawn_at: datetime | None

    @property
    def by_request(self) -> bool:
        return not self.case_kind

    def live(self, now: datetime) -> bool:
        return self.withdrawn_at is None and now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket as its row says. `session` is the reader of the media engine that used it first, "" for none yet."""

    id: UUID
    path: str
    mode: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    session: str
    ended: bool
    camera_retired: bool
    offer_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a media engine asks about one reader. `identified`: the engine gave the reader an id of its own, so it asks once.

    `session` "": it asks for the player's page, which shows no picture yet.
    """

    path: str
    action: str
    session: str
    identified: bool


def check_words(words: str, field: str = "words") -> str:
    """Why somebody wants to look, trimmed. Raises Refusal when nothing is said."""
    told = words.strip()
    if len(told) < LEAST_WORDS:
        raise Refusal("view_words", "写一句为什么要看，至少 5 个字，例如“看消防通道还堵不堵”。", field=field)
    if len(told) > MOST_WORDS:
        raise Refusal("view_words", f"最多 {MOST_WORDS} 个字，现在 {len(told)} 个，请写短一点。", field=field)
    return told


def check_issue(
    offer: Offer | None, viewer: Viewer, purpose: Purpose | None, mode: str, words: str, now: datetime
) -> str:
    """The words of a view that may begin. Raises the Refusal that says why it may not."""
    if offer is None:
        sentence = "没有案件，不能看视频。摄像头只在派遣了公共安全的案件以后，对办这件事的人开放；检修和核实告警请先申请，由另一个人批准。"
        raise Refusal("no_offer", sentence)
    if not offer.live(now):
        raise Refusal("offer_over", "这件事已经办结或者超过了时间，摄像头不再开放。", field="purpose")
    if offer.barred_account is not None and offer.barred_account == viewer.account:
        raise Refusal("about_you", "这件事与您本人有关，不能由您来看，请交给同事。")
    if offer.barred_unit is not None and offer.barred_unit in viewer.units:
        raise Refusal("about_you", "这件事反映的是您的单位，不能由本单位来看。")
    if viewer.account not in offer.accounts and not viewer.units & offer.units:
        raise Refusal("not_offered", "这台摄像头只对办这件事的人开放。")
    _check_purpose(offer, purpose, mode)
    return check_words(words)


def _check_purpose(offer: Offer, purpose: Purpose | None, mode: str) -> None:
    if mode not in MODES:
        raise Refusal("mode", "请选看现场、截图、回放或者导出。", field="mode")
    if purpose is None:
        raise Refusal("purpose", "请从列表里选一个目的；“随便看看”不是目的。", field="purpose")
    if offer.by_request:
        if purpose.code != offer.purpose or mode != offer.mode:
            raise Refusal("not_approved", "批准的不是这个目的或方式，请照批准的来，或者另外申请。", field="purpose")
        return
    if offer.case_kind not in purpose.kinds:
        raise Refusal("purpose", "这个目的不属于这类案件，请另选一个。", field="purpose")
    if mode in FOUR_EYES:
        raise Refusal("four_eyes", "回放和导出要另一个人批准，请到这台摄像头的页面申请。", field="mode")


def check_request(purpose: Purpose | None, mode: str, words: str) -> str:
    """The words of a request for a view without a case. Raises Refusal."""
    if mode not in MODES:
        raise Refusal("mode", "请选看现场、截图、回放或者导出。", field="mode")
    if purpose is None or not purpose.request:
        sentence = "没有案件时，只能为核实告警、检修摄像头或者依法调取来申请。“随便看看”不是目的。"
        raise Refusal("no_offer", sentence, field="purpose")
    if mode in FOUR_EYES and purpose.code != "evidence":
        raise Refusal("mode", "回放和导出只能为“依法调取”来申请。", field="mode")
    return check_words(words)


def check_decision(asked_by: UUID, decider: UUID | None, words: str, decided: bool) -> str:
    """The reason of a decision. Raises Refusal when it is one's own request, decided already, or no reason is given."""
    if decided:
        raise Refusal("decided", "这份申请已经有人定过了，请刷新再看。")
    if asked_by == decider:
        raise Refusal("own_request", "自己的申请不能自己批，请交给另一个人。")
    return check_words(words, "reason")


def expires(now: datetime, minutes: int, offer_until: datetime) -> datetime:
    """When a ticket ends: never later than what it was issued under."""
    return min(now + timedelta(minutes=minutes), offer_until)


def check_renewal(ticket: Ticket, renewed: int, now: datetime) -> None:
    """Raise Refusal unless a ticket may go on once more."""
    if ticket.revoked_at is not None or ticket.ended:
        raise Refusal("ticket_over", "这张票已经结束了。还要看，请重新申请并写明为什么。")
    if now >= ticket.expires_at:
        raise Refusal("ticket_over", "这张票已经到时间了。还要看，请重新申请并写明为什么。")
    if renewed:
        raise Refusal("renewed", "已经续过一次，不能再续。还要看，请重新申请并写明为什么。")
    if not ticket.offer_live:
        raise Refusal("offer_over", "这件事已经办结，摄像头不再开放。")


def admit(ticket: Ticket | None, call: Call, now: datetime) -> str:
    """ "" when the reader may go on, "open" when it begins now, else a code of REFUSED.

    An engine that identifies its readers asks once for each: the same id again is a replay, another id another viewer.
    """
    if call.action not in READS:
        return "action"
    if ticket is None:
        return "unknown"
    if ticket.path != call.path:
        return "path"
    if ticket.camera_retired:
        return "retired"
    if ticket.revoked_at is not None:
        return "revoked"
    if now >= ticket.expires_at or not ticket.offer_live:
        return "expired"
    if ticket.ended:
        return "over"
    if call.action == "playback" and ticket.mode not in FOUR_EYES:
        return "action"
    if not call.session:
        return ""
    if not ticket.session:
        return "open"
    if ticket.session != call.session:
        return "used"
    return "replayed" if call.identified else ""


def merged(counts: Sequence[tuple[str, int]], small: int) -> tuple[list[tuple[str, int]], int]:
    """Counts of at least `small`, largest first, and the sum of the others, which are named together so that nobody is found out.

    A single small count left alone would be known from the sum; then the smallest large one goes with it.
    """
    ordered = sorted(counts, key=lambda line: (-line[1], line[0]))
    shown = [line for line in ordered if line[1] >= small]
    hidden = [line for line in ordered if 0 < line[1] < small]
    rest = sum(n for _, n in hidden)
    if hidden and rest < small and shown:
        rest += shown.pop()[1]
    return shown, rest
