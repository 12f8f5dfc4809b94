"""Problem: what a checker says about a catalogue entry."""

from dataclasses import dataclass


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
