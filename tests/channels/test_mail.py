"""Mail that comes in: a draft with a link, a note on a report, a letter of ours that came back; programs are not answered."""

import os
import re
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from time import monotonic
from uuid import UUID

import pytest

from liren.cases.queries import incoming
from liren.channels.email import EmailSender, parse
from liren.channels.mail import answering, boxes, replies
from liren.channels.mail.reading import own_words, read
from liren.kernel import ports
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import Outgoing, Undelivered
from liren.trust import sql
from tests import scene
from tests.attachments.pictures import jpeg
from tests.fakes.mailbox import PASSWORD, USER, Mailbox
from tests.scene import Scene

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
COUNTY = "liren@example.cn"


class Post(EmailSender):
    """The county's sender without a server: keeps what it would post."""

    def __init__(self) -> None:
        super().__init__(parse(f"smtp://127.0.0.1/?from=里仁 <{COUNTY}>"))
        self.posted: list[tuple[Outgoing, dict[str, str]]] = []
        self.trouble: Undelivered | None = None

    def _post(self, message: Outgoing, headers: dict[str, str]) -> None:
        if self.trouble:
            raise self.trouble
        self.posted.append((message, headers))


@pytest.fixture(scope="module")
def town(db, tmp_path_factory) -> Scene:
    return Scene(scene.found(tmp_path_factory.mktemp("mail")), db, now=datetime.now(UTC))


@pytest.fixture
def box(tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    monkeypatch.setattr(boxes, "BOXES", [boxes.box_of(f"maildir:{tmp_path}?address={COUNTY}")])
    monkeypatch.setattr(answering, "BOXES", boxes.BOXES)
    answering._answered.clear()
    return tmp_path


@pytest.fixture
def post(monkeypatch) -> Post:
    made = Post()
    monkeypatch.setitem(ports.SENDERS, "email", made)
    return made


def mail(words: str = "路灯三天不亮了", subject: str = "路灯", to: str = COUNTY, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "王小明 <wang@example.cn>", to, subject
    made["Date"], made["Message-ID"] = format_datetime(datetime.now(UTC)), f"<{new_id().hex}@example.cn>"
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    made.set_content(words)
    return made


def dropped(box, made: EmailMessage) -> None:
    name = new_id().hex
    (box / name).write_bytes(bytes(made))
    os.replace(box / name, box / "new" / name)


def drafts() -> int:
    return sql.value("select count(*) from cases_incoming")


def test_a_mail_with_photos_becomes_a_draft_and_its_author_gets_the_link_once(town, box, post):
    made = mail()
    for n in range(2):
        made.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename=f"{n}.jpg")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="说明.pdf")
    before = drafts()
    for _ in range(2):
        dropped(box, made)
        assert answering.step(town.now) == 1
    assert drafts() == before + 1
    answer, headers = post.posted[0]
    assert answer.address == "wang@example.cn"
    assert (headers["Auto-Submitted"], headers["In-Reply-To"]) == ("auto-replied", str(made["Message-ID"]))
    assert "“说明.pdf”不是照片" in answer.body
    token = re.search(r"/d/([^/\s]+)/", answer.body)[1]
    card = incoming.by_token(the_house("test"), token, town.now)
    assert (card.words, len(card.photos), card.channel) == ("路灯\n路灯三天不亮了", 2, "email")
    assert [f.name for f in (box / "new").iterdir()] == []


def test_of_twenty_photos_the_limit_is_taken_and_the_rest_is_named(town, box, post):
    made = mail()
    for n in range(20):
        made.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename=f"{n}.jpg")
    dropped(box, made)
    answering.step(town.now)
    ((answer, _),) = post.posted
    assert "第 10 到 20 张照片没有收：一次最多 9 张" in answer.body


def test_a_mail_that_is_too_large_is_refused_with_a_sentence_and_its_photos_are_never_read(
    town, box, post, monkeypatch
):
    monkeypatch.setattr(boxes, "LARGEST", 1000)
    made = mail("字" * 2000)
    before = drafts()
    dropped(box, made)
    answering.step(town.now)
    assert drafts() == before
    assert "没有收" in post.posted[0][0].body


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@example.cn"}, {"From": COUNTY}, {"List_Id": "<all.example.cn>"},
    ],
)  # fmt: skip
def test_a_program_gets_no_answer_and_makes_no_draft(town, box, post, headers):
    before = drafts()
    dropped(box, mail("我不在办公室", **headers))
    assert answering.step(town.now) == 1
    assert (drafts(), post.posted) == (before, [])


