"""Orders about one order (点单): placed, checked, offered, taken, done, confirmed, rated.

`OrderCommand` subclasses name their act in the table of rules/stations.py. Words, names, phones and addresses travel in
commands only, never in events.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Command

WEB, COMMUNITY, ANY = Code("web"), Code("community"), Code("any")
COMMANDS: dict[str, "type[OrderCommand]"] = {}
"""Every order about an existing order, by its act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A part (`kinds.PARTS`) of one day that suits the requester."""

    day: date
    part: str


@dataclass(frozen=True, kw_only=True)
class PlaceOrder(Command):
    """Ask for help: which kind, in what words, where, when, and what the requester wishes.

    Where: a building, a point (WGS-84 degrees) or an area; only the micro-grid it lies in is kept openly. `address`,
    `phone` and `name` are sealed until a member has taken the order. `gender`: any, woman or man; `neighbour`: only
    somebody of the same grid; `no_visit`: nobody comes into the home. No `times`: any time suits. `on_behalf`: taken down
    for a caller or a visitor by whoever sees to orders there. `from_case`: the case that this order answers.
    """

    order: UUID
    note: UUID
    kind: Code
    words: str
    address: str
    phone: str
    name: str
    lon: float | None = None
    lat: float | None = None
    building: UUID | None = None
    area: AreaCode | None = None
    gender: Code = ANY
    neighbour: bool = False
    no_visit: bool = False
    times: tuple[Time, ...] = ()
    channel: Code = WEB
    on_behalf: bool = False
    from_case: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OrderCommand(Command):
    """An order about an existing order."""

    act: ClassVar[str]
    label: ClassVar[str]
    order: UUID

    def __init_subclass__(cls, *, act: str, label: str) -> None:
        cls.act, cls.label = act, label
        COMMANDS[act] = cls

    @property
    def outcome(self) -> str:
        """Which of the act's outcomes this order chooses; most acts have one."""
        return ""


@dataclass(frozen=True, kw_only=True)
class TriageOrder(OrderCommand, act="triage", label="核实需求"):
    """Say that the need is clear and one that neighbours can meet; `kind` when another kind fits better."""

    kind: Code | None = None
    note: UUID | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ListOrder(OrderCommand, act="list", label="公开派单"):
    """Offer the order to the members of a circle: community or town."""

    circle: Code = COMMUNITY


@dataclass(frozen=True, kw_only=True)
class AssignOrder(OrderCommand, act="assign", label="指派"):
    """Give the order to one member, who may give it back freely."""

    member: UUID


@dataclass(frozen=True, kw_only=True)
class TakeOverOrder(OrderCommand, act="take_over", label="社区自己办"):
    """The community serves the order itself: whoever orders this does it."""


@dataclass(frozen=True, kw_only=True)
class ClaimOrder(OrderCommand, act="claim", label="接单"):
    """Take a listed order. The first one has it; everybody after gets a sentence."""


@dataclass(frozen=True, kw_only=True)
class DeclineOrder(OrderCommand, act="decline", label="不方便接"):
    """Do not want this offer again. Nothing is told, nothing is counted; the mark goes with the order's end."""


@dataclass(frozen=True, kw_only=True)
class GiveBackOrder(OrderCommand, act="give_back", label="退回"):
    """Cannot do it after all: others are offered it. No reason is asked and who gave it back is not kept."""


@dataclass(frozen=True, kw_only=True)
class TakeBackOrder(OrderCommand, act="take_back", label="收回重派"):
    """The community takes an order back that does not move on."""

    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ScheduleOrder(OrderCommand, act="schedule", label="约好时间"):
    """Say when it was agreed to be done, and with which other member where two people should go."""

    at: datetime
    companion: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class FinishOrder(OrderCommand, act="finish", label="办好了"):
    """Say that the help was given. No photo is ever asked for."""

    note: UUID | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ConfirmOrder(OrderCommand, act="confirm", label="确认"):
    """The requester says whether it was solved; if not, the community looks at it again."""

    solved: bool
    note: UUID | None = None
    words: str = ""

    @property
    def outcome(self) -> str:
        return "solved" if self.solved else "unsolved"


@dataclass(frozen=True, kw_only=True)
class RateOrder(OrderCommand, act="rate", label="评单"):
    """The requester's rating: 1 满意, 2 基本满意, 3 不满意."""

    satisfied: int
    note: UUID | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class LapseOrder(OrderCommand, act="lapse", label="到期未确认"):
    """Seven days of silence: closed as 未确认, never counted as solved."""


@dataclass(frozen=True, kw_only=True)
class LapseListing(OrderCommand, act="pass_limit", label="到期没人接"):
    """Nobody claimed it in time: the circle widens once (`wider`), then the order falls to the community.

    The house says which; the rule refuses the one that is not due.
    """

    wider: bool

    @property
    def outcome(self) -> str:
        return "widened" if self.wider else "unclaimed"


@dataclass(frozen=True, kw_only=True)
class ForgetOrder(OrderCommand, act="forget", label="到期清除"):
    """The kind's retention is over: who asked, their door and every word go; what, where and when stay for the figures."""


@dataclass(frozen=True, kw_only=True)
class CancelOrder(OrderCommand, act="cancel", label="取消"):
    """Call the order off: the requester needs no reason, the community tells one."""

    note: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ConvertOrder(OrderCommand, act="convert", label="转为事项"):
    """Not for neighbours to do: a case (`case`, of `kind`) is reported in the same words, and this order ends."""

    case: UUID
    kind: Code
    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddOrderWords(OrderCommand, act="add_words", label="补充说明"):
    """The requester adds something."""

    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class MessageRequester(OrderCommand, act="message", label="给点单人留言"):
    """Tell or ask the requester something; it stands on the page of the secret link."""

    note: UUID
    words: str
