"""The shape of an act's form: what is asked, which inputs, which verbs, and the command they come to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils.functional import Promise

from liren.cases.commands import COMMANDS, CaseCommand
from liren.web.attempt import Typed

Look = Literal["words", "line", "number", "pick", "seg", "select", "photos", "kept", "ticks"]
Words = str | Promise
KEYS = {"dispatch": "d", "merge": "m", "return": "r", "refuse": "r", "note": "w", "urge": "g"}
"""Letters of the desk; where two acts share one, a case never has both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One field. `options` names a list of Choices for pick and select; `kept` is not shown: what the page was made for.

    `ticks` are check boxes in a fold; that they were asked is sent as `<name>-asked`, because nothing ticked sends nothing.
    """

    name: str
    label: Words
    look: Look = "words"
    hint: Words = ""
    options: str = ""
    optional: bool = False
    start: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A button of the form; `value` is sent as `verb` when a form ends in more than one way."""

    label: Words
    value: str = "go"
    look: str = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One act. `ask` heads the box of whoever is waited for, `say` is the one sentence to know before going on,
    `way` names the act where it is one of several.

    `build(case, typed, photos)` makes the command; the form's key is the id of the note its words become.
    """

    act: str
    ask: Words
    verbs: tuple[Verb, ...]
    build: Callable[[UUID, Typed, tuple[UUID, ...]], CaseCommand]
    inputs: tuple[Input, ...] = ()
    say: Words = ""
    way: Words = ""

    @property
    def link(self) -> Words:
        """How the act is called among several that are possible."""
        return self.way or self.ask

    @property
    def key(self) -> str:
        """The letter that opens it on the page of a case; "" for none."""
        return KEYS.get(self.act, "")

    @property
    def short(self) -> str:
        """The act's Chinese verb, as the case room calls it."""
        return COMMANDS[self.act].label

    @property
    def takes_photos(self) -> bool:
        return any(i.look == "photos" for i in self.inputs)


def words(label: Words, *, hint: Words = "", name: str = "words", optional: bool = False) -> Input:
    """The free words of an act."""
    return Input(name=name, label=label, hint=hint, optional=optional)
