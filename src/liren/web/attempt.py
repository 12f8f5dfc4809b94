"""One form read value by value, and the attempt to carry its command out through the gate.

A form carries a hidden `key` (a UUIDv7 made with the page: a second click returns the first answer) and the `version`
it was made for. An attempt that is refused keeps everything that was typed and says what is wrong beside its field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from liren.kernel import AreaCode, Command, Conflict, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import gate
from liren.web.display import SHANGHAI, Problem

T = TypeVar("T")


class Typed:
    """The values of one form. `prefix` sets apart several forms on one page (`dispatch-reason`).

    The readers return None for a value that does not fit and note it in `problems`; nothing is lost.
    `found` holds what the page looked up for a value (a case by its number).
    """

    def __init__(self, data: Mapping[str, Any], prefix: str = "") -> None:
        self.data = data
        self.prefix = f"{prefix}-" if prefix else ""
        self.problems: list[Problem] = []
        self.found: dict[str, Any] = {}
        self.key = _uuid(str(data.get("key", ""))) or new_id()
        version = str(data.get("version", ""))
        self.version = int(version) if version.isascii() and version.isdigit() else None

    def id(self, name: str | None) -> str:
        """The name and element id of a field of this form; "" for none."""
        return self.prefix + name if name else ""

    def text(self, name: str) -> str:
        return str(self.data.get(self.id(name), "")).strip()

    def ids(self, name: str) -> tuple[UUID, ...]:
        """Every ticked value of a list of check boxes, in its order; one that is no id is left out."""
        ticked = getattr(self.data, "getlist", lambda _: ())(self.id(name))
        return tuple(id for text in ticked if (id := _uuid(str(text))))

    @property
    def verb(self) -> str:
        """Which of the form's buttons was pressed; buttons stand outside the prefix."""
        return str(self.data.get("verb", ""))

    def has(self, name: str) -> bool:
        """A check box that is ticked, a radio button that says yes."""
        return self.text(name) not in ("", "0")

    def blame(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(self.id(name), sentence))

    def read(self, name: str, parse: Callable[[str], T], sentence: str, *, optional: bool = False) -> T | None:
        """The parsed value; `sentence` says what is wrong and the remedy when it is not one."""
        text = self.text(name)
        if not text and optional:
            return None
        try:
            return parse(text)
        except (ValueError, ArithmeticError):
            self.blame(name, sentence)
            return None

    def uuid(self, name: str, sentence: str, *, optional: bool = False) -> UUID | None:
        return self.read(name, UUID, sentence, optional=optional)

    def area(self, name: str, *, optional: bool = False) -> AreaCode | None:
        return self.read(name, AreaCode, _("还没有选区域，请从列表里选一个。"), optional=optional)

    def number(self, name: str, sentence: str, *, optional: bool = False) -> int | None:
        return self.read(name, int, sentence, optional=optional)

    def day(self, name: str, *, optional: bool = False) -> datetime | None:
        """The first moment of a day here, from a date field."""
        wrong = _("日期要像 2026-11-23 这样写。")
        day = self.read(name, date.fromisoformat, wrong, optional=optional)
        return datetime.combine(day, time(), SHANGHAI) if day else None

    def values(self) -> dict[str, str]:
        """Everything typed, by element id, to be shown again."""
        return {name: str(value) for name, value in self.data.items() if name != "csrfmiddlewaretoken"}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How it ended. `answer` when it was done; else the status, what is wrong, and what it is now on a 409."""

    answer: dict[str, Any] | None = None
    status: int = 200
    problems: tuple[Problem, ...] = ()
    now_is: dict[str, Any] = field(default_factory=dict)

    def error(self, id: str) -> str:
        """The sentence for one field, "" when nothing is wrong with it."""
        return next((p.sentence for p in self.problems if p.field == id), "")


def attempt(request: HttpRequest, typed: Typed, build: Callable[[], Command]) -> Attempt:
    """Build the command and carry it out. Raises Missing; every other refusal comes back to be shown in the form."""
    command = build() if not typed.problems else None
    if command is None or typed.problems:
        return Attempt(status=422, problems=tuple(typed.problems))
    try:
        answer = gate.execute(
            command,
            actor=request.actor,  # type: ignore[attr-defined]
            now=request.now,  # type: ignore[attr-defined]
            key=typed.key,
            expected_version=typed.version,
        )
    except Missing:
        raise
    except Refusal as no:
        current = no.current if isinstance(no, Conflict) else {}
        return Attempt(status=no.status, problems=(Problem(typed.id(no.field), no.sentence),), now_is=current)
    return Attempt(answer=answer)
