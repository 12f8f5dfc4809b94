"""The ways through a report: kinds, questions, places, what lies close by; and whatever may happen to a form meanwhile."""

import re
from pathlib import Path
from uuid import UUID

import pytest
import shapely
from django.core import signing
from django.test import Client

from liren.cases import commands as c
from liren.cases import queries as cases
from liren.cases.models import rows
from liren.kernel import Code
from liren.kernel.actor import ANONYMOUS, by_link
from liren.places import queries as places
from liren.trust import sql
from liren.web.desk import beside
from tests.cases.room import DESK, HANDLER, VERIFIER, Desk, import_town
from tests.web.test_resident import WORDS, filled, photo

IPHONE = Path(__file__).parents[1] / "attachments" / "twenty_megapixels.heic"
ARABIC = "الإنارة معطلة منذ ثلاثة أيام"
STORM = "😀" * 400 + "路灯不亮" + "👩‍👩‍👧‍👦" * 60


@pytest.fixture(scope="module")
def desk(db, tmp_path_factory):
    return Desk(import_town(tmp_path_factory.mktemp("town")), now=sql.value("select now()"))


@pytest.fixture(autouse=True)
def no_tries_yet(desk):
    sql.run("delete from web_rate")


@pytest.fixture
def browser():
    return Client(headers={"host": "localhost"})


def text(answer) -> str:
    return answer.content.decode()


def count() -> int:
    return sql.value("select count(*) from cases_case")


def case_of(browser: Client) -> UUID:
    return cases.by_link(ANONYMOUS, browser.cookies["case"].value, sql.value("select now()"))


def what(browser: Client, words: str = WORDS, **told: object):
    browser.get("/report/", follow=True)
    return browser.post("/report/what/", {"words": words, "danger": "no"} | told)


# kinds and their questions


def test_the_kind_that_the_words_point_to_asks_its_own_questions_and_the_answers_are_kept(browser):
    assert what(browser).headers["Location"] == "/report/more/"
    page = text(browser.get("/report/more/"))
    assert "几盏不亮" in page
    wrong = browser.post("/report/more/", {"a-lights": "两三盏", "a-pole": "YS-23"})
    assert wrong.status_code == 422
    assert "请写数字，单位是盏" in text(wrong)
    assert 'value="YS-23"' in text(wrong)
    assert browser.post("/report/more/", {"a-lights": "3", "a-pole": "YS-23"}).headers["Location"] == "/report/where/"
    browser.post("/report/where/", {"place_words": "门口", "do": "next"})
    check = text(browser.get("/report/check/"))
    assert "YS-23" in check
    assert "3 盏" in check
    browser.post("/report/check/", {"contact": "none"})
    assert cases.case_card(by_link(case_of(browser)), case_of(browser), sql.value("select now()")).answers == {
        "lights": "3",
        "pole": "YS-23",
    }


def test_a_kind_is_searched_in_ones_own_words_and_chosen(browser):
    what(browser, "门口有个坑")
    page = text(browser.get("/report/kind/", {"q": "下水道堵了"}))
    assert "可能是这几类" in page
    assert page.index('value="blocked_drain"') < page.index("全部类别")
    assert browser.post("/report/kind/", {"kind": "no_such"}).status_code == 422
    browser.post("/report/kind/", {"kind": "road_damage"})
    assert browser.session["report"]["kind"] == "road_damage"
    assert "没有找到“紫色”" in text(browser.get("/report/kind/", {"q": "紫色"}))


def test_words_are_kept_when_one_goes_to_choose_the_kind_first(browser):
    answer = what(browser, "", do="kind")
    assert answer.headers["Location"] == "/report/kind/"
    browser.post("/report/what/", {"words": "说了一半", "do": "kind"})
    assert "说了一半" in text(browser.get("/report/what/"))


def test_while_one_writes_the_page_says_what_it_seems_to_be(browser):
    assert "路灯不亮" in text(browser.post("/report/guess/", {"words": "楼下路灯坏了"}))
    assert "先选是哪一类" in text(browser.post("/report/guess/", {"words": ""}))


def test_a_call_for_help_opens_a_case_of_a_help_kind(browser):
    browser.get("/report/?help=1", follow=True)
    browser.post("/report/what/", {"words": "我妈独居，行动不便，想请人帮忙买药"})
    browser.post("/report/where/", {"place_words": "锦禾里", "do": "next"})
    assert "本来就不让承办单位看到是谁说的" in text(browser.get("/report/check/"))
    browser.post("/report/check/", {"contact": "none"})
    state = rows.load(case_of(browser)).state
    assert (state.kind, state.secrecy) == ("elder_living_alone", 1)


# places


def test_a_grid_is_chosen_from_the_list_of_its_community(browser, desk):
    grid = desk.made.at(15)[2].code
    what(browser)
    page = text(browser.post("/report/where/", {"area": grid[:12], "do": "grids"}))
    assert f'<option value="{grid}"' in page
    assert browser.post("/report/where/", {"area": grid[:12], "grid": grid, "do": "next"}).status_code == 302
    browser.post("/report/check/", {"contact": "none"})
    assert rows.load(case_of(browser)).state.scope == grid


