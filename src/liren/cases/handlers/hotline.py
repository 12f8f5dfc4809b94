"""Work orders in: each becomes a case under the hotline's own number, a file at a time in a handful of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import msgspec

from liren.cases.commands import ReportCase, WithdrawCase
from liren.cases.commands.hotline import ReceiveOrders, UndoOrdersImport, WorkOrder
from liren.cases.events import CaseEvent
from liren.cases.events.hotline import LimitGiven, OrderDiffers, OrderReceived, OrdersImportUndone
from liren.cases.handlers import store
from liren.cases.handlers.report import new_case, numbered
from liren.cases.handlers.terms import terms_by_code, terms_by_id
from liren.cases.handlers.timers import set_bells
from liren.cases.hotlines import CODE, FAMILY, Hotline
from liren.cases.models import rows
from liren.cases.rules import fold, parties, reporting
from liren.cases.rules import hotline as rules
from liren.cases.rules.notes import note_of
from liren.cases.rules.scene import Place, Scene, Terms, Who
from liren.cases.rules.steps import Step, follow, step
from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Code, Missing, Refusal, progress
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, RowError
from liren.places import queries as places
from liren.places.queries import InWords
from liren.trust import imports, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

SORT = "hotline"
MOST = 5000
KEEP = """
insert into cases_reference (id, system, number, case_id, received_at, limit_at, limit_words, sort, mapped, earlier, taken_at, record,
                             sealed, digest, returned_item, sent_mark)
select id, system, number, case_id, received_at, limit_at, limit_words, sort, mapped, earlier, taken_at, record, sealed, digest, '', ''
from jsonb_populate_recordset(null::cases_reference, %s::jsonb)
"""
KNOWN = """
select r.number, r.case_id, r.digest, r.sealed, c.scope from cases_reference r join cases_case c on c.id = r.case_id
where r.system = %s and r.number = any(%s)
"""
DIFFERS = """
insert into cases_orderdifference (id, case_id, system, number, digest, sealed, found_at)
values (%s, %s, %s, %s, %s, %s, %s) on conflict (system, number, digest) do nothing
"""
UNTOUCHED = """
select r.number, c.number as own, c.id,
       c.state = 'reported' and c.filed_at is null and c.contacted_at is null and c.followers = 0 and c.urges = 0
         and r.sent_pack is null
         and (select count(*) from cases_note n where n.case_id = c.id) = 1 as untouched
from cases_reference r join cases_case c on c.id = r.case_id where r.record = %s order by c.id
"""


@dataclass(frozen=True, slots=True)
class Born:
    """An order that became a case: its steps, the terms it runs under, whether its class was agreed upon."""

    order: WorkOrder
    report: ReportCase
    place: Place
    terms: Terms
    steps: list[Step]
    mapped: bool


def over_area(command: Any, act: Act) -> Target:
    """The right is asked over the area whose orders they are."""
    return Target(scope=command.area)


def receive(command: ReceiveOrders, target: Target, act: Act) -> Outcome:
    """Cases for unknown numbers; known ones are left alone, and told of where they say something else."""
    orders, errors = _once(command)
    known = {row["number"]: row for row in sql.rows(KNOWN, (command.system, [o.number for o in orders]))}
    fresh = [order for order in orders if order.number not in known]
    born, wrong = _born(fresh, command, act)
    errors += wrong
    if errors and command.strict:
        raise BadRows(tuple(sorted(errors, key=lambda e: e.row)))
    progress.say("write", 0, len(born))
    numbers = store.insert([new_case(b.report, b.place, b.steps, act) for b in born]) if born else {}
    record = command.source.id if command.source else None
    sql.run(KEEP, (store.as_json([_reference(b, command.system, record, act) for b in born]),))
    for one in born:
        set_bells(None, one.steps[-1], one.terms, act)
    told = [event for one in born for event in _told(one, numbers[one.order.case_id][0], command.system)]
    differing = [found for o in orders if o.number in known and (found := _differs(o, known[o.number], command, act))]
    counts = {
        "added": len(born),
        "changed": len(differing),
        "same": len(orders) - len(born) - len(wrong) - len(differing),
    }
    imports.keep(
        command.source, act, sort=SORT, area=command.area, counts=counts, touched=[b.order.number for b in born],
        inverse={"cases": [str(b.order.case_id) for b in born]},
    )  # fmt: skip
    answer = counts | {"orders": _answers(command, born, numbers, known, {d[0] for d in differing}, errors)}
    return Outcome(
        events=(*told, *(event for _number, event in differing)), answer=answer,
        scopes=(command.area, *{b.place.scope for b in born}),
    )  # fmt: skip


def hotline_of(system: str, area: str, act: Act) -> Hotline:
    """The agreement with a hotline as published for an area. Raises Refusal where there is none."""
    try:
        found: Hotline = catalogue.entry(
            FAMILY, system, area=area, at=act.now, epoch=act.epochs.get("catalogue", 0)
        ).spec
    except Missing:
        raise Refusal("system", f"没有和“{system}”的对接设置，请先在“类别和规则”里发布。", field="system") from None
    return found


def _once(command: ReceiveOrders) -> tuple[list[WorkOrder], list[RowError]]:
    """Each number once, the first time it stands there. Raises Refusal for none, or too many."""
    if not command.orders:
        raise Refusal("no_rows", "没有一张工单，请检查表头下面是否有内容。")
    if len(command.orders) > MOST:
        raise Refusal("many_rows", f"一次最多 {MOST:,} 张工单，这里有 {len(command.orders):,} 张，请分成几份。")
    first: dict[str, WorkOrder] = {}
    for order in command.orders:
        first.setdefault(order.number, order)
    return list(first.values()), rules.twice(command.orders)


def _born(orders: Sequence[WorkOrder], command: ReceiveOrders, act: Act) -> tuple[list[Born], list[RowError]]:
    """The orders as cases before they are written, and those that can't be one, with the reason."""
    hotline = hotline_of(command.system, command.area, act)
    texts = [f"{order.community} {order.address}" for order in orders]
    named = places.in_words(act.actor, texts, command.area) if orders else []
    born, errors = [], []
    for order, words in progress.through("check", list(zip(orders, named, strict=True))):
        try:
            born.append(_case(order, words, hotline, command, act))
        except Refusal as no:
            errors.append(RowError(order.row, "", no.sentence, ""))
    return born, errors