def test_somebody_who_writes_all_the_time_is_not_answered_for_ever(town, box, post):
    for n in range(14):
        dropped(box, mail(f"第 {n} 次", From="robot@example.cn"))
    for _ in range(2):
        answering.step(town.now)
    assert len(post.posted) == answering.ANSWERS_AN_HOUR


def test_while_the_answer_cannot_go_the_mail_stays_and_comes_to_the_same_draft(town, box, post):
    dropped(box, mail(From="li@example.cn"))
    before = drafts()
    post.trouble = Undelivered("连不上邮件服务器", down=True)
    assert answering.step(town.now) == 0
    post.trouble = None
    assert answering.step(town.now) == 1
    assert drafts() == before + 1


def test_an_answer_to_a_progress_mail_becomes_a_note_of_the_reporter_and_a_made_up_address_does_not(town, box, post):
    case = town.report()
    post.send(
        Outgoing(address="wang@example.cn", title="有新进展", body="…", key="0" * 32, about=case, url="https://x/t/1")
    )
    _, headers = post.posted.pop()
    assert headers["List-Unsubscribe"] == "<https://x/t/1>"
    reply = headers["Reply-To"]
    assert re.fullmatch(r"liren\+[a-z2-7]{42}@example\.cn", reply)
    said = "晚上八点以后才不亮。\n\n在 2026年11月23日，里仁写道：\n> 您反映的事有了新进展"
    dropped(box, mail(said, subject="Re: 有新进展", to=reply))
    assert answering.step(town.now) == 1
    assert "晚上八点以后才不亮。" in notes(case)
    assert not any("新进展" in text for text in notes(case))
    before = drafts()
    made_up = reply.replace(reply[6:10], "aaaa")
    dropped(box, mail("冒充的", to=made_up, From="other@example.cn"))
    answering.step(town.now)
    assert "冒充的" not in notes(case)
    assert drafts() == before + 1, "without a signature it is a mail like any other"


def notes(case: UUID) -> list[str]:
    return sql.values("select text from cases_note where case_id = %s", (case,))


def test_an_answer_that_cannot_be_noted_is_told_why(town, box, post):
    dropped(box, mail("", subject="Re: 有新进展", to=replies.reply_to(COUNTY, town.report())))
    answering.step(town.now)
    assert "您回的话没有记上" in post.posted[0][0].body


def test_a_letter_that_came_back_says_why_in_the_list_of_what_was_not_delivered(monkeypatch, town, box, post):
    heard = []
    monkeypatch.setattr(answering.receipts, "reported", lambda channel, report, now: heard.append((channel, report)))
    bounce = (
        b"From: MAILER-DAEMON@example.cn\nTo: liren@example.cn\nSubject: Undelivered\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        b"--x\nContent-Type: text/plain\n\nsorry\n--x\nContent-Type: message/delivery-status\n\n"
        b"Reporting-MTA: dns; example.cn\n\nFinal-Recipient: rfc822; wang@example.cn\nAction: failed\nStatus: 5.1.1\n"
        b"--x\nContent-Type: message/rfc822\n\nMessage-ID: <0198f0c0000070008000000000000001@example.cn>\n"
        b"Subject: a\n\nb\n--x--\n"
    )
    (box / "new" / "bounce").write_bytes(bounce)
    assert answering.step(town.now) == 1
    ((channel, report),) = heard
    assert (channel, report.id, report.delivered) == ("email", "0198f0c0000070008000000000000001", False)
    assert report.trouble == "退信：没有这个邮箱（5.1.1）"
    assert post.posted == []


def test_a_mail_that_breaks_the_reader_is_put_aside_and_the_next_one_is_read(town, box, post, monkeypatch):
    def broken(content: bytes):
        if b"poison" in content:
            raise RecursionError
        return read(content)

    monkeypatch.setattr(answering, "read", broken)
    dropped(box, mail("poison", subject="poison"))
    dropped(box, mail(From="zhao@example.cn"))
    assert answering.step(town.now) == 2
    assert [message.address for message, _ in post.posted] == ["zhao@example.cn"]