def test_a_grid_of_another_community_or_of_no_map_is_not_taken(browser, desk):
    codes = [a.code for a in desk.made.at(15)]
    other = next(code for code in codes if code[:12] != codes[0][:12])
    what(browser)
    for grid in (other, "321181108999001", "x" * 15, "３２１１８１１０８００１"):
        browser.post("/report/where/", {"area": codes[0][:12], "grid": grid, "do": "grids"})
        assert browser.session["report"]["area"] == codes[0][:12]


def test_a_whole_community_is_no_place_yet(browser, desk):
    what(browser)
    assert browser.post("/report/where/", {"area": desk.made.at(15)[0].code[:12], "do": "next"}).status_code == 422


def test_the_code_on_a_notice_board_fills_the_area_in(browser, desk):
    area = desk.made.at(17)[5].code
    browser.get(f"/report/?area={area}", follow=True)
    assert browser.session["report"]["area"] == area
    browser.get("/report/?area=<script>", follow=True)
    assert browser.session["report"]["area"] == area


def opened(browser: Client) -> tuple[float, ...]:
    """Where the map of the second step opens: west, south, east, north; () for all of it."""
    found = re.search(r'data-map="pick".*?data-within="([^"]+)"', text(browser.get("/report/where/")))
    return tuple(map(float, found[1].split(","))) if found else ()


def test_the_map_opens_on_the_house_or_area_named_else_on_the_place_this_browser_knows(browser, desk):
    what(browser)
    assert opened(browser) == ()
    grid = desk.made.at(15)[2]
    browser.cookies["area"] = grid.code[:12]
    west, south, east, north = opened(browser)
    assert shapely.box(west, south, east, north).buffer(1e-5).covers(grid.shape)
    browser.post("/report/where/", {"area": grid.code[:12], "grid": grid.code, "do": "grids"})
    assert opened(browser) == pytest.approx(grid.shape.bounds, abs=1e-5)


def test_the_next_report_opens_where_the_last_one_was(browser, desk):
    grid = desk.made.at(15)[2].code
    what(browser)
    browser.post("/report/where/", {"area": grid[:12], "grid": grid, "do": "next"})
    browser.post("/report/check/", {"contact": "none"})
    what(browser, "还有一个井盖坏了")
    assert opened(browser) == pytest.approx(places.bounds_of(grid[:12]), abs=1e-5)


# close by


def here(browser: Client, desk: Desk, n: int, **told: object):
    lon, lat = desk.point(n)
    what(browser, **told)
    return browser.post("/report/where/", {"lon": lon, "lat": lat, "do": "next"})


def test_the_same_lamp_close_by_is_shown_and_joined_with_a_receipt_of_ones_own(browser, desk):
    first = desk.report(n=20, words="欧阳家门口的灯", place_words="欧阳家门口")
    assert here(browser, desk, 20).headers["Location"] == "/report/alike/"
    page = text(browser.get("/report/alike/"))
    assert "这就是我说的" in page
    assert "欧阳" not in page
    assert str(first) not in page
    number = rows.load(first).plain["number"]
    assert number not in page
    assert browser.post("/report/alike/", {"same": "0"}).headers["Location"] == "/report/check/"
    assert "一起办" in text(browser.get("/report/check/"))
    assert browser.post("/report/check/", {"contact": "none"}).status_code == 303
    mine = case_of(browser)
    assert rows.load(mine).state.into == first
    assert "同一件事一起办" in text(browser.get("/track/receipt/"))
    track = text(browser.get("/track/"))
    assert WORDS in track
    assert "欧阳" not in track
    assert number not in track
    assert browser.post("/track/apart/", {}).status_code == 302
    assert rows.load(mine).state.state == "filed"
    assert WORDS in text(browser.get("/track/"))


def test_who_joined_is_asked_at_the_end_and_the_desk_reads_the_answer_on_the_common_case(browser, desk):
    first = desk.report(n=23)
    here(browser, desk, 23)
    browser.get("/report/alike/")
    browser.post("/report/alike/", {"same": "0"})
    browser.post("/report/check/", {"contact": "none"})
    assert "您觉得怎么样？" not in text(browser.get("/track/"))
    desk.do(DESK, c.DispatchCase, first)
    desk.do(HANDLER, c.TakeUpCase, first)
    desk.do(HANDLER, c.ReportResult, first, result=Code("explained"))
    desk.do(VERIFIER, c.VerifyCase, first)
    assert "您觉得怎么样？" in text(browser.get("/track/"))
    empty = browser.post("/track/rate_joined/", {"rate_words": "还是不亮"})
    assert empty.status_code == 422
    assert "请选解决了没有" in text(empty)
    assert "还是不亮" in text(empty)
    told = {"solved": "no", "satisfied": "1", "rate_words": "还是不亮"}
    assert browser.post("/track/rate_joined/", told).headers["Location"] == "/track/?done=rate_joined"
    page = text(browser.get("/track/"))
    assert "您说过：没解决，满意。" in page
    assert "还是不亮" in page
    assert rows.load(first).state.confirm == "pending"
    (merged,) = beside.kin(DESK, cases.case_card(DESK, first, desk.now), desk.now)
    assert [answer for _line, _clock, answer in merged.lines] == ["没解决，满意"]


