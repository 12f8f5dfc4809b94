"""The desk: a count equals the rows it opens, filters hold for both, and a longer list costs no further statement."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from liren.cases import commands as c
from liren.cases.queries import endless
from liren.kernel import AreaCode, Code
from liren.kernel.actor import by_link
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from liren.trust.accounts import Backend
from liren.trust.commands import IssueGrants, OpenAccount
from liren.web.desk import tabs
from tests import scene
from tests.scene import STATION
from tests.web.staffroom import Room, text

TAB = re.compile(r'<a class="tab[^"]*" href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?\s*([^<]+?)\s*<b>([\d,]+)</b>', re.S)


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    play = made.scene
    for n in range(6):
        play.report(n=n)
    play.report(kind=Code("noise"), words="广场舞音响开到十点半")
    play.dispatched(n=3)
    returned = play.dispatched(n=4)
    play.do("handler", c.ReturnCase, returned)
    play.in_progress(n=5)
    play.fed_back(n=6)
    play.report(lon=119.60, lat=31.95, words="镇口大桥护栏断了")
    unsolved = play.closed(n=7)
    play.do(by_link(unsolved), c.ConfirmCase, unsolved, solved=False, satisfied=3)
    return made


def rows(page: str) -> int:
    return len(re.findall(r'<a class="row"', page))


@pytest.mark.parametrize("narrowed", ["", "&group=facilities", "&in=321181108001", f"&q={quote('广场舞')}"])
def test_every_tab_counts_exactly_the_rows_it_opens(room, narrowed):
    desk = room.browser("desk")
    page = desk.get(f"/desk/?tab=open{narrowed}").content.decode()
    tabs = TAB.findall(page)
    assert {name for _, name, _ in tabs} >= {
        "超期",
        "2 小时内",
        "待签收",
        "新到",
        "退回",
        "办理中",
        "待核查",
        "网格外",
        "全部",
    }
    for href, name, count in tabs:
        opened = desk.get("/desk/" + href.replace("&amp;", "&")).content.decode()
        assert rows(opened) == int(count), name


def test_a_queue_without_an_end_is_counted_up_to_a_thousand_and_then_says_so(room, monkeypatch):
    page = room.browser("desk").get("/desk/?tab=disputed").content.decode()
    assert re.search(r"说没解决 <b>1</b>", page)
    assert rows(page) == 1
    monkeypatch.setattr(endless, "MOST", 0)
    monkeypatch.setattr(tabs, "MOST", 0)
    assert re.search(r"说没解决 <b>0\+</b>", room.browser("desk").get("/desk/?tab=disputed").content.decode())


def test_a_unit_s_figures_open_exactly_its_cases(room):
    desk = room.browser("desk")
    page = desk.get("/desk/").content.decode()
    figures = re.findall(r'<a [^>]*href="(\?tab=\w+&amp;unit=[^"]+)"[^>]*>(\d+)</a>', page)
    assert figures
    for href, count in figures:
        assert rows(desk.get("/desk/" + href.replace("&amp;", "&")).content.decode()) == int(count)


def test_a_case_outside_every_grid_is_asked_for_its_place(room):
    page = text(room.browser("desk").get("/desk/?tab=nowhere"))
    assert "镇口大桥护栏断了" in page
    assert "请改地点" in page


def test_the_handler_sees_what_waits_for_him_and_nothing_else(room):
    page = room.browser("handler").get("/desk/").content.decode()
    assert "等我办" in page
    assert "?tab=new" not in page
    assert text(room.browser("verifier").get("/desk/")).count("待核查") >= 1


def test_everybody_lands_where_the_work_is(room):
    micro_grid = next(str(k.area) for k in room.scene.made.keepers if len(k.area) == 17)
    for name, face in (("desk", "/desk/"), ("handler", "/work/"), ("verifier", "/work/"), (micro_grid, "/field/")):
        assert room.browser(name).get("/home/")["Location"] == face
    assert room.browser("resident").get("/home/")["Location"] == "/"


def test_a_longer_list_needs_no_further_statement(room):
    desk = room.browser("desk")

    def statements() -> int:
        """The fewest of three visits: catalogue and map ask every second or two whether they changed."""
        seen = []
        for _ in range(3):
            with sql.counted() as sent:
                assert desk.get("/desk/?tab=new").status_code == 200
            seen.append(len(sent))
        return min(seen)

    before = statements()
    for n in range(8):
        room.scene.report(n=n)
    assert statements() == before <= 21


def test_an_empty_queue_says_what_is_true(room):
    page = text(room.browser("desk").get("/desk/?tab=to_confirm&in=321181108011"))
    assert "一件也没有" in page
    assert "里没有案件" in text(room.browser("arbiter").get("/desk/?tab=arbitration"))


def test_a_desk_that_may_not_see_how_units_hang_together_still_dispatches(room):
    who, at = new_id(), room.scene.now
    for order in (
        OpenAccount(account=who, username="desk-only", name="受理员", password=None, must_use_totp=False, area=AreaCode("321181")),
        IssueGrants(
            duty=new_id(), account=who, post=Code("dispatcher"), rights=(Code("cases.see"), Code("cases.dispatch")),
            area=AreaCode("321181"), unit=None, kinds=(), secrecy_max=1, start=at - timedelta(hours=1), end=None,
        ),
    ):  # fmt: skip
        gate.execute(order, actor=scene.HOUSE, now=at, key=new_id())
    desk = Client(headers={"host": "localhost"})
    desk.force_login(Backend().get_user(who), backend="liren.trust.accounts.Backend")
    page = desk.get("/desk/?tab=open")
    assert page.status_code == 200
    assert STATION in text(page), "units can be chosen by name"
