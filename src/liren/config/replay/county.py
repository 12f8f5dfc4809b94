"""The county that a replay fills: its areas, the units its log names, its case kinds with the workflow `as_logged`.

Everything goes through the gate under keys made of the content, so a second run finds it done.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from liren.catalogue import queries as catalogue
from liren.catalogue.commands import PublishEntry
from liren.catalogue.shipped import BEGINNING
from liren.config.replay.cells import Frozen, outlines
from liren.config.replay.mapping import PROVINCE, Map
from liren.config.replay.rows import LogRow
from liren.kernel import AreaCode, Command
from liren.kernel.actor import the_house
from liren.people.commands import RegisterUnit
from liren.places.commands import DivisionRow, ImportAreas, ImportDivisions
from liren.trust import codec, gate

REPLAY = "replay"
WORKFLOW = "as_logged"


def name_of(map: Map, what: str) -> UUID:
    """The id of a thing of this county: the same in every run."""
    return uuid5(NAMESPACE_URL, f"liren:replay:{map.code}:{map.county}:{what}")


def key_of(map: Map, command: Command) -> UUID:
    """A key made of the content: doing it again gives the first answer."""
    return name_of(map, f"key:{codec.payload_digest(command).hex()}")


def found(map: Map, frozen: Frozen, now: datetime) -> None:
    """Put the frozen map into the area tree, one command for the tree and one for each town's outlines."""
    tree = {PROVINCE: "回放", str(map.county)[:4]: "回放", str(map.county): map.label}
    tree |= frozen.towns | frozen.communities
    rows = tuple(DivisionRow(row=n, code=AreaCode(c), name=tree[c][:60]) for n, c in enumerate(sorted(tree), start=1))
    _do(map, ImportDivisions(area=map.county, rows=rows), now)
    for town in sorted(frozen.towns):
        areas = outlines(frozen, town)
        if areas:
            _do(map, ImportAreas(area=AreaCode(town), rows=areas, datum="wgs84"), now)


def units(map: Map, rows: Iterable[LogRow], now: datetime) -> dict[str, UUID]:
    """Register each unit the log sends requests to; their ids by the log's name."""
    made = {name: name_of(map, f"unit:{name}") for name in sorted({row.unit for row in rows} - {""})}
    for name, id in made.items():
        command = RegisterUnit(unit=id, parent=None, kind="department", name=name, area=map.county)
        _do(map, command, now)
    return made


def kinds(map: Map, now: datetime) -> dict[str, UUID]:
    """Publish the kinds the map names for this county, following `as_logged`; the entries' ids by kind."""
    entries: dict[str, UUID] = {}
    for code in sorted({*map.types.values(), map.fallback}):
        shipped = catalogue.entry("case_kind", code, at=now)
        spec = msgspec.to_builtins(shipped.spec) | {"workflow": WORKFLOW}
        mark = hashlib.sha256(msgspec.json.encode(spec, order="deterministic")).hexdigest()
        command = PublishEntry(
            entry=name_of(map, f"kind:{code}:{mark}"), family="case_kind", code=code, area=str(map.county), spec=spec,
            effective_from=BEGINNING, legal_basis=shipped.legal_basis, verified_by=shipped.verified_by,
        )  # fmt: skip
        entries[code] = UUID(_do(map, command, now)["entry"])
    return entries


def _do(map: Map, command: Command, now: datetime) -> dict[str, str]:
    return gate.execute(command, actor=the_house(REPLAY), now=now, key=key_of(map, command), mode="replay")
