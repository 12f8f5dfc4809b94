"""Acts as boxes of a page: the form's fields with their options, what was typed, and the sentence of a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from liren.cases.rules.allowed import Act
from liren.web.attempt import Attempt, Typed
from liren.web.desk.acts import FORMS
from liren.web.desk.acts.shapes import Form, Input
from liren.web.desk.choices import Choices, Group, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field ready to show. `name` is also its element id; `groups` for selects, `options` for radio buttons."""

    name: str
    input: Input
    value: str = ""
    error: str = ""
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def ticked(self) -> str:
        """The words of the options that are ticked, for the line above them; ids stand in `value` with spaces between."""
        return "、".join(o.label for o in self.options if o.value in self.value.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One act: its form, or the sentence why it is not possible now. `open` shows the fields at once."""

    form: Form
    fields: tuple[Field, ...] = ()
    why_not: str = ""
    open: bool = False
    kept: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """The act that was just ordered and refused."""

    act: str
    typed: Typed
    attempt: Attempt
    photos: tuple[UUID, ...] = ()


def boxes(allowed: Iterable[Act], choices: Choices | None = None, tried: Tried | None = None) -> dict[str, Box]:
    """The boxes of every act a person may order here, by act; acts without a form of their own have none.

    Without `choices` they have no fields yet: enough to see which one is asked for, without looking anything up.
    """
    return {act.code: _box(act, choices, tried) for act in allowed if act.code in FORMS}


def filled(box: Box, choices: Choices) -> Box:
    """The same box with its fields."""
    return replace(box, fields=tuple(_field(box.form, i, choices, None) for i in _asked(box.form, choices)))


def _asked(form: Form, choices: Choices) -> list[Input]:
    """The inputs of a form; a list that may be left out and has nothing to choose from is not asked."""
    return [i for i in form.inputs if not (i.optional and i.options) or choices.of(i.options)]


def _box(act: Act, choices: Choices | None, tried: Tried | None) -> Box:
    form = FORMS[act.code]
    again = tried if tried and tried.act == act.code else None
    if act.why_not and again is None:
        return Box(form=form, why_not=act.why_not)
    fields = tuple(_field(form, i, choices, again) for i in _asked(form, choices)) if choices else ()
    return Box(
        form=form, fields=fields, open=again is not None, why_not=act.why_not, kept=again.photos if again else ()
    )


def _field(form: Form, field: Input, choices: Choices, again: Tried | None) -> Field:
    name = f"{form.act}-{field.name}"
    values: Mapping[str, str] = again.typed.values() if again else {}
    found = choices.of(field.options) if field.options else ()
    value = values.get(name, choices.start(form.act, field))
    if again and field.look == "ticks":
        value = " ".join(map(str, again.typed.ids(field.name)))
    return Field(
        name=name, input=choices.said(form.act, field), value=value,
        error=again.attempt.error(name) if again else "",
        options=tuple(o for o in found if isinstance(o, Option)), groups=tuple(g for g in found if isinstance(g, Group)),
    )  # fmt: skip
