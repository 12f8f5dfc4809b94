"""Single cells: codes, words, counts and degrees, each refused with what is wrong and what to do."""

import math
from collections.abc import Callable

from liren.kernel.area import AreaCode, Level

SAFE_DIGITS = 15  # a spreadsheet or a JavaScript program keeps no more digits of a number than these


class Bad(Exception):
    """A cell that cannot be read; the row that holds it turns it into a RowError."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy


def area_code(cell: object) -> AreaCode:
    """An area code kept as text. Raises Bad for a number that has lost digits or a wrong length."""
    text = code_text(cell)
    try:
        return AreaCode(text)
    except ValueError:
        lengths = "、".join(str(int(level)) for level in Level)
        raise Bad(f"“{text}”不是区划代码。", f"代码只用数字，长度是 {lengths} 位之一。") from None


def code_text(cell: object) -> str:
    """A code as text: whole numbers up to fifteen digits pass, longer ones have already lost their end."""
    if isinstance(cell, bool) or cell is None or str(cell).strip() == "":
        raise Bad("没有填写。", "请补上代码。")
    if isinstance(cell, int | float):
        if cell != int(cell) or len(str(int(cell))) > SAFE_DIGITS:
            raise Bad("代码被当作数字保存，末几位可能已经丢失。", "请把这一列设为“文本”格式，重新填写后再导入。")
        return str(int(cell))
    text = str(cell).strip()
    if "e+" in text.lower():
        raise Bad(f"“{text}”是科学计数，代码的末几位已经丢失。", "请把这一列设为“文本”格式，重新填写后再导入。")
    return text


def words(limit: int) -> Callable[[object], str]:
    """A text of 1 to `limit` characters."""

    def parse(cell: object) -> str:
        text = optional_words(limit)(cell)
        if not text:
            raise Bad("没有填写。", "请补上。")
        return text

    return parse


def optional_words(limit: int) -> Callable[[object], str]:
    """A text of at most `limit` characters, "" when the cell is empty."""

    def parse(cell: object) -> str:
        text = "" if cell is None else str(cell).strip()
        if len(text) > limit:
            raise Bad(f"有 {len(text)} 个字，最多 {limit} 个字。", "请写短一些。")
        return text

    return parse


def count(unit: str, most: int) -> Callable[[object], int]:
    """A whole number from 0 to `most`; an empty cell is not a zero."""

    def parse(cell: object) -> int:
        if cell is None or str(cell).strip() == "":
            raise Bad("没有填写。", f"请填{unit}数；没有就填 0。")
        try:
            number = float(str(cell).strip())
        except ValueError:
            raise Bad(f"“{cell}”不是数字。", f"请填{unit}数，只写数字，不写单位。") from None
        if not math.isfinite(number) or number != int(number):
            raise Bad(f"“{cell}”不是整数。", f"请填整数的{unit}数。")
        if number < 0:
            raise Bad(f"“{cell}”小于 0。", f"请填实际的{unit}数；没有就填 0。")
        if number > most:
            raise Bad(f"“{cell}”太大，一栋楼不会超过 {most} {unit}。", "请核对后再填。")
        return int(number)

    return parse


def optional_count(unit: str, most: int) -> Callable[[object], int | None]:
    """Like `count`, but an empty cell stays unknown."""

    def parse(cell: object) -> int | None:
        return None if cell is None or str(cell).strip() == "" else count(unit, most)(cell)

    return parse


def degrees(limit: float) -> Callable[[object], float]:
    """A coordinate in decimal degrees between −limit and limit."""

    def parse(cell: object) -> float:
        if cell is None or str(cell).strip() == "":
            raise Bad("没有填写。", "请补上坐标，用十进制的度，例如 119.8012。")
        try:
            number = float(str(cell).strip())
        except ValueError:
            raise Bad(f"“{cell}”不是数字。", "坐标用十进制的度，例如 119.8012，不写“°”和方位。") from None
        if not math.isfinite(number) or abs(number) > limit:
            raise Bad(f"“{cell}”超出 {limit:g} 度。", "请核对经度、纬度两列有没有填反。")
        return number

    return parse
