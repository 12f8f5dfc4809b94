"""when_clock_drifts_set_it, when_clock_is_set_read_it, when_post_check_is_unanswered_tell_owner: what devices set off."""

from datetime import timedelta

import pytest

from liren.devices import commands as d
from liren.devices import ordering
from liren.devices.queries import orders, register
from liren.gateway import reading
from liren.gateway.gb26875.frame import label
from liren.kernel import Code
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.trust import sql
from tests.devices import speaking
from tests.devices.speaking import NORMAL, WIRE
from tests.devices.test_orders import MINUTE, ask, said
from tests.scene import CENTRE, id_of

HOUSE = the_house("test")


@pytest.fixture
def device(town):
    speaking.forget()
    lon, lat = town.point(0)
    order = d.RegisterDevice(
        device=new_id(), kind=Code("transmission_unit"), wire=WIRE, source=speaking.source(889).hex(), name="889 号传输装置",
        lon=lon, lat=lat, owner=id_of(CENTRE),
    )  # fmt: skip
    town.order(order)
    return order.device


def say(town, unit: bytes) -> None:
    speaking.keep(speaking.frame(unit, at=town.now), town.now)
    reading.read(town.now)
    town.settle()


def ordered(device) -> list[tuple[str, str, str]]:
    return [(c.what, c.why, c.state) for c in reversed(orders.of_device(HOUSE, device))]


def test_a_clock_that_is_off_is_set_read_again_and_its_mark_goes_by_proof(town, device):
    say(town, speaking.component(NORMAL, town.now - timedelta(minutes=40)))
    assert register.device_card(HOUSE, device).clock_off == -2400
    assert ordered(device) == [("set_clock", "clock", "waiting")]
    [order] = orders.of_device(HOUSE, device)
    said(town, order.id, "sent", "confirmed")
    town.settle()
    assert ordered(device) == [("set_clock", "clock", "answered"), ("read_clock", "proof", "waiting")]
    town.now += MINUTE
    say(town, bytes((28, 1)) + label(town.now))
    assert register.device_card(HOUSE, device).clock_off == 0


def test_a_clock_that_stays_off_is_set_once_an_hour(town, device):
    for minutes in (0, 10, 20, 59):
        town.now += timedelta(minutes=minutes)
        say(town, speaking.component(NORMAL, town.now - timedelta(hours=3)))
        ordering.step(town.now + timedelta(minutes=11))
    assert [what for what, _, _ in ordered(device)] == ["set_clock"] * 2


def test_an_unanswered_check_tells_the_owner_of_the_post_and_names_nobody(town, device):
    said(town, ask(town, device), "sent", "confirmed")
    town.now += 10 * MINUTE
    ordering.step(town.now)
    town.settle()
    told = sql.rows("select account, facts from notices_notice where code = 'post_unanswered'")
    assert town.account("desk") in {row["account"] for row in told}
    (group,) = [g for g in notices.inbox(town.actor("desk"), town.now) if g.subject == device]
    assert (
        group.lines[0].body
        == "“889 号传输装置”查岗，10 分钟内没有人应答。请打电话到值班室问清楚，提醒在岗的人按“查岗应答”键。"
    )
    ordering.step(town.now + MINUTE)
    town.settle()
    assert len(sql.rows("select from notices_notice where code = 'post_unanswered'")) == len(told)
