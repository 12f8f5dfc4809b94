"""网格划分: the list, the studio with its figures, moving without a script, adopting, boards; who sees what."""

import json
import re
from datetime import timedelta

import numpy as np
import pytest

from liren.catalogue import shelf
from liren.catalogue.commands import PublishEntry
from liren.kernel import AreaCode
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.people.commands import AppointDuty, LinkAccount, RegisterPerson
from liren.people.kinds import Line, check_line
from liren.places import cutting, walking
from liren.places.commands import AskWalks
from liren.places.queries.walking import walks
from liren.trust import gate, sql
from liren.trust.commands import OpenAccount
from tests.places.test_handlers import clerk
from tests.scene import HOUSE, TOWN, id_of
from tests.web.staffroom import Room, key_of, text

GRID = "321181108001001"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    room = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("planner", "system_admin"), ("keys", "security_admin")):
        room.scene.now -= timedelta(hours=1)
        for order in (
            OpenAccount(
                account=id_of(f"account:{name}"),
                username=name,
                name=name,
                password=None,
                must_use_totp=False,
                area=TOWN,
            ),
            RegisterPerson(person=id_of(f"person:{name}"), area=TOWN, name=name),
            LinkAccount(person=id_of(f"person:{name}"), account=id_of(f"account:{name}")),
            AppointDuty(
                duty=id_of(f"duty:{name}"),
                person=id_of(f"person:{name}"),
                post=post,
                area=TOWN,
                starts=room.scene.now - timedelta(days=1),
            ),
        ):
            gate.execute(order, actor=HOUSE, now=room.scene.now, key=new_id())
    return room


@pytest.fixture(scope="module")
def planner(room):
    return room.browser("planner")


@pytest.fixture(scope="module")
def keys(room):
    return room.browser("keys")


def studio(browser, query=""):
    return browser.get(f"/office/grids/{GRID}/studio/{query}")


def cut(browser, area=GRID, **more):
    return browser.post("/office/grids/cut/", {"key": str(new_id()), "area": area, "households": "60", **more})


def plan_of(answer):
    return re.findall(r"/office/grids/plans/([0-9a-f-]+)/move/", answer.content.decode())[0]


def begun(browser):
    answer = browser.post(f"/office/grids/{GRID}/studio/start/", {"key": str(new_id())})
    return answer["Location"].split("plan=")[1]


def test_the_list_has_every_grid_with_its_figures_and_goes_along_as_a_sheet(planner):
    page = text(planner.get("/office/grids/"))
    assert "11 个网格，22 个微网格" in page
    rows = b"".join(planner.get("/office/grids/?csv").streaming_content).decode().splitlines()
    assert len(rows) == 12
    assert "平均偏差" in rows[0]


def test_a_cut_is_asked_for_worked_off_by_the_worker_and_measured_beside_what_is(room, planner):
    assert cut(planner, parts="3").status_code == 302
    waiting = studio(planner)
    assert "正在划" in text(waiting)
    assert waiting["Refresh"] == "2"
    while cutting.step(room.scene.now):
        pass
    page = studio(planner)
    said = text(page)
    assert "Refresh" not in page
    for words in ("现在", "建议", "平均偏差", "断开的片", "形状紧凑", "沿路", "换微网格的户", "3 个微网格", "最匀"):
        assert words in said
    assert page.content.count(b"<svg viewBox") >= 2


def test_a_building_is_moved_without_a_script_and_the_step_taken_back(planner):
    plan = begun(planner)
    page = studio(planner, f"?plan={plan}").content.decode()
    building = re.findall(r'name="building" value="([^"]+)"', page)[0]
    before = sql.value("select part from places_plan_seat where plan_id = %s and building = %s", (plan, building))
    form = {"key": key_of(page), "building": building, "part": str(3 - before)}
    answer = planner.post(f"/office/grids/plans/{plan}/move/", form)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?plan={plan}#hand")
    assert "退回一步，已移 1 步" in text(studio(planner, f"?plan={plan}"))
    planner.post(f"/office/grids/plans/{plan}/back/", {"key": str(new_id())})
    assert (
        sql.value("select part from places_plan_seat where plan_id = %s and building = %s", (plan, building)) == before
    )


