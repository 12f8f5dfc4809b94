"""Problem: what a checker says about a catalogue entry. Key: one of its keys that an area may set."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What an editable key is called; `choices` (value → label) closes it, `long` asks for it in several lines."""

    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with an entry: where, why, and what to do about it."""

    key: str
    sentence: str
    remedy: str
    file: str = ""

    def __str__(self) -> str:
        place = f"{self.file}：" if self.file else ""
        return f"{place}{self.key}：{self.sentence}{self.remedy}"
