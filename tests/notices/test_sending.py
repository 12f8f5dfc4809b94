"""Which channel for whom, and what comes of it: choices, stops, fallback, a provider that is down, receipts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from liren.kernel import Actor, AreaCode, Code, Missing, Refusal, ports
from liren.kernel.actor import by_link, the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import Answer, Outgoing, Receipt, Report, Undelivered
from liren.notices import commands, kinds, outbox, queries
from liren.people import commands as people
from liren.trust import gate, registry, sql
from liren.trust.sight import reading
from tests.people.appointing import clerk, person

pytestmark = pytest.mark.usefixtures("db", "toys")
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
AREA = AreaCode("321181108201")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FLOW = the_house("test.sending", AREA)
PHONES: dict[UUID, str] = {}


@pytest.fixture(scope="module")
def toys(db):
    kinds.subject("toy", lambda viewer, ids: dict.fromkeys(ids, "路灯不亮"))
    kinds.contacts(
        "toy", lambda house, ids: {id: kinds.Contact(phone=PHONES.get(id, ""), path=f"/t/{id}") for id in ids}
    )
    kinds.labels("case_clock", {"solve": "办结"})
    kinds.labels("case_step", {"casetakenup": "办理中", "casedispatched": "已派遣"})
    registry.house("test.sending", may=[commands.Tell])
    yield
    del kinds.SUBJECTS["toy"], kinds.CONTACTS["toy"], registry.HOUSES["test.sending"]


@dataclass
class Post:
    """A provider that keeps what it was given, or fails as told; `known` are keys it has seen."""

    name: str
    sent: list[Outgoing] = field(default_factory=list)
    trouble: Undelivered | None = None
    says: list[Report | Answer] = field(default_factory=list)

    def send(self, message: Outgoing) -> Receipt:
        if self.trouble is None or self.trouble.unsure:
            self.sent.append(message)
        if self.trouble is not None:
            raise self.trouble
        return Receipt(id=f"{self.name}:{message.key}")

    def heard(self):
        while self.says:
            yield self.says.pop(0)


@pytest.fixture
def posts(monkeypatch, settings_url):
    sql.run("update notices_letter set ended_at = now() where ended_at is null")
    sql.run("delete from notices_channel")
    made = {name: Post(name) for name in ("wecom", "sms", "email")}
    monkeypatch.setattr(ports, "SENDERS", ports.SENDERS)
    for name, post in made.items():
        monkeypatch.setitem(ports.SENDERS, name, post)
    return made


@pytest.fixture
def settings_url(monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "SITE_URL", "https://liren.example.cn")


def staff(email: str = "wang@example.cn") -> Actor:
    account = new_id()
    who = person(account=False, work_email=email, name="王芳")
    gate.execute(people.LinkAccount(person=who, account=account), actor=clerk(), now=NOW, key=new_id())
    return Actor(kind="staff", account=account)


def reporter(phone: str = "13800000147", channels: tuple[str, ...] | None = ("sms",)) -> Actor:
    link = by_link(new_id())
    PHONES[link.link_case] = phone
    if channels is not None:
        choose(link, *channels)
    return link


def do(who: Actor, order: type, **told: object) -> dict:
    command = order(area=AREA, account=who.account, link=who.link_case, **told)
    return gate.execute(command, actor=who, now=NOW, key=new_id())


def bind(who: Actor, channel: str, address: str, how: str = "hand") -> dict:
    return do(who, commands.BindAddress, channel=Code(channel), address=address, how=Code(how))


def choose(who: Actor, *channels: str) -> dict:
    return do(who, commands.ChooseChannels, channels=tuple(map(Code, channels)))


def late(to: Actor, now: datetime = NOW) -> UUID:
    """An alert that goes at once."""
    subject = new_id()
    facts = ((Code("clock"), Code("solve")), (Code("due"), now - MINUTE))
    order = commands.Tell(
        account=to.account, link=to.link_case, template=Code("case_late"), subject_kind=Code("toy"), subject=subject,
        area=AREA, facts=facts, by=now - MINUTE,
    )  # fmt: skip
    gate.execute(order, actor=FLOW, now=now, key=new_id())
    return subject


def moved(to: Actor, now: datetime = NOW, step: str = "casetakenup") -> None:
    """The case of a link took a step."""
    order = commands.Tell(
        link=to.link_case, template=Code("case_moved"), subject_kind=Code("toy"), subject=to.link_case, area=AREA,
        facts=((Code("step"), Code(step)),),
    )  # fmt: skip
    gate.execute(order, actor=FLOW, now=now, key=new_id())


def letters(who: Actor) -> list[dict]:
    return sql.rows(
        """select l.trouble, l.tried, l.ended_at is not null as ended from notices_letter l
           join notices_notice n on n.id = l.notice where coalesce(n.account, n.link) = %s order by l.id""",
        (who.account or who.link_case,),
    )


def test_somebody_who_chose_nothing_is_told_by_the_first_channel_that_reaches_them(posts):
    who = staff()
    late(who)
    outbox.send_due(NOW)
    assert [m.address for m in posts["email"].sent] == ["wang@example.cn"]
    bind(who, "wecom", "WangFang", "sign_in")
    late(who)
    outbox.send_due(NOW)
    assert [m.address for m in posts["wecom"].sent] == ["WangFang"]
    assert len(posts["email"].sent) == 1, "one channel is enough"


def test_ones_own_order_stands_before_the_usual_one_and_an_empty_one_means_the_inbox_only(posts):
    who, quiet = staff(), staff()
    bind(who, "sms", "138 0000 0147")
    bind(who, "wecom", "WangFang", "sign_in")
    choose(who, "sms", "email")
    choose(quiet)
    late(who)
    late(quiet)
    outbox.send_due(NOW)
    assert [(n, m.address) for n, p in posts.items() for m in p.sent] == [("sms", "13800000147")]
    assert letters(quiet) == [{"trouble": "", "tried": [], "ended": True}]


def test_what_fails_for_good_goes_by_the_next_channel_and_then_says_why(posts):
    who = staff()
    bind(who, "sms", "13800000147")
    choose(who, "sms", "email")
    late(who)
    posts["sms"].trouble = Undelivered("号码不对", final=True)
    outbox.send_due(NOW)
    posts["email"].trouble = Undelivered("收件地址被拒绝（550）", final=True)
    outbox.send_due(NOW)
    assert letters(who) == [{"trouble": "收件地址被拒绝（550）", "tried": ["sms"], "ended": True}]


def test_a_reporter_who_asked_for_it_gets_a_short_text_with_the_link_and_without_the_matter(posts):
    who = reporter()
    moved(who)
    outbox.send_due(NOW)
    (message,) = posts["sms"].sent
    assert (message.address, message.body) == ("13800000147", "您反映的事有了新进展：办理中。")
    assert message.url == f"https://liren.example.cn/t/{who.link_case}"
    assert message.slots == (("step", "办理中"), ("url", message.url))
    assert "路灯" not in message.title + message.body


def test_a_reporter_who_asked_for_nothing_gets_nothing_and_nothing_is_queued(posts):
    for who in (reporter(channels=None), reporter(channels=())):
        moved(who)
        assert letters(who) == []
    landline = reporter("051188880000")
    moved(landline)
    outbox.send_due(NOW)
    assert posts["sms"].sent == []
    assert letters(landline)[0]["trouble"].startswith("没有能发到的地方")


def test_what_is_ready_for_one_person_is_one_message_that_counts_them(posts):
    who = reporter()
    moved(who, step="casedispatched")
    moved(who)
    moved(who)
    outbox.send_due(NOW)
    (message,) = posts["sms"].sent
    assert (message.body, message.slots[0]) == ("您有 3 条新消息。", ("count", "3"))


def test_at_night_a_reporter_sleeps(posts):
    who, night = reporter(), datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    moved(who, night)
    outbox.send_due(night)
    assert posts["sms"].sent == []
    outbox.send_due(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    assert len(posts["sms"].sent) == 1


def test_a_provider_down_for_an_hour_loses_nothing_and_then_delivers_once_grouped(posts):
    who, other = reporter(), reporter("13800000148")
    posts["sms"].trouble = Undelivered("连不上短信平台", down=True)
    at = NOW
    while at < NOW + HOUR:
        if (at - NOW) % (10 * MINUTE) == timedelta():
            moved(who, at)
        if at == NOW:
            moved(other, at)
        outbox.send_due(at)
        at += MINUTE / 2
    assert posts["sms"].sent == []
    (health,) = queries.health(the_house("test"), at)[1:2]
    assert (health.channel, health.trouble, health.waiting) == ("sms", "连不上短信平台", 7)
    posts["sms"].trouble = None
    while at < NOW + 2 * HOUR:
        outbox.send_due(at)
        at += MINUTE / 2
    assert sorted((m.address, m.body) for m in posts["sms"].sent) == [
        ("13800000147", "您反映的事有了新进展：办理中。"), ("13800000148", "您反映的事有了新进展：办理中。"),
    ]  # fmt: skip
    assert all(row["ended"] and not row["trouble"] for row in letters(who))
    assert len(letters(who)) == 6


def test_while_a_provider_is_down_it_is_asked_once_and_not_for_every_person(posts):
    asked = []
    for n in range(5):
        moved(reporter(f"1380000020{n}"))
    posts["sms"].trouble = Undelivered("连不上短信平台", down=True)
    send = posts["sms"].send
    posts["sms"].send = lambda message: asked.append(message) or send(message)
    outbox.send_due(NOW)
    assert len(asked) == 1
    outbox.send_due(NOW + MINUTE / 2)
    assert len(asked) == 1


def test_a_try_without_an_answer_is_repeated_with_the_same_key_and_words_and_what_came_since_goes_apart(posts):
    who = reporter()
    moved(who)
    posts["sms"].trouble = Undelivered("短信平台没有答复", unsure=True)
    outbox.send_due(NOW)
    posts["sms"].trouble = None
    moved(who, step="casedispatched")
    outbox.send_due(NOW + MINUTE)
    first, *others = posts["sms"].sent
    again = [m for m in others if m.key == first.key]
    assert [m.body for m in again] == [first.body]
    assert [m.body for m in others if m.key != first.key] == ["您反映的事有了新进展：已派遣。"]


def test_a_try_without_an_answer_is_not_repeated_to_an_address_that_was_stopped_meanwhile(posts):
    who = reporter()
    bind(who, "email", "wang@example.cn")
    choose(who, "email")
    moved(who)
    posts["email"].trouble = Undelivered("邮件服务器没有答复", unsure=True)
    outbox.send_due(NOW)
    do(who, commands.StopAddress, channel=Code("email"))
    posts["email"].trouble = None
    outbox.send_due(NOW + MINUTE)
    assert len(posts["email"].sent) == 1
    assert letters(who)[0]["ended"]
    assert [r.state for r in queries.receipts(who, who.link_case)] == ["failed"]


def test_a_sender_that_breaks_stops_nobody_else(posts):
    one, two = reporter(), staff()
    moved(one)
    late(two)
    posts["sms"].send = lambda message: 1 / 0
    outbox.send_due(NOW)
    assert len(posts["email"].sent) == 1
    assert letters(one) == [{"trouble": "", "tried": [], "ended": False}]
    del posts["sms"].send
    outbox.send_due(NOW + MINUTE)
    assert len(posts["sms"].sent) == 1


def test_a_receipt_settles_a_message_once_and_a_failed_one_goes_by_the_next_channel(posts):
    good, bad = reporter(), reporter("13800000148")
    bind(bad, "email", "wang@example.cn")
    choose(bad, "sms", "email")
    moved(good)
    moved(bad)
    outbox.send_due(NOW)
    ids = {m.address: f"sms:{m.key}" for m in posts["sms"].sent}
    report = Report(id=ids["13800000147"], delivered=True, at=NOW + MINUTE)
    failed = Report(id=ids["13800000148"], delivered=False, at=NOW + MINUTE, trouble="号码是空号（MK:0001）")
    posts["sms"].says = [report, report, failed, failed, Report(id="stranger", delivered=True, at=NOW)]
    assert outbox.listen(NOW + MINUTE) == 5
    outbox.send_due(NOW + MINUTE)
    assert [m.address for m in posts["email"].sent] == ["wang@example.cn"]
    told = queries.receipts(by_link(good.link_case), good.link_case)
    assert [(r.channel, r.state, r.settled_at) for r in told] == [("sms", "delivered", NOW + MINUTE)]
    assert [(r.channel, r.state, r.trouble) for r in queries.receipts(bad, bad.link_case)] == [
        ("sms", "failed", "号码是空号（MK:0001）"), ("email", "sent", ""),
    ]  # fmt: skip
    with pytest.raises(Missing):
        queries.receipts(good, bad.link_case)


def test_a_stop_word_stops_the_number_for_everybody_who_gave_it(posts, monkeypatch):
    from liren.places import queries as places

    monkeypatch.setattr(places, "county", lambda: AreaCode("321181"))
    one, two, colleague = reporter("13900000001"), reporter("13900000001"), staff()
    bind(colleague, "sms", "13900000001")
    posts["sms"].says = [
        Answer(address="+8613900000001", words=" t。", at=NOW), Answer(address="13800000147", words="谢谢", at=NOW),
    ]  # fmt: skip
    outbox.listen(NOW)
    for who in (one, two):
        moved(who)
    outbox.send_due(NOW)
    assert posts["sms"].sent == []
    assert [c.channel for c in queries.addresses_of(colleague)] == []
    with pytest.raises(Refusal, match="退订"):
        bind(colleague, "sms", "13900000001")
    bind(colleague, "sms", "13900000001", "code")
    moved(one)
    outbox.send_due(NOW)
    assert len(posts["sms"].sent) == 1, "a code that was read back takes the stop away"


def test_whoever_reads_the_journal_can_t_try_out_which_number_said_stop(posts, monkeypatch):
    from liren.places import queries as places

    monkeypatch.setattr(places, "county", lambda: AreaCode("321181"))
    posts["sms"].says = [Answer(address="13900000002", words="T", at=NOW)]
    outbox.listen(NOW)
    guess = uuid5(NAMESPACE_URL, f"liren-stop:sms:13900000002:{NOW.isoformat()}")
    with reading(the_house("test")):
        told = sql.rows("select subject, key from trust_entry where name = 'NumberStopped'")
    assert told
    assert not any(guess in row.values() for row in told)


def test_an_address_is_ones_own_to_bind_and_stop(posts):
    who, other = staff(), staff()
    with pytest.raises(Missing):
        gate.execute(
            commands.BindAddress(area=AREA, account=other.account, channel=Code("email"), address="a@example.cn"),
            actor=who, now=NOW, key=new_id(),
        )  # fmt: skip
    bind(who, "email", "wang@home.example.cn")
    bind(who, "email", "fang@home.example.cn")
    assert [(c.channel, c.masked) for c in queries.addresses_of(who)] == [("email", "fan***@home.example.cn")]
    assert do(who, commands.StopAddress, channel=Code("email")) == {"stopped": 1}
    assert queries.addresses_of(who) == []


@pytest.mark.parametrize(
    ("channel", "address", "words"),
    [
        ("sms", "051188880000", "手机号"),
        ("email", "wang", "像 wang@example.cn"),
        ("fax", "1", "没有“fax”"),
        ("wecom", " ", "没有认出"),
    ],
)
def test_an_address_that_cannot_work_says_what_it_should_look_like(posts, channel, address, words):
    with pytest.raises(Refusal, match=words):
        bind(staff(), channel, address)


def test_only_the_house_learns_who_stands_behind_an_address(posts):
    who = staff()
    bind(who, "wecom", "FangFang", "sign_in")
    (bearer,) = queries.bearers_of(the_house("test"), "wecom", "FangFang")
    assert bearer.account == who.account
    with pytest.raises(Missing):
        queries.bearers_of(who, "wecom", "FangFang")


def test_a_login_code_goes_at_once_by_itself_and_says_when_it_cannot(posts, monkeypatch):
    outbox.send_code("138 0000 0147", "042137", area=AREA, now=datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    (message,) = posts["sms"].sent
    assert (message.address, message.slots) == ("13800000147", (("code", "042137"),))
    assert "042137" in message.body
    posts["sms"].trouble = Undelivered("连不上短信平台", down=True)
    with pytest.raises(Undelivered, match="连不上"):
        outbox.send_code("13800000147", "1", area=AREA, now=NOW)
    monkeypatch.delitem(ports.SENDERS, "sms")
    with pytest.raises(Undelivered, match="还没有开通短信"):
        outbox.send_code("13800000147", "1", area=AREA, now=NOW)
