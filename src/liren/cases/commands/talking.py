"""Orders of the reporter: rate (or let it lapse), ask again, call back, say more; and the words of colleagues."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import CaseCommand
from liren.kernel import Code

BEFORE = Code("before")


@dataclass(frozen=True, kw_only=True)
class ConfirmCase(CaseCommand, act="confirm", label="确认并评价"):
    """Rate: was it solved (yes or no), and how satisfied (1 满意, 2 基本满意, 3 不满意, None not said)."""

    solved: bool
    satisfied: int | None = None
    note: UUID
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class RateJoined(CaseCommand, act="rate_joined", label="评价一起办的那件"):
    """Rate the case that one's own report was merged into, after it ended; what is said again replaces what was said."""

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
class JoinCase(CaseCommand, act="join", label="加入同一件事"):
    """Let a further reporter follow this case instead of making a second one."""

    account: UUID | None = None
    note: UUID
    words: str = ""


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
