"""Live messages on real entries: what is said of them, who hears it, and what a page that comes back is told."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from liren.cases import commands as c
from liren.cases.queries import visible_ids
from liren.config.live.reading import Reading
from liren.kernel import Actor, Grant
from liren.kernel.ids import new_id
from liren.people.commands import EndDuty
from liren.trust.accounts import Backend
from liren.web.live import door, feeds
from liren.web.live.hub import Hub, Listener, Since
from tests.scene import STATION, TOWN, Scene, id_of


class Page:
    """An open page that keeps what it was told."""

    def __init__(self, actor: Actor) -> None:
        self.said = b""
        self.closed = False
        self.listener = Listener(actor, self._write, self._close)

    def _write(self, said: bytes) -> None:
        self.said += said

    def _close(self) -> None:
        self.closed = True

    def events(self) -> list[str]:
        return [line[7:] for line in self.said.decode().split("\n") if line.startswith("event: ")]

    def messages(self) -> list[dict[str, object]]:
        blocks = [b for b in self.said.decode().split("\n\n") if "event: message" in b]
        return [one for b in blocks for one in json.loads(b.partition("data: ")[2])]

    def subjects(self) -> list[UUID]:
        return [UUID(str(one["subject"])) for one in self.messages()]


class House:
    """The events process without its lines."""

    def __init__(self) -> None:
        self.hub, self.reading = Hub(), Reading()
        news = self.reading.read(())
        self.hub.begin(news.at, self.reading.since, news.heard)

    def look(self) -> None:
        news = self.reading.read(self.hub.accounts())
        if news.actors is not None:
            self.hub.recast(news.actors)
        self.hub.publish(news.at, news.heard)

    def open(self, actor: Actor, since: Since | None = None) -> Page:
        page = Page(actor)
        self.hub.join(page.listener, since)
        return page


@pytest.fixture
def house(town: Scene) -> Iterator[House]:
    town.now = datetime.now(UTC)
    yield House()
    connection.close()


def test_a_report_is_heard_where_a_list_would_show_it(town: Scene, house: House) -> None:
    desk, arbiter, nobody = (house.open(town.actor(name)) for name in ("desk", "arbiter", "resident"))
    case = town.report()
    house.look()
    assert desk.subjects() == [case]
    assert desk.messages()[0]["names"] == ["CaseReported"]
    assert desk.messages()[0]["state"] == "reported"
    assert arbiter.subjects() == [case]
    assert nobody.subjects() == []


def test_a_message_holds_ids_and_codes_only(town: Scene, house: House) -> None:
    desk = house.open(town.actor("desk"))
    town.report(words="张三家门口的灯", name="王小明", phone="13800000147")
    house.look()
    assert set(desk.messages()[0]) == {"id", "feed", "names", "subject", "area", "at", "state", "own"}
    assert "王小明" not in desk.said.decode()
    assert "13800000147" not in desk.said.decode()


def test_nothing_is_said_twice(town: Scene, house: House) -> None:
    desk = house.open(town.actor("desk"))
    town.report()
    for _ in range(3):
        house.look()
    assert len(desk.messages()) == 1


def test_a_message_reaches_exactly_those_who_may_see_the_case(town: Scene, house: House) -> None:
    keepers = [str(a.code) for a in town.made.at(17)][:3]
    pages = {name: house.open(town.actor(name)) for name in ("desk", "handler", "verifier", "resident", *keepers)}
    case, sealed = town.report(), town.report(sealed=True)
    house.look()
    for one in (case, sealed):
        may = {name for name in pages if visible_ids(town.actor(name), [one])}
        assert {name for name, page in pages.items() if one in page.subjects()} == may
        assert may
        assert may != set(pages)


def test_a_complaint_about_ones_own_unit_is_not_there(town: Scene, house: House) -> None:
    own, other = house.open(town.actor("handler")), house.open(town.actor("desk"))
    case = town.report(about_unit=id_of(STATION))
    house.look()
    assert case in other.subjects()
    assert case not in own.subjects()


def test_a_case_that_lies_with_somebody_says_so_to_them_alone(town: Scene, house: House) -> None:
    handler, desk = house.open(town.actor("handler")), house.open(town.actor("desk"))
    case = town.dispatched()
    house.look()
    assert [m["own"] for m in handler.messages() if m["subject"] == str(case)] == [True]
    assert [m["own"] for m in desk.messages() if m["subject"] == str(case)] == [False]


def test_what_a_line_lost_is_told_when_it_comes_back(town: Scene, house: House) -> None:
    heard_until = house.hub.at
    assert heard_until is not None
    case = town.report()
    house.look()
    assert case in house.open(town.actor("desk"), Since(heard_until, again=True)).subjects()
    assert house.hub.at is not None
    assert case not in house.open(town.actor("desk"), Since(house.hub.at, again=True)).subjects()


def test_a_process_that_begins_anew_still_knows_the_last_minutes(town: Scene, house: House) -> None:
    before = house.hub.at
    assert before is not None
    case = town.report()
    assert case in House().open(town.actor("desk"), Since(before, again=True)).subjects()


def test_who_was_away_too_long_is_told_to_look_again(town: Scene, house: House) -> None:
    page = house.open(town.actor("desk"), Since(datetime.now(UTC) - timedelta(hours=1), again=True))
    assert page.events() == ["beat", "resync"]


def test_a_fresh_page_does_not_hear_of_its_own_readers_act(town: Scene, house: House) -> None:
    case = town.report()
    house.look()
    town.do("desk", c.DispatchCase, case)
    made = datetime.now(UTC)
    house.look()
    assert case not in house.open(town.actor("desk"), Since(made, again=False)).subjects()
    assert case in house.open(town.actor("handler"), Since(made, again=False)).subjects()


def test_a_full_line_gets_one_word_instead(town: Scene, house: House) -> None:
    desk = house.open(town.actor("desk"))
    desk.listener.behind = True
    town.report()
    house.look()
    assert desk.messages() == []
    house.hub.caught_up(desk.listener)
    assert desk.events() == ["beat", "resync"]


def test_a_notice_is_heard_by_its_owner_only(town: Scene, house: House) -> None:
    case = town.report()
    told = {name: house.open(town.actor(name)) for name in ("handler", "mate", "officer", "desk")}
    town.do("desk", c.DispatchCase, case)
    town.now += timedelta(minutes=1)
    town.settle()
    house.look()
    by_notice = {name for name, page in told.items() if any(m["feed"] == "notices" for m in page.messages())}
    assert "handler" in by_notice
    assert "officer" not in by_notice


def test_rights_that_end_are_noticed_before_the_next_message(town: Scene, house: House) -> None:
    rights = ("people.appoint", "trust.grant")
    clerk = Actor(kind="staff", account=new_id(), grants=tuple(Grant(right=right, area=TOWN) for right in rights))
    page = house.open(town.actor("double"))
    for post in ("verifier", "handler"):
        town.order(EndDuty(duty=id_of(f"duty:double:{post}"), at=town.now), clerk)
    case = town.report()
    house.look()
    assert case not in page.subjects()


def test_the_door_knows_a_session_and_turns_away_what_is_none(town: Scene) -> None:
    client = Client(headers={"host": "localhost"})
    account = Backend().get_user(town.account("desk"))
    assert account is not None
    client.force_login(account, backend="liren.trust.accounts.Backend")
    session = client.cookies["sessionid"].value
    actor = door.comes_in(f"a=b; sessionid={session}")
    assert actor is not None
    assert actor.account == town.account("desk")
    assert door.comes_in("sessionid=unknown") is None
    assert door.comes_in("") is None
    client.logout()
    assert door.comes_in(f"sessionid={session}") is None


def test_every_case_event_is_worth_a_message() -> None:
    assert {"CaseReported", "CaseClosed", "NoticeTold", "GrantsClosed"} <= set(feeds.names())
