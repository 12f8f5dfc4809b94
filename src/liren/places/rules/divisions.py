"""The national division tree: code,name,level,parent (国家统计局 统计用区划代码, five levels) checked row by row."""

from collections.abc import Iterable

from liren.kernel import progress
from liren.kernel.area import LEVEL_LABELS, AreaCode, Level
from liren.kernel.rows import RowError
from liren.places.commands import DivisionRow
from liren.places.rules.fields import Bad, area_code, words
from liren.places.rules.tables import Columns, Row, read_table

COLUMNS = Columns(
    required=("code", "name", "parent"),
    headings={
        "code": ("区划代码", "代码"),
        "name": ("名称",),
        "level": ("层级", "级别"),
        "parent": ("上级代码", "上级"),
    },
)
LEVELS = {1: Level.PROVINCE, 2: Level.CITY, 3: Level.COUNTY, 4: Level.TOWN, 5: Level.COMMUNITY}


def read_divisions(content: bytes, name: str) -> tuple[list[DivisionRow], list[RowError]]:
    """The rows of a division file and everything wrong inside it, without looking at what is imported already."""
    table = read_table(content, name, COLUMNS)
    rows = [row for row in table if isinstance(row, Row)]
    errors = [error for error in table if isinstance(error, RowError)]
    seen: dict[AreaCode, int] = {}
    found: list[DivisionRow] = []
    for row in progress.through("read", rows):
        division = _division(row, seen)
        if division:
            found.append(division)
        errors.extend(row.errors)
    return found, errors


def _division(row: Row, seen: dict[AreaCode, int]) -> DivisionRow | None:
    code = row.take("code", area_code)
    name = row.take("name", words(60))
    level = row.take("level", _level)
    if code is None:
        return None
    if code.level > Level.COMMUNITY:
        row.blame("code", f"“{code}”是网格或微网格的代码。", "网格请用“导入网格”，这里只收到村（社区）为止。")
    elif level and level is not code.level:
        row.blame(
            "level",
            f"{len(code)} 位代码是{LEVEL_LABELS[code.level]}，层级却写成了{LEVEL_LABELS[level]}。",
            "请改成一致。",
        )
    if code in seen:
        row.blame("code", f"代码 {code} 与第 {seen[code]} 行重复。", "请删去一行，或改正代码。")
    seen.setdefault(code, row.number)
    parent = str(row.cells.get("parent") or "").strip()
    if parent != (code.parent or ""):
        should = code.parent or "空"
        row.blame(
            "parent", f"上级写的是“{parent or '空'}”，按代码应当是“{should}”。", "请改正上级代码，或检查本行代码。"
        )
    return DivisionRow(row=row.number, code=code, name=name) if name and not row.errors else None


def _level(cell: object) -> Level | None:
    text = "" if cell is None else str(cell).strip()
    if not text:
        return None
    if text not in map(str, LEVELS):
        raise Bad(f"“{text}”不是层级。", "请填 1（省）到 5（村、社区），或留空。")
    return LEVELS[int(text)]


def check_divisions(rows: Iterable[DivisionRow], known: Iterable[str], closed: Iterable[str]) -> list[RowError]:
    """What stands against the tree as it is: `known` codes exist today, `closed` ones were given up for good."""
    given = list(rows)
    there = {row.code for row in given} | set(known)
    gone = set(closed)
    errors = []
    for row in given:
        if row.code.parent and row.code.parent not in there:
            sentence = f"上级 {row.code.parent} 不在这个文件里，也还没有导入。"
            errors.append(RowError(row.row, "parent", sentence, "请在文件里补上它的一行，或先导入上级。"))
        if row.code in gone:
            errors.append(RowError(row.row, "code", f"代码 {row.code} 已经停用。", "停用的代码不再使用，请换新代码。"))
    return errors
