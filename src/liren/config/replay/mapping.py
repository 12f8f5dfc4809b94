"""The map (maps/*.toml): how one kind of request log becomes cases of a county that exists only for replay."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from liren.config.supervisor.trouble import Trouble
from liren.kernel import AreaCode, Code
from liren.kernel.area import Level

PROVINCE = "99"
"""No national code begins with it: what stands below can only have come from a replay (mechanisms.md §7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns hold what. `town` groups the neighbourhoods; `words` become the case's text."""

    id: str
    opened: str
    due: str
    closed: str
    lon: str
    lat: str
    neighbourhood: str
    town: str
    type: str
    unit: str
    words: str = ""

    def names(self) -> list[str]:
        """The columns that a log must have."""
        return [name for name in (getattr(self, slot) for slot in self.__slots__) if name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """One map. `types` gives a log's type its case kind; a type that is not listed becomes `fallback` and is reported."""

    label: str
    code: Code
    county: AreaCode
    time_zone: ZoneInfo
    columns: Columns
    fallback: Code
    types: dict[str, str]
    time_format: str = "%Y-%m-%d %H:%M:%S"
    source: str = ""


def read(path: Path) -> Map:
    """Read and check a map. Raises Trouble with the key and the remedy."""
    try:
        made = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Map, strict=True, dec_hook=_word)
    except FileNotFoundError:
        raise Trouble(f"没有找到映射文件 {path}。随附的映射在 src/liren/config/replay/maps 里。") from None
    except ZoneInfoNotFoundError:
        raise Trouble(f"{path.name} 的 time_zone 不是时区名称。请写成例如 America/New_York。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError, ValueError) as error:
        raise Trouble(f"{path.name} 读不懂：{error}。请对照随附的映射文件改正。") from error
    if made.county.level is not Level.COUNTY or not made.county.startswith(PROVINCE):
        raise Trouble(f"{path.name} 的 county 应是 {PROVINCE} 开头的 6 位代码，回放的记录不能进入真实的县。请改正。")
    return made


def _word(kind: type, content: object) -> object:
    if kind in (AreaCode, Code, ZoneInfo) and isinstance(content, str):
        return kind(content)
    raise NotImplementedError(kind)