def _case(order: WorkOrder, words: InWords, hotline: Hotline, command: ReceiveOrders, act: Act) -> Born:
    place = _place(words, order, command.area, act)
    code = hotline.kind_of.get(order.sort)
    try:
        terms = terms_by_code(code or hotline.default_kind, place.scope, act)
    except (Missing, Refusal):
        code, terms = None, terms_by_code(hotline.default_kind, place.scope, act)
    report = ReportCase(
        case_id=order.case_id, note=order.note, kind=terms.code, words=_words(order),
        severity=Code("urgent" if order.urgent else "normal"), area=place.area, building=words.building,
        place_words=order.address or order.community or places.name_of(command.area), phone=order.phone, name=order.name,
        sealed=order.secret, channel=Code(CODE), on_behalf=True,
    )  # fmt: skip
    reporting.check(report, replace(terms.kind, fields=()), Who(), act.now)
    event = reporting.reported(report, terms, place, reporter=None, serial=0, now=act.now)
    steps = [follow(None, (), event, terms, act.now)]
    if order.limit_at is not None:
        given = LimitGiven(case=order.case_id, state=steps[0].case.state, limit_at=order.limit_at)
        steps.append(follow(steps[0].case, steps[0].clocks, given, terms, act.now))
    return Born(order, report, place, terms, steps, code is not None)


def _words(order: WorkOrder) -> str:
    """Title and content as one account; a title that the content begins with is not said twice."""
    title, words = order.title.strip(), order.words.strip()
    return words if not title or words.startswith(title) else f"{title}\n{words}"


def _place(words: InWords, order: WorkOrder, area: AreaCode, act: Act) -> Place:
    """At the building or in the area that the address names, else nowhere in particular of the area that received it."""
    version = places.version_of(words.area, act.epochs) if words.area else None
    if words.area is None or version is None:
        return Place(scope=area, area=None, area_version=0, placed=Code("words"))
    point = (words.lon, words.lat) if words.lon is not None and words.lat is not None else None
    placed = Code("building" if words.building else "area")
    return Place(scope=words.area, area=words.area, area_version=version, placed=placed, point=point)


def _reference(one: Born, system: str, record: UUID | None, act: Act) -> dict[str, Any]:
    order = one.order
    told = msgspec.json.encode(rules.content(order))
    return {
        "id": new_id(), "system": system, "number": order.number, "case_id": order.case_id, "received_at": order.received_at,
        "limit_at": order.limit_at, "limit_words": order.limit_words, "sort": order.sort, "mapped": one.mapped,
        "earlier": order.earlier, "taken_at": act.now, "record": record,
        "sealed": store.hexed(sealed.seal_bytes(told)), "digest": store.hexed(sealed.blind(told.decode())),
    }  # fmt: skip


