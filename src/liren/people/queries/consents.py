"""What somebody said yes to, and what could be asked."""

from dataclasses import dataclass
from datetime import datetime

from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.people.kinds import CONSENT_FAMILY, Consent
from liren.trust import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCard:
    """One purpose with the words of today; `given_at` None: not asked, or said no, or taken back."""

    spec: Consent
    version: int
    given_at: datetime | None


def consents(viewer: Actor, now: datetime) -> list[ConsentCard]:
    """Every purpose that residents are asked about, what is needed first, with the viewer's own answer."""
    rows = sql.rows(
        "select purpose, given_at from people_consent where account = %s and ended_at is null", (viewer.account,)
    )
    given = {row["purpose"]: row["given_at"] for row in rows}
    cards = [
        ConsentCard(spec=entry.spec, version=entry.version, given_at=given.get(entry.code))
        for entry in catalogue.entries(CONSENT_FAMILY, at=now)
    ]
    return sorted(cards, key=lambda card: (not card.spec.needed, card.spec.code))


def agreed(viewer: Actor, purpose: str) -> bool:
    """Whether the viewer's yes to a purpose holds."""
    return viewer.account is not None and bool(
        sql.value(
            "select true from people_consent where account = %s and purpose = %s and ended_at is null",
            (viewer.account, purpose),
        )
    )
