"""The pages of the follow-up: a call from taking it to reopening, draws for everybody, exclusions by two, rates that open."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from liren.cases.queries import rates as numbers
from liren.cases.queries.rates import Slice
from liren.cases.rules.callbacks import today
from liren.cases.rules.rates import BESIDE, CLOSING, SETS, THREE
from liren.config import callbacks
from liren.kernel import Code, Grant, Missing
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.scene import STATION, TOWN, id_of
from tests.web.staffroom import Room, text

URGENT = Code("urgent")
LINK = re.compile(r'<a href="(/board/rates/[a-z_]+/\?[^"]+)">([\d,]+)</a>')


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    """Twenty-six urgent cases that ended twelve days ago, all drawn, and calls by several outcomes."""
    made = Room(tmp_path_factory.mktemp("town"), db)
    play = made.scene
    now = play.now
    play.now = now - timedelta(days=13)
    callbacks.step(play.now)
    play.now += timedelta(days=1)
    for n in range(26):
        play.closed(n=n % 20, severity=URGENT, phone=f"1380000{n:04d}")
    play.now += timedelta(days=7)
    callbacks.step(play.now)
    play.now = now
    return made


def post(client, **told):
    return client.post("/callbacks/", {"key": str(new_id()), **told})


def call_of(page):
    return re.findall(r'name="call" value="([^"]+)"', page)[0]


def recorded(client, **told):
    post(client, do="take")
    page = client.get("/callbacks/").content.decode()
    usual = {"outcome": "reached", "contacted": "yes", "solved": "yes", "satisfied": "1", "verb": "stop"}
    return post(client, do="record", call=call_of(page), **(usual | told))


def test_the_next_call_is_the_house_s_choice_and_the_number_comes_with_a_reason(room):
    client = room.browser("desk")
    page = client.get("/callbacks/")
    assert "现在可以打 26 个" in text(page)
    assert not re.search(r"/case/[0-9a-f-]{36}", page.content.decode()), "no list to choose from"
    post(client, do="take")
    page = client.get("/callbacks/").content.decode()
    assert "问三句话" in page
    assert "13800" not in page
    call = call_of(page)
    no = client.post("/callbacks/number/", {"call": call, "purpose": ""})
    assert (no.status_code, "写一句为什么要看" in text(no)) == (422, True)
    yes = client.post("/callbacks/number/", {"call": call, "purpose": "问问甲乙丙"})
    assert "tel:13800" in yes.content.decode()
    case = sql.value("select case_id from cases_callback where id = %s", (call,))
    assert sql.value("select count(*) from trust_access where subject = %s and what = 'cases.call_back'", (case,)) == 1
    for reader in ("handler", "desk", "supervisor"):
        seen = room.browser(reader).get(f"/case/{case}/").content.decode()
        assert "问问甲乙丙" not in seen, "the look would tell the handler who was called"


def test_what_is_left_out_is_said_beside_its_question_and_nothing_is_lost(room):
    client = room.browser("desk")
    no = recorded(client, satisfied="", contacted="", pressure="他们打电话让我改口")
    assert no.status_code == 422
    assert "第一个问题还没有选" in text(no)
    assert "他们打电话让我改口" in no.content.decode()


def test_calls_of_every_outcome_and_a_reporter_who_wants_it_done_again(room):
    client = room.browser("desk")
    recorded(client, solved="no", satisfied="3", reopen="1", reason="第二天又不亮了", pressure="他们让我改口说满意")
    reopened = sql.one(
        "select c.state, c.reopens from cases_callback b join cases_case c on c.id = b.case_id where b.reopened"
    )
    assert (reopened["state"], reopened["reopens"]) == ("filed", 1)
    for n in range(17):
        recorded(client, satisfied="2" if n % 4 == 0 else "1", solved="partly" if n == 5 else "yes")
    recorded(client, outcome="refused")
    recorded(client, outcome="wrong_number")
    assert "记下了：没人接" in text(client.get(recorded(client, outcome="no_answer")["Location"]))
    words = room.browser("supervisor")
    page = words.get("/callbacks/pressure/").content.decode()
    assert "改口" not in page
    call = call_of(page)
    assert "写一句为什么要看" in text(words.post("/callbacks/pressure/", {"do": "read", "call": call, "purpose": ""}))
    read = words.post("/callbacks/pressure/", {"do": "read", "call": call, "purpose": "核实是谁打的"})
    assert "他们让我改口说满意" in text(read)
    words.post("/callbacks/pressure/", {"do": "settle", "call": call, "key": str(new_id())})
    assert "查过" in text(words.get("/callbacks/pressure/"))


@pytest.mark.parametrize("path", ["/callbacks/", "/callbacks/pressure/", "/callbacks/exclusions/", "/board/rates/"])
def test_handlers_have_none_of_these_pages_and_strangers_none(room, path):
    assert room.browser("handler").get(path).status_code == 404
    assert room.browser("verifier").get(path).status_code == 404
    assert Client(headers={"host": "localhost"}).get(path).status_code == 302


def test_what_a_handler_can_read_is_the_same_for_drawn_and_spared_cases(room):
    """Two cases alike, one drawn and waiting, one not: every page and file a handler has says the same of both."""
    play, client = room.scene, room.browser("handler")
    now = play.now
    play.now = now - timedelta(days=40)
    callbacks.step(play.now)
    play.now += timedelta(days=1)
    drawn, spared = (play.closed(n=3, severity=Code("normal"), phone="13800007777") for _ in range(2))
    play.now = now
    draw = sql.value("select id from cases_draw where day = %s", (today(now - timedelta(days=39)),))
    sql.run(
        """insert into cases_callback (id, draw_id, case_id, ticket, why, state, tries, days, next_at, reopened)
           values (%s, %s, %s, repeat('0', 64), 'share', 'waiting', 0, 0, now(), false)""",
        (new_id(), draw, drawn),
    )

    def bare(page, case):
        page = page.content.decode()
        for known in (str(case), play_number(case)):
            page = page.replace(known, "X")
        page = re.sub(r'(value|nonce|data-[a-z-]+|src)="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d', "", page)
        return re.sub(r"108-[\d-]+", "N", page)

    for path in ("/case/{}/", "/case/{}/print/"):
        one, other = (bare(client.get(path.format(case)), case) for case in (drawn, spared))
        assert one == other, path
    for path in ("/work/", "/desk/", "/inbox/", "/search/?q=路灯"):
        found = client.get(path, follow=True).content.decode()
        assert "回访" not in re.sub(r"回访是怎么抽的", "", found), path
    sql.run("delete from cases_callback where case_id = %s", (drawn,))


def play_number(case):
    return sql.value("select number from cases_case where id = %s", (case,))


def test_a_draw_is_public_and_keeps_its_numbers_until_the_calls_are_over(room):
    stranger = Client(headers={"host": "localhost"})
    page = text(stranger.get(f"/draws/?in={TOWN}"))
    assert "回访抽签公示" in page
    assert "抽过了，电话打完再公布种子" in page
    day = sql.value("select d.day from cases_draw d where exists (select from cases_callback b where b.draw_id = d.id)")
    shut = stranger.get(f"/draws/{TOWN}/{day}/")
    assert "结束几件" not in text(shut)
    assert "个签号" not in text(shut)
    assert stranger.get(f"/draws/{TOWN}/{day}.csv").status_code == 404
    callbacks.step(datetime.now(UTC) + timedelta(days=30))
    seed = sql.value("select seed from cases_draw where day = %s", (day,))
    opened = stranger.get(f"/draws/{TOWN}/{day}/")
    assert seed in opened.content.decode()
    assert "全部 26 个签号" in text(opened)
    csv = b"".join(stranger.get(f"/draws/{TOWN}/{day}.csv").streaming_content).decode()
    assert csv.count("\n") == 27
    assert stranger.get(f"/draws/{TOWN}/x/").status_code == 404


def test_an_exclusion_takes_two_people_and_never_one_of_the_unit(room):
    case = room.scene.closed(n=1)
    desk, boss = room.browser("desk"), room.browser("supervisor")
    told = {"do": "ask", "reason": "legal_channel", "words": "已经在法院立案"}
    no = desk.post(f"/callbacks/exclusions/{case}/", {"key": str(new_id()), **told})
    assert (no.status_code, "哪一种途径" in text(no)) == (422, True)
    desk.post(f"/callbacks/exclusions/{case}/", {"key": str(new_id()), **told, "item": "已向法院起诉"})
    assert "等另一个人确认" in text(desk.get(f"/callbacks/exclusions/{case}/"))
    assert "同意剔除吗" in text(boss.get(f"/callbacks/exclusions/{case}/"))
    boss.post(
        f"/callbacks/exclusions/{case}/", {"key": str(new_id()), "do": "decide", "verb": "yes", "words": "看过起诉状"}
    )
    assert "已剔除，不算进三率" in text(boss.get("/callbacks/exclusions/"))
    assert room.browser("handler").get(f"/callbacks/exclusions/{case}/").status_code == 404


def test_every_number_opens_exactly_its_cases_and_closing_never_stands_alone(room):
    client = room.browser("head")
    month = today(datetime.now(UTC))
    page = client.get(f"/board/rates/?in={TOWN}&window={month:%Y}-Q{(month.month + 2) // 3}").content.decode()
    closing = page.split('data-group="closing"')[1].split("</section></div></section>")[0]
    for figure in (*CLOSING, *BESIDE):
        assert f'data-card="{figure.code}"' in closing, figure.code
    for figure in THREE:
        assert f'data-card="{figure.code}"' in page
    assert "α = 1" in page
    links = {href.replace("&amp;", "&"): int(n.replace(",", "")) for href, n in LINK.findall(page)}
    assert len(links) > 8
    for href, number in links.items():
        listed = client.get(href).content.decode()
        said = int(re.search(r"data-count>([\d,]+)<", listed)[1].replace(",", ""))
        hidden = int(m[1]) if (m := re.search(r"data-hidden>(\d+)<", listed)) else 0
        rows = len(set(re.findall(r'data-case="([^"]+)"', listed)))
        assert said == number, href
        assert min(rows + hidden, 50) == min(number, 50), href


def test_a_leader_of_the_unit_that_handled_them_sees_how_many_were_called_and_not_which(room):
    play, now = room.scene, datetime.now(UTC)
    part = Slice(area=TOWN, since=now - timedelta(days=60), until=now + timedelta(days=1))
    outsider = play.actor("supervisor")
    mine = numbers.listed(outsider, "reached", part, now)
    assert (mine.hidden, len(mine.lines)) == (0, mine.count)
    insider = replace(outsider, account=new_id(), grants=(
        *outsider.grants, Grant(right="cases.handle", area=TOWN, unit=id_of(STATION)),
    ))  # fmt: skip
    theirs = numbers.listed(insider, "reached", part, now)
    assert (theirs.count, theirs.hidden, theirs.lines) == (mine.count, mine.count, ())


def test_fewer_than_ten_calls_are_no_list_for_anybody(room):
    play = room.scene
    now = datetime.now(UTC)
    part = Slice(area=TOWN, since=now - timedelta(days=60), until=now, unit=new_id())
    with pytest.raises(Missing):
        numbers.listed(play.actor("supervisor"), "refused", part, now)


def test_the_table_and_a_list_can_be_taken_away(room):
    client = room.browser("head")
    assert client.get(f"/board/rates.xlsx?in={TOWN}")["Content-Type"].startswith("application/vnd.openxml")
    file = client.get(f"/board/rates/reported.xlsx?in={TOWN}")
    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert client.get("/board/rates/nonsense/").status_code == 404
    assert client.get("/board/rates/?window=2026-99&by=person").status_code == 200
    assert client.get("/board/rates/?unit=x").status_code == 404
    assert set(SETS) >= {"reported"}
