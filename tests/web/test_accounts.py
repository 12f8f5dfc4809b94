"""Accounts without mail: one-time codes handed over, devices one can sign out, and who may not be the same person."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import journal, sql
from liren.trust.devices import roughly
from tests import scene
from tests.scene import TOWN, id_of
from tests.web.staffroom import Room, text

PASSWORD = "qinglong-7-bridge"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("admin", "system_admin"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


def person(name):
    return id_of("person:" + name)


def shown_code(answer):
    return re.findall(r"data-code[^>]*>([A-Z0-9-]{14})<", answer.content.decode())[0]


def choose(code, username, password=PASSWORD, again=None):
    told = {"username": username, "code": code, "password1": password, "password2": again or password}
    return Client(headers={"host": "localhost"}).post("/login/reset/", told)


def test_a_forgotten_password_is_replaced_by_its_owner_with_a_code_handed_over(room):
    security, key = room.browser("security"), new_id()
    room.browser("handler")
    answer = security.post(f"/office/accounts/{person('handler')}/reset/", {"key": key})
    code = shown_code(answer)
    assert sql.value("select count(*) from trust_device where account = %s", (id_of("account:handler"),)) == 0
    again = security.post(f"/office/accounts/{person('handler')}/reset/", {"key": key})
    assert shown_code(again) == code, "a second click shows the same code"
    assert code not in str(sql.rows("select * from trust_reset")), "only its hash is kept"
    assert choose(code.lower().replace("-", " "), "handler").status_code == 302
    refused = choose(code, "handler")
    assert refused.status_code == 422, "a code is good once"
    assert "只能用一次" in text(refused)
    client = Client(headers={"host": "localhost"})
    assert client.post("/login/", {"login": "handler", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"password": "short"}, "密码"),
        ({"again": "another-one-7"}, "两遍写的不一样"),
        ({"code": "AAAA-BBBB-CCCC"}, "工号或重设码不对"),
        ({"code": ""}, "请填重设码"),
    ],
)
def test_a_wrong_code_or_password_is_one_sentence(room, told, says):
    answer = choose(told.pop("code", "AAAA-BBBB-CCCC"), f"nobody-{says}", **told)
    assert answer.status_code == 422
    assert says in text(answer)


def test_a_code_is_over_after_a_day(room):
    code = shown_code(room.browser("security").post(f"/office/accounts/{person('mate')}/reset/", {"key": new_id()}))
    sql.run("update trust_reset set until = %s", (room.scene.now - timedelta(minutes=1),))
    assert choose(code, "mate").status_code == 422


def test_after_five_wrong_codes_a_name_waits(room):
    answers = [choose("AAAA-BBBB-CCCC", "officer").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_an_account_is_opened_for_a_registered_person_and_nobody_ever_sees_a_password(room):
    admin, security = room.browser("admin"), room.browser("security")
    told = {"key": new_id(), "name": "孙一鸣", "area": "界牌镇 321181108"}
    who = admin.post("/office/people/", told).headers["Location"].split("/")[-2]
    answer = security.post("/office/accounts/", {"key": new_id(), "open-person": "孙一鸣", "open-username": "sun"})
    code = shown_code(answer)
    assert "有效到" in text(answer)
    assert choose(code, "sun").status_code == 302
    taken = security.post("/office/accounts/", {"key": new_id(), "open-person": "孙一鸣", "open-username": "sun2"})
    assert taken.status_code == 422, "one account a person"
    page = text(security.get(f"/office/accounts/{who}/"))
    assert "能登录" in page
    assert PASSWORD not in page
    assert "sun" in security.get("/office/accounts/?csv").getvalue().decode()


def test_a_taken_sign_in_name_keeps_what_was_typed(room):
    admin, security = room.browser("admin"), room.browser("security")
    admin.post("/office/people/", {"key": new_id(), "name": "李二", "area": "界牌镇 321181108"})
    answer = security.post("/office/accounts/", {"key": new_id(), "open-person": "李二", "open-username": "handler"})
    assert answer.status_code == 422
    assert "这个登录名已经有人用了" in text(answer)
    assert 'value="李二"' in answer.content.decode()


def test_one_s_own_devices_are_listed_and_one_of_them_signed_out(room):
    first, second = room.browser("verifier"), room.browser("verifier")
    page = second.get("/login/devices/").content.decode()
    ids = re.findall(r"/login/devices/([0-9a-f-]{36})/out/", page)
    assert len(ids) == 2
    session = first.cookies["sessionid"].value
    old = sql.value("select id from trust_device where session = %s", (session,))
    stranger = room.browser("deputy")
    assert stranger.post(f"/login/devices/{old}/out/", {"key": new_id()}).status_code == 404
    assert second.post(f"/login/devices/{old}/out/", {"key": new_id()}).status_code == 302
    assert first.get("/desk/").status_code == 302, "it has to sign in again"
    assert second.get("/login/devices/").status_code == 200
    told = journal.timeline(the_house("test"), id_of("account:verifier"), room.scene.now - timedelta(days=400))
    assert "SessionsEnded" in [entry.name for entry in told]


def test_all_sessions_of_somebody_end_and_a_closed_account_opens_nothing(room):
    arbiter, security = room.browser("arbiter"), room.browser("security")
    assert security.post(f"/office/accounts/{person('arbiter')}/out/", {"key": new_id()}).status_code == 302
    assert arbiter.get("/inbox/").status_code == 302
    again = room.browser("arbiter")
    assert security.post(f"/office/accounts/{person('arbiter')}/close/", {"key": new_id()}).status_code == 302
    assert again.get("/inbox/").status_code == 302
    assert "已经关闭" in text(security.get(f"/office/accounts/{person('arbiter')}/"))


def test_nobody_resets_or_closes_his_own_account_here(room):
    security = room.browser("security")
    for act in ("reset", "close"):
        answer = security.post(f"/office/accounts/{person('security')}/{act}/", {"key": new_id()})
        assert answer.status_code == 422
        assert "自己的" in text(answer)


def test_one_person_is_never_two_of_the_three_administrators(room):
    told = {"key": new_id(), "appoint-post": "auditor", "appoint-area": TOWN, "appoint-starts": "2030-01-01"}
    answer = room.browser("security").post(f"/office/people/{person('admin')}/appoint/", told)
    assert answer.status_code == 422
    assert "这个人此期间已经是系统管理员" in text(answer)
    assert 'id="appoint-post-error"' in answer.content.decode(), "it stands beside the post"


def test_accounts_are_not_there_for_others(room):
    for name in ("admin", "desk", "handler"):
        assert room.browser(name).get("/office/accounts/").status_code == 404
        assert (
            room.browser(name).post(f"/office/accounts/{person('mate')}/reset/", {"key": new_id()}).status_code == 404
        )


def test_there_is_no_setup_without_a_code_on_disk(room):
    assert Client(headers={"host": "localhost"}).get("/setup/").status_code == 404


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Android Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Windows Edge"),
        ("", ""),
    ],
)
def test_a_device_is_known_roughly(agent, words):
    assert roughly(agent) == words
