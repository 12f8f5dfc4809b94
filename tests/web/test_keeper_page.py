"""My keeper: found by a house, a code, a list or a position; remembered in the browser; told who stands in."""

import pytest
from django.test import Client

from liren.kernel import AreaCode
from liren.kernel.actor import ANONYMOUS
from liren.people.queries import public_keeper
from liren.trust import sql
from tests.scene import Scene, id_of


@pytest.fixture
def browser(town):
    return Client(headers={"host": "localhost"})


def text(answer) -> str:
    return answer.content.decode()


def of(town: Scene, n: int) -> str:
    return town.made.at(17)[n].code


def name_of(town: Scene, area: str) -> str:
    found = public_keeper(ANONYMOUS, AreaCode(area), town.now)
    assert found is not None
    return found.name


def test_the_code_on_the_board_shows_the_keeper_and_the_first_page_remembers(town, browser):
    area = of(town, 0)
    page = text(browser.get(f"/keeper/?area={area}"))
    assert name_of(town, area) in page
    home = text(browser.get("/"))
    assert "我的网格员" in home
    assert f'href="/report/?area={area}"' in home
    browser.get("/keeper/?forget=1")
    assert "我的网格员" not in text(browser.get("/"))


def test_a_community_offers_its_grids(town, browser):
    area = of(town, 0)
    page = text(browser.get(f"/keeper/?area={area[:12]}"))
    assert f'value="{area}"' in page


def test_a_position_becomes_an_area_and_is_in_no_address(town, browser):
    lon, lat = town.point(2)
    answer = browser.post("/keeper/", {"lon": lon, "lat": lat})
    assert answer.headers["Location"] == f"/keeper/?area={of(town, 2)}"
    lost = browser.post("/keeper/", {"lon": "2.35", "lat": "48.85"})
    assert "不在本地的网格里" in text(browser.get(lost.headers["Location"]))
    assert browser.post("/keeper/", {"lon": "nan", "lat": ""}).headers["Location"] == "/keeper/?lost=1"


@pytest.mark.parametrize("area", ["x", "<script>", "321181108999", "３２１１８１１０８００１", "32" * 40])
def test_an_area_that_is_not_on_the_map_is_no_area(town, browser, area):
    answer = browser.get("/keeper/", {"area": area})
    assert answer.status_code == 200
    assert "area" not in answer.cookies
    browser.cookies["area"] = "999"
    assert browser.get("/").status_code == 200


def test_when_nobody_keeps_the_place_itself_the_page_says_who_stands_in(town, browser):
    area = of(town, 1)
    own = name_of(town, area)
    sql.run("update people_duty set during = tstzrange(lower(during), now()) where area = %s", (area,))
    page = text(browser.get(f"/keeper/?area={area}"))
    assert "先管着" in page
    assert f'id="keeper-name">{own}<' not in page


def test_no_private_number_is_shown(town, browser):
    page = text(browser.get(f"/keeper/?area={of(town, 0)}"))
    assert "打 12345" in page
    assert str(id_of("account:" + of(town, 0))) not in page
