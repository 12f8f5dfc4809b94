"""Orders to the case engine. Words, names and phones may travel here; events never carry them.

Every order about an existing case names its `case` and has an `act`, the word that workflows use for it, with the
Chinese verb that buttons and refusals show. `note` ids are made where the words are born, so a retry is one note.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.kernel import AreaCode, Code, Command

NORMAL, WEB, BEFORE = Code("normal"), Code("web"), Code("before")
COMMANDS: dict[str, "type[CaseCommand]"] = {}
"""Every order about an existing case, by its act."""


@dataclass(frozen=True, kw_only=True)
class ReportCase(Command):
    """Report something: what, where (a point, an area, a building or words), photos, and who may be asked.

    `phone` and `name` are sealed; `sealed` hides the reporter from everybody who handles the case.
    `occurred_at` is what the reporter claims. `solved_on_spot` is a keeper's account of what he already put right.
    `answers` are the kind's own questions as (field, value) pairs.
    """

    case_id: UUID
    note: UUID
    kind: Code
    words: str = ""
    severity: Code = NORMAL
    lon: float | None = None
    lat: float | None = None
    area: AreaCode | None = None
    building: UUID | None = None
    place_words: str = ""
    photos: tuple[UUID, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    phone: str = ""
    name: str = ""
    sealed: bool = False
    channel: Code = WEB
    occurred_at: datetime | None = None
    on_behalf: bool = False
    about_unit: UUID | None = None
    solved_on_spot: str | None = None


@dataclass(frozen=True, kw_only=True)
class LogCase(Command):
    """Record one row of another system's log as it stands: reported, located, perhaps dispatched, perhaps closed.

    `county` is one made by replay, `opened_at`, `due_at` and `closed_at` are the log's own times, `unit` is whom the
    log says it was sent to. For `execute_many` only.
    """

    case_id: UUID
    county: AreaCode
    entry: UUID
    kind: Code
    source: Code
    opened_at: datetime
    due_at: datetime | None = None
    closed_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    placed_by_default: bool = False
    unit: UUID | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseCommand(Command):
    """An order about an existing case."""

    act: ClassVar[str]
    label: ClassVar[str]
    case: UUID

    def __init_subclass__(cls, *, act: str, label: str) -> None:
        cls.act, cls.label = act, label
        COMMANDS[act] = cls

    @property
    def outcome(self) -> str:
        """Which of the act's outcomes this order chooses; most acts have one."""
        return ""


@dataclass(frozen=True, kw_only=True)
class HandToKeeper(CaseCommand, act="hand", label="交给网格员"):
    """Hand a fresh report to the keeper of its micro-grid."""

    keeper: UUID


@dataclass(frozen=True, kw_only=True)
class FileCase(CaseCommand, act="file", label="立案"):
    """Accept a report as a case to be dispatched."""


@dataclass(frozen=True, kw_only=True)
class RefuseCase(CaseCommand, act="refuse", label="不予受理"):
    """Do not accept: one of the six exits, the channel that is right instead, and why, told to the reporter."""

    exit: Code
    channel: Code
    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class DispatchCase(CaseCommand, act="dispatch", label="派遣"):
    """Send the case to a unit, or to one account of it, with the reason."""

    unit: UUID | None = None
    handler: UUID | None = None
    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class TakeUpCase(CaseCommand, act="take_up", label="签收"):
    """Sign for the case: from now on this account handles it."""


@dataclass(frozen=True, kw_only=True)
class ContactReporter(CaseCommand, act="contact", label="记下首次联系"):
    """Record that the reporter was reached and what was said."""

    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class ReturnCase(CaseCommand, act="return", label="退回"):
    """Give the case back once because it is not this unit's; a second time the arbiter decides."""

    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class AskArbitration(CaseCommand, act="ask_arbitration", label="申请裁定"):
    """Ask who must handle a case that was already returned once."""

    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecideArbitration(CaseCommand, act="decide_arbitration", label="裁定"):
    """Decide for good: `unit` None leaves it where it was dispatched, another unit must take it."""

    unit: UUID | None = None
    note: UUID
    reason: str

    @property
    def outcome(self) -> str:
        return "upheld" if self.unit is None else "redirected"


@dataclass(frozen=True, kw_only=True)
class ReportResult(CaseCommand, act="report_result", label="反馈结果"):
    """Say what came of it: solved, explained or unsolved, in words, with photos where the kind asks."""

    result: Code
    note: UUID
    words: str
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class VerifyCase(CaseCommand, act="verify", label="核查"):
    """Check the result on the spot or by phone; `passed` closes the case, otherwise it goes back to be done."""

    passed: bool
    note: UUID
    words: str
    photos: tuple[UUID, ...] = ()

    @property
    def outcome(self) -> str:
        return "passed" if self.passed else "failed"


