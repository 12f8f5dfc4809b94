"""What the worker does besides deliveries and timers: period in seconds, and the work. Each must be short."""

from collections.abc import Callable
from datetime import UTC, datetime

from liren.attachments import staging
from liren.cases import training
from liren.catalogue import rehearsing
from liren.channels import media
from liren.channels.mail import answering
from liren.config import callbacks, channel_health, nightly, recount
from liren.config.demo import phone_company
from liren.devices import closing, ordering, watching
from liren.flows import when_alarm_is_raised_report_case as report_case
from liren.gateway import reading
from liren.gateway.media import ending
from liren.gateway.probing import round as probing
from liren.notices import hooking, outbox, posting
from liren.places import cutting, walking
from liren.trust import deliveries, uploads
from liren.web.office import running

CASES_AT_ONCE = 20
"""So many alarms become cases before the next frames are read."""


def clock() -> datetime:
    return datetime.now(UTC)


def alarms() -> int:
    """From kept frames to cases on the desk, and nothing else: this has a thread of its own, so that no other work is in its way."""
    return reading.read(clock()) or alarm_cases()


def alarm_cases() -> int:
    """Alarms that were read become cases. Two threads may do this at once: a delivery is locked by whoever has it."""
    return deliveries.drain(clock, CASES_AT_ONCE, [report_case.NAME])


CHORES: list[tuple[float, Callable[[], object]]] = [
    (1.0, lambda: watching.step(datetime.now(UTC))),
    (0.25, lambda: ordering.step(datetime.now(UTC))),
    (20.0, lambda: ordering.ask(datetime.now(UTC))),
    (5.0, lambda: outbox.send_due(datetime.now(UTC))),
    (5.0, lambda: phone_company.step(datetime.now(UTC))),
    (15.0, lambda: outbox.listen(datetime.now(UTC))),
    (60.0, lambda: answering.step(datetime.now(UTC))),
    (30.0, lambda: channel_health.note(datetime.now(UTC))),
    (0.5, lambda: hooking.step(lambda: datetime.now(UTC))),
    (5.0, lambda: posting.step(datetime.now(UTC))),
    (1.0, lambda: media.step(datetime.now(UTC))),
    (0.2, lambda: cutting.step(datetime.now(UTC))),
    (0.2, lambda: walking.step(datetime.now(UTC))),
    (0.2, lambda: running.step(datetime.now(UTC))),
    (0.2, lambda: rehearsing.step(datetime.now(UTC))),
    (0.2, lambda: training.step(datetime.now(UTC))),
    (10.0, lambda: probing.step(datetime.now(UTC))),
    (2.0, lambda: ending.step(datetime.now(UTC))),
    (20.0, lambda: recount.step(datetime.now(UTC))),
    (600.0, lambda: nightly.look(datetime.now(UTC))),
    (3600.0, lambda: closing.step(datetime.now(UTC))),
    (600.0, lambda: callbacks.step(datetime.now(UTC))),
    (3600.0, lambda: hooking.sweep(datetime.now(UTC))),
    (3600.0, lambda: uploads.sweep(datetime.now(UTC))),
    (3600.0, lambda: staging.sweep(datetime.now(UTC))),
]
