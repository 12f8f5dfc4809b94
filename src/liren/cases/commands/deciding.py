"""Orders of the arbiter, the verifier, the approver and the supervisor, and of the clocks."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import CaseCommand
from liren.kernel import Code


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