def test_none_of_them_is_a_report_of_its_own_and_is_not_asked_again(browser, desk):
    desk.report(n=21)
    here(browser, desk, 21)
    browser.get("/report/alike/")
    browser.post("/report/alike/", {"same": "none"})
    again = browser.post("/report/where/", dict(zip(("lon", "lat"), desk.point(21), strict=True)) | {"do": "next"})
    assert again.headers["Location"] == "/report/check/"
    browser.post("/report/check/", {"contact": "none"})
    assert rows.load(case_of(browser)).state.into is None


def test_who_is_sealed_cannot_join_and_is_told_the_two_ways_on(browser, desk):
    desk.report(n=22)
    here(browser, desk, 22)
    browser.post("/report/alike/", {"same": "0"})
    answer = browser.post("/report/check/", {"contact": "none", "sealed": "1"})
    assert answer.status_code == 422
    assert "请去掉这个勾" in text(answer)
    browser.post("/report/check/", {"do": "alone", "sealed": "1", "contact": "none"})
    browser.post("/report/check/", {"contact": "none", "sealed": "1"})
    assert rows.load(case_of(browser)).state.secrecy == 1


def test_noise_next_door_is_never_shown_to_the_curious_neighbour(browser, desk):
    desk.report(n=23, kind=Code("noise"), words="楼上天天吵")
    assert here(browser, desk, 23, words="楼上吵得睡不着，音响扰民").headers["Location"] == "/report/check/"


# what may happen to a form


def carried(page: str) -> str:
    return re.search(r'name="draft" value="([^"]+)"', page)[1]


def test_a_session_that_expired_while_writing_loses_nothing(browser):
    what(browser, photos=[photo()])
    page = text(browser.get("/report/where/"))
    browser.session.flush()
    answer = browser.post("/report/where/", {"draft": carried(page), "place_words": "电线杆旁", "do": "next"})
    assert answer.headers["Location"] == "/report/check/"
    check = text(browser.get("/report/check/"))
    assert WORDS in check
    assert "照片 1 张" in check
    assert "电线杆旁" in check


def test_a_first_step_without_any_session_keeps_its_words(browser):
    answer = browser.post("/report/what/", {"words": WORDS})
    assert answer.status_code == 302
    assert WORDS in text(browser.get("/report/what/"))


def test_a_draft_that_was_tampered_with_is_not_taken(browser):
    forged = signing.dumps({"words": "假的"}, salt="other")
    browser.post("/report/where/", {"draft": forged, "place_words": "门口"})
    assert browser.session["report"]["words"] == ""


def test_the_back_button_after_sending_gives_the_same_receipt(browser):
    filled(browser)
    before = count()
    first = browser.post("/report/check/", {"contact": "none"})
    case = case_of(browser)
    again = browser.post("/report/check/", {"contact": "phone", "phone": "13800000139"})
    assert (first.headers["Location"], again.headers["Location"]) == ("/track/receipt/", "/track/receipt/")
    assert (count(), case_of(browser)) == (before + 1, case)


def test_other_words_after_sending_are_a_report_of_their_own(browser):
    filled(browser)
    browser.post("/report/check/", {"contact": "none"})
    browser.post("/report/what/", {"words": "还有一个井盖坏了", "danger": "no"})
    assert "还有一个井盖坏了" in text(browser.get("/report/what/"))


def test_two_tabs_send_one_report(browser):
    filled(browser)
    tabs = [text(browser.get("/report/check/")) for _ in range(2)]
    before = count()
    for tab in tabs:
        assert browser.post("/report/check/", {"draft": carried(tab), "contact": "none"}).status_code == 303
    assert count() == before + 1


@pytest.mark.parametrize("words", [ARABIC, STORM])
def test_words_in_any_direction_and_a_storm_of_faces_go_through_every_page(browser, words):
    what(browser, words)
    browser.post("/report/where/", {"place_words": words[:200], "do": "next"})
    assert f'dir="auto">{words}' in text(browser.get("/report/check/"))
    assert browser.post("/report/check/", {"contact": "none"}).status_code == 303
    assert words[:30] in text(browser.get("/track/"))


def test_an_iphone_photo_is_taken_and_shown(browser):
    file = photo("IMG_1.heic", IPHONE.read_bytes())
    assert what(browser, photos=[file]).status_code == 302
    (kept,) = browser.session["report"]["photos"]
    assert browser.get(f"/report/photo/{kept}/").headers["Content-Type"] == "image/jpeg"
