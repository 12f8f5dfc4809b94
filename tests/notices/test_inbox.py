"""The inbox on a real database: told, grouped, read, acknowledged, sent."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.kernel import Actor, AreaCode, Code, Missing, Refusal, ports
from liren.kernel.actor import ANONYMOUS, by_link, the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import Outgoing, Receipt, Undelivered
from liren.notices import commands, kinds, outbox, queries
from liren.people import commands as people
from liren.trust import gate, registry, sql
from tests.people.appointing import clerk, person

pytestmark = pytest.mark.usefixtures("db", "toys")
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
AREA = AreaCode("321181108201")
MINUTE = timedelta(minutes=1)
CASES: dict[UUID, str] = {}
FLOW = the_house("test.notices", AREA)


@pytest.fixture(scope="module")
def toys(db):
    kinds.subject("toy", lambda viewer, ids: {i: CASES[i] for i in ids if i in CASES})
    kinds.labels("case_clock", {"solve": "办结"})
    kinds.labels("case_step", {"handling": "办理中"})
    registry.house("test.notices", may=[commands.Tell])
    yield
    del kinds.SUBJECTS["toy"], registry.HOUSES["test.notices"]


class Post:
    """A sender that keeps what it was given, or fails as told."""

    name = "email"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.keys: list[str] = []
        self.trouble: Undelivered | None = None

    def send(self, message: Outgoing) -> Receipt:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((message.address, message.title, message.body))
        self.keys.append(message.key)
        return Receipt(id=message.key)


@pytest.fixture
def post(monkeypatch):
    sql.run("update notices_letter set ended_at = now() where ended_at is null")
    sql.run("delete from notices_channel")
    made = Post()
    monkeypatch.setattr(ports, "SENDERS", ports.SENDERS)
    monkeypatch.setitem(ports.SENDERS, "email", made)
    return made


def case(name: str) -> UUID:
    id = new_id()
    CASES[id] = name
    return id


def staff(email: str = "") -> Actor:
    account = new_id()
    who = person(account=False, work_email=email, name="王芳")
    gate.execute(people.LinkAccount(person=who, account=account), actor=clerk(), now=NOW, key=new_id())
    return Actor(kind="staff", account=account)


def tell(
    to: Actor,
    template: str,
    subject: UUID,
    now: datetime = NOW,
    round: int = 0,
    by: datetime | None = None,
    **facts: object,
) -> dict:
    order = commands.Tell(
        account=to.account, link=to.link_case, template=Code(template), subject_kind=Code("toy"), subject=subject,
        area=AREA, facts=tuple((Code(k), v) for k, v in facts.items()), round=round, by=by,
    )  # fmt: skip
    return gate.execute(order, actor=FLOW, now=now, key=new_id())


def late(to: Actor, subject: UUID, now: datetime = NOW, round: int = 0, waits: bool = False) -> dict:
    """An urgent clock has run out; one that `waits` is not urgent."""
    return tell(
        to, "case_late", subject, now, round, None if waits else now - MINUTE, clock=Code("solve"), due=now - MINUTE
    )


def read(who: Actor, subject: UUID | None = None) -> dict:
    return gate.execute(commands.MarkRead(subject=subject), actor=who, now=NOW, key=new_id())


def acknowledge(who: Actor, notice: str) -> dict:
    return gate.execute(commands.AcknowledgeAlert(notice=UUID(notice)), actor=who, now=NOW, key=new_id())


def test_an_inbox_is_grouped_by_subject_newest_first():
    who, one, two = staff(), case("甲"), case("乙")
    tell(who, "case_handed", one)
    tell(who, "case_handed", two, NOW + MINUTE)
    late(who, one, NOW + 2 * MINUTE)
    groups = queries.inbox(who, NOW)
    assert [(g.name, g.count, g.unread) for g in groups] == [("甲", 2, 2), ("乙", 1, 1)]
    assert [line.title for line in groups[0].lines] == ["已超时", "交给您一件事"]
    assert groups[0].lines[0].body == "甲已过办结时限（今天 12:01），请马上办理或说明原因。"
    assert [g.name for g in queries.inbox(who, NOW, before=groups[0].latest)] == ["乙"]
    assert [(d.level_label, d.count, d.subjects) for d in queries.digest(who, NOW)] == [("告警", 1, 1), ("提示", 2, 2)]


def test_names_are_looked_up_when_read_so_a_hidden_one_stays_hidden():
    who, secret = staff(), new_id()
    tell(who, "case_handed", secret)
    (group,) = queries.inbox(who, NOW)
    assert (group.name, group.lines[0].body[:6]) == ("（无权查看）", "（无权查看）")


def test_words_a_person_wrote_never_reach_a_row():
    with pytest.raises(Refusal, match="填错了类型"):
        tell(staff(), "case_moved", case("甲"), step="隔壁老王又吵了")


def test_a_step_without_a_limit_says_so_in_words():
    who = staff()
    tell(who, "case_redo", case("甲"))
    assert queries.inbox(who, NOW)[0].lines[0].body == "甲没有通过核查，请在规定时间前重办。"


def test_reading_one_subject_leaves_the_others_unread():
    who, one, two = staff(), case("甲"), case("乙")
    tell(who, "case_handed", one)
    tell(who, "case_handed", two)
    assert queries.unread(who) == 2
    assert read(who, one) == {"read": 1}
    assert queries.unread(who) == 1
    assert read(who) == {"read": 1}
    assert read(who) == {"read": 0}


def test_an_inbox_is_ones_own():
    who, other, subject = staff(), staff(), case("甲")
    told = late(who, subject)
    assert queries.inbox(other, NOW) == []
    assert read(other) == {"read": 0}
    with pytest.raises(Missing):
        acknowledge(other, told["notice"])
    with pytest.raises(Missing):
        queries.inbox(ANONYMOUS, NOW)


def test_the_holder_of_a_secret_link_has_an_inbox_of_that_case():
    subject = case("楼道堆物")
    reporter = by_link(subject)
    tell(reporter, "case_moved", subject, step=Code("handling"))
    (group,) = queries.inbox(reporter, NOW)
    assert group.lines[0].body == "您反映的楼道堆物现在是“办理中”。"
    assert read(reporter) == {"read": 1}


def test_a_repeated_alert_comes_back_on_top_as_one_row():
    who, subject = staff(), case("甲")
    late(who, subject)
    read(who)
    late(who, subject, NOW + MINUTE)
    (group,) = queries.inbox(who, NOW)
    assert (group.count, group.unread, group.lines[0].times) == (1, 1, 2)


def test_an_acknowledged_alert_never_repeats_but_the_next_lateness_does():
    who, subject = staff(), case("甲")
    told = late(who, subject)
    acknowledge(who, told["notice"])
    assert late(who, subject, NOW + MINUTE) == {"told": False}
    assert queries.open_alerts(who, NOW) == []
    assert late(who, subject, NOW + MINUTE, round=1)["told"]
    assert len(queries.open_alerts(who, NOW)) == 1


def test_a_hint_needs_no_acknowledgement():
    who = staff()
    told = tell(who, "case_handed", case("甲"))
    with pytest.raises(Refusal, match="看过就行"):
        acknowledge(who, told["notice"])


def test_only_a_flow_that_may_tells():
    with pytest.raises(Missing):
        gate.execute(
            commands.Tell(
                account=new_id(), template=Code("case_handed"), subject_kind=Code("toy"), subject=case("甲"), area=AREA
            ),
            actor=clerk(), now=NOW, key=new_id(),
        )  # fmt: skip


def test_a_notice_has_one_recipient():
    both = commands.Tell(
        account=new_id(), link=new_id(), template=Code("case_handed"), subject_kind=Code("toy"), subject=case("甲"),
        area=AREA,
    )  # fmt: skip
    with pytest.raises(Refusal, match="一个账号或一位反映人"):
        gate.execute(both, actor=FLOW, now=NOW, key=new_id())


def test_without_a_sender_no_letter_is_queued():
    who = staff("wang@example.cn")
    late(who, case("甲"))
    assert letters_of(who) == []


def letters_of(who: Actor) -> list[dict]:
    return sql.rows(
        """select l.tries, l.trouble, l.ended_at is not null as ended from notices_letter l
           join notices_notice n on n.id = l.notice where n.account = %s order by l.id""",
        (who.account,),
    )


def test_what_is_due_for_one_person_goes_in_one_letter(post):
    who = staff("wang@example.cn")
    late(who, case("甲"))
    late(who, case("乙"), NOW + MINUTE)
    assert outbox.send_due(NOW + MINUTE) == 2
    ((address, title, body),) = post.sent
    assert (address, title) == ("wang@example.cn", "里仁：已超时 2 件")
    assert body.index("甲") < body.index("乙")
    assert outbox.send_due(NOW + timedelta(hours=5)) == 0


def test_what_is_late_but_not_urgent_comes_in_one_letter_when_the_office_has_opened(post):
    who = staff("wang@example.cn")
    monday = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    for n in range(6):
        late(who, case(f"第{n}件"), monday + n * timedelta(seconds=20), waits=True)
    outbox.send_due(monday + 14 * MINUTE)
    assert post.sent == []
    outbox.send_due(monday + 15 * MINUTE)
    ((_, title, body),) = post.sent
    assert title == "里仁：已超时 6 件"
    assert body.startswith("已超时（6 件）\n1. 第0件已过")
    for n in range(3):
        late(who, case(f"又{n}件"), monday + n * timedelta(hours=1, minutes=5) + 16 * MINUTE, waits=True)
        outbox.send_due(monday + n * timedelta(hours=1, minutes=5) + 17 * MINUTE)
    assert len(post.sent) == 1, "the morning brings nothing more"
    outbox.send_due(datetime(2026, 11, 23, 6, 15, tzinfo=UTC))
    assert [title for _, title, _ in post.sent[1:]] == ["里仁：已超时 3 件"]


def test_a_reminder_goes_at_once_when_the_digest_would_come_after_the_limit(post):
    who, morning = staff("wang@example.cn"), datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    tell(who, "case_near_limit", case("甲"), morning, by=morning + 60 * MINUTE, clock=Code("solve"), left=60)
    tell(who, "case_near_limit", case("乙"), morning, by=morning + 600 * MINUTE, clock=Code("solve"), left=600)
    outbox.send_due(morning)
    assert [body[:1] for _, _, body in post.sent] == ["甲"]


def test_at_night_an_alert_goes_and_the_rest_waits_for_seven(post):
    who, urged = staff("wang@example.cn"), case("乙")
    late(who, case("甲"), NIGHT)
    tell(who, "case_urged", urged, NIGHT)
    outbox.send_due(NIGHT)
    assert [title for _, title, _ in post.sent] == ["里仁：已超时"]
    outbox.send_due(NIGHT + timedelta(hours=8))
    assert [title for _, title, _ in post.sent] == ["里仁：已超时", "里仁：有人催办"]


def test_what_was_read_meanwhile_is_not_sent(post):
    who = staff("wang@example.cn")
    late(who, case("甲"))
    read(who)
    assert outbox.send_due(NOW) == 1
    assert post.sent == []


def test_a_server_that_is_away_is_tried_again_after_a_wait(post):
    who = staff("wang@example.cn")
    late(who, case("甲"))
    post.trouble = Undelivered("连不上邮件服务器")
    assert outbox.send_due(NOW) == 0
    assert outbox.send_due(NOW + timedelta(seconds=30)) == 0
    post.trouble = None
    assert outbox.send_due(NOW + MINUTE) == 1
    assert len(post.sent) == 1
    assert letters_of(who) == [{"tries": 2, "trouble": "", "ended": True}]


def test_after_eight_tries_a_letter_is_given_up_and_says_why(post):
    who = staff("wang@example.cn")
    late(who, case("甲"))
    post.trouble = Undelivered("连不上邮件服务器")
    for hour in range(8):
        outbox.send_due(NOW + timedelta(hours=3 * hour))
    assert letters_of(who) == [{"tries": 8, "trouble": "连不上邮件服务器", "ended": True}]


def test_an_address_that_does_not_exist_is_given_up_at_once(post):
    who, nowhere = staff("wrong@example.cn"), staff()
    late(who, case("甲"))
    late(nowhere, case("乙"))
    post.trouble = Undelivered("收件地址被拒绝（550）", final=True)
    outbox.send_due(NOW)
    assert [x["trouble"] for x in letters_of(who) + letters_of(nowhere)] == [
        "收件地址被拒绝（550）",
        "没有能发到的地方：企业微信、手机、工作邮箱都没有登记",
    ]


def test_a_process_that_dies_while_sending_sends_again(post, monkeypatch):
    who = staff("wang@example.cn")
    late(who, case("甲"))
    monkeypatch.setattr(outbox.settle, "went", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        outbox.send_due(NOW)
    monkeypatch.undo()
    ports.SENDERS["email"] = post
    try:
        outbox.send_due(NOW + MINUTE)
    finally:
        del ports.SENDERS["email"]
    assert len(post.sent) == 2
    assert len(set(post.keys)) == 1, "a provider that knows keys shows it once"
    assert letters_of(who)[0]["ended"]
