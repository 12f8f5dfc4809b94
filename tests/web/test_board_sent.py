"""Senders' figures and whistles on the board: by unit and never by person, each number opens exactly what it counts."""

import re
from datetime import timedelta

import pytest

from liren.cases import commands as c
from liren.kernel import Code
from liren.kernel.ids import new_id
from tests.cases.test_whistles import blow
from tests.scene import CENTRE, OFFICE, STATION, TOWN, id_of
from tests.web.staffroom import Room, text

LINK = re.compile(r'<a href="(/board/rates/[a-z_]+/\?[^"]+)">([\d,]+)</a>')


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    """Three as the rule says (one given back), two elsewhere, one against the list."""
    made = Room(tmp_path_factory.mktemp("town"), db)
    play = made.scene
    for n in range(2):
        play.dispatched(n=n)
    play.do("handler", c.ReturnCase, play.dispatched(n=2))
    for n in (3, 4):
        play.do("desk", c.DispatchCase, play.report(n=n), unit=id_of(OFFICE), reason="那条街在施工")
    dog = play.report(n=5, kind=Code("stray_dog"))
    play.do("desk", c.DispatchCase, dog, unit=id_of(STATION), reason="先看有没有伤人")
    return made


def section(page: str) -> str:
    return page.split('id="sent"')[1].split("</section>")[0]


def test_what_was_sent_against_rule_and_list_is_counted_by_unit_and_opens_its_cases(room):
    head = room.browser("head")
    found = section(head.get(f"/board/rates/?in={TOWN}").content.decode())
    said = dict(re.findall(r"<dt>([^<]+)</dt><dd class=\"num\">(?:<a[^>]*>)?(\d+)", found))
    assert said == {"派遣的": "6", "被退回过的": "1", "没照规则派的": "2", "违清单派出的": "1"}
    links = {href.replace("&amp;", "&"): int(n) for href, n in LINK.findall(found)}
    assert len(links) >= 7, "the whole and two units"
    for href, number in links.items():
        page = head.get(href).content.decode()
        assert len(set(re.findall(r'data-case="([^"]+)"', page))) == number, href


def test_the_rows_are_units_and_no_person_stands_in_them(room):
    found = section(room.browser("head").get(f"/board/rates/?in={TOWN}").content.decode())
    rows = re.findall(r'<th scope="row" class="nb">([^<]+)</th>', found)
    assert rows == sorted([OFFICE, STATION])
    one = section(room.browser("head").get(f"/board/rates/?in={TOWN}&unit={id_of(OFFICE)}").content.decode())
    assert "<table" not in one
    assert dict(re.findall(r"<dt>([^<]+)</dt><dd class=\"num\">(?:<a[^>]*>)?(\d+)", one))["没照规则派的"] == "2"


def test_whistles_that_stand_and_units_that_are_late_open_their_records_from_the_board(room):
    play, head = room.scene, room.browser("head")
    assert 'data-card="whistles"' not in head.get("/board/").content.decode()
    real, play.now = play.now, play.now - timedelta(hours=3)
    case = play.in_progress(n=6)
    blow(play, case, OFFICE, CENTRE)
    play.now = real
    fresh = play.in_progress(n=7)
    blow(play, fresh, OFFICE, kind="masses")
    page = head.get("/board/").content.decode()
    found = dict(re.findall(r'<a href="([^"]+)" data-whistles="(?:open|late)">(\d+)', page))
    assert sorted(found.values()) == ["2", "2"]
    for href, number in found.items():
        listed = head.get(href.replace("&amp;", "&")).content.decode()
        assert re.search(r"data-count>(\d+)<", listed)[1] == number, href
    late = next(href for href in found if "late" in href).replace("&amp;", "&")
    listed = head.get(late).content.decode()
    assert f"/case/{case}/whistle/" in listed
    assert f"/case/{fresh}/whistle/" not in listed
    assert "现在超时的单位" in text(head.get(late))


def test_one_more_unit_is_called_from_the_page_of_the_whistle(room):
    play, desk = room.scene, room.browser("desk")
    case = play.in_progress(n=8)
    blow(play, case, OFFICE)
    page = desk.get(f"/case/{case}/whistle/").content.decode()
    about = re.search(r'name="do" value="call"><input type="hidden" name="about" value="([^"]+)"', page)[1]
    assert "人手不够，再叫一家" in page
    told = {"key": new_id(), "do": "call", "about": about, f"call-{about}-words": "还要人疏散"}
    refused = desk.post(f"/case/{case}/whistle/", told)
    assert refused.status_code == 422
    assert "还没有选再叫哪一家，请选一家。" in text(refused)
    assert "还要人疏散" in refused.content.decode()
    assert desk.post(f"/case/{case}/whistle/", told | {f"call-{about}-unit": str(id_of(CENTRE))}).status_code == 302
    page = text(desk.get(f"/case/{case}/whistle/"))
    assert "还要人疏散" in page
    assert CENTRE in page
    assert f"吹哨再叫{CENTRE}" in text(desk.get(f"/case/{case}/"))
    assert "人手不够，再叫一家" not in text(room.browser("officer").get(f"/case/{case}/whistle/"))
