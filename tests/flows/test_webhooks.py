"""when_case_changes_tell_webhooks and when_webhook_is_disabled_tell_owner, with a receiver on a real socket."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from liren.cases import commands as c
from liren.channels.hooks import Caller
from liren.kernel import Actor, Code, Denied, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import Undelivered
from liren.notices import commands as n
from liren.notices import hooking, queries
from liren.notices.rules import hooks as rules
from liren.trust import clients, deliveries, sql
from liren.trust.sight import reading
from tests import keys, scene
from tests.fakes.hook import receiving
from tests.scene import id_of

ALL = tuple(map(Code, rules.EVENTS))
OFFICER = keys.KEEPER_OF_KEYS


@pytest.fixture(autouse=True)
def inside(monkeypatch):
    """The receiver stands on this machine."""
    monkeypatch.setattr(settings, "HOOKS_PRIVATE", True)


@pytest.fixture
def outside(monkeypatch):
    """As a county has it: nothing inside may be called."""
    monkeypatch.setattr(settings, "HOOKS_PRIVATE", False)


@pytest.fixture
def room(town):
    """A town whose deliveries are all settled, and no webhook but those the test makes."""
    sql.run("update notices_hook set state = 'ended'")
    sql.run("update trust_delivery set tries = 0")
    drained(town)
    return town


def drained(town):
    """The flows that tell webhooks have answered everything that happened."""
    while deliveries.drain(lambda: town.now):
        pass


@pytest.fixture
def receiver(room):
    with receiving(now=room.now.timestamp()) as made:
        made.secret = rules.secret_of(b"s" * 32)
        yield made


def key(town, *scopes, **more):
    client = new_id()
    keys.issue(*(scopes or ("cases.read",)), client=client, now=town.now, **more)
    return client


def subscribed(town, receiver, client=None, events=ALL, actor=OFFICER, path="/hook"):
    hook = new_id()
    order = n.SubscribeHook(
        hook=hook, client=client or key(town), url=receiver.address + path, events=events, secret=receiver.secret
    )
    town.order(order, actor)
    return hook


def send(town, receiver=None):
    """Everything that is due goes; how many calls were tried."""
    drained(town)
    if receiver is not None:
        receiver.now = town.now.timestamp()
    tried = 0
    while done := hooking.send_due(town.now):
        tried += done
    return tried


def call(hook):
    """The only call of a webhook."""
    (one,) = queries.calls(OFFICER, hook)
    return one


# ---- what is told ----------------------------------------------------------------------------------------------------


def test_a_case_is_told_from_report_to_end_in_its_order_signed_and_without_a_word(room, receiver):
    hook = subscribed(room, receiver)
    case = room.closed(n=1, words="我姓欧阳，门口的灯不亮", place_words="1 幢 305")
    send(room, receiver)
    assert receiver.wrong == []
    assert receiver.told(case) == [
        "case.reported",
        "case.dispatched",
        "case.taken_up",
        "case.result_reported",
        "case.closed",
    ]
    first, last = receiver.taken[0]["body"], receiver.taken[-1]["body"]
    assert set(first) == {"type", "timestamp", "data"}
    assert set(first["data"]) == {"case", "area", "entry", "state", "kind"}
    assert last["data"]["state"] == "closed"
    assert UUID(receiver.taken[1]["body"]["data"]["unit"]) == id_of(scene.STATION)
    assert datetime.fromisoformat(first["timestamp"]) == room.now
    whole = json.dumps([one["body"] for one in receiver.calls], ensure_ascii=False)
    assert not [word for word in ("欧阳", "305", "13800000147", "王小明", "灯") if word in whole]
    assert receiver.calls[0]["path"] == "/hook"
    assert queries.hook(OFFICER, hook).taken == 5


def test_only_the_events_asked_for_are_told(room, receiver):
    subscribed(room, receiver, events=(Code("case.closed"),))
    case = room.closed(n=1)
    send(room, receiver)
    assert receiver.told(case) == ["case.closed"]


def test_what_the_key_may_not_see_it_is_not_told_of(room, receiver):
    community = room.made.at(12)[0].code
    here = next(i for i, area in enumerate(room.made.at(17)) if area.code.startswith(community))
    there = next(i for i, area in enumerate(room.made.at(17)) if not area.code.startswith(community))
    subscribed(room, receiver, key(room, area=community))
    told = room.report(n=here)
    room.report(n=there)
    room.report(n=here, sealed=True)
    room.report(n=here, kind=Code("noise"))
    send(room, receiver)
    assert [one["body"]["data"]["case"] for one in receiver.taken] == [str(told)]


@pytest.mark.parametrize("scopes", [("cases.report",), ("services.read",), ("hooks.manage",)])
def test_a_key_that_may_not_read_cases_is_told_nothing(room, receiver, scopes):
    subscribed(room, receiver, key(room, *scopes))
    room.report(n=1)
    assert send(room, receiver) == 0


def test_a_key_that_was_revoked_or_has_ended_is_told_nothing_any_more(room, receiver):
    revoked, ended = key(room), key(room, until=room.now + timedelta(hours=1))
    hooks = [subscribed(room, receiver, one) for one in (revoked, ended)]
    room.report(n=1)
    drained(room)
    keys.revoke(revoked, room.now)
    room.now += timedelta(hours=2)
    send(room, receiver)
    assert receiver.calls == []
    assert [call(hook).trouble for hook in hooks] == [hooking.NO_KEY] * 2
    room.report(n=1)
    send(room, receiver)
    assert receiver.calls == []
    assert len(queries.calls(OFFICER, hooks[0])) == 1


def test_the_same_event_is_told_once_however_often_its_flow_is_tried(room, receiver):
    from liren.flows.when_case_changes_tell_webhooks import NAME, answer

    hook = subscribed(room, receiver)
    case = room.report(n=1)
    drained(room)
    (entry,) = [e for e in room.entries(case) if e.name == "CaseReported"]
    (order,) = answer(entry.event, entry)
    room.order(order, the_house(NAME, order.area))
    send(room, receiver)
    assert len(queries.calls(OFFICER, hook)) == len(receiver.calls) == 1


# ---- a receiver in trouble -------------------------------------------------------------------------------------------


def test_a_receiver_that_says_500_for_a_day_loses_nothing_and_then_gets_each_once_in_order(room, receiver):
    hook = subscribed(room, receiver)
    receiver.always = 500
    cases = [room.closed(n=i) for i in range(1, 4)]
    began = room.now
    while room.now < began + timedelta(days=1):
        send(room, receiver)
        room.now = max(room.now, queries.hook(OFFICER, hook).try_at) + timedelta(seconds=1)
    assert 20 < len(receiver.calls) < 60, "it was asked now and then, with one call, not flooded"
    assert queries.hook(OFFICER, hook).waiting == 15
    receiver.always = 200
    send(room, receiver)
    taken = [one for one in receiver.calls if one["status"] == 200]
    assert len(taken) == len({one["id"] for one in taken}) == 15
    for case in cases:
        assert receiver.told(case)[0] == "case.reported"
        assert receiver.told(case)[-1] == "case.closed"
        assert len(receiver.told(case)) == 5
    card = queries.hook(OFFICER, hook)
    assert (card.waiting, card.failures, card.failing_since) == (0, 0, None)
    assert receiver.wrong == []


def test_a_call_keeps_its_id_at_every_try(room, receiver):
    subscribed(room, receiver)
    receiver.answers = [503, 429]
    room.report(n=1)
    for _ in range(3):
        send(room, receiver)
        room.now += timedelta(minutes=1)
    assert [one["status"] for one in receiver.calls] == [503, 429, 200]
    assert len({one["id"] for one in receiver.calls}) == 1


def test_what_is_refused_for_itself_holds_up_its_own_case_and_no_other(room, receiver):
    hook = subscribed(room, receiver)
    first = room.report(n=1)
    drained(room)
    receiver.answers = [422]
    send(room, receiver)
    room.do("desk", c.DispatchCase, first)
    other = room.report(n=2)
    send(room, receiver)
    assert (receiver.told(first), receiver.told(other)) == ([], ["case.reported"])
    receiver.always = 422
    for _ in range(rules.TRIES):
        room.now += timedelta(hours=1)
        send(room, receiver)
    receiver.always = 200
    room.now += timedelta(hours=2)
    send(room, receiver)
    assert receiver.told(first) == ["case.dispatched"]
    assert queries.hook(OFFICER, hook).lost == 1


def test_a_dead_receiver_is_switched_off_after_days_its_owner_is_told_and_what_waits_goes_when_it_is_back(
    room, receiver
):
    owner = Actor(kind="staff", account=room.account("desk"), grants=OFFICER.grants)
    hook = subscribed(room, receiver, actor=owner)
    receiver.always = 500
    case = room.report(n=1)
    send(room, receiver)
    room.now += timedelta(days=4)
    send(room, receiver)
    assert queries.hook(OFFICER, hook).state == "on"
    room.now += timedelta(days=1)
    send(room, receiver)
    assert queries.hook(OFFICER, hook).state == "disabled"
    drained(room)
    (notice,) = room.notices(hook)
    assert (notice["account"], notice["code"], notice["facts"]) == (owner.account, "hook_disabled", {"waiting": 1})
    room.do("desk", c.DispatchCase, case)
    assert send(room, receiver) == 0
    receiver.always = 200
    room.order(n.ChangeHook(hook=hook, calling=True), OFFICER)
    send(room, receiver)
    assert receiver.told(case) == ["case.reported", "case.dispatched"]


def test_a_receiver_that_says_gone_is_switched_off_at_once(room, receiver):
    hook = subscribed(room, receiver)
    receiver.always = 410
    room.report(n=1)
    send(room, receiver)
    assert queries.hook(OFFICER, hook).state == "disabled"


def test_a_call_whose_process_died_is_sent_again(room, receiver, monkeypatch):
    hook = subscribed(room, receiver)
    room.report(n=1)
    drained(room)

    def dies(*_):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(Caller, "call", dies)
        with pytest.raises(SystemExit):
            hooking.send_due(room.now)
    assert hooking.send_due(room.now) == 0, "it is still in somebody's hands"
    room.now += hooking.LEASE + timedelta(seconds=1)
    send(room, receiver)
    assert call(hook).taken


def test_the_worker_sends_beside_its_loop(room, receiver):
    subscribed(room, receiver)
    case = room.report(n=1)
    drained(room)
    hooking.step(lambda: room.now)
    hooking._thread.join(20)
    assert receiver.told(case) == ["case.reported"]


def test_a_redirect_is_not_followed(room, receiver):
    hook = subscribed(room, receiver)
    receiver.answers = [302]
    room.report(n=1)
    send(room, receiver)
    assert [one["path"] for one in receiver.calls] == ["/hook"]
    assert "302" in call(hook).trouble


# ---- again, ping, rest, end ------------------------------------------------------------------------------------------


def test_one_call_or_all_since_a_moment_are_sent_again_under_their_ids(room, receiver):
    hook = subscribed(room, receiver)
    case = room.dispatched(n=1)
    send(room, receiver)
    first = [one["id"] for one in receiver.calls]
    room.order(n.ReplayHook(hook=hook, delivery=UUID(first[0])), OFFICER)
    send(room, receiver)
    room.order(n.ReplayHook(hook=hook, since=room.now - timedelta(hours=1)), OFFICER)
    send(room, receiver)
    assert [one["id"] for one in receiver.calls] == [*first, first[0], *first]
    assert receiver.told(case) == ["case.reported", "case.dispatched"]
    for wrong in (
        {},
        {"delivery": new_id()},
        {"since": room.now + timedelta(days=1)},
        {"delivery": UUID(first[0]), "since": room.now},
    ):
        with pytest.raises(Refusal):
            room.order(n.ReplayHook(hook=hook, **wrong), OFFICER)


def test_a_ping_tries_address_and_signature(room, receiver):
    hook = subscribed(room, receiver)
    room.order(n.PingHook(hook=hook), OFFICER)
    send(room, receiver)
    assert [one["body"]["type"] for one in receiver.calls] == ["ping"]
    assert receiver.wrong == []
    assert call(hook).taken


def test_another_secret_signs_from_the_next_call_on(room, receiver):
    hook = subscribed(room, receiver)
    receiver.secret = rules.secret_of(b"n" * 32)
    room.order(n.ChangeHook(hook=hook, secret=receiver.secret), OFFICER)
    room.order(n.PingHook(hook=hook), OFFICER)
    send(room, receiver)
    assert receiver.wrong == []


def test_a_resting_webhook_misses_nothing_and_one_that_ended_gets_no_more(room, receiver):
    hook = subscribed(room, receiver)
    room.order(n.ChangeHook(hook=hook, calling=False), OFFICER)
    case = room.report(n=1)
    assert send(room, receiver) == 0
    room.order(n.ChangeHook(hook=hook, calling=True), OFFICER)
    send(room, receiver)
    assert receiver.told(case) == ["case.reported"]
    room.order(n.EndHook(hook=hook), OFFICER)
    room.report(n=2)
    assert send(room, receiver) == 0
    with pytest.raises(Missing):
        queries.hook(OFFICER, hook)


def test_calls_are_forgotten_after_thirty_days(room, receiver):
    hook = subscribed(room, receiver)
    room.report(n=1)
    send(room, receiver)
    hooking.sweep(room.now + timedelta(days=29))
    assert call(hook).taken
    hooking.sweep(room.now + timedelta(days=31))
    assert queries.calls(OFFICER, hook) == []


# ---- who may, and what is kept ---------------------------------------------------------------------------------------


def test_a_key_with_the_scope_keeps_its_own_webhooks_and_touches_no_other(room, receiver):
    mine = key(room, "cases.read", "hooks.manage")
    actor = clients.clients_of([mine], room.now)[mine]
    own = subscribed(room, receiver, mine, actor=actor)
    other = subscribed(room, receiver)
    assert [one.id for one in queries.hooks(actor)] == [own]
    for forbidden in (n.ChangeHook(hook=other, calling=False), n.EndHook(hook=other), n.PingHook(hook=other)):
        with pytest.raises(Missing):
            room.order(forbidden, actor)
    with pytest.raises(Missing):
        subscribed(room, receiver, key(room), actor=actor)
    without = key(room, "cases.read")
    with pytest.raises(Denied):
        subscribed(room, receiver, without, actor=clients.clients_of([without], room.now)[without])


def test_who_gives_out_no_keys_sees_and_makes_no_webhook(room, receiver):
    desk = room.actor("desk")
    hook = subscribed(room, receiver)
    assert queries.hooks(desk) == []
    for forbidden in (lambda: subscribed(room, receiver, actor=desk), lambda: room.order(n.EndHook(hook=hook), desk),
                      lambda: queries.calls(desk, hook), lambda: room.order(n.DisableHook(hook=hook), OFFICER)):  # fmt: skip
        with pytest.raises(Missing):
            forbidden()


def test_neither_journal_nor_answer_nor_row_holds_the_secret_or_the_address_in_clear(room, receiver):
    hook = subscribed(room, receiver, path="/very-secret-path")
    with reading(the_house("test")):
        kept = sql.rows(
            """select data::text as data, (select answer::text from trust_key k where k.id = e.key) as answer
               from trust_entry e where subject = %s""",
            (hook,),
        )
    row = sql.value("select encode(secret, 'escape') from notices_hook where id = %s", (hook,))
    assert kept
    assert not [text for one in kept for text in one.values() if receiver.secret in text or "very-secret" in text]
    assert receiver.secret not in row


def test_a_key_has_only_so_many_webhooks(room, receiver):
    client = key(room)
    for _ in range(rules.MOST_HOOKS):
        subscribed(room, receiver, client)
    with pytest.raises(Refusal) as no:
        subscribed(room, receiver, client)
    assert no.value.code == "many_hooks"


# ---- addresses inside ------------------------------------------------------------------------------------------------


def test_an_address_inside_is_refused_when_it_is_subscribed(room, receiver, outside):
    with pytest.raises(Refusal) as no:
        subscribed(room, receiver)
    assert no.value.field == "url"


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.0.0.7"], ["::1"], ["93.184.216.34", "192.168.1.1"]])
def test_a_name_that_points_inside_is_not_called_whatever_it_said_before(
    room, receiver, outside, monkeypatch, addresses
):
    from liren.channels import hooks

    monkeypatch.setattr(hooks.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (one, 443)) for one in addresses])
    with pytest.raises(Undelivered, match="内网"):
        Caller().call("https://rebinding.example.cn/", {}, b"{}")
    assert receiver.calls == []


def test_the_call_goes_to_the_address_that_was_checked_under_its_own_name(room, receiver, monkeypatch):
    from liren.channels import hooks

    real = hooks.socket.getaddrinfo
    monkeypatch.setattr(
        hooks.socket,
        "getaddrinfo",
        lambda host, *a, **k: real("127.0.0.1" if host == "hook.example.cn" else host, *a, **k),
    )
    port = receiver.address.rpartition(":")[2]
    assert Caller().call(f"http://hook.example.cn:{port}/a", {}, b"{}") == 200
    assert receiver.calls[0]["host"] == f"hook.example.cn:{port}"


def test_a_receiver_that_is_not_there_or_says_nothing_is_told_in_plain_words(room, receiver, monkeypatch):
    from liren.channels import hooks

    with pytest.raises(Undelivered, match="连不上"):
        Caller().call("http://127.0.0.1:9/", {}, b"{}")
    monkeypatch.setattr(hooks, "TIMEOUT", 0.2)
    receiver.pause = 0.6
    with pytest.raises(Undelivered, match="没有答复"):
        Caller().call(receiver.address, {}, b"{}")
