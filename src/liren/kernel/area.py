"""AreaCode: 统计用区划代码 grown to grids and micro-grids; a prefix is containment."""

from enum import IntEnum


class Level(IntEnum):
    """Levels of the area tree; the value is the length of the code in digits."""

    PROVINCE = 2
    CITY = 4
    COUNTY = 6
    TOWN = 9
    COMMUNITY = 12
    GRID = 15
    MICRO_GRID = 17


LEVEL_LABELS = {
    Level.PROVINCE: "省",
    Level.CITY: "市",
    Level.COUNTY: "县（市、区）",
    Level.TOWN: "镇（街道）",
    Level.COMMUNITY: "村（社区）",
    Level.GRID: "网格",
    Level.MICRO_GRID: "微网格",
}


class AreaCode(str):
    """2, 4, 6, 9 or 12 digits of the national code, then 3 for the grid and 2 for the micro-grid.

    Source: 国家统计局《统计用区划代码》 (12 digits); the two further levels are design.md §2.
    Raises ValueError for another length or a character that is not an ASCII digit.
    """

    __slots__ = ()

    def __new__(cls, value: str) -> "AreaCode":
        if len(value) not in Level._value2member_map_ or not (value.isascii() and value.isdigit()):
            raise ValueError(f"not an area code: {value!r}")
        return super().__new__(cls, value)

    @property
    def level(self) -> Level:
        return Level(len(self))

    @property
    def parent(self) -> "AreaCode | None":
        """The next shorter code, None for a province."""
        shorter = [n for n in Level if n < len(self)]
        return AreaCode(self[: shorter[-1]]) if shorter else None

    def covers(self, other: str) -> bool:
        """True when `other` is this area or lies inside it."""
        return other.startswith(str(self))

    def up_to(self, level: Level) -> "AreaCode | None":
        """The ancestor at `level` (or the code itself), None where the code is shorter."""
        return AreaCode(self[:level]) if len(self) >= level else None

    def ancestors(self) -> "list[AreaCode]":
        """This code and all above it, nearest first: the order in which catalogue entries resolve."""
        return [AreaCode(self[:n]) for n in sorted(Level, reverse=True) if n <= len(self)]
