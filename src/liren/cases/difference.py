"""What a file would do to a duty list as it is: the dry run of an import. Nothing is written."""

from collections.abc import Iterator, Mapping

from liren.cases import receivers
from liren.cases.duties import TIERS, DutyList, Item
from liren.kernel.rows import Change, Difference

LABELS = {
    "title": "事项",
    "tier": "清单",
    "lead": "主办单位",
    "helper": "镇里配合",
    "kinds": "案件类别",
    "legal_basis": "依据",
}


def difference(held: DutyList, items: list[tuple[int, Item]], kinds: Mapping[str, str]) -> Difference:
    """Items by their codes: new, changed (old → new a field), gone, and how many are the same. `kinds`: code → label."""
    known = {} if held.sample else held.by_code
    fresh = [(row, item) for row, item in items if item.code not in known]
    both = [(row, known[item.code], item) for row, item in items if item.code in known]
    gone = set(known) - {item.code for _, item in items}
    return Difference(
        added=tuple(Change(row=row, key=item.code, name=item.title) for row, item in fresh),
        changed=tuple(
            Change(row=row, key=item.code, name=item.title, fields=tuple(_fields(old, item, kinds)))
            for row, old, item in both
            if old != item
        ),
        removed=tuple(Change(row=0, key=code, name=known[code].title) for code in sorted(gone)),
        same=sum(old == item for _, old, item in both),
    )


def _fields(old: Item, new: Item, kinds: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name, label in LABELS.items():
        if getattr(old, name) != getattr(new, name):
            yield label, _words(name, old, kinds), _words(name, new, kinds)


def _words(name: str, item: Item, kinds: Mapping[str, str]) -> str:
    content = getattr(item, name)
    if name == "tier":
        return TIERS[content]
    if name == "kinds":
        return "、".join(kinds.get(k, k) for k in content) or "空"
    return (receivers.said(content) if name in ("lead", "helper") else content) or "空"
