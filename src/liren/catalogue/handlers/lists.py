"""An area's own list from a file: published as the next version of its entry, and taken back by publishing what was."""

from uuid import UUID

from liren.catalogue import commands, families, keys, shelf
from liren.catalogue.handlers.adding import add
from liren.catalogue.toml import digest
from liren.kernel import AreaCode, Refusal
from liren.kernel.ids import new_id
from liren.trust import imports
from liren.trust.imports import Kept
from liren.trust.registry import Act, Outcome, Target


def over_area(command: commands.ImportEntry, act: Act) -> Target:
    return Target(scope=command.area, kind=command.code)


def take_over(command: commands.ImportEntry, target: Target, act: Act) -> Outcome:
    """The next version for the area. Raises Refusal naming what is wrong, or that it says what holds already."""
    if command.family not in families.FAMILIES:
        raise Refusal("family", f"没有“{command.family}”这类配置。", field="family")
    base = shelf.entry(command.family, command.code, area=command.area, at=act.now, epoch=_epoch(act))
    plain = shelf.spec_of(base.id)
    found = keys.wrong(command.family, plain, command.spec)
    if found:
        raise Refusal("entry_bad", f"{found[0].sentence}{found[0].remedy}", field=found[0].key)
    if digest(plain) == digest(command.spec):
        raise Refusal("no_change", "文件里写的和现行的一样，不用导入。")
    told, number = add(
        command.entry, command.family, command.code, command.area, command.spec, act.now, act.now,
        basis=(str(command.spec.get("legal_basis", "")), str(command.spec.get("verified_by", ""))),
    )  # fmt: skip
    imports.keep(
        command.source, act, sort=command.family, area=command.area, counts=command.counts,
        touched=[f"{command.family}:{command.code}:{command.area}"],
        inverse={"before": str(base.id), "entry": str(command.entry), "counts": dict(command.counts)},
    )  # fmt: skip
    return Outcome(
        events=(told,),
        answer={"entry": str(command.entry), "version": number, **command.counts},
        scopes=(command.area,),
    )


def load_import(command: commands.UndoEntryImport, act: Act) -> Target:
    """The import a command names, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    if kept.sort not in families.FAMILIES:
        raise Refusal("other_sort", "这次导入不是清单，请从导入的页面上撤销。")
    return Target(scope=kept.area, row=kept)


def undo(command: commands.UndoEntryImport, target: Target, act: Act) -> Outcome:
    """Nothing is deleted: cases may have been sent under the list. What held before holds again from now on."""
    kept: Kept = target.row
    imports.check_undo(kept)
    taken = shelf.by_id(UUID(kept.inverse["entry"]), epoch=_epoch(act))
    now_is = shelf.entry(taken.family, taken.code, area=kept.area, at=act.now, epoch=_epoch(act))
    if now_is.id != taken.id:
        raise Refusal("built_upon", f"不能撤销：后来又发布过第 {now_is.version} 版，导入的已经不是现行的。")
    spec = shelf.spec_of(UUID(kept.inverse["before"]))
    told, _ = add(
        new_id(), taken.family, taken.code, AreaCode(kept.area), spec, act.now, act.now,
        basis=(str(spec.get("legal_basis", "")), str(spec.get("verified_by", ""))),
    )  # fmt: skip
    imports.mark_undone(kept, act)
    counts = kept.inverse["counts"]
    answer = {"removed": counts.get("added", 0), "restored": counts.get("changed", 0) + counts.get("removed", 0)}

    return Outcome(events=(told,), answer=answer, scopes=(kept.area,))


def _epoch(act: Act) -> int:
    return act.epochs.get("catalogue", 0)
