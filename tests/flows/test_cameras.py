"""when_case_is_dispatched_offer_cameras and when_case_ends_withdraw_cameras: open to whoever works on it, closed with the case."""

from datetime import date
from uuid import uuid5

import pytest

from liren.cases import commands as c
from liren.devices.commands.cameras import RegisterCamera
from liren.kernel import Actor, AreaCode, Code, Grant
from liren.kernel.actor import by_link
from liren.trust import sql
from tests.scene import OFFICE, STATION, TOWN, id_of

ADMIN = Actor(kind="staff", account=id_of("registrar"), grants=(Grant(right="cameras.register", area=AreaCode(TOWN)),))


@pytest.fixture(scope="module")
def camera(town):
    lon, lat = town.point(0)
    order = RegisterCamera(
        camera=id_of("camera"), name="东门", place="同心路东门朝外", lon=lon, lat=lat, position="gate", type="fixed", owner=id_of(STATION),
        engine_path="jiepai/east", sign_posted=True, installed_on=date(2026, 1, 5), stream="rtsp://10.8.0.21/ch1",
    )  # fmt: skip
    town.order(order, ADMIN)
    return order.camera


def live(case):
    return sql.rows('select * from devices_viewoffer where "case" = %s and withdrawn_at is null', (case,))


def test_a_dispatch_opens_the_nearest_cameras_to_the_unit_and_the_desk_that_sent_it(town, camera):
    case = town.dispatched(kind=Code("standing_water"))
    town.settle()
    [offer] = live(case)
    assert (offer["camera"], offer["units"], offer["accounts"]) == (camera, [id_of(STATION)], [town.account("desk")])
    assert offer["metres"] <= 5


def test_far_away_and_in_other_matters_nothing_is_open(town, camera):
    far, other = town.dispatched(n=20, kind=Code("standing_water")), town.dispatched(kind=Code("noise"))
    town.settle()
    assert live(far) == live(other) == []


def test_the_reporter_who_works_there_is_barred_and_a_corrected_kind_closes_them(town, camera):
    case = town.report(town.actor("mate"), kind=Code("standing_water"))
    town.do("desk", c.DispatchCase, case)
    town.settle()
    assert live(case)[0]["barred_account"] == town.account("mate")
    town.do("desk", c.CorrectKind, case, kind=Code("noise"))
    town.settle()
    assert live(case) == []


def test_a_case_that_is_opened_again_opens_them_when_it_is_sent_again(town, camera):
    case = town.closed(kind=Code("stray_dog"))
    town.settle()
    town.do(by_link(case), c.ReopenCase, case)
    town.settle()
    assert live(case) == []
    town.do("desk", c.DispatchCase, case)
    town.settle()
    assert [offer["units"] for offer in live(case)] == [[id_of(STATION)]]


def test_the_end_closes_them_and_a_new_dispatch_opens_them_to_the_new_unit(town, camera):
    case = town.dispatched(kind=Code("standing_water"))
    town.settle()
    town.do("handler", c.TakeUpCase, case)
    town.do(by_link(case), c.WithdrawCase, case)
    town.settle()
    assert live(case) == []
    assert [entry.name for entry in town.entries(uuid5(case, "views"))] == ["ViewsOffered", "OffersWithdrawn"]
    again = town.report(kind=Code("standing_water"))
    town.do("desk", c.DispatchCase, again, unit=id_of(OFFICE))
    town.settle()
    assert live(again)[0]["units"] == [id_of(OFFICE)]
