"""The board: every number opens exactly its cases, nobody is ranked, the wall shows no person, a county without cases says so."""

import re
from datetime import timedelta

import pytest

from liren.cases import commands as c
from liren.cases.queries import board
from liren.cases.rules.board import SETS
from liren.kernel import Code, Missing
from liren.kernel.actor import by_link
from liren.kernel.area import Level
from liren.people import queries as people
from liren.places import queries as places
from liren.trust import sql
from tests.web.staffroom import Room, text

LINK = re.compile(r'<a[^>]*href="(/board/cases/[^"]+)"[^>]*>([\d,]+)</a>')
TOWN = "321181108"


@pytest.fixture(scope="module")
def empty(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    page = made.browser("head").get("/board/")
    return made, page


@pytest.fixture(scope="module")
def room(empty):
    made, _page = empty
    play = made.scene
    for _ in range(12):
        play.report(n=0, words="王小明家门口的路灯不亮")
    play.report(kind=Code("elder_living_alone"), words="独居老人要人帮忙买菜", n=1)
    play.report(severity=Code("urgent"), n=2)
    for n in range(11):
        case = play.closed(n=3)
        if n < 10:
            play.do(by_link(case), c.ConfirmCase, case, solved=n < 9, satisfied=1 if n < 8 else 3)
    returned = play.dispatched(n=4)
    play.do("handler", c.ReturnCase, returned)
    late = play.dispatched(n=5)
    sql.run("update cases_case set next_due_at = now() - interval '3 hours' where id = %s", (late,))
    return made


def ids(page: str) -> list[str]:
    return re.findall(r'data-case="([^"]+)"', page)


def test_an_empty_county_says_so_and_what_to_do(empty):
    _made, page = empty
    assert "这里还没有案件" in text(page)


def test_the_head_of_the_town_and_the_secretary_land_on_the_board_and_the_desk_has_none(room):
    secretary = next(str(k.area) for k in room.scene.made.keepers if len(k.area) == 12)
    assert room.browser("head").get("/home/")["Location"] == "/board/"
    assert room.browser(secretary).get("/home/")["Location"] == "/board/"
    assert room.browser("supervisor").get("/home/")["Location"] != "/board/"
    assert room.browser("desk").get("/board/").status_code == 404


def test_every_number_opens_exactly_its_cases(room):
    head = room.browser("head")
    found = LINK.findall(head.get("/board/").content.decode())
    assert len(found) > 25
    for href, number in dict.fromkeys(found):
        href = href.replace("&amp;", "&")
        page = head.get(href).content.decode()
        rows = ids(page)
        assert len(rows) == len(set(rows)) == int(number), href


@pytest.mark.parametrize("name", sorted(SETS))
def test_number_and_list_of_a_set_are_the_same_cases(room, name):
    actor, now = room.scene.actor("head"), room.scene.now + timedelta(seconds=5)
    found = board.figures(actor, TOWN, now)
    for weeks in (1, 4, 8) if SETS[name].at else (0,):
        rows = board.listed(actor, name, TOWN, now, weeks, size=500)
        assert len(rows) == (found.of(name, weeks) if weeks else found.now[name])
        assert len({r.id for r in rows}) == len(rows)


def test_shares_count_what_the_reporter_said_and_silence_apart(room):
    actor, now = room.scene.actor("head"), room.scene.now + timedelta(seconds=5)
    found = board.figures(actor, TOWN, now)
    assert (found.of("solved", 4), found.of("confirmed", 4)) == (9, 10)
    assert (found.of("satisfied", 4), found.of("rated", 4)) == (8, 10)
    assert found.of("checked", 4) == 11
    assert found.of("returned", 4) == 1
    assert found.now["help"] == 1
    assert found.now["late"] == 1


def test_a_share_below_ten_cases_is_not_said(room):
    page = text(room.browser("head").get("/board/"))
    assert "90.0" in page
    assert "件少" in page


def test_a_record_of_a_few_days_is_not_compared_with_a_past_it_does_not_have(room):
    assert "记录还不满四周" in text(room.browser("head").get("/board/"))


def test_the_busy_community_is_worse_than_its_own_weeks_and_the_kind_is_named(room):
    for weeks in range(1, 5):
        old = room.scene.report(n=0, kind=Code("noise"), words="广场舞音响开到十点半")
        sql.run(f"update cases_case set reported_at = now() - interval '{weeks * 7 + 3} days' where id = %s", (old,))
    page = text(room.browser("head").get("/board/"))
    first = room.scene.made.at(17)[0].code[:12]
    name = next(d.name for d in room.scene.made.divisions if d.code == first).removesuffix("社区居委会")
    assert re.search(rf"{name}[^ ]*，路灯", page)


def test_the_board_takes_the_same_statements_whatever_it_shows(room):
    head, counts = room.browser("head"), []
    for query in ("", "?in=321181108001"):
        head.get("/board/" + query)
        with sql.counted() as seen:
            head.get("/board/" + query)
        counts.append(len(seen))
    assert max(counts) <= 13, "one of them for the whistles that stand, one for the alarms in the navigation"


def test_no_words_and_no_name_of_a_reporter_are_on_board_wall_or_list(room):
    head = room.browser("head")
    for address in ("/board/", "/board/?mode=wall", "/board/cases/open/"):
        page = head.get(address).content.decode()
        assert "王小明" not in page
        assert "138" not in text(head.get(address))


def test_the_wall_refreshes_itself_and_has_nothing_to_press(room):
    answer = room.browser("head").get("/board/?mode=wall")
    page = answer.content.decode()
    assert 'data-mode="wall"' in page
    assert answer.headers["Refresh"] == "60"
    assert "Refresh" not in room.browser("head").get("/board/").headers
    main = page[page.index("<main") :]
    assert "<button" not in main
    assert "<form" not in main
    assert "<select" not in main


def test_something_urgent_stands_on_top(room):
    assert "紧急 1 件" in text(room.browser("head").get("/board/"))


def test_the_map_says_every_community_grid_and_micro_grid_with_open_cases(room):
    levels = room.browser("head").get("/board/map.json").json()["levels"]
    assert [level["side"] for level in levels] == sorted((level["side"] for level in levels), reverse=True)
    for level, digits in zip(levels, (12, 15, 17), strict=True):
        found = board.open_places(room.scene.actor("head"), TOWN, room.scene.now, digits)
        assert {a["code"] for a in level["areas"]} == {code for code, _open, _late in found}
        assert sum(a["step"] == 2 for a in level["areas"]) == 1
        assert f"其中 {len([1 for _code, _open, late in found if late])} 个有超期" in level["says"]


def test_a_secretary_sees_her_community_only_and_another_one_is_not_there(room):
    code = next(str(k.area) for k in room.scene.made.keepers if len(k.area) == 12)
    with pytest.raises(Missing):
        board.figures(room.scene.actor(code), "321181109", room.scene.now)
    page = room.browser(code).get("/board/?in=321181108").content.decode()
    assert f"in={code}" in page
    assert room.browser(code).get("/board/cases/nothing/").status_code == 404


def test_without_a_party_list_no_zero_is_claimed(room):
    assert "党员在微网格" not in text(room.browser("head").get("/board/"))
    assert "还没有党组织的名单" in text(room.browser("head").get("/board/party/"))


def test_the_party_card_says_numbers_only_and_opens_their_table(room, monkeypatch):
    share = people.PartyShare(keepers=20, members=12, micro_grids=3)
    monkeypatch.setattr(people, "party_share", lambda *_: share)
    monkeypatch.setattr(people, "party_shares", lambda *_: {f"{TOWN}001": share, f"{TOWN}002": None})
    page = text(room.browser("head").get("/board/"))
    whole = len(places.below(room.scene.actor("head"), TOWN, Level.MICRO_GRID))
    assert f"由党员任网格员的微网格 3 ÷ 全部微网格 {whole}" in page
    assert "网格员里的党员 12 / 20" in page
    table = text(room.browser("head").get("/board/party/"))
    assert f"今天 {whole} 个微网格里， 3 个由党员任网格员" in table
    assert "人少，不列" in table
    assert room.browser("desk").get("/board/party/").status_code == 404
