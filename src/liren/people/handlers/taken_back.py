"""Imported entries of the people room taken back whole: what was added goes, what was changed is as it was before.

Every table here has `id` and `version`. An entry that somebody wrote since has another version and stands in the way.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from liren.kernel import AreaCode, Event, Missing, Refusal
from liren.people import commands
from liren.people.match_seats import until
from liren.trust import imports, sql
from liren.trust.imports import Kept
from liren.trust.registry import Act, Outcome, Target, Told

SORTS: dict[type, str] = {
    commands.UndoUnitsImport: "units",
    commands.UndoSeatsImport: "seats",
    commands.UndoWorkersImport: "workers",
}
ENTRIES = {
    "people_unit": "单位", "people_seat": "席位", "people_employment": "聘用", "people_certificate": "证书",
    "people_assessment": "评定",
}  # fmt: skip
DAYS = ("last", "registered_until", "pass_until")


class Written:
    """What an import wrote, as its inverse: table → ids that are new, and entries as they were before."""

    def __init__(self) -> None:
        self._added: dict[str, list[str]] = defaultdict(list)
        self._changed: dict[str, list[tuple[str, int, dict[str, Any]]]] = defaultdict(list)

    def added(self, table: str, id: UUID) -> None:
        self._added[table].append(str(id))

    def changed(self, table: str, id: UUID, version: int, before: Mapping[str, Any]) -> None:
        """`version` is the one that the import leaves behind."""
        words = {
            n: v.isoformat() if isinstance(v, date) else str(v) if isinstance(v, UUID) else v for n, v in before.items()
        }
        self._changed[table].append((str(id), version, words))

    @property
    def ids(self) -> list[str]:
        return [id for ids in self._added.values() for id in ids] + [
            id for entries in self._changed.values() for id, _, _ in entries
        ]

    @property
    def inverse(self) -> dict[str, Any]:
        return {"added": dict(self._added), "changed": dict(self._changed)}


def load(command: Any, act: Act) -> Target:
    """The import a command names, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    if kept.sort != SORTS[type(command)]:
        raise Refusal("other_sort", "这次导入不是这一类名单，请从导入的页面上撤销。")
    return Target(scope=kept.area, row=kept)


def whole(kept: Kept, act: Act, event: type[Any]) -> Outcome:
    """Take everything back. Raises Refusal when an entry was written since, or something was built upon it."""
    imports.check_undo(kept)
    sql.setting("liren.scopes", kept.area)
    removed, restored = kept.inverse["added"], kept.inverse["changed"]
    for table in {*removed, *restored}:
        expected = {UUID(id): 1 for id in removed.get(table, [])}
        expected |= {UUID(id): version for id, version, _ in restored.get(table, [])}
        _untouched(table, expected)
    for table, entries in restored.items():
        for id, _, before in entries:
            write(table, UUID(id), {n: date.fromisoformat(v) if n in DAYS and v else v for n, v in before.items()})
    for table in sorted(removed, key=list(ENTRIES).index, reverse=True):
        sql.run(f"delete from {table} where id = any(%s)", ([UUID(id) for id in removed[table]],))
    imports.mark_undone(kept, act)
    area = AreaCode(kept.area)
    counts = {
        "removed": sum(len(ids) for ids in removed.values()),
        "restored": sum(len(entries) for entries in restored.values()),
    }
    told: Event = event(record=kept.id, area=area, **counts)
    return Outcome(events=(Told(told, kept.id, area),), answer=counts, scopes=(area,))


def write(table: str, id: UUID, changed: Mapping[str, Any]) -> None:
    """Put fields of one entry right; `last`, a last day, closes its period."""
    plain = {name: value for name, value in changed.items() if name != "last"}
    if "last" in changed:
        sql.run(f"update {table} set during = daterange(lower(during), %s) where id = %s", (until(changed["last"]), id))
    sets = "".join(f', "{name}" = %s' for name in plain)
    if sql.run(f"update {table} set version = version + 1{sets} where id = %s", (*plain.values(), id)) != 1:
        raise Missing


def _untouched(table: str, expected: dict[UUID, int]) -> None:
    found = {
        row["id"]: row["version"]
        for row in sql.rows(
            f"select id, version from {table} where id = any(%s) order by id for update", (list(expected),)
        )
    }
    later = sum(found.get(id) != version for id, version in expected.items())
    if later:
        raise Refusal("built_upon", f"不能撤销：其中 {later} 项{ENTRIES[table]}后来又改过。")
