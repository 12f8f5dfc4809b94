"""How places are called in a sentence: 界牌镇界中社区第三网格."""

from collections.abc import Mapping
from functools import lru_cache

from liren.kernel.area import AreaCode, Level

_TAILS = (("社区居民委员会", "社区"), ("社区居委会", "社区"), ("居民委员会", "社区"), ("居委会", "社区"),
          ("村村民委员会", "村"), ("村村委会", "村"), ("村民委员会", "村"), ("村委会", "村"))  # fmt: skip


@lru_cache(maxsize=8192)
def short_name(name: str) -> str:
    """The place without its committee: 界东社区居委会 is 界东社区, 大墙门村委会 is 大墙门村."""
    return next((name[: -len(tail)] + kept for tail, kept in _TAILS if name.endswith(tail)), name)


def path(code: str, names: Mapping[str, str]) -> str:
    """The names from the town down to `code`; above the town its own name only. Unknown codes stand for themselves."""
    area = AreaCode(code)
    if area.level <= Level.COUNTY:
        return names.get(area, area)
    steps = [above for above in reversed(area.ancestors()) if above.level >= Level.TOWN]
    return "".join(short_name(names.get(step, step)) for step in steps)


def long_name(code: str, names: Mapping[str, str]) -> str:
    """One word that says where it is, from the community down: 界中社区第三网格. Above that, its own short name."""
    area = AreaCode(code)
    steps = [above for above in reversed(area.ancestors()) if above.level >= Level.COMMUNITY] or [area]
    return "".join(short_name(names.get(step, step)) for step in steps)
