"""Orders of the handler: sign for it, reach the reporter, give it back, say what came of it, ask for time."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import CaseCommand
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class TakeUpCase(CaseCommand, act="take_up", label="签收"):
    """Sign for the case: from now on this account handles it."""


@dataclass(frozen=True, kw_only=True)
class PassOn(CaseCommand, act="pass_on", label="转给接任的人"):
    """Give what somebody has in hand to whoever took their duty over; the state and the clocks stay as they are."""

    successor: UUID


@dataclass(frozen=True, kw_only=True)
class ContactReporter(CaseCommand, act="contact", label="记下首次联系"):
    """Record that the reporter was reached and what was said."""

    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class ReturnCase(CaseCommand, act="return", label="退回"):
    """Give the case back once because it is not this unit's; a second time the arbiter decides.

    `ground` is a catalogue entry of the family return_ground, `item` what that ground asks to be named ("第 12 项").
    """

    ground: Code
    item: str = ""
    note: UUID
    reason: str

    @property
    def words(self) -> str:
        """What the note keeps: the item that was named, then the reason."""
        return f"{self.item.strip()}。{self.reason}" if self.item.strip() and self.reason.strip() else self.reason


@dataclass(frozen=True, kw_only=True)
class AskArbitration(CaseCommand, act="ask_arbitration", label="申请裁定"):
    """Ask who must handle a case that was already returned once."""

    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportResult(CaseCommand, act="report_result", label="反馈结果"):
    """Say what came of it: solved, explained or unsolved, in words, with photos where the kind asks."""

    result: Code
    note: UUID
    words: str
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReportHelp(CaseCommand, act="report_help", label="反馈配合情况"):
    """Say what a helping unit did of its part. The case stays as it is: only whoever leads answers the reporter."""

    note: UUID
    words: str
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AskRelief(CaseCommand, act="ask_relief", label="申请延期或缓办"):
    """Ask for more time (`extend`, once, at most seven working days) or to wait (`suspend`), with the reason."""

    kind: Code
    days: int
    note: UUID
    reason: str
