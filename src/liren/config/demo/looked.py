"""A month of false alarms of the demonstration: what the person who looked saw, and how long they took to say so."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Looked:
    """One look: how long ago the detector fired, how long after it somebody said that it was false, why, in whose words."""

    ago: timedelta
    took: timedelta
    cause: str
    words: str


def _days(days: int, hours: int) -> timedelta:
    return timedelta(days=days, hours=hours)


def _minutes(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)


LOOKED = (
    Looked(_days(1, 3), _minutes(5), "cooking", "网格员上楼看过，一户炒菜没关厨房门，油烟飘到楼道。"),
    Looked(_days(3, 6), _minutes(4), "dust", "物业去看过，探头里进了飞虫，吹干净就不响了。"),
    Looked(_days(5, 2), _minutes(3), "works", "打电话问过，这一层在铺地板，切割的灰。"),
    Looked(_days(8, 7), _minutes(5), "cooking", "住户说在熏腊肉，楼道窗开着就散了。"),
    Looked(_days(11, 4), _minutes(18), "damp", "雨后屋面渗水，探头底座有水。夜里打不通电话，派人去看的。"),
    Looked(_days(14, 9), _minutes(2), "smoking", "值班室看了，有人在楼梯口抽烟，已经劝走。"),
    Looked(_days(17, 1), _minutes(4), "cooking", "网格员到门口问过，是做饭的油烟。"),
    Looked(_days(20, 5), _minutes(5), "dust", "积灰，上次清洗是两年前。"),
    Looked(_days(23, 8), _minutes(3), "ageing", "同一个探头第三次报，物业说该换了。"),
    Looked(_days(26, 3), _minutes(4), "cooking", "打电话给住户，锅烧干了，没有起火。"),
)
