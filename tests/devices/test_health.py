"""Health over time: who falls silent, who hides whom, and what an area's uptime is."""

from datetime import timedelta
from uuid import UUID

import pytest

from liren.devices import commands as d
from liren.devices import watching
from liren.devices.queries import register, uptime
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from tests.devices import speaking
from tests.devices.speaking import WIRE

HOUSE = the_house("test")


@pytest.fixture(autouse=True)
def alone(town):
    speaking.forget()


def device(town, number: int, gateway: UUID | None = None) -> UUID:
    lon, lat = town.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=WIRE, source=speaking.source(number).hex(), name=str(number), lon=lon,
        lat=lat, gateway=gateway,
    )  # fmt: skip
    town.order(order)
    return order.device


def states(town) -> dict[str, str]:
    watching.step(town.now)
    return {card.name: card.state for card in register.mine(HOUSE)}


def after(town, seconds: int) -> None:
    town.now += timedelta(seconds=seconds)


def test_a_device_is_online_then_late_then_offline_and_comes_back(town):
    one = device(town, 1)
    assert states(town) == {"1": "unknown"}
    speaking.heard(1, town.now)
    after(town, 10)
    assert states(town) == {"1": "online"}
    after(town, 40)
    assert states(town) == {"1": "late"}
    after(town, 50)
    assert states(town) == {"1": "offline"}
    speaking.heard(1, town.now)
    after(town, 10)
    assert states(town) == {"1": "online"}
    found = uptime.of_device(HOUSE, one, town.now - timedelta(hours=1), town.now, town.now)
    assert (found.on_s, found.due_s) == (90.0, 100.0)
    area = register.device_card(HOUSE, one).area
    assert uptime.by_area(HOUSE, area[:9], 12, town.now - timedelta(hours=1), town.now, town.now)[area[:12]] == found


def test_a_gateway_that_is_silent_is_one_event_and_those_behind_it_are_none(town):
    gateway = device(town, 1)
    behind = [device(town, n, gateway) for n in (2, 3)]
    for n in (1, 2, 3):
        speaking.heard(n, town.now)
    after(town, 1)
    assert set(states(town).values()) == {"online"}
    after(town, 60)
    states(town)
    after(town, 120)
    assert states(town) == {"1": "offline", "2": "unknown", "3": "unknown"}
    assert {card.because for card in register.behind(HOUSE, gateway)} == {gateway}
    said = [entry.name for one in (gateway, *behind) for entry in town.entries(one)]
    assert said.count("DeviceWentSilent") == 1


def test_a_device_at_work_is_in_maintenance_until_the_work_ends(town):
    one = device(town, 1)
    town.order(d.SetMaintenance(device=one, starts=town.now, ends=town.now + timedelta(hours=1), reason="清洗"))
    assert states(town) == {"1": "maintenance"}
    after(town, 3601)
    assert states(town) == {"1": "unknown"}


def test_only_devices_whose_deadline_has_passed_are_looked_at(town):
    device(town, 1)
    states(town)
    with sql.counted() as seen:
        watching.step(town.now)
    assert len(seen) == 1
