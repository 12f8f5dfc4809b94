"""On which grounds a viewer sees cases: one branch of a UNION for each, because an OR defeats every index."""

from collections.abc import Sequence
from typing import Any

from liren.cases.models import ANCESTORS
from liren.cases.rules.queues import Ground
from liren.kernel import Actor, Missing
from liren.trust import sight
from liren.trust.sight import Cond

BY_LENGTH = {length: column for column, length in ANCESTORS.items()} | {17: "scope"}


def grounds(viewer: Actor, ground: Ground, area: str = "") -> list[Cond]:
    """The grounds of a queue; `area` narrows those by area. No ground, no rows."""
    if ground == "area":
        return [c for branch in sight.branches(viewer, "cases.see") if (c := _within(viewer, branch, area))]
    if viewer.account is None:
        return []
    if ground == "handler":
        units = sorted({g.unit for g in viewer.holds("cases.handle") if g.unit})
        return [
            Cond("c.handler = %s", (viewer.account,)),
            *(Cond("c.unit = %s and c.secrecy < 2", (u,)) for u in units),
        ]
    if ground == "helper":
        units = sorted({g.unit for g in viewer.holds("cases.handle") if g.unit})
        return [
            Cond("c.helpers @> array[%s]::uuid[] and not (c.helpers = '{}') and c.secrecy < 2", (u,)) for u in units
        ]
    return [Cond(f"c.{ground} = %s", (viewer.account,))]


def _within(viewer: Actor, branch: sight.Branch, area: str) -> Cond | None:
    """A branch cut down to an area; None where the two do not meet."""
    if not (area.startswith(branch.value) or branch.value.startswith(area)):
        return None
    prefix = max(area, branch.value, key=len)
    parts = [_prefix(prefix)] if prefix else []
    if viewer.kind != "house":
        parts.append(Cond("c.secrecy <= %s", (branch.secrecy,)))
    if branch.kinds:
        parts.append(Cond("c.kind = any(%s)", (list(branch.kinds),)))
    return both(parts)


def _prefix(prefix: str) -> Cond:
    column = BY_LENGTH.get(len(prefix))
    if column:
        return Cond(f"c.{column} = %s", (prefix,))
    return Cond("c.scope >= %s and c.scope < %s", (prefix, sight.after(prefix)))


def both(parts: Sequence[Cond]) -> Cond:
    """All conditions together."""
    params: tuple[Any, ...] = tuple(p for part in parts for p in part.params)
    return Cond(" and ".join(part.sql for part in parts if part.sql) or "true", params)


def among(states: Sequence[str]) -> Cond:
    """States written out, so that the planner may take an index that is kept for open cases only."""
    return Cond("c.state in ({})".format(", ".join(f"'{state}'" for state in states)))


def not_about(viewer: Actor) -> Cond:
    """A complaint about a unit is not there for its own people."""
    return (
        Cond("(c.about_unit is null or c.about_unit <> all(%s))", (list(viewer.units),)) if viewer.units else Cond("")
    )


def reach_of(viewer: Actor, area: str) -> Cond:
    """The viewer's cases in an area by right over it, but those about a unit of their own. Raises Missing without such a right."""
    found = grounds(viewer, "area", area)
    if not found:
        raise Missing
    here, own = " or ".join(f"({g.sql})" for g in found), not_about(viewer)
    params = tuple(p for g in found for p in g.params)
    return Cond(f"({here}) and {own.sql}" if own.sql else f"({here})", (*params, *own.params))
