"""没发出去的消息: how the channels fare, what did not go and why, tried again, given up, by another channel, to another address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from liren.channels.sms import FolderSender
from liren.config.demo import phone_company
from liren.kernel import Code, ports
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import Outgoing, Receipt, Undelivered
from liren.notices import commands, outbox
from liren.trust import gate, registry, sql
from tests import scene
from tests.scene import TOWN
from tests.web.staffroom import Room, text

PAGE = "/office/troubles/letters/"


class Post:
    """A provider that keeps what it was given, or fails as told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sent: list[Outgoing] = []
        self.trouble: Undelivered | None = None

    def send(self, message: Outgoing) -> Receipt:
        if self.trouble:
            raise self.trouble
        self.sent.append(message)
        return Receipt(id=message.key)


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("letters"), db)
    for order in scene._one("admin", "system_admin", TOWN, None):
        made.scene.order(order)
    registry.house("test.letters", may=[commands.Tell])
    yield made
    del registry.HOUSES["test.letters"]


@pytest.fixture
def posts(monkeypatch):
    sql.run("delete from notices_letter")
    sql.run("delete from notices_channel")
    made = {name: Post(name) for name in ("sms", "email")}
    monkeypatch.setattr(ports, "SENDERS", ports.SENDERS)
    for name, post in made.items():
        monkeypatch.setitem(ports.SENDERS, name, post)
    return made


def told(room: Room, who: str = "handler") -> datetime:
    """An alert for somebody with both addresses; the moment at which it goes."""
    now = datetime.now(UTC)
    me = room.scene.actor(who)
    for channel, address in (("sms", "13800000199"), ("email", "liu@example.cn")):
        order = commands.BindAddress(area=TOWN, account=me.account, channel=Code(channel), address=address)
        gate.execute(order, actor=me, now=now, key=new_id())
    case = room.scene.report()
    facts = ((Code("clock"), Code("solve")), (Code("due"), now))
    order = commands.Tell(
        account=me.account, template=Code("case_late"), subject_kind=Code("case"), subject=case, area=TOWN, facts=facts,
        by=now,
    )  # fmt: skip
    gate.execute(order, actor=the_house("test.letters"), now=now, key=new_id())
    return now


def failed(room: Room, posts: dict[str, Post]) -> str:
    """A letter that every channel refused; its id."""
    posts["sms"].trouble = Undelivered("号码是空号（MK:0001）", final=True)
    posts["email"].trouble = Undelivered("收件地址被拒绝（550）", final=True)
    now = told(room)
    outbox.send_due(now)
    outbox.send_due(now)
    page = room.browser("admin").get(PAGE).content.decode()
    return re.findall(r'name="letter" value="([^"]+)"', page)[0]


def act(room: Room, verb: str, **told: str) -> str:
    """Press a button; what the page says then."""
    return text(room.browser("admin").post(PAGE, {"verb": verb, **told}, follow=True))


def test_what_did_not_go_says_why_in_plain_words_and_neither_number_nor_matter(room, posts):
    failed(room, posts)
    page = text(room.browser("admin").get(PAGE))
    assert "收件地址被拒绝（550）" in page
    assert "超时" in page
    assert "13800000199" not in page
    assert "路灯" not in page
    assert "1" in re.findall(r"没送到的 (\d+)", page)
    file = b"".join(room.browser("admin").get(f"{PAGE}?csv").streaming_content).decode()
    assert "收件地址被拒绝（550）" in file


def test_tried_again_from_the_first_channel_it_goes(room, posts):
    letter = failed(room, posts)
    posts["sms"].trouble = None
    assert "已放回 1 条重发" in act(room, "retry", letter=letter)
    outbox.send_due(datetime.now(UTC))
    assert [m.address for m in posts["sms"].sent] == ["13800000199"]
    assert "最近三十天都发出去了" in text(room.browser("admin").get(PAGE))
    again = room.browser("admin").post(PAGE, {"verb": "retry", "letter": letter})
    assert (again.status_code, "已经没有没发出去的了" in text(again)) == (422, True)


def test_all_of_a_channel_are_tried_again_at_once(room, posts):
    failed(room, posts)
    assert "已放回 1 条重发" in act(room, "retry", channel="email")


def test_given_up_it_is_gone_from_the_list_and_stays_in_the_inbox(room, posts):
    letter = failed(room, posts)
    assert "已放弃" in act(room, "drop", letter=letter)
    assert "最近三十天都发出去了" in text(room.browser("admin").get(PAGE))
    assert room.browser("admin").post(PAGE, {"verb": "drop", "letter": letter}).status_code == 404


