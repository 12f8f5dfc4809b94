"""The pages of webhooks: subscribed with a key, the secret shown once, every call with its result, sent again, ended."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.conf import settings

from liren.kernel.ids import new_id
from liren.notices import hooking, queries
from liren.trust import deliveries, sql
from tests import keys, scene
from tests.fakes.hook import receiving
from tests.web.staffroom import Room, key_of, text


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for order in scene._one("admin", "system_admin", scene.TOWN, None):
        made.scene.order(order)
    return made


@pytest.fixture
def admin(room):
    return room.browser("admin")


@pytest.fixture
def client(room):
    made = new_id()
    keys.issue("cases.read", client=made, name=f"平台{made.hex[-4:]}")
    return made


@pytest.fixture
def receiver(monkeypatch):
    monkeypatch.setattr(settings, "HOOKS_PRIVATE", True)
    with receiving(now=datetime.now(UTC).timestamp()) as made:
        yield made


def subscribe(admin, client, receiver, **change):
    page = admin.get("/office/hooks/").content.decode()
    form = {
        "key": key_of(page),
        "new-client": str(client),
        "new-url": receiver.address + "/in",
        "new-events": ["case.reported"],
    }
    answer = admin.post("/office/hooks/", form | change)
    if answer.status_code == 200 and (found := re.search(r"whsec_[A-Za-z0-9+/]{43}=", answer.content.decode())):
        receiver.secret = found[0]
    return answer


def hook_of(client):
    return sql.value("select id from notices_hook where client = %s order by made_at desc limit 1", (client,))


def press(admin, hook, verb, **more):
    page = admin.get(f"/office/hooks/{hook}/").content.decode()
    return admin.post(f"/office/hooks/{hook}/", {"key": key_of(page), "verb": verb} | more, follow=True)


def sent(receiver):
    now = datetime.now(UTC)
    while deliveries.drain(lambda: now):
        pass
    receiver.now = now.timestamp()
    while hooking.send_due(datetime.now(UTC)):
        pass


def test_a_webhook_is_subscribed_its_secret_shown_once_and_its_calls_are_listed(room, admin, client, receiver):
    answer = subscribe(admin, client, receiver)
    assert answer.status_code == 200
    assert receiver.secret in answer.content.decode()
    hook = hook_of(client)
    assert receiver.secret not in admin.get(f"/office/hooks/{hook}/").content.decode()
    room.scene.report(n=1)
    press(admin, hook, "ping")
    sent(receiver)
    assert receiver.wrong == []
    assert sorted(one["body"]["type"] for one in receiver.taken) == ["case.reported", "ping"]
    page = text(admin.get(f"/office/hooks/{hook}/"))
    assert "试发" in page
    assert "上报" in page
    assert page.count("收到 200") == 2
    assert "127.0.0.1" in text(admin.get("/office/hooks/"))


def test_a_second_click_on_the_form_shows_the_same_secret_and_makes_no_second_one(room, admin, client, receiver):
    page = admin.get("/office/hooks/").content.decode()
    first = subscribe(admin, client, receiver, key=key_of(page))
    secret = receiver.secret
    again = subscribe(admin, client, receiver, key=key_of(page))
    assert first.status_code == again.status_code == 200
    assert receiver.secret == secret
    assert sql.value("select count(*) from notices_hook where client = %s", (client,)) == 1


@pytest.mark.parametrize(("change", "field"), [
    ({"new-url": "ftp://x"}, "new-url"), ({"new-url": ""}, "new-url"), ({"new-client": ""}, "new-client"),
    ({"new-client": "x"}, "new-client"), ({"new-events": []}, "new-events"),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(room, admin, client, receiver, change, field):
    answer = subscribe(admin, client, receiver, **change)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#{field}"' in page
    assert change.get("new-url", "/in") in page
    assert hook_of(client) is None


def test_calls_are_sent_again_one_by_one_and_from_a_day_on(room, admin, client, receiver):
    subscribe(admin, client, receiver)
    hook = hook_of(client)
    room.scene.report(n=2)
    sent(receiver)
    (first,) = receiver.calls
    for verb, more in (("again", {"delivery": first["id"]}), ("replay", {"since": "2026-01-01"})):
        assert "排好了，1 次" in text(press(admin, hook, verb, **more))
        sent(receiver)
    assert {one["id"] for one in receiver.calls} == {first["id"]}
    assert len(receiver.calls) == 3
    assert press(admin, hook, "replay", since="").status_code == 422


def test_it_rests_goes_on_gets_another_secret_and_address_and_ends(room, admin, client, receiver):
    subscribe(admin, client, receiver)
    hook, old = hook_of(client), receiver.secret
    press(admin, hook, "rest")
    assert queries.hook(keys.KEEPER_OF_KEYS, hook).state == "resting"
    press(admin, hook, "go")
    shown = press(admin, hook, "secret").content.decode()
    assert re.search(r"whsec_[A-Za-z0-9+/]{43}=", shown)[0] != old
    press(admin, hook, "url", url=receiver.address + "/new")
    assert queries.hook(keys.KEEPER_OF_KEYS, hook).url.endswith("/new")
    assert press(admin, hook, "url", url="nonsense").status_code == 422
    press(admin, hook, "end")
    assert admin.get(f"/office/hooks/{hook}/").status_code == 404


def test_the_pages_are_there_for_who_gives_out_keys_and_for_nobody_else(room, admin, client, receiver):
    subscribe(admin, client, receiver)
    desk = room.browser("desk")
    assert desk.get("/office/hooks/").status_code == 404
    assert desk.get(f"/office/hooks/{hook_of(client)}/").status_code == 404
    assert admin.get(f"/office/hooks/{UUID(int=1)}/").status_code == 404
