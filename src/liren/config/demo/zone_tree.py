"""The zone's party tree beside its area tree: a branch a community, a group a grid, a 党员中心户 a micro-grid, but for a few.

Where a grid has no group, its micro-grids have no 党员中心户 either. The gaps are meant: the page that compares both trees has something to show. A 党员中心户 links five to fifteen doors of
its own micro-grid; who lives behind them is nowhere.
"""

from collections import defaultdict
from collections.abc import Iterator

from liren.config.demo import zone
from liren.config.demo.cast import id_of
from liren.config.demo.zone import Zone
from liren.kernel import AreaCode
from liren.kernel.area import Level
from liren.people.commands import UnitRow

KINDS = {Level.COMMUNITY: "party_branch", Level.GRID: "party_group", Level.MICRO_GRID: "party_household"}
NAMED = {"party_branch": "党支部", "party_group": "党小组", "party_household": "党员中心户"}
LEFT_OUT = {"party_branch": 0, "party_group": 87, "party_household": 11}  # every so many-th is missing


def rows(made: Zone) -> Iterator[UnitRow]:
    """Parents before what is below them."""
    names = {a.code: a.name for a in made.town.areas} | {d.code: d.name for d in made.town.divisions}
    doors = _doors(made)
    number = 1
    without: set[str] = set()
    for level, kind in KINDS.items():
        codes = sorted(c for c in names if len(c) == level and c.startswith(zone.ZONE))
        for n, code in enumerate(codes, start=1):
            if (LEFT_OUT[kind] and n % LEFT_OUT[kind] == 0) or code[: Level.GRID] in without:
                without.add(code)
                continue
            number += 1
            yield UnitRow(
                row=number,
                unit=id_of(f"unit:{code}"),
                name=f"{names[code]}{NAMED[kind]}",
                kind=kind,
                area=AreaCode(code),
                doors=tuple(doors[code][: 5 + n % 11]) if kind == "party_household" else (),
            )


def _doors(made: Zone) -> dict[AreaCode, list[tuple[str, str]]]:
    """Doors of each micro-grid, floor by floor of its first buildings; none where there are fewer than five."""
    found: dict[AreaCode, list[tuple[str, str]]] = defaultdict(list)
    for building in made.town.buildings:
        doors = found[building.micro_grid]
        for n in range(building.households):
            if len(doors) < 15:
                doors.append((building.id, f"{n // 2 + 1}0{n % 2 + 1}"))
    return defaultdict(list, {code: doors for code, doors in found.items() if len(doors) >= 5})
