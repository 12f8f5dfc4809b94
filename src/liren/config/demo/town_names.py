"""Invented names: streets, estates, hamlets and people. A match with anything real is chance."""

from collections.abc import Iterator
from itertools import product

import numpy as np

DIGITS = "零一二三四五六七八九"


def _pairs(text: str) -> list[str]:
    """The text in words of two characters."""
    return [text[at : at + 2] for at in range(0, len(text), 2)]


_ESTATE_HEADS = _pairs("云溪松涧听枫桂影荷塘竹里梅坞兰汀映川临圩望淮清禾稻香晴岚银杏青柳澄湖朝霞月湾锦禾")
_ESTATE_TAILS = ["里", "苑", "庭", "家园", "新村", "花园", "公寓", "雅居"]
_STREET_HEADS = _pairs("和睦礼让桑榆织云水杉耕读灯彩甘泉仁里同心邻里望月春耕秋实槐荫芦花石桥渡口油坊砖窑")
_STREET_TAILS = ["路", "街", "巷"]
_HAMLET_HEADS = _pairs("东圩西圩前庄后庄桥头河湾柳塘高墩长埂荷沟三里五圩南浜北浜杨树枣园瓦屋渔塘")
_HAMLET_TAILS = ["埭", "圩", "庄", "里", "头"]
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
_GIVEN = "安宁和平春秋明远志学文礼仁义诚信兰菊梅竹荷松柏云霞雨雪晴朗青清秀丽佳慧敏静怡欣悦华国建军民立新永福祥瑞"


def numeral(number: int) -> str:
    """1–99 in Chinese: 一, 十二, 三十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def estates(rng: np.random.Generator) -> Iterator[str]:
    """Names of housing estates, none twice."""
    return _shuffled(rng, _ESTATE_HEADS, _ESTATE_TAILS, repeat="区")


def streets(rng: np.random.Generator) -> Iterator[str]:
    """Names of streets, none twice."""
    return _shuffled(rng, _STREET_HEADS, _STREET_TAILS, repeat="支")


def communities(rng: np.random.Generator) -> Iterator[str]:
    """Names of communities, none twice."""
    return _shuffled(rng, [*_ESTATE_HEADS, *_STREET_HEADS], ["社区"], repeat="片")


def hamlets(rng: np.random.Generator) -> Iterator[str]:
    """Names of hamlets, none twice."""
    return _shuffled(rng, _HAMLET_HEADS, _HAMLET_TAILS, repeat="队")


def _shuffled(rng: np.random.Generator, heads: list[str], tails: list[str], *, repeat: str) -> Iterator[str]:
    """All heads with all tails in random order; when they run out, again with a running number."""
    names = [head + tail for head, tail in product(heads, tails)]
    rng.shuffle(names)
    yield from names
    number = 2
    while True:
        yield from (f"{name}{numeral(number)}{repeat}" for name in names)
        number += 1


def person(rng: np.random.Generator) -> str:
    """A surname with one or two characters behind it."""
    given = "".join(rng.choice(list(_GIVEN), size=2 if rng.random() < 0.7 else 1))
    return f"{rng.choice(list(_SURNAMES))}{given}"


def phone(number: int) -> str:
    """A number that no telephone has: after an area code Chinese numbers never begin with 0."""
    return f"0511-0000{number:04d}"
