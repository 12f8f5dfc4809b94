"""What the maps ask for: the frame, tiles with their age in the address, the name of a point, and the cases of a list."""

import gzip
import json

import mapbox_vector_tile
import pytest
from django.test import Client

from liren.kernel import AreaCode
from liren.places import queries as places
from liren.places.mercator import tile_at
from liren.web.maps import base
from liren.web.maps.kept import Kept
from tests import scene
from tests.web.staffroom import Room


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", scene.TOWN, None):
        made.scene.order(order)
    return made


@pytest.fixture
def anybody():
    return Client(headers={"host": "localhost"})


def address(room, layers="areas", z=14, epoch=None):
    lon, lat = room.scene.point()
    tile = tile_at(z, lon, lat)
    return f"/tiles/{layers}/{epoch or places.tile_epochs()[layers]}/{tile.z}/{tile.x}/{tile.y}.mvt"


def test_anybody_gets_the_tiles_that_the_frame_names(room, anybody):
    frame = anybody.get("/map/frame.json").json()
    lon, lat = room.scene.point()
    tile = tile_at(14, lon, lat)
    told = frame["tiles"]["areas"].replace("{z}", "14").replace("{x}", str(tile.x)).replace("{y}", str(tile.y))
    assert told == address(room)
    answer = anybody.get(told)
    assert answer.status_code == 200
    assert mapbox_vector_tile.decode(answer.content)["community"]["features"]
    west, south, east, north = frame["bounds"]
    assert west < lon < east
    assert south < lat < north


def test_a_tile_is_packed_for_who_can_unpack_it_and_kept_for_ever(room, anybody):
    packed = anybody.get(address(room), headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == anybody.get(address(room)).content
    assert "immutable" in packed["Cache-Control"]
    again = anybody.get(address(room), headers={"if-none-match": packed["ETag"]})
    assert again.status_code == 304


def test_a_tile_of_an_epoch_to_come_is_todays_and_not_kept(room, anybody):
    ahead = places.tile_epochs()["areas"] + 7
    answer = anybody.get(address(room, epoch=ahead))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert anybody.get(address(room, epoch=ahead))["Cache-Control"] == "no-store"


def test_where_nothing_is_drawn_there_is_nothing_to_send(anybody):
    assert anybody.get("/tiles/areas/1/10/0/0.mvt").status_code == 204


@pytest.mark.parametrize("path", ["people/1/10/0/0", "areas/1/3/9/0", "areas/1/30/0/0", "ground/1/10/0/99999"])
def test_a_tile_that_does_not_exist_is_a_page_that_says_so(anybody, path):
    answer = anybody.get(f"/tiles/{path}.mvt")
    assert answer.status_code == 404
    assert "没有这一块地图" in answer.content.decode()


def test_a_point_is_told_by_its_micro_grid_and_one_elsewhere_by_what_to_do(room, anybody):
    lon, lat = room.scene.point()
    found = anybody.get(f"/map/where.json?lon={lon}&lat={lat}").json()
    assert found["ok"]
    assert "界牌镇" in found["says"]
    away = anybody.get("/map/where.json?lon=10&lat=50")
    assert away.status_code == 422
    assert "请在地图上重新选" in away.json()["says"]
    assert anybody.get("/map/where.json?lon=x&lat=nan").status_code == 422


def test_the_desks_map_holds_the_cases_of_its_list(room):
    case = room.scene.report()
    nowhere = room.scene.report(lon=None, lat=None, area=AreaCode("321181108006"))
    client = room.browser("desk")
    answer = client.get("/desk/map.json?tab=open").json()
    ids = [feature["id"] for feature in answer["features"]]
    assert str(case) in ids
    assert str(nowhere) not in ids
    assert answer["says"] == f"图上 {len(ids)} 件，1 件没有坐标"
    rows = client.get("/desk/?tab=open").content.decode()
    assert all(f'data-map-item="{id}"' in rows for id in ids[:20])
    late = client.get("/desk/map.json?tab=late").json()
    assert len(late["features"]) <= len(ids)


def test_the_desks_map_is_not_there_for_who_has_no_desk(room, anybody):
    assert anybody.get("/desk/map.json").status_code == 302


def test_the_areas_below_one_are_drawn_with_their_list(room):
    told = room.browser("admin").get("/office/areas/map.json?in=321181108").json()
    ((areas,)) = [level["areas"] for level in told["levels"]]
    assert {len(area["code"]) for area in areas} == {12}
    west, south, east, north = told["bounds"]
    assert all(west < area["lon"] < east and south < area["lat"] < north for area in areas)


# what is kept ----------------------------------------------------------------

KEY = ("areas", 3, 14, 5, 6)


def test_a_kept_tile_is_found_by_another_process_and_goes_with_its_map(tmp_path):
    one, other = Kept(tmp_path), Kept(tmp_path)
    one.keep(KEY, b"tile")
    assert other.find(KEY) == b"tile"
    other.keep(("areas", 4, 14, 5, 6), b"newer")
    assert not (tmp_path / "areas" / "3").exists()
    assert Kept(tmp_path).find(KEY) is None
    assert Kept(tmp_path).find(("areas", 4, 14, 5, 6)) == b"newer"


def test_memory_holds_what_it_may_and_no_more():
    kept = Kept(None, memory=1000)
    for x in range(10):
        kept.keep(("areas", 1, 14, x, 0), b"x" * 100)
    found = [x for x in range(10) if kept.find(("areas", 1, 14, x, 0))]
    assert found == [7, 8, 9]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "areas").write_text("in the way")
    kept = Kept(tmp_path)
    kept.keep(KEY, b"tile")
    assert kept.find(KEY) == b"tile"
    assert Kept(tmp_path).find(KEY) is None


# whose map ---------------------------------------------------------------------


@pytest.fixture
def configured(monkeypatch):
    def told(text):
        monkeypatch.setenv("LIREN_BASEMAP", text)
        base.told.cache_clear()
        base.origins.cache_clear()

    yield told
    monkeypatch.undo()
    base.told.cache_clear()
    base.origins.cache_clear()


def test_no_other_host_is_allowed_unless_one_is_configured(anybody):
    policy = anybody.get("/")["Content-Security-Policy"]
    assert "http" not in policy
    assert "worker-src 'self'" in policy
    assert base.told() is None


def test_a_configured_base_map_names_just_its_hosts(configured):
    configured(json.dumps({"tiles": ["https://t0.example.cn/{z}/{x}/{y}?tk=k"], "says": "天地图"}))
    assert base.origins() == ("https://t0.example.cn",)
    assert base.told() == {"tiles": ["https://t0.example.cn/{z}/{x}/{y}?tk=k"], "says": "天地图"}


@pytest.mark.parametrize(
    "text", ["天地图", "{}", '{"tiles": [], "says": ""}', '{"tiles": ["http://a.cn/"], "says": "x"}']
)
def test_a_base_map_that_cannot_be_read_is_said_to_the_operator(configured, text):
    configured(text)
    with pytest.raises(Exception, match="LIREN_BASEMAP"):
        base.told()
