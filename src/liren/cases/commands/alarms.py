"""The order that ends a case which a device began by mistake."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.commands.base import CaseCommand
from liren.kernel import Code


@dataclass(frozen=True, kw_only=True)
class EndFalseAlarm(CaseCommand, act="end_false_alarm", label="误报销案"):
    """A person judged the alarm behind this case to be false (`cause`): it ends here, and nobody was sent."""

    cause: Code
    note: UUID
    words: str
