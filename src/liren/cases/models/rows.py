"""Rows to state: a case with its clocks, in the types that the rules know."""

import types
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from liren.cases.rules.clocks import Clock
from liren.cases.rules.fold import CaseState
from liren.kernel import AreaCode, Code
from liren.trust import sql

LOAD = """
select c.*, coalesce((select jsonb_agg(to_jsonb(k) order by k.kind, k.no) from cases_clock k where k.case_id = c.id),
                     '[]') as clocks
from cases_case c where c.id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A case as it stands: its state, its clocks, and the columns that no event sets."""

    state: CaseState
    clocks: tuple[Clock, ...]
    plain: dict[str, Any]


def load(case: UUID, *, lock: bool = False) -> Loaded | None:
    """A case with its clocks in one statement, locked when it is about to move; None when it is not there."""
    row = sql.one(LOAD + (" for no key update of c" if lock else ""), (case,))
    return loaded(row) if row else None


def loaded(row: dict[str, Any]) -> Loaded:
    """A row of LOAD as state and clocks."""
    return Loaded(state=state_of(row), clocks=tuple(clock_of(k) for k in row["clocks"]), plain=row)


def state_of(row: dict[str, Any]) -> CaseState:
    """The state fields of a row in their own types."""
    return CaseState(**{name: read(row[name]) if read else row[name] for name, read in _readers()})


def clock_of(row: dict[str, Any]) -> Clock:
    """A clock from its JSON row."""
    return msgspec.convert(row, Clock, strict=False)


@cache
def _readers() -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    """How each state field is read back: codes and area codes as such, arrays as tuples."""
    return tuple((name, _reader(hint)) for name, hint in get_type_hints(CaseState).items())


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    parts = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if get_origin(hint) is tuple:
        return tuple
    kind = next((p for p in parts if p in (Code, AreaCode)), None)
    if kind is None:
        return None
    return kind if len(parts) == 1 else lambda content: None if content is None else kind(content)