def test_what_was_refused_is_said_on_the_page(planner):
    plan = begun(planner)
    answer = planner.post(f"/office/grids/plans/{plan}/move/", {"key": str(new_id()), "part": "1"})
    assert answer.status_code == 422
    assert "还没有选楼" in text(answer)
    answer = cut(planner, households="3")
    assert answer.status_code == 422
    assert "10 到 1000 之间" in text(answer)
    answer = cut(planner, households="abc")
    assert answer.status_code == 422
    assert "10 到 1000 之间的整数" in text(answer)


def test_only_who_appoints_may_adopt_and_it_asks_to_be_sure(planner, keys):
    plan = begun(planner)
    assert "方案由安全管理员启用" in text(studio(planner, f"?plan={plan}"))
    form = {"key": str(new_id()), "on": "2020-01-01", "sure": "1"}
    assert planner.post(f"/office/grids/plans/{plan}/adopt/", form).status_code == 403
    answer = keys.post(f"/office/grids/plans/{plan}/adopt/", {**form, "key": str(new_id())})
    assert answer.status_code == 422
    assert "已经过去" in text(answer)
    answer = keys.post(f"/office/grids/plans/{plan}/adopt/", {"key": str(new_id()), "on": "2030-01-01"})
    assert answer.status_code == 422
    assert "先勾上" in text(answer)


def test_a_plan_is_adopted_with_a_chosen_keeper(room, planner, keys):
    plan = begun(planner)
    page = studio(planner, f"?plan={plan}").content.decode()
    building = re.findall(r'name="building" value="([^"]+)"', page)[0]
    planner.post(f"/office/grids/plans/{plan}/move/", {"key": str(new_id()), "building": building, "part": "3"})
    page = studio(keys, f"?plan={plan}").content.decode()
    assert "启用这个方案" in page
    person = re.findall(r'<select[^>]*name="keeper-3">.*?<option value="([0-9a-f-]{36})"', page, re.S)[0]
    today = re.findall(r'name="on"[^>]*value="([^"]+)"', page)[0]
    answer = keys.post(
        f"/office/grids/plans/{plan}/adopt/",
        {"key": key_of(page), "on": today, "sure": "1", "keeper-3": person},
        follow=True,
    )
    assert "已启用" in text(answer)
    held = sql.values("select person::text from people_duty where area = %s and upper_inf(during)", (f"{GRID}03",))
    assert held == [person]


def test_a_plan_is_taken_along_as_geojson_and_as_a_sheet(planner):
    plan = begun(planner)
    found = studio(planner, f"?plan={plan}&geojson").json()
    assert {f["properties"]["code"][:15] for f in found["features"]} == {GRID}
    assert all(f["geometry"]["type"] in ("Polygon", "MultiPolygon") for f in found["features"])
    assert b"".join(studio(planner, f"?plan={plan}&xlsx").streaming_content)[:2] == b"PK"


def test_every_micro_grid_has_a_sheet_with_its_keeper_and_its_own_code(planner):
    page = planner.get(f"/office/grids/{GRID}/boards/")
    count = sql.value("select count(*) from places_area where parent = %s and closed_on is null", (GRID,))
    assert page.content.count(b"<article") == count
    said = text(page)
    assert "监督电话 12345" in said, "as shipped"
    assert f"area={GRID}01" in said
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", said)


def test_a_town_prints_its_own_supervision_phone(room, planner):
    spec = {"code": "supervision", "label": "镇监督电话", "phone": "0511-86880000"}
    told = PublishEntry(
        entry=new_id(), family="public_line", code="supervision", area=TOWN, spec=spec, effective_from=room.scene.now,
        legal_basis="", verified_by="",
    )  # fmt: skip
    room.scene.order(told, the_house("setup"))
    shelf._fresh(None, force=True)
    assert "镇监督电话 0511-86880000" in text(planner.get(f"/office/grids/{GRID}/boards/"))
    assert [p.key for p in check_line(Line(code="x", label="电话", phone="请打镇里"))] == ["phone"]