def test_it_goes_by_another_channel_when_that_is_asked_for(room, posts):
    letter = failed(room, posts)
    page = text(room.browser("admin").get(PAGE))
    assert "改用短信" in page
    assert "改用邮件" not in page, "that is the one that failed"
    posts["sms"].trouble = None
    assert "换一种方式重发" in act(room, "reroute", letter=letter, channel="sms")
    outbox.send_due(datetime.now(UTC))
    assert len(posts["sms"].sent) == 1


def test_an_address_is_corrected_with_a_reason_and_then_it_goes(room, posts):
    letter = failed(room, posts)
    form = {"letter": letter, "channel": "sms", "address": "1380"}
    browser = room.browser("admin")
    wrong = browser.post(PAGE, {"verb": "correct", **form, "reason": "told"})
    assert (wrong.status_code, "11 位数字" in text(wrong)) == (422, True)
    assert 'value="1380"' in wrong.content.decode()
    without = browser.post(PAGE, {"verb": "correct", **form, "address": "13800000188", "reason": ""})
    assert "怎么知道的" in text(without)
    posts["sms"].trouble = None
    assert "地址改好了" in act(room, "correct", **{**form, "address": "13800000188", "reason": "told"})
    outbox.send_due(datetime.now(UTC))
    assert [m.address for m in posts["sms"].sent] == ["13800000188"]


def test_a_channel_that_is_down_says_since_when_and_how_many_wait(room, posts):
    posts["sms"].trouble = Undelivered("连不上短信平台", down=True)
    outbox.send_due(told(room))
    page = text(room.browser("admin").get("/office/troubles/"))
    assert "起不通" in page
    assert "连不上短信平台" in page
    assert "一条都不会丢" in page
    posts["sms"].trouble = None
    outbox.send_due(datetime.now(UTC) + timedelta(minutes=2))
    assert "起不通" not in text(room.browser("admin").get("/office/troubles/"))


def test_who_has_no_address_at_all_stands_once_and_is_no_trouble(room, posts):
    now = datetime.now(UTC)
    for n in range(3):
        order = commands.Tell(
            account=room.scene.account("mate"), template=Code("case_late"), subject_kind=Code("case"),
            subject=room.scene.report(n=n), area=TOWN, facts=((Code("clock"), Code("solve")), (Code("due"), now)), by=now,
        )  # fmt: skip
        gate.execute(order, actor=the_house("test.letters"), now=now, key=new_id())
    outbox.send_due(now)
    page = text(room.browser("admin").get(PAGE))
    assert "没有登记联系方式的" in page
    assert "（3 条）" in page
    assert "最近三十天都发出去了" in page
    assert re.findall(r"没送到的 (\d+)", page) == []


def test_a_wording_is_shown_as_the_sms_that_it_becomes(room, posts):
    page = text(room.browser("admin").get("/office/kinds/notice/case_answered/"))
    assert "发成短信是这样" in page
    assert "【签名】您反映的事办好了，请您评价。" in page
    assert "按 2 条计费" in page
    assert "还没有填模板编号" in page
    assert "发成短信是这样" not in text(room.browser("admin").get("/office/kinds/notice/case_note_added/"))


def test_the_box_of_messages_is_there_in_a_demonstration_only(room, tmp_path, monkeypatch):
    browser = room.browser("desk")
    assert browser.get("/demo/texts/").status_code == 404
    sender = FolderSender(str(tmp_path), "示范镇")
    monkeypatch.setattr(settings, "LIREN_DEMO", True)
    monkeypatch.setattr(settings, "SMS_FOLDER", tmp_path)
    assert "还没有短信" in text(browser.get("/demo/texts/"))
    sender.send(
        Outgoing(address="13800000147", title="", body="您反映的事办好了。", url="http://localhost/t/x", key="a" * 32)
    )
    assert phone_company.step(datetime.now(UTC)) == 1
    page = browser.get("/demo/texts/")
    assert "【示范镇】您反映的事办好了。" in text(page)
    assert 'href="http://localhost/t/x"' in page.content.decode()
    (report,) = sender.heard()
    assert (report.id, report.delivered) == ("a" * 32, True)


def test_nobody_else_sees_it(room, posts):
    assert room.browser("desk").get(PAGE).status_code == 404
    assert room.browser("desk").post(PAGE, {"verb": "retry"}).status_code == 404
