"""Areas in words: the full name for facts, the short one for a column of a dense list."""

from liren.kernel.area import AreaCode, Level
from liren.places import queries as places


def long(code: str) -> str:
    """界中社区第三网格一号微网格; an area above the communities by its own name; "" for ""."""
    if not code:
        return ""
    area = AreaCode(code)
    if area.level < Level.COMMUNITY:
        return places.name_of(area)
    return "".join(places.name_of(a) for a in reversed(area.ancestors()) if a.level >= Level.COMMUNITY)


def short(code: str) -> str:
    """界中三网格: the community without its suffix and the grid without 第, at most a column wide."""
    if not code:
        return ""
    area = AreaCode(code)
    community, grid = area.up_to(Level.COMMUNITY), area.up_to(Level.GRID)
    if community is None or grid is None:
        return places.name_of(area)
    name = places.name_of(community)
    return name.removesuffix("社区").removesuffix("村") + places.name_of(grid).removeprefix("第")
