"""Orders of residents about what their data may be used for."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Command


@dataclass(frozen=True, kw_only=True)
class GiveConsent(Command):
    """Say yes to one purpose under the published words of this moment. Said twice, it is one yes."""

    consent: UUID
    purpose: Code


@dataclass(frozen=True, kw_only=True)
class WithdrawConsent(Command):
    """Take one's yes back; from this moment the purpose is gone."""

    purpose: Code
