"""Whoever subscribed a webhook hears that it was switched off because its receiver took nothing for days."""

from collections.abc import Iterator

from liren.kernel import AreaCode, Code
from liren.notices.commands import Tell
from liren.notices.events import HookDisabled
from liren.trust import registry
from liren.trust.journal import Entry

NAME = "when_webhook_is_disabled_tell_owner"


def answer(event: HookDisabled, entry: Entry) -> Iterator[Tell]:
    """One notice; a webhook that a key subscribed by itself has no inbox to tell."""
    if event.owner is not None:
        yield Tell(
            account=event.owner,
            template=Code("hook_disabled"),
            subject_kind=Code("hook"),
            subject=event.hook,
            area=AreaCode(entry.area),
            facts=((Code("waiting"), event.waiting),),
        )


def hang_up() -> None:
    registry.flow(NAME, on=HookDisabled, do=answer, may=[Tell])