def test_only_the_writer_s_own_words_are_kept():
    assert own_words("好的\n\n> 您反映的事") == "好的"
    assert own_words("好的\n-----原始邮件-----\n发件人: a") == "好的"
    assert own_words("好的\nOn Mon, Nov 23, 2026, 里仁 wrote:\n> a") == "好的"
    assert own_words("> 全是引用") == ""


def test_an_html_mail_in_gbk_is_read():
    content = (
        b"From: a@b.cn\nSubject: =?gb2312?B?wrfKxg==?=\nContent-Type: text/html; charset=gb2312\n"
        b"Content-Transfer-Encoding: 8bit\n\n<p>" + "路灯不亮".encode("gb2312") + b"</p><blockquote>old</blockquote>"
    )
    assert read(content).words == "路灯不亮"


@pytest.mark.parametrize(
    "content",
    [
        b"\n" + b"\n \n" * 40_000,
        b"Content-Type: text/html\n\n" + b"<style " * 40_000,
        b"Content-Type: text/html\n\n" + b"<" * 100_000,
        b"Subject: " + b"=?utf-8?q?=41?= " * 50_000 + b"\n\nx",
        b"Content-Type: text/plain" + b"; a=b" * 40_000 + b"\n\nx",
    ],
)
def test_a_mail_made_to_keep_the_reader_busy_takes_a_moment(content):
    began = monotonic()
    read(b"From: a@b.cn\n" + content)
    assert monotonic() - began < 5, "without an end to what is read these take from half a minute to days"


def test_a_mail_with_zero_bytes_is_read_like_any_other(town, box, post):
    made = mail("路灯\0不亮", From="qian@example.cn")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="a.pdf")
    before = drafts()
    (box / "new" / "zero").write_bytes(bytes(made).replace(b"a.pdf", b"a\0.pdf"))
    assert answering.step(town.now) == 1
    assert drafts() == before + 1


def test_what_is_no_mail_at_all_does_no_harm():
    assert read(b"\xff\xfe\x00nothing").automatic


def test_photos_of_a_draft_that_was_kept_stay_until_it_ends(town, box, post):
    made = mail(From="chen@example.cn")
    made.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename="a.jpg")
    dropped(box, made)
    answering.step(town.now)
    assert sql.value("select max(keep_until) from attachments_photo") >= town.now + timedelta(days=6)


@pytest.fixture
def server():
    def opened(*mails: EmailMessage) -> Mailbox:
        made.append(Mailbox([m.as_bytes(policy=policy.SMTP) for m in mails]))
        return made[-1]

    made: list[Mailbox] = []
    yield opened
    for one in made:
        one.close()


def at(server: Mailbox, password: str = PASSWORD) -> boxes.Mailbox:
    return boxes.box_of(f"imap://{USER}:{password}@127.0.0.1:{server.port}/INBOX?address={COUNTY}")


def test_a_mailbox_at_a_server_is_read_once_and_a_large_mail_is_not_fetched_whole(server, monkeypatch):
    made = server(mail("一"), mail("字" * 5000))
    monkeypatch.setattr(boxes, "LARGEST", 2000)
    found = []
    for post, done in at(made).waiting():
        found.append((read(post.content).subject, post.too_large))
        done()
    assert found == [("路灯", False), ("路灯", True)]
    assert made.seen == {1, 2}
    assert [one for one in made.fetched if one == "2 (BODY.PEEK[])"] == []
    assert list(at(made).waiting()) == []


def test_a_mail_that_was_not_dealt_with_is_there_again(server):
    made = server(mail("一"))
    assert len(list(at(made).waiting())) == 1
    assert len(list(at(made).waiting())) == 1


def test_a_wrong_password_and_a_server_that_is_away_stop_nothing_else(server, monkeypatch):
    made = server(mail("一"))
    with pytest.raises(OSError, match="wrong password"):
        list(at(made, "other").waiting())
    made.close()
    monkeypatch.setattr(answering, "BOXES", [at(made)])
    assert answering.step(NOW) == 0


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("imaps://liren:x@mail.example.cn/INBOX", "收信地址"),
        ("http://x/?address=a@b.cn", "应当像"),
        ("maildir:new?address=a@b.cn", "应当像"),
    ],
)
def test_an_address_of_a_mailbox_that_cannot_work_says_how_it_should_look(url, words):
    with pytest.raises(ValueError, match=words):
        boxes.box_of(url)
