"""Which areas have no party unit of their tier: the gaps between the two trees. Pure."""

from collections.abc import Iterable

from liren.kernel import AreaCode
from liren.people.kinds import PARTY_TIERS


def gaps(areas: Iterable[AreaCode], held: Iterable[tuple[str, str]]) -> list[tuple[AreaCode, str]]:
    """Areas of the levels that have a tier, without a unit of that kind: (area, kind wanted). `held`: (kind, area)."""
    there = set(held)
    wanted = {level: kind for kind, level in PARTY_TIERS.items()}
    return [
        (area, wanted[area.level])
        for area in sorted(areas)
        if area.level in wanted and (wanted[area.level], str(area)) not in there
    ]
