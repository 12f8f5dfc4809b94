"""服务队: somebody is invited, agrees or not on their own page, or their yes is taken down with how and when."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from liren.trust import sql
from liren.trust.accounts import Backend
from tests.services import room as services
from tests.web.staffroom import Room, key_of, text


@pytest.fixture(scope="module")
def office(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture(scope="module")
def desk(office):
    return office.browser("desk")


def signed_in(who):
    client = Client(headers={"host": "localhost"})
    client.force_login(Backend().get_user(who.account), backend="liren.trust.accounts.Backend")
    return client


def invited(office, desk, name):
    """An invitation, entered on the desk's pages; the account asked and the id of the membership."""
    who = services.account(office.scene, name)
    found = desk.get("/orders/team/invite/", {"q": str(who.account)[-12:]}).content.decode()
    assert f"?who={who.account}" in found, name
    page = desk.get("/orders/team/invite/", {"who": str(who.account), "near": services.grid(office.scene)[:12]})
    assert f"请{name}加入服务队" in text(page)
    grid = services.grid(office.scene)
    told = {
        "key": key_of(page.content.decode()), "who": str(who.account), "near": grid[:12], "skills": ["haircut", "chat"],
        "areas": [grid[:12]], "home": grid[:15], "free": ["6/morning"], "gender": "woman", "visits": "1", "most_open": "2",
    }  # fmt: skip
    short = desk.post("/orders/team/invite/", told | {"skills": []})
    assert short.status_code == 422
    assert "至少选一样" in text(short)
    assert re.search(r'value="6/morning" checked', short.content.decode()), "what was typed is kept"
    answer = desk.post("/orders/team/invite/", told, follow=True)
    assert "本人同意以后才接单" in text(answer)
    return who, sql.value("select id from services_member where account = %s", (who.account,))


def settle(office):
    """Let the flows answer what the pages have just done."""
    office.scene.now = datetime.now(UTC) + timedelta(seconds=5)
    office.scene.settle()


def kept(member):
    return sql.one("select state, consent, consent_on from services_member where id = %s", (member,))


def test_who_is_invited_is_asked_and_agrees_on_their_own_page(office, desk):
    who, member = invited(office, desk, "吴阿姨")
    settle(office)
    assert sql.value("select code from notices_notice where account = %s", (who.account,)) == "member_invited"
    own = signed_in(who)
    assert "社区请您加入服务队" in text(own.get("/orders/me/"))
    assert "您加入了服务队" in text(own.post("/orders/me/", {"verb": "confirm"}, follow=True))
    assert kept(member)["consent"] == "own"
    assert kept(member)["consent_on"] is not None


def test_a_no_needs_no_reason_and_leaves_nothing(office, desk):
    who, member = invited(office, desk, "郑师傅")
    page = signed_in(who).post("/orders/me/", {"verb": "decline"}, follow=True)
    assert "您没有加入，登记已经删掉" in text(page)
    assert kept(member) is None
    assert "郑师傅" not in text(desk.get("/orders/team/"))


def test_a_yes_on_paper_is_taken_down_with_its_day_and_the_member_hears_of_it(office, desk):
    who, member = invited(office, desk, "孙老师")
    today = office.scene.now.date()
    bad = desk.post(f"/orders/team/{member}/confirm/", {"consent": "1", "how": "", "on": f"{today}"})
    assert bad.status_code == 422
    assert "请选本人是怎么同意的" in text(bad)
    late = desk.post(
        f"/orders/team/{member}/confirm/", {"consent": "1", "how": "paper", "on": f"{today + timedelta(2)}"}
    )
    assert "同意的日期要在今天以前" in text(late)
    assert desk.post(f"/orders/team/{member}/confirm/", {}).status_code == 403, "nobody agrees for somebody else"
    done = desk.post(f"/orders/team/{member}/confirm/", {"consent": "1", "how": "paper", "on": f"{today}"}, follow=True)
    assert "确认了" in text(done)
    assert kept(member) == {"state": "active", "consent": "paper", "consent_on": today}
    settle(office)
    assert "member_entered" in sql.values("select code from notices_notice where account = %s", (who.account,))
    assert "本人签了字" in b"".join(desk.get("/orders/team/?csv").streaming_content).decode()
    page = signed_in(who).get("/inbox/")
    assert page.status_code in (200, 302, 403)


def test_an_invitation_is_withdrawn_while_it_waits_and_not_afterwards(office, desk):
    _who, member = invited(office, desk, "冯大姐")
    assert "邀请撤回了" in text(desk.post(f"/orders/team/{member}/withdraw/", follow=True))
    assert kept(member) is None
    active, _helper = services.member(office.scene)
    assert desk.post(f"/orders/team/{active}/withdraw/").status_code == 404


def test_who_is_not_found_and_who_is_in_the_team_already_is_said(office, desk):
    assert "没有找到这个人" in text(desk.get("/orders/team/invite/", {"q": "没有这个人"}))
    _member, helper = services.member(office.scene)
    page = text(desk.get("/orders/team/invite/", {"q": str(helper.account)[-12:]}))
    assert "在队" in page
    assert office.browser("handler").get("/orders/team/invite/").status_code == 404