def test_a_dropped_plan_leaves_the_grid_as_it_was(planner):
    plan = begun(planner)
    assert "方案已作废" in text(planner.post(f"/office/grids/plans/{plan}/drop/", {"key": str(new_id())}, follow=True))
    assert studio(planner, f"?plan={plan}").status_code == 404


def test_the_pages_are_not_there_for_others(room, planner):
    for name in ("desk", "handler"):
        browser = room.browser(name)
        assert browser.get("/office/grids/").status_code == 404
        assert studio(browser).status_code == 404
    assert planner.get("/office/grids/321181999001001/studio/").status_code == 404
    assert planner.get("/office/grids/nonsense/studio/").status_code == 404


def uploaded(browser, content, name="划分.geojson"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(name, content, content_type="application/geo+json")
    return browser.post("/office/import/plans/", {"key": str(new_id()), "datum": "wgs84", "file": file})


def test_an_exported_plan_comes_back_as_a_draft_after_its_difference_and_is_taken_back_whole(planner):
    plan = begun(planner)
    building = re.findall(r'name="building" value="([^"]+)"', studio(planner, f"?plan={plan}").content.decode())[0]
    planner.post(f"/office/grids/plans/{plan}/move/", {"key": str(new_id()), "building": building, "part": "2"})
    content = studio(planner, f"?plan={plan}&geojson").content
    page = uploaded(planner, content)
    assert page.status_code == 200
    address = re.findall(r'action="(/office/import/plans/[0-9a-f-]+/)"', page.content.decode())[0]
    done = planner.post(address, {"key": str(new_id())}, follow=True)
    assert done.status_code == 200
    id = address.rstrip("/").split("/")[-1]
    assert "导入的方案" in text(studio(planner, f"?plan={id}"))
    undone = planner.post(f"/office/import/done/{id}/undo/", {"key": str(new_id())}, follow=True)
    assert "已撤销" in text(undone)
    assert studio(planner, f"?plan={id}").status_code == 404


def test_a_drawn_plan_with_a_gap_is_shown_with_the_place_and_cannot_be_taken_over(planner):
    plan = begun(planner)
    found = studio(planner, f"?plan={plan}&geojson").json()
    found["features"] = found["features"][1:]
    page = uploaded(planner, json.dumps(found).encode())
    assert page.status_code == 422
    assert "没有铺满网格" in text(page)
    named = studio(planner, f"?plan={plan}&geojson").json()
    named["features"][0]["properties"]["code"] = "321181108001002"
    page = uploaded(planner, json.dumps(named).encode())
    assert page.status_code == 422
    assert "一个文件只放一个网格" in text(page)


def test_plans_stand_side_by_side_and_who_walks_far_is_named_once_the_ways_are_measured(room, planner):
    cut(planner)
    while cutting.step(room.scene.now):
        pass
    page = text(studio(planner))
    assert "几个方案放在一起看" in page
    for words in ("平均偏差", "断开的片", "形状紧凑", "沿路", "换微网格的户", "受什么限制"):
        assert words in page
    assert "还没有算过步行距离" in page
    order = AskWalks(walks=new_id(), area=AreaCode(TOWN))
    room.scene.order(order, clerk(TOWN, "places.see"))
    while walking.step(room.scene.now):
        pass
    households = sql.value("select sum(households) from places_building where starts_with(area, %s)", (GRID,))
    page = text(studio(planner))
    assert f"步行超 800 米的 {households:,} 户" in page, "without a venue everybody is far"
    spot = sql.one("select avg(lon) as lon, avg(lat) as lat from places_building where starts_with(area, %s)", (GRID,))
    ground = walks(clerk(TOWN, "places.see"), GRID)
    doors = np.array(
        [
            (r["lon"], r["lat"])
            for r in sql.rows("select lon, lat from places_building where starts_with(area, %s)", (GRID,))
        ]
    )
    beyond = ground.beyond([(spot["lon"], spot["lat"])], doors, 200)
    assert beyond.any()
    assert not beyond.all()
