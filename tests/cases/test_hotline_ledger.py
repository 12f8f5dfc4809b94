"""A thousand work orders of a hotline come in by file, are worked, and go back: both accounts are equal, number by number."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from liren.cases import commands as c
from liren.cases import hotlines
from liren.cases.commands import hotline as h
from liren.cases.queries import differences, packs
from liren.cases.queries import hotline as q
from liren.cases.rules.hotline import compare, read_ledger
from liren.kernel import AreaCode, Code, Refusal
from liren.kernel.ids import new_id
from liren.kernel.rows import BadRows, FileSource
from liren.trust import sql
from liren.web.office.sorts import Upload
from liren.web.office.work_orders import table, work_orders
from tests.fakes.hotline import Hotline
from tests.scene import TOWN, Scene

SYSTEM = Code("12345")
THOUSAND = 1000
MIX = {
    "refused": 80,
    "returned": 40,
    "on_spot": 120,
    "dispatched": 150,
    "in_progress": 80,
    "closed": 130,
    "reopened": 20,
}


@pytest.fixture(scope="module")
def scene(town: Scene) -> Scene:
    return town


@pytest.fixture(scope="module")
def their(scene: Scene) -> Hotline:
    made = Hotline(12345, scene.now)
    houses = sql.values("select address from places_building where area is not null order by code limit 60")
    made.take_calls(THOUSAND, houses, ["界中社区", "界东社区", "中心社区", ""])
    return made


def read(scene: Scene, content: bytes, name: str = "工单.csv") -> h.ReceiveOrders:
    up = Upload(content=content, name=name, datum="", area=TOWN, key=new_id(), now=scene.now)
    order: h.ReceiveOrders = work_orders(up)
    return order


def bring(scene: Scene, content: bytes) -> dict[str, int]:
    order = read(scene, content)
    key = new_id()
    source = FileSource(id=key, name="工单.csv", digest=b"\0" * 32)
    whole = h.ReceiveOrders(area=order.area, system=order.system, orders=order.orders, source=source)
    answer = scene.order(whole, scene.actor("desk"), key=key)
    return {name: answer[name] for name in ("added", "changed", "same")}


def send(scene: Scene, their: Hotline) -> tuple[int, list[tuple[str, bool, str]]]:
    """Make a pack, hand it over, bring the receipts back; how many rows, and the receipts."""
    pack = scene.order(h.MakePack(pack=new_id(), area=TOWN, system=SYSTEM), scene.actor("desk"))
    id = UUID(pack["pack"])
    card, _content, kept = packs.pack(scene.actor("desk"), id)
    assert kept == packs.pack(scene.actor("desk"), id)[2], "a pack is given out again byte for byte"
    receipts = their.read_pack(kept, card.digest)
    told = tuple(h.Receipt(number=n, taken=taken, words=words) for n, taken, words in receipts)
    order = h.AcknowledgePack(pack=id, receipts=told)
    scene.order(order, scene.actor("desk"))
    scene.order(order, scene.actor("desk"))
    return card.rows, receipts


def equal(scene: Scene, their: Hotline) -> None:
    """The account on both sides: in all, per state, per day and state, and number by number."""
    viewer = scene.actor("desk")
    agreed = hotlines.STANDINGS
    ours = q.account(viewer, SYSTEM, scene.now)
    assert ours["all"] == len(their.orders) == THOUSAND
    assert sum(ours[code] for code in agreed) == ours["all"]
    assert Counter({word: ours[code] for code, word in agreed.items()}) == their.account()
    by_day = {
        day: Counter({agreed[code]: row[code] for code in agreed}) for day, row in q.days(viewer, SYSTEM, scene.now)
    }
    assert by_day == their.by_day()
    assert gaps(scene, their.ledger()) == []


def gaps(scene: Scene, content: bytes) -> list[tuple[str, str]]:
    agreed = q.agreement(scene.actor("desk"), SYSTEM, TOWN, scene.now)
    lines, errors = read_ledger(table(content, "台账.csv", agreed, ("number", "standing")), agreed)
    assert errors == []
    found = compare(q.ledger(scene.actor("desk"), SYSTEM), lines, agreed.tolerance_minutes)
    return [(gap.sort, gap.number) for gap in found]


def cases(numbers: list[str], scene: Scene) -> list[UUID]:
    found = q.cases_of(scene.actor("desk"), SYSTEM, numbers)
    return [found[number] for number in numbers]


def test_broken_rows_keep_a_file_out_and_each_is_named(scene: Scene, their: Hotline):
    rows = [dict(order.row) for order in their.orders.values()]
    breaks = {
        10: {"受理时间": "昨天"}, 111: {"工单编号": "编号缺"}, 212: {"联系电话": "138-不详"}, 313: {"办理期限": "尽快办"},
        414: {"诉求内容": "", "工单标题": ""}, 515: {"受理时间": "2099-01-01 08:00"}, 616: {"办理期限": "2020-01-01"},
    }  # fmt: skip
    for at, wrong in breaks.items():
        rows[at] |= wrong
    rows.append(rows[20] | {"诉求内容": "同一个号，另一件事"})
    with pytest.raises(BadRows) as refused:
        read(scene, their.export(rows))
    assert sorted(e.row for e in refused.value.errors) == [*(at + 2 for at in breaks), THOUSAND + 2]
    assert all(e.sentence and e.remedy for e in refused.value.errors)
    assert sql.value("select count(*) from cases_reference") == 0


def test_a_thousand_orders_come_in_once_however_often_the_file_comes(scene: Scene, their: Hotline):
    rows = [dict(order.row) for order in their.orders.values()]
    mended = rows + rows[5:20]
    assert bring(scene, their.export(mended)) == {"added": THOUSAND, "changed": 0, "same": 0}
    assert bring(scene, their.export(rows)) == {"added": 0, "changed": 0, "same": THOUSAND}
    others = [row | {"诉求内容": "第二次说得不一样"} for row in rows[:5]]
    assert bring(scene, their.export(others)) == {"added": 0, "changed": 5, "same": 0}
    assert bring(scene, their.export(others)) == {"added": 0, "changed": 0, "same": 5}
    assert sql.value("select count(*) from cases_note where text like '%%第二次说得不一样%%'") == 0
    assert len(differences.differing(scene.actor("desk"), "12345")) == 5
    assert sql.value("select count(*) from cases_case where channel = '12345'") == THOUSAND


def test_secret_callers_are_sealed_and_the_earlier_limit_presses(scene: Scene, their: Hotline):
    secret = [n for n, order in their.orders.items() if order.row["是否保密"] == "是"]
    found = cases(secret, scene)
    assert secret
    assert sql.value("select bool_and(secrecy = 1) from cases_case where id = any(%s)", (found,))
    clocks = sql.rows("""select k.due_at, k.cap_at, r.limit_at from cases_clock k join cases_reference r on r.case_id = k.case_id
                         where k.kind = 'solve'""")
    assert len(clocks) == THOUSAND
    assert all(k["cap_at"] == k["limit_at"] for k in clocks)
    assert all(k["due_at"] <= k["cap_at"] for k in clocks if k["cap_at"])
    assert any(k["due_at"] == k["cap_at"] for k in clocks)
    assert any(k["cap_at"] and k["due_at"] < k["cap_at"] for k in clocks)


def test_worked_and_sent_back_both_accounts_are_equal(scene: Scene, their: Hotline):
    assert send(scene, their)[0] == THOUSAND
    equal(scene, their)
    scene.now += timedelta(hours=2)
    numbers = list(their.orders)
    their.refusing = _work(scene, numbers)
    rows, receipts = send(scene, their)
    again = [number for number, taken, _why in receipts if not taken]
    assert rows == sum(MIX.values())
    assert sorted(again) == sorted(their.refusing | set(again))
    assert len(again) == 7
    assert {number for _sort, number in gaps(scene, their.ledger())} == set(again)
    mend = q.orders(scene.actor("desk"), SYSTEM, "to_mend", scene.now)
    assert [line.number for line in mend] == sorted(again)
    for case in cases(again, scene):
        scene.order(h.ResendOrder(case=case), scene.actor("desk"))
    assert send(scene, their)[0] == len(again)
    equal(scene, their)


def test_a_second_import_and_a_second_pack_change_nothing(scene: Scene, their: Hotline):
    before = q.account(scene.actor("desk"), SYSTEM, scene.now)
    with pytest.raises(Refusal) as nothing:
        scene.order(h.MakePack(pack=new_id(), area=TOWN, system=SYSTEM), scene.actor("desk"))
    assert nothing.value.code == "nothing_new"
    assert bring(scene, their.export())["added"] == 0
    assert q.account(scene.actor("desk"), SYSTEM, scene.now) == before
    assert before["confirmed"] == THOUSAND
    equal(scene, their)


def test_a_ledger_with_holes_other_states_and_a_clock_that_is_off_is_told_exactly(scene: Scene, their: Hotline):
    numbers = list(their.orders)
    shifted = dict.fromkeys(numbers[100:112], 45) | dict.fromkeys(numbers[112:120], 9)
    lost = dict.fromkeys(numbers[200:203], True)
    other = dict.fromkeys(numbers[-4:], "已答复")
    found = gaps(scene, their.ledger(shifted=shifted, lost=lost, other=other))
    expected = (
        {("received", n) for n in numbers[100:112]} | {("ours", n) for n in lost} | {("standing", n) for n in other}
    )
    assert set(found) == expected
    assert len(found) == len(expected)


def _work(scene: Scene, numbers: list[str]) -> set[str]:
    """The mix, by the people of the town; the numbers whose answers the hotline will send back once."""
    sealed = set(sql.values("select id from cases_case where secrecy > 0"))
    left = sorted(cases(numbers, scene), key=lambda case: case in sealed)
    groups: dict[str, list[UUID]] = {}
    for name, count in MIX.items():
        groups[name], left = left[:count], left[count:]
    desk, handler, verifier = (scene.actor(name) for name in ("desk", "handler", "verifier"))
    placed = set(sql.values("select id from cases_case where area is not null"))
    for case in groups["refused"]:
        scene.do(
            desk,
            c.RefuseCase,
            case,
            exit=Code("repeated"),
            channel=Code("progress"),
            words="上次已经答复，没有新的情况",
        )
    for case in groups["returned"]:
        words = h.ReturnOrder(
            case=case, ground=Code("out_of_list"), item="sh-01", note=new_id(), words="清单写明由市里办"
        )
        scene.order(words, desk)
    keepers = {
        code: scene.actor(code) for code in sql.values("select distinct scope from cases_case where length(scope) = 17")
    }
    scopes = {
        r["id"]: r["scope"]
        for r in sql.rows("select id, scope from cases_case where id = any(%s)", (groups["on_spot"],))
    }
    for case in groups["on_spot"]:
        if scopes[case] in keepers:
            scene.do(keepers[scopes[case]], c.SolveOnSpot, case, words="当面说清楚了", photos=())
        else:
            scene.do(desk, c.FileCase, case)
    for name in ("dispatched", "in_progress", "closed", "reopened"):
        for case in groups[name]:
            if case not in placed:
                scene.do(desk, c.CorrectPlace, case, area=AreaCode("321181108006"), lon=None, lat=None)
            scene.do(desk, c.DispatchCase, case)
    for case in (*groups["in_progress"], *groups["closed"], *groups["reopened"]):
        scene.do(handler, c.TakeUpCase, case)
    for case in (*groups["closed"], *groups["reopened"]):
        scene.do(
            handler, c.ReportResult, case, result=Code("explained"), words="已经上门说明，来电人表示理解", photos=()
        )
        scene.do(verifier, c.VerifyCase, case)
    for n, case in enumerate((*groups["closed"][:60], *groups["reopened"])):
        solved = n < 60
        scene.do(desk, c.ConfirmCase, case, solved=solved, satisfied=1 if solved else 3)
    for case in groups["reopened"]:
        scene.do(desk, c.ReopenCase, case)
    known = {case: number for number, case in q.cases_of(desk, SYSTEM, numbers).items()}
    return {known[case] for case in groups["closed"][::20]}