@dataclass(frozen=True, kw_only=True)
class AskRelief(CaseCommand, act="ask_relief", label="申请延期或缓办"):
    """Ask for more time (`extend`, once, at most seven working days) or to wait (`suspend`), with the reason."""

    kind: Code
    days: int
    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecideRelief(CaseCommand, act="decide_relief", label="审批延期或缓办"):
    """Grant or decline what was asked; `kind` says what the approver read. The reporter is told the reason."""

    kind: Code
    granted: bool
    note: UUID
    words: str

    @property
    def outcome(self) -> str:
        if not self.granted:
            return "declined"
        return "suspended" if self.kind == "suspend" else "extended"


@dataclass(frozen=True, kw_only=True)
class ResumeCase(CaseCommand, act="resume", label="恢复办理"):
    """End the waiting: the clocks run on."""


@dataclass(frozen=True, kw_only=True)
class MergeCase(CaseCommand, act="merge", label="并案"):
    """Fold this case into another about the same thing; its reporter follows the other."""

    into: UUID


@dataclass(frozen=True, kw_only=True)
class UnmergeCase(CaseCommand, act="unmerge", label="撤销并案"):
    """Make a merged case stand on its own again."""


@dataclass(frozen=True, kw_only=True)
class SolveOnSpot(CaseCommand, act="solve_on_spot", label="自办自结"):
    """Say what the keeper put right on the spot; the case ends as replied, or is drawn to be verified."""

    note: UUID
    words: str
    photos: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConfirmCase(CaseCommand, act="confirm", label="确认并评价"):
    """Rate: was it solved (yes or no), and how satisfied (1 满意, 2 基本满意, 3 不满意, None not said)."""

    solved: bool
    satisfied: int | None = None
    note: UUID
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class LapseConfirmation(CaseCommand, act="lapse", label="记为未确认"):
    """Record seven days of silence as 未确认: never as satisfaction."""


@dataclass(frozen=True, kw_only=True)
class ReopenCase(CaseCommand, act="reopen", label="要求重办"):
    """Ask once, within fifteen days, for it to be done again, saying what was not done."""

    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class WithdrawCase(CaseCommand, act="withdraw", label="撤回"):
    """Call one's own report back before a result is given."""

    note: UUID
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectKind(CaseCommand, act="correct_kind", label="改类别"):
    """Put the case under the right kind or severity; clocks are computed anew from the same start."""

    kind: Code
    severity: Code = NORMAL
    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectPlace(CaseCommand, act="correct_place", label="改地点"):
    """Put the case in the right place: also how one leaves the queue outside every grid."""

    lon: float | None = None
    lat: float | None = None
    area: AreaCode | None = None
    place_words: str = ""
    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddWords(CaseCommand, act="add_words", label="补充说明"):
    """Let the reporter say more, at any time."""

    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class AddPhotos(CaseCommand, act="add_photos", label="补充照片"):
    """Add photos taken before or after the work."""

    photos: tuple[UUID, ...]
    role: Code = BEFORE


@dataclass(frozen=True, kw_only=True)
class MessageReporter(CaseCommand, act="message", label="给反映人留言"):
    """Write to the reporter: he reads it on his progress page."""

    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class NoteCase(CaseCommand, act="note", label="写内部备注"):
    """Write for colleagues only; the reporter never sees it."""

    note: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class JoinCase(CaseCommand, act="join", label="加入同一件事"):
    """Let a further reporter follow this case instead of making a second one."""

    account: UUID | None = None
    note: UUID
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class UrgeCase(CaseCommand, act="urge", label="督办"):
    """Press for a case, with the reason."""

    note: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class WarnCase(CaseCommand, act="warn", label="临期提醒"):
    """Record that whoever is waited for was reminded before the limit."""


@dataclass(frozen=True, kw_only=True)
class EscalateCase(CaseCommand, act="escalate", label="逐级上报"):
    """Tell the next one up the duty chain that the case is late: 1 网格长, 2 社区书记, 3 镇分管, 4 镇主要负责人.

    `level` None is the next one; a supervisor may name a higher one.
    """

    level: int | None = None


@dataclass(frozen=True, kw_only=True)
class RecalculateClocks(CaseCommand, act="recalculate", label="重算时限"):
    """Compute the clocks anew because the calendar has changed."""