def _told(one: Born, serial: int, system: Code) -> Iterable[Told]:
    for taken in one.steps:
        event: CaseEvent = numbered(taken.event, serial)
        yield Told(event, one.order.case_id, taken.case.scope)
    received = OrderReceived(
        case=one.order.case_id, system=system, received_at=one.order.received_at, mapped=one.mapped,
        repeated=bool(one.order.earlier),
    )  # fmt: skip
    yield Told(received, one.order.case_id, one.place.scope)


def _differs(order: WorkOrder, held: dict[str, Any], command: ReceiveOrders, act: Act) -> tuple[str, Told] | None:
    """Keep, once, that a known number came with other content; None when it says the same, or is another area's."""
    told = rules.content(order)
    digest = sealed.blind(msgspec.json.encode(told).decode())
    if digest == bytes(held["digest"]) or not held["scope"].startswith(command.area):
        return None
    found = rules.differing(msgspec.json.decode(sealed.unseal_bytes(held["sealed"])), told)
    id = new_id()
    kept = sealed.seal_bytes(msgspec.json.encode(found))
    if not sql.run(DIFFERS, (id, held["case_id"], command.system, order.number, digest, kept, act.now)):
        return None
    return order.number, Told(OrderDiffers(case=held["case_id"], difference=id), held["case_id"], held["scope"])


def _answers(
    command: ReceiveOrders, born: list[Born], numbers: dict[UUID, tuple[int, str]], known: dict[str, dict[str, Any]],
    differing: set[str], errors: list[RowError],
) -> list[dict[str, str]]:  # fmt: skip
    """For an API: what became of each order. A file has its record, and 5,000 lines of answer would help nobody."""
    if command.source is not None:
        return []
    said = {
        b.order.number: {"what": "taken", "case": str(b.order.case_id), "own": numbers[b.order.case_id][1]}
        for b in born
    }
    for number, row in known.items():
        said[number] = {"what": "differs" if number in differing else "known"}
        if row["scope"].startswith(command.area):
            said[number]["case"] = str(row["case_id"])
    wrong = {e.row: f"{e.sentence}{e.remedy}" for e in errors}
    return [
        {"number": o.number} | ({"what": "refused", "sentence": wrong[o.row]} if o.row in wrong else said[o.number])
        for o in command.orders
    ]


# ---- an import taken back ----------------------------------------------------------------------------------------


def load_import(command: UndoOrdersImport, act: Act) -> Target:
    """The import, locked; the right is asked over the area it covered."""
    kept = imports.load(command.record)
    if kept.sort != SORT:
        raise Refusal("other_sort", "这次导入不是热线工单，请从导入的页面上撤销。")
    return Target(scope=kept.area, row=kept)


def undo(command: UndoOrdersImport, target: Target, act: Act) -> Outcome:
    """Withdraw every case of an import, if nobody has done anything with any of them, and set its numbers free."""
    imports.check_undo(target.row)
    found = sql.rows(UNTOUCHED, (command.record,))
    worked = [f"{row['number']}（{row['own']}）" for row in found if not row["untouched"]]
    if worked:
        more = f"等 {len(worked)} 张" if len(worked) > 3 else ""
        raise Refusal("built_upon", f"不能撤销：{'、'.join(worked[:3])}{more}已经有人在办。请逐件处理。")
    told = [_withdrawn(row["id"], act) for row in found]
    sql.run("delete from cases_orderdifference where case_id = any(%s)", ([row["id"] for row in found],))
    sql.run("delete from cases_reference where record = %s", (command.record,))
    imports.mark_undone(target.row, act)
    area = AreaCode(target.row.area)
    event = OrdersImportUndone(record=command.record, area=area, removed=len(found))
    return Outcome(
        events=(*told, Told(event, command.record, area)), answer={"removed": len(found), "restored": 0}, scopes=(area,)
    )


def _withdrawn(case: UUID, act: Act) -> Told:
    loaded = rows.load(case, lock=True)
    assert loaded is not None, "a reference has its case"
    before = loaded.state
    order = WithdrawCase(case=case, note=new_id(), reason="这张工单是误导入的，已整批撤销。")
    terms = terms_by_id(before.entry, before.scope, act)
    scene = Scene(case=before, who=Who(roles=frozenset({"house"})), terms=terms, now=act.now)
    taken = step(scene, loaded.clocks, order)
    note = note_of(order)
    store.move(
        case, fold.changes(taken.event) | {"version": taken.case.version},
        [k for k in taken.clocks if k not in loaded.clocks],
        [store.note_row(case, note, act.actor.account, act.now)] if note else [],
        parties.changes(before, taken.event, taken.case), act.now,
    )  # fmt: skip
    set_bells(before, taken, terms, act)
    return Told(taken.event, case, taken.case.scope)
