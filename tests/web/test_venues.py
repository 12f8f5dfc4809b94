"""阵地: the office enters venues and books rooms, residents see what is open and free, nobody sees who booked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from liren.kernel.ids import new_id
from liren.trust import sql
from tests.venues.place import booking, order, room, tomorrow, venue
from tests.web.staffroom import Room, key_of, text
from tests.web.test_office import bring

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def office(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(scope="module")
def community(office):
    return office.scene.made.at(17)[0].code[:12]


@pytest.fixture(scope="module")
def secretary(office, community):
    return office.browser(community)


@pytest.fixture(scope="module")
def place(office):
    at = venue(office.scene, 0, "每天 08:00-20:00", name="锦禾里驿站", phone="0511-00001234")
    return at, room(office.scene, at)


def form(office, **more):
    lon, lat = office.scene.point(0)
    told = {
        "key": new_id(),
        "name": "云溪驿站",
        "address": "同心路 2 号",
        "lon": lon,
        "lat": lat,
        "hours-1": "8:30-12:00，14:00-17:30",
    }
    return told | {"zones": ["elders", "reading"]} | more


def test_a_venue_is_entered_with_its_hours_and_zones_and_put_right(office, secretary):
    made = secretary.post("/office/venues/new/", form(office))
    assert made.status_code == 302
    page = text(secretary.get(made.headers["Location"]))
    for words in ("云溪驿站", "同心路 2 号", "08:30-12:00，14:00-17:30", "老年活动中心、图书阅览室", "还没有登记房间"):
        assert words in page
    edit = made.headers["Location"] + "edit/"
    filled = secretary.get(edit).content.decode()
    assert 'value="08:30-12:00，14:00-17:30"' in filled
    changed = secretary.post(edit, form(office, key=new_id(), address="同心路 3 号", version="1"))
    assert changed.status_code == 302
    assert "同心路 3 号" in text(secretary.get(made.headers["Location"]))


def test_a_wrong_hour_is_named_beside_its_day_and_nothing_typed_is_lost(office, secretary):
    answer = secretary.post("/office/venues/new/", form(office, name="竹里驿站", **{"hours-2": "九点开门"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#hours-2"' in page
    assert "“九点开门”不是开放时间" in page
    assert 'value="竹里驿站"' in page
    assert sql.value("select count(*) from venues_venue where name = '竹里驿站'") == 0


def test_the_list_is_filtered_drawn_and_taken_along(office, secretary, place, community):
    page = text(secretary.get(f"/office/venues/?in={community}&zone=elders"))
    assert "锦禾里驿站" in page
    assert "没有这样的阵地" in text(secretary.get("/office/venues/?zone=mediation"))
    drawn = secretary.get("/office/venues/map.json").json()
    assert "锦禾里驿站" in {f["properties"]["title"] for f in drawn["features"]}
    for ending in ("csv", "xlsx", "geojson"):
        assert b"".join(secretary.get(f"/office/venues/?{ending}").streaming_content)


def test_what_is_exported_is_imported_again_without_a_change(office, secretary, place):
    whole = b"".join(secretary.get("/office/venues/?csv").streaming_content).decode("utf-8-sig")
    _, take = bring(secretary, "venues", whole, "阵地.csv")
    assert take == ""
    answer, take = bring(
        secretary, "venues", whole.replace("锦禾里驿站,同心路 1 号", "锦禾里驿站,同心路 9 号"), "阵地.csv"
    )
    assert "同心路 1 号 → 同心路 9 号" in text(answer)
    done = secretary.post(take)
    assert done.status_code == 302
    assert secretary.post(done.headers["Location"] + "undo/", {"key": new_id()}).status_code == 302
    assert sql.value("select address from venues_venue where id = %s", (place[0],)) == "同心路 1 号"


def wish(office, hour: int, days: int = 1, **more):
    starts = tomorrow(office.scene, hour, days)
    told = {"day": f"{starts:%Y-%m-%d}", "starts": f"{starts:%H:%M}", "ends": f"{starts + HOUR:%H:%M}"}
    return {"key": new_id(), "topic": "加装电梯", "group": "第三网格议事会"} | told | more


def test_booking_from_the_free_time_of_the_week_to_the_booking(office, secretary, place):
    at, one = place
    day = tomorrow(office.scene, 9)
    week = secretary.get(f"/office/venues/{at}/week/?on={day:%Y-%m-%d}").content.decode()
    assert re.search(rf'href="/office/rooms/{one}/book/\?day={day:%Y-%m-%d}&amp;from=08:00"', week)
    filled = secretary.get(f"/office/rooms/{one}/book/?day={day:%Y-%m-%d}&from=09:00").content.decode()
    assert 'value="10:00"' in filled
    made = secretary.post(f"/office/rooms/{one}/book/", wish(office, 9))
    assert made.status_code == 302
    assert "加装电梯" in text(secretary.get(made.headers["Location"]))
    again = text(secretary.get(f"/office/venues/{at}/week/?on={day:%Y-%m-%d}"))
    assert "09:00–10:00 加装电梯" in again
    taken = secretary.post(f"/office/rooms/{one}/book/", wish(office, 9))
    assert taken.status_code == 422
    assert "已被约走" in text(taken)
    assert "10:00 开始" in text(taken)


def test_a_series_lists_its_clashes_before_anything_is_written_and_books_the_free_ones(office, secretary, place):
    _, one = place
    week_on = tomorrow(office.scene, 16, days=9)
    order(office.scene, booking(one, (week_on, week_on + HOUR)))
    told = wish(office, 16, days=2, until=f"{week_on + timedelta(weeks=2):%Y-%m-%d}")
    shown = secretary.post(f"/office/rooms/{one}/book/", told)
    assert shown.status_code == 422
    assert "4 场里有 1 场约不上" in text(shown)
    assert "只约没有冲突的 3 场" in text(shown)
    assert sql.value("select count(*) from venues_booking where series = %s", (told["key"],)) == 0
    made = secretary.post(f"/office/rooms/{one}/book/", told | {"key": key_of(shown.content.decode()), "verb": "free"})
    assert made.status_code == 302
    page = secretary.get(made.headers["Location"])
    assert "已约好 3 场。另有 1 场约不上" in text(page)
    assert "这一场和后面 2 场" in text(page)
    empty = secretary.post(made.headers["Location"], {"key": new_id(), "which": "following", "reason": ""})
    assert empty.status_code == 422
    secretary.post(made.headers["Location"], {"key": new_id(), "which": "following", "reason": "换地方了"})
    assert (
        sql.value("select count(*) from venues_booking where series = %s and cancelled_at is null", (told["key"],)) == 0
    )


def test_rooms_days_and_barrier_free_facts_are_noted_on_the_page_of_the_venue(office, secretary, place):
    address = f"/office/venues/{place[0]}/"
    day = tomorrow(office.scene, 9, days=20)
    for told in (
        {"do": "room", "room-name": "小会议室", "room-kind": "meeting", "room-seats": "8", "room-gap": ""},
        {"do": "day", "day-day": f"{day:%Y-%m-%d}", "day-spans": "", "day-note": "盘点"},
        {
            "do": "access",
            "access-on": f"{office.scene.now:%Y-%m-%d}",
            "access-fact-ramp": "yes",
            "access-fact-lift": "",
        },
    ):
        assert secretary.post(address, {"key": new_id()} | told).status_code == 302, told
    page = text(secretary.get(address))
    for words in ("小会议室", "不开，盘点", "轮椅坡道 有", "近 28 天使用率"):
        assert words in page
    bad = secretary.post(
        address, {"key": new_id(), "do": "room", "room-name": "大厅", "room-kind": "meeting", "room-seats": "很多"}
    )
    assert bad.status_code == 422
    assert "座位只写数字" in text(bad)
    assert secretary.post(address, {"key": new_id(), "do": "burn"}).status_code == 404


def test_the_page_of_a_room_shows_its_use_with_the_bookings_behind_it(secretary, place):
    page = text(secretary.get(f"/office/rooms/{place[1]}/"))
    assert "约出去的开放时间" in page
    assert f"/venues/room/{place[1]}.ics" in page


def test_without_a_duty_there_the_office_is_not_there(office, place):
    stranger = office.browser(office.scene.made.at(17)[-1].code[:12])
    for address in (
        f"/office/venues/{place[0]}/",
        f"/office/rooms/{place[1]}/book/",
        f"/office/venues/{place[0]}/week/",
    ):
        assert stranger.get(address).status_code == 404
    assert Client().get("/office/venues/").status_code == 302


def test_residents_see_what_is_open_what_is_free_and_how_to_book_but_nobody_s_business(office, place, community):
    at, one = place
    starts = tomorrow(office.scene, 11, days=3)
    order(office.scene, booking(one, (starts, starts + HOUR), topic="家务事", group="王家"))
    order(office.scene, booking(one, (starts + HOUR, starts + 2 * HOUR), topic="院坝会", public=True))
    visitor = Client(headers={"host": "localhost"})
    page = text(visitor.get(f"/venues/{at}/"))
    for words in ("锦禾里驿站", "08:00-20:00", "空着的时间", "打 0511-00001234", "院坝会"):
        assert words in page
    assert "家务事" not in page
    assert "王家" not in page
    listed = visitor.get(f"/venues/?in={community}")
    assert "锦禾里驿站" in text(listed)
    assert "锦禾里驿站" in {f["properties"]["title"] for f in visitor.get("/venues/map.json").json()["features"]}
    poster = visitor.get(f"/venues/{at}/poster/").content.decode()
    assert "data:image/svg+xml;base64," in poster
    lon, lat = office.scene.point(0)
    near = text(visitor.post("/venues/", {"lon": lon, "lat": lat}))
    assert "由近到远" in near
    assert "直线 0 米" in near
    assert visitor.get(f"/venues/{new_id()}/").status_code == 404


def test_a_calendar_says_taken_and_the_topic_of_a_public_meeting_only(office, place):
    at, one = place
    for address in (f"/venues/{at}.ics", f"/venues/room/{one}.ics"):
        answer = Client().get(address)
        assert answer.headers["Content-Type"].startswith("text/calendar")
        said = {str(e["summary"]) for e in Calendar.from_ical(answer.content).walk("VEVENT")}
        assert {"已预约", "院坝会"} <= said
        assert b"\xe7\x8e\x8b\xe5\xae\xb6" not in answer.content, "no group's name"
        assert "家务事" not in str(said)


def test_the_board_counts_venues_and_deliberation_rooms_and_opens_their_lists(office, place):
    office.scene.report()
    head = office.browser("head")
    page = head.get("/board/").content.decode()
    card = page[page.index('data-card="hosts"') :]
    venues_href, rooms_href = re.findall(r'href="([^"]+)"', card)[:2]
    shown = [int(n) for n in re.findall(r">(\d+)</a>", card)[:2]]
    listed = head.get(venues_href.replace("&amp;", "&")).content.decode()
    rooms = head.get(rooms_href.replace("&amp;", "&")).content.decode()
    assert [listed.count('<tr data-map-item="'), rooms.count('<tr><th scope="row">')] == shown


def test_the_rooms_of_an_area_are_listed_with_their_use_and_taken_along(secretary, community):
    page = text(secretary.get(f"/office/rooms/?in={community}&sort=use"))
    assert "约出去的开放时间" in page
    assert b"PK" in b"".join(secretary.get("/office/rooms/?xlsx").streaming_content)
