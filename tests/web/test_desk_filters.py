"""The desk's filters: what a query string says is what is shown, counted and exported; what can't be read is said."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from liren.cases.commands import desks
from liren.kernel import AreaCode, Code
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.scene import STATION, TOWN, id_of
from tests.web.staffroom import Room, key_of, text

TAB = re.compile(r'<a class="tab[^"]*" href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?\s*([^<]+?)\s*<b>([\d,]+)</b>', re.S)


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    play = made.scene
    for n in range(4):
        play.report(n=n)
    play.report(kind=Code("noise"), words="=1+1 广场舞音响开到十点半")
    play.report(kind=Code("stray_dog"), words="@小区西门两条狗没人牵")
    play.report(lon=119.60, lat=31.95, words="镇口大桥护栏断了")
    play.in_progress(n=5)
    play.fed_back(n=6)
    play.closed(n=7)
    return made


def rows(page: str) -> int:
    return len(re.findall(r'<a class="row"', page))


def today(room, days: int = 0) -> str:
    return f"{room.scene.now + timedelta(hours=8, days=days):%Y-%m-%d}"


@pytest.mark.parametrize(
    "narrowed",
    ["&kind=noise&kind=stray_dog", "&state=in_progress", "&late=1", "&unit={station}", "&since={today}&until={today}",
     "&since={tomorrow}", "&group=care", "&in=321181108001&kind=street_light_out"],
)  # fmt: skip
def test_every_tab_counts_the_rows_it_opens_under_every_filter(room, narrowed):
    desk = room.browser("desk")
    told = narrowed.format(station=id_of(STATION), today=today(room), tomorrow=today(room, 1))
    answer = desk.get(f"/desk/?tab=open{told}")
    assert answer.status_code == 200
    for href, name, count in TAB.findall(answer.content.decode()):
        assert rows(desk.get("/desk/" + href.replace("&amp;", "&")).content.decode()) == int(count), name


def test_a_condition_is_a_chip_that_takes_itself_away(room):
    desk = room.browser("desk")
    page = desk.get("/desk/?tab=open&kind=noise&kind=stray_dog&q=%E7%8B%97").content.decode()
    chips = re.findall(r'<a class="chip" aria-label="去掉条件：([^"]+)" href="\?([^"]+)"', page)
    assert [words for words, _ in chips] == ["“狗”", "噪音扰民", "流浪犬"] or len(chips) == 3
    without = {words: desk.get("/desk/?" + href.replace("&amp;", "&")).content.decode() for words, href in chips}
    assert rows(page) == 1
    assert rows(without["“狗”"]) == 2


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("since=gestern", 422, "日期要像 2026-11-23 这样写"),
        ("since=2026-11-22&until=2026-11-01", 422, "请对调"),
        ("unit=nobody", 422, "单位的链接不完整"),
        ("unit=01a20556-13ed-7469-b45d-28fead427b67", 422, "没有这个单位"),
        ("kind=coal_smoke", 422, "“coal_smoke”这一类现在没有了"),
        ("group=weather", 422, "没有“weather”这个大类"),
        ("state=dreaming", 422, "没有“dreaming”这个状态"),
        ("in=110101001", 404, "没有这个区域，或者不归您看"),
        ("in=32118110", 404, "没有这个区域，或者不归您看"),
        ("tab=nonsense", 404, "您这里没有“nonsense”这个队列"),
        ("after=%FF%FE", 422, "这一页的链接不完整"),
        ("after=bm90IGEga2V5", 422, "这一页的链接不完整"),
        ("q=%00%01", 200, "全部"),
        ("case=nothing", 200, "全部"),
    ],
)
def test_a_broken_query_string_is_a_sentence(room, query, status, sentence):
    answer = room.browser("desk").get(f"/desk/?{query}")
    assert answer.status_code == status
    assert sentence in text(answer)


def test_an_export_of_a_filter_that_cannot_be_read_is_refused_and_never_wider(room):
    desk = room.browser("desk")
    for query, status in (("kind=coal_smoke", 422), ("in=110101001", 404), ("q=没有这件事", 422)):
        answer = desk.get(f"/desk/export.csv?tab=open&{query}")
        assert (answer.status_code, answer.streaming) == (status, False)
    assert "没有可以导出的" in text(desk.get("/desk/export.xlsx?tab=open&q=没有这件事"))
    assert desk.get("/desk/export.doc?tab=open").status_code == 404
    assert room.browser("resident").get("/desk/export.csv").status_code in (403, 404)


def whole(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_an_export_holds_the_rows_of_the_list_in_every_format(room):
    desk = room.browser("desk")
    count = rows(desk.get("/desk/?tab=open").content.decode())
    listed = list(csv.reader(io.StringIO(whole(desk.get("/desk/export.csv?tab=open")).decode("utf-8-sig"))))
    assert listed[0] == ["编号", "时限", "事项", "网格", "状态"]
    assert len(listed) - 1 == count
    sheet = load_workbook(io.BytesIO(whole(desk.get("/desk/export.xlsx?tab=open")))).active
    cells = [[c.value for c in row] for row in sheet.iter_rows()]
    assert [r[0] for r in cells] == [r[0] for r in listed]
    assert cells[1][1].strftime("%Y-%m-%d %H:%M") == listed[1][1], "a limit is a date, on the clock here"
    features = json.loads(whole(desk.get("/desk/export.geojson?tab=open")))["features"]
    assert [f["properties"]["编号"] for f in features] == [r[0] for r in listed[1:]]
    assert sum(f["geometry"] is not None for f in features) == count


def test_a_cell_that_a_spreadsheet_would_compute_stays_words(room):
    desk = room.browser("desk")
    listed = whole(desk.get("/desk/export.csv?tab=open")).decode()
    assert "'=1+1 广场舞" in listed
    assert "'@小区西门" in listed
    sheet = load_workbook(io.BytesIO(whole(desk.get("/desk/export.xlsx?tab=open&kind=noise")))).active
    cell = sheet["C2"]
    assert (cell.data_type, cell.value[:4], cell.quotePrefix) == ("s", "=1+1", True)
    assert not any(
        "<f>" in zipfile.ZipFile(io.BytesIO(whole(desk.get("/desk/export.xlsx?tab=open")))).read(name).decode()
        for name in ["xl/worksheets/sheet1.xml"]
    )


def test_an_export_is_named_after_its_filter_and_kept_in_the_access_log(room):
    before = sql.value("select count(*) from trust_access where what = 'cases.export'")
    answer = room.browser("desk").get("/desk/export.csv?tab=open&kind=noise")
    whole(answer)
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert quote("全部") in answer["Content-Disposition"]
    found = sql.rows("select purpose, account from trust_access where what = 'cases.export' order by at desc")
    assert len(found) == before + 1
    assert (found[0]["purpose"], found[0]["account"]) == ("导出 CSV 1 件", room.scene.account("desk"))


def test_columns_are_chosen_shown_and_exported(room):
    desk = room.browser("desk")
    assert desk.post("/desk/columns/", {"column": ["kind", "unit", "reported"]}).status_code == 302
    page = desk.get("/desk/?tab=open").content.decode()
    assert re.findall(r'class="cell cell-(\w+)">', page.partition("rows")[2])[:3] == ["kind", "unit", "reported"]
    listed = whole(desk.get("/desk/export.csv?tab=open")).decode("utf-8-sig").splitlines()
    assert listed[0] == "编号,时限,事项,类别,承办单位,上报时间"
    assert desk.post("/desk/columns/", {"column": ["shoe_size"]}).status_code == 422
    assert desk.post("/desk/columns/", {"column": ["kind"] * 2}).status_code == 422
    desk.post("/desk/columns/", {"verb": "reset"})
    assert "cell-state" in desk.get("/desk/?tab=open").content.decode()


def test_a_filter_is_saved_opened_removed_and_brought_back(room):
    desk = room.browser("desk")
    page = desk.get("/desk/?tab=open&kind=noise").content.decode()
    told = {
        "key": key_of(page),
        "query": "tab=open&kind=noise&after=x&case=y",
        "name": "夜里的噪音",
        "back": "/desk/?tab=open",
    }
    assert desk.post("/desk/saved/", told)["Location"] == "/desk/?tab=open"
    page = desk.get("/desk/").content.decode()
    assert '<a href="?tab=open&amp;kind=noise">夜里的噪音</a>' in page, "as the parser writes it, without page and case"
    at = re.search(r'action="(/desk/saved/[^"]+/remove/)"', page).group(1)
    desk.post(at, {"back": "/desk/"})
    page = desk.get("/desk/").content.decode()
    assert "删掉了：夜里的噪音。" in page
    undo = re.search(r'<form method="post" action="(/desk/saved/[^"]+/restore/)"', page).group(1)
    desk.post(undo, {"back": "/desk/"})
    assert "?tab=open&amp;kind=noise" in desk.get("/desk/").content.decode()


def test_a_saved_filter_that_the_page_could_not_read_is_not_kept(room):
    desk = room.browser("desk")
    for told, sentence in (
        ({"query": "kind=coal_smoke", "name": "旧类"}, "现在没有了"),
        ({"query": "tab=open", "name": ""}, "起个名字"),
        ({"query": "tab=open", "name": "长" * 21}, "1 到 20 个字"),
        ({"query": "tab=open", "name": "别处", "area": "110101001"}, "自己管的区域"),
    ):
        answer = desk.post("/desk/saved/", told)
        assert answer.status_code in (403, 422), told
        assert sentence in text(answer)


def test_a_saved_filter_whose_kind_is_gone_says_so_and_shows_the_rest(room):
    """Kept while the kind was there: the row is written as the gate would have left it."""
    order = desks.SaveFilter(saved=new_id(), name="煤烟", query="tab=open&kind=coal_smoke", area=AreaCode(TOWN))
    room.scene.order(order, room.scene.actor("desk"))
    answer = room.browser("desk").get("/desk/?tab=open&kind=coal_smoke")
    assert answer.status_code == 422
    assert "“coal_smoke”这一类现在没有了" in text(answer)
    assert rows(answer.content.decode()) > 3


def test_a_back_address_leads_only_to_the_desk(room):
    for back in ("https://example.org/desk/", "//example.org/desk/", "/office/", "/desk/\\example.org"):
        assert (
            room.browser("desk")
            .post("/desk/columns/", {"verb": "reset", "back": back})["Location"]
            .startswith("/desk/")
        )
