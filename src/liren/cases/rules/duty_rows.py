"""A town's duty list from the rows of a sheet: items, or every wrong cell with its remedy. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from liren.cases.duties import ITEM_CODE, TIERS, Item
from liren.kernel.rows import RowError

COLUMNS = ("编号", "事项", "清单", "主办单位", "镇里配合", "案件类别", "依据")
REQUIRED = ("编号", "事项", "清单")
_TIER = {label: tier for tier, label in TIERS.items()} | {"基本": "basic", "配合": "cooperative", "收回": "taken_back"}
_TIER |= {
    "基本履职事项": "basic",
    "配合履职事项": "cooperative",
    "上级部门收回": "taken_back",
    "上级收回事项": "taken_back",
}
MOST = 1000


def duty_items(
    table: Iterable[tuple[int, Mapping[str, str]]], kinds: Mapping[str, str]
) -> tuple[list[tuple[int, Item]], list[RowError]]:
    """The items with their rows, and what is wrong. `kinds` are labels of case kinds with their codes; 、 parts several."""
    items: list[tuple[int, Item]] = []
    errors: list[RowError] = []
    first: dict[str, int] = {}
    for row, cells in table:
        wrong = [RowError(row, column, sentence, remedy) for column, sentence, remedy in _wrong(cells, kinds)]
        code = cells.get("编号", "").strip().lower()
        if code in first:
            wrong.append(RowError(row, "编号", f"和第 {first[code]} 行的编号一样，", "请换一个编号，或者删去一行。"))
        first.setdefault(code, row)
        errors += wrong
        if not wrong:
            items.append((row, _item(code, cells, kinds)))
    if len(items) > MOST:
        errors.append(RowError(0, "", f"有 {len(items):,} 条，一张清单最多 {MOST:,} 条，", "请检查是不是选错了文件。"))
    return items, errors


def spec_of(items: Iterable[Item], base: Mapping[str, Any], *, label: str, file: str) -> dict[str, Any]:
    """The whole entry: the file's items under the area's own name, no sample any more."""
    plain = [
        {name: list(v) if isinstance(v, tuple) else v for name in Item.__dataclass_fields__ if (v := getattr(i, name))}
        for i in items
    ]
    return {
        **{k: v for k, v in base.items() if k != "sample"},
        "label": label, "items": plain, "legal_basis": f"本地公布的履职事项清单（文件“{file}”）", "verified_by": "导入的人核对",
    }  # fmt: skip


def _wrong(cells: Mapping[str, str], kinds: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    code, tier = cells.get("编号", "").strip().lower(), _TIER.get(cells.get("清单", "").strip())
    if not code:
        yield "编号", "没有编号，", "请补上，例如 jb-01。"
    elif not ITEM_CODE.fullmatch(code):
        yield "编号", f"编号“{code}”不能用，", "请只用字母、数字和 - _ .，最多 32 位，例如 jb-01。"
    if not cells.get("事项", "").strip():
        yield "事项", "没有写事项名称，", "请补上。"
    if tier is None:
        yield "清单", f"看不懂“{cells.get('清单', '')}”，", f"请写 {'、'.join(TIERS.values())} 中的一种。"
    elif tier != "basic" and not cells.get("主办单位", "").strip():
        yield "主办单位", f"{TIERS[tier]}事项没有写主办单位，", "请补上收回它或者主办的部门。"
    for label in _kinds(cells):
        if label not in kinds:
            yield "案件类别", f"没有“{label}”这个案件类别，", "请照“类别和规则”页上的名称写，几个之间用顿号。"


def _item(code: str, cells: Mapping[str, str], kinds: Mapping[str, str]) -> Item:
    named = {column: cells.get(column, "").strip() for column in COLUMNS}
    lead, helper = ((f"name:{named[c]}" if named[c] else "") for c in ("主办单位", "镇里配合"))
    return Item(
        code=code, title=named["事项"], tier=_TIER[named["清单"]], lead=lead, helper=helper,  # type: ignore[arg-type]
        kinds=tuple(kinds[label] for label in _kinds(cells)), legal_basis=named["依据"],
    )  # fmt: skip


def _kinds(cells: Mapping[str, str]) -> list[str]:
    text = cells.get("案件类别", "").replace(",", "、").replace("，", "、").replace("；", "、")
    return [label.strip() for label in text.split("、") if label.strip()]
