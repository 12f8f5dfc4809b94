"""Which devices may log in at the MQTT broker."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.devices.queries.register import device_card
from liren.devices.rules.credentials import WIRE
from liren.devices.rules.fields import source_words
from liren.kernel import Actor
from liren.trust import sql

LIVE = """
select d.source, c.hash from devices_credential c join devices_device d on d.id = c.device
where d.wire = %s and d.retired_at is null order by d.source
"""


@dataclass(frozen=True, slots=True)
class Login:
    """A user name and the hash that the broker compares."""

    user: str
    hash: str


def logins(viewer: Actor) -> list[Login]:
    """Every device that may log in, for the broker's files. The house only."""
    if viewer.kind != "house":
        return []
    return [Login(source_words(row["source"], WIRE), row["hash"]) for row in sql.rows(LIVE, (WIRE,))]


def issued_at(viewer: Actor, device: UUID) -> datetime | None:
    """Since when a device has its password; None for one without. Raises Missing without `devices.see` over it."""
    device_card(viewer, device)
    found: datetime | None = sql.value("select issued_at from devices_credential where device = %s", (device,))
    return found
