"""12345 对接: a file of work orders comes in, answers go out in packs, receipts come back, the ledgers are compared."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liren.cases import commands as c
from liren.kernel import Code
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.web.office.work_orders import COLUMNS
from tests.web.staffroom import Room, key_of, text


@pytest.fixture(scope="module")
def room(cluster, db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("hotline"), db)


@pytest.fixture(scope="module")
def desk(room):
    return room.browser("desk")


def row(room, number: str, **more: str) -> dict[str, str]:
    at = room.scene.now.astimezone() - timedelta(hours=1)
    usual = {
        "工单编号": number, "受理时间": f"{at:%Y-%m-%d %H:%M:%S+00:00}" if False else at.isoformat(), "诉求分类": "公用设施/路灯照明",
        "工单标题": "路灯不亮", "诉求内容": f"{number} 门口的路灯三天不亮", "诉求人姓名": "王小明", "联系电话": "13800000147",
        "事发地址": "界中社区永胜路口", "所属村社区": "界中社区", "是否保密": "否", "紧急程度": "一般", "办理期限": "5 个工作日", "关联工单": "",
    }  # fmt: skip
    return usual | more


def sheet(rows: list[dict[str, str]], columns=COLUMNS) -> SimpleUploadedFile:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("工单.csv", out.getvalue().encode("utf-8-sig"))


def dry_run(desk, rows: list[dict[str, str]]):
    page = desk.get("/office/import/hotline/")
    return desk.post("/office/import/hotline/", {"key": key_of(page.content.decode()), "file": sheet(rows)})


def take_over(desk, answer):
    href = answer.content.decode().split('class="stack" method="post" action="')[1].split('"')[0]
    return desk.post(href, follow=True)


def test_a_file_of_work_orders_becomes_cases_under_the_hotlines_numbers(room, desk):
    rows = [row(room, "ZJ20261123001"), row(room, "ZJ20261123002", 是否保密="是", 诉求分类="没有约定的分类")]
    answer = dry_run(desk, rows)
    assert answer.status_code == 200, text(answer)
    done = take_over(desk, answer)
    assert "已收下" in text(done)
    found = sql.rows("""select r.number, c.kind, c.secrecy, c.channel, c.scope, r.mapped from cases_reference r
                        join cases_case c on c.id = r.case_id order by r.number""")
    assert [(f["kind"], f["secrecy"], f["channel"], f["mapped"]) for f in found] == [
        ("street_light_out", 0, "12345", True), ("other", 1, "12345", False),
    ]  # fmt: skip
    assert all(f["scope"].startswith("321181108") and len(f["scope"]) >= 12 for f in found)


def test_the_same_file_twice_makes_nothing_twice_and_a_change_is_reported_never_taken_over(room, desk):
    rows = [row(room, "ZJ20261123011")]
    take_over(desk, dry_run(desk, rows))
    again = dry_run(desk, rows)
    assert "没有变化" in text(again)
    changed = [rows[0] | {"诉求内容": "后来改口说是两盏灯", "联系电话": "13900000258"}]
    answer = dry_run(desk, changed)
    assert "后来改口说是两盏灯" in text(answer)
    assert "13900000258" not in text(answer)
    take_over(desk, answer)
    case = sql.value("select case_id from cases_reference where number = 'ZJ20261123011'")
    assert "两盏灯" not in sql.value("select text from cases_note where case_id = %s", (case,))
    page = desk.get("/office/hotline/")
    assert "来单前后不一样，案件没有改" in text(page)
    id = sql.value("select id from cases_orderdifference where number = 'ZJ20261123011'")
    done = desk.post(f"/office/hotline/difference/{id}/", {"key": str(new_id())}, follow=True)
    assert "看过了" in text(done)
    assert "来单前后不一样，案件没有改" not in text(done)


def test_broken_rows_are_named_with_column_and_remedy_and_nothing_of_the_file_is_taken(room, desk):
    before = sql.value("select count(*) from cases_reference")
    bad = [
        row(room, "ZJ20261123021", 受理时间="前天下午"), row(room, "??"), row(room, "ZJ20261123023", 联系电话="一三八"),
        row(room, "ZJ20261123024", 办理期限="尽快"), row(room, "ZJ20261123025", 诉求内容="", 工单标题=""),
        row(room, "ZJ20261123026", 受理时间="2031-01-01 08:00"), row(room, "ZJ20261123027"), row(room, "ZJ20261123027", 诉求内容="不一样了"),
    ]  # fmt: skip
    answer = dry_run(desk, bad)
    said = text(answer)
    assert answer.status_code == 422
    for words in (
        "看不出是什么时间",
        "不是工单号",
        "不是 7 到 13 位",
        "看不出是什么期限",
        "没有写是什么事",
        "还没有到",
        "内容却不一样",
    ):
        assert words in said, words
    assert sql.value("select count(*) from cases_reference") == before


def test_an_import_is_taken_back_while_nobody_has_worked_on_it(room, desk):
    answer = dry_run(desk, [row(room, "ZJ20261123031"), row(room, "ZJ20261123032")])
    done = take_over(desk, answer)
    record = sql.value("select record from cases_reference where number = 'ZJ20261123031'")
    case = sql.value("select case_id from cases_reference where number = 'ZJ20261123031'")
    room.scene.do("desk", c.FileCase, case)
    refused = desk.post(f"/office/import/done/{record}/undo/", {"key": str(new_id())})
    assert refused.status_code == 422
    assert "ZJ20261123031" in text(refused)
    dry = dry_run(desk, [row(room, "ZJ20261123033")])
    done = take_over(desk, dry)
    assert done.status_code == 200
    record = sql.value("select record from cases_reference where number = 'ZJ20261123033'")
    case = sql.value("select case_id from cases_reference where number = 'ZJ20261123033'")
    desk.post(f"/office/import/done/{record}/undo/", {"key": str(new_id())})
    assert sql.value("select count(*) from cases_reference where number = 'ZJ20261123033'") == 0
    assert room.scene.state(case).state == "withdrawn"


def test_a_pack_is_numbered_kept_and_given_out_again_and_receipts_come_back(room, desk):
    take_over(desk, dry_run(desk, [row(room, "ZJ20261123041"), row(room, "ZJ20261123042")]))
    page = desk.get("/office/hotline/")
    made = desk.post("/office/hotline/", {"key": key_of(page.content.decode().split('id="packs"')[1])}, follow=True)
    assert "第 1 包" in text(made)
    href = made.redirect_chain[-1][0]
    one, two = (desk.get(href + "?json").content for _ in range(2))
    assert one == two
    told = json.loads(one)
    assert told["no"] == 1
    assert "ZJ20261123041" in {r["number"] for r in told["rows"]}
    rows = [dict(zip(told["columns"], r, strict=True)) for r in told["table"]]
    assert {r["办理状态"] for r in rows if r["工单编号"] == "ZJ20261123041"} == {"待受理"}
    assert not any("王小明" in str(r) or "13800000147" in str(r) for r in rows)
    receipt = SimpleUploadedFile(
        "回执.csv", "工单编号,是否接收,原因\nZJ20261123041,是,\nZJ20261123042,否,没有写联系情况\n".encode()
    )
    key = key_of(desk.get(href).content.decode())
    done = desk.post(href, {"key": key, "file": receipt}, follow=True)
    assert "接收 1 条，没有接收 1 条" in text(done)
    mend = desk.get("/office/hotline/orders/?part=to_mend")
    assert "ZJ20261123042" in text(mend)
    assert "没有写联系情况" in text(mend)
    case = sql.value("select case_id from cases_reference where number = 'ZJ20261123042'")
    desk.post(f"/office/hotline/resend/{case}/", {"key": str(new_id())})
    key = key_of(desk.get("/office/hotline/").content.decode().split('id="packs"')[1])
    again = desk.post("/office/hotline/", {"key": key}, follow=True)
    assert "第 2 包" in text(again)
    assert "ZJ20261123042" in text(again)
    said = desk.post("/office/hotline/", {"key": str(new_id())})
    assert said.status_code == 422
    assert "没有变化" in text(said)


def test_every_number_of_the_account_opens_as_many_orders_as_it_says(room, desk):
    page = desk.get("/office/hotline/").content.decode()
    import re

    numbers = re.findall(r"orders/\?part=([a-z_]+)\">([\d,]+)</a>", page)
    assert len(numbers) >= 15
    for part, said in numbers:
        listed = desk.get(f"/office/hotline/orders/?part={part}&csv")
        lines = b"".join(listed.streaming_content).decode("utf-8-sig").strip().splitlines()
        assert len(lines) - 1 == int(said.replace(",", "")), part


def test_the_two_ledgers_are_compared_number_by_number(room, desk):
    at = sql.value("select received_at from cases_reference where number = 'ZJ20261123041'")
    theirs = [
        {
            "工单编号": "ZJ20261123041",
            "工单状态": "已答复",
            "受理时间": (at + timedelta(minutes=61)).isoformat(),
            "办结时间": "",
        },
        {"工单编号": "ZJ99999999999", "工单状态": "办理中", "受理时间": at.isoformat(), "办结时间": ""},
    ]
    file = sheet(theirs, ("工单编号", "工单状态", "受理时间", "办结时间"))
    answer = desk.post("/office/hotline/ledger/", {"key": str(new_id()), "file": file}, follow=True)
    said = text(answer)
    for words in ("热线有，我们没有", "ZJ99999999999", "状态不一样", "受理时间差得多", "61"):
        assert words in said, words
    file = b"".join(desk.get(answer.redirect_chain[-1][0] + "?csv").streaming_content).decode("utf-8-sig")
    assert "ZJ20261123001,,待受理" in file or "我们有，热线没有,ZJ20261123001" in file


def test_nobody_without_the_right_sees_the_exchange(room):
    handler = room.browser("handler")
    for path in ("/office/hotline/", "/office/hotline/orders/", "/office/import/hotline/"):
        assert handler.get(path).status_code == 404, path
    assert Code("12345")


def test_the_hotlines_number_finds_the_case_and_stands_on_its_page_in_its_lists_and_exports(room, desk):
    take_over(desk, dry_run(desk, [row(room, "ZJ20261123051", 办理期限="1 个工作日", 关联工单="ZJ20261123041")]))
    case = sql.value("select case_id from cases_reference where number = 'ZJ20261123051'")
    assert desk.get("/case/ZJ20261123051/")["Location"] == f"/case/{case}/"
    page = text(desk.get(f"/case/{case}/"))
    for words in (
        "12345 来单",
        "ZJ20261123051",
        "热线的期限早，办结时限照热线的算",
        "重复件",
        "ZJ20261123041",
        "转来的单子另写了期限",
    ):
        assert words in page, words
    assert (
        "ZJ20261123051" in text(desk.get("/search/?q=ZJ20261123051"))
        or str(case) in desk.get("/search/?q=ZJ20261123051").content.decode()
    )
    listed = desk.get("/desk/?tab=open&q=ZJ20261123051").content.decode()
    assert str(case) in listed
    desk.post("/desk/columns/", {"key": str(new_id()), "column": ["reference", "state"], "back": "/desk/"})
    file = b"".join(desk.get("/desk/export.csv?tab=open&q=ZJ20261123051").streaming_content).decode("utf-8-sig")
    assert "ZJ20261123051" in file


def test_an_order_is_given_back_on_a_ground_and_a_refusal_keeps_what_was_typed(room, desk):
    take_over(desk, dry_run(desk, [row(room, "ZJ20261123061")]))
    case = sql.value("select case_id from cases_reference where number = 'ZJ20261123061'")
    page = desk.get(f"/case/{case}/hotline-return/").content.decode()
    key = key_of(page)
    bad = desk.post(
        f"/case/{case}/hotline-return/", {"key": key, "ground": "out_of_list", "item": "", "words": "市里的事"}
    )
    assert bad.status_code == 422
    assert "市里的事" in bad.content.decode()
    told = {"key": key, "ground": "out_of_list", "item": "sh-01", "words": "清单写明由市里办"}
    done = desk.post(f"/case/{case}/hotline-return/", told, follow=True)
    assert "已退回热线" in text(done)
    assert "退单" in text(done)
    row_ = sql.one(
        "select c.state, r.returned_ground from cases_reference r join cases_case c on c.id = r.case_id where c.id = %s",
        (case,),
    )
    assert row_ == {"state": "not_accepted", "returned_ground": "out_of_list"}
