"""What areas are called, from memory. Names are public: any viewer may ask."""

from collections.abc import Iterable

from liren.kernel import Actor, AreaCode
from liren.kernel.area import Level
from liren.places import atlas, rules


def name_path(code: str) -> str:
    """界牌镇界中社区第三网格, from memory; "" for ""."""
    return rules.path(code, atlas.at().names) if code else ""


def name_of(code: str) -> str:
    """The short name of one area, from memory: 界中社区. An unknown code stands for itself."""
    return rules.short_name(atlas.at().names.get(code, code))


def communities() -> list[tuple[AreaCode, str]]:
    """Every village and community of the map with its short name, by code: what a resident chooses from."""
    names = sorted(atlas.at().names.items())
    return [(AreaCode(code), rules.short_name(name)) for code, name in names if len(code) == Level.COMMUNITY]


def names(viewer: Actor, codes: Iterable[str]) -> dict[str, str]:
    """The long names of many areas, from memory: 界中社区第三网格. Names are public: any viewer may ask."""
    known = atlas.at().names
    return {code: rules.long_name(code, known) for code in codes if code}


def below(viewer: Actor, within: str, level: Level) -> list[tuple[AreaCode, str]]:
    """Every area of one level inside another with its short name, by code, from memory. Names are public."""
    known = atlas.at().names
    codes = sorted(code for code in known if len(code) == level and code.startswith(within))
    return [(AreaCode(code), rules.short_name(known[code])) for code in codes]


def areas_named(viewer: Actor, text: str, most: int = 6) -> list[tuple[AreaCode, str]]:
    """Areas whose name holds `text`, the widest first, with their long names, from memory. Names are public."""
    known = atlas.at().names
    found = sorted((len(code), code) for code, name in known.items() if text in name)[:most]
    return [(AreaCode(code), rules.long_name(code, known)) for _length, code in found]
