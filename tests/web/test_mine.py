"""我的: signing in by phone and code, what one finds there, what one agreed to, the copy, and the way out."""

import json
import re

import pytest
from django.test import Client

from liren.kernel import ports
from liren.kernel.ports import Outgoing, Receipt, Undelivered
from liren.trust import sql
from liren.web.resident import mine
from tests.web.staffroom import key_of, text

PHONE = "13800000147"
WORDS = "永胜路 23 号门口的路灯不亮，已经三天了。"


class Box:
    """A sender that keeps what it was given; `broken` refuses everything."""

    name = "sms"

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.broken = False

    def send(self, message: Outgoing) -> Receipt:
        if self.broken:
            raise Undelivered("短信平台没有应答", down=True)
        self.sent.append(message)
        return Receipt()

    @property
    def code(self) -> str:
        return re.findall(r"\d{6}", self.sent[-1].body)[0]


@pytest.fixture
def box(town, monkeypatch) -> Box:
    made = Box()
    monkeypatch.setitem(ports.SENDERS, "sms", made)
    for table in ("web_rate", "trust_phone_code"):
        sql.run(f"delete from {table}")
    return made


def browser() -> Client:
    return Client(headers={"host": "localhost"})


def ask(client: Client, phone: str = PHONE, **more: str):
    return client.post("/mine/enter/", {"phone": phone, "do": "ask", **more})


def enter(client: Client, code: str, phone: str = PHONE, **more: str):
    return client.post("/mine/enter/", {"phone": phone, "code": code, "do": "enter", **more})


def came_in(box: Box, phone: str = PHONE) -> Client:
    client = browser()
    sql.run("delete from trust_phone_code")
    ask(client, phone)
    assert enter(client, box.code, phone).status_code == 302
    return client


def reported(client: Client, *, phone: str = "", sealed: bool = False) -> None:
    """One report through the three steps."""
    client.get("/report/")
    client.post("/report/what/", {"words": WORDS, "danger": "no", "kind": "street_light_out"})
    client.post("/report/where/", {"place_words": "永胜路 23 号门口", "area": "321181108001"})
    contact = {"contact": "phone", "phone": phone} if phone else {"contact": "none"}
    answer = client.post("/report/check/", contact | ({"sealed": "1"} if sealed else {}) | {"do": "send"})
    while answer.status_code == 302 and "receipt" not in answer.headers["Location"]:
        answer = client.get(answer.headers["Location"])
        if "report/alike" in answer.request["PATH_INFO"]:
            client.post("/report/alike/", {"same": "none"})
            answer = client.post("/report/check/", contact | {"do": "send"})
    assert answer.status_code == 303, text(answer)


def test_without_signing_in_one_is_led_to_the_phone_and_back(box):
    client = browser()
    answer = client.get("/mine/")
    assert answer.headers["Location"] == "/mine/enter/?next=/mine/"
    page = text(client.get(answer.headers["Location"]))
    assert "反映、求助、查进度都不用登录" in page
    assert "保存到您注销为止" in page, "what is kept and how long stands before the first field"


def test_the_code_opens_ones_own_page_and_its_consent_is_kept_under_the_words_shown(box):
    client = came_in(box)
    page = text(client.get("/mine/"))
    assert "用 138****0147 登录" in page
    assert "说明第 1 版" in page
    assert PHONE not in client.get("/mine/").content.decode()


def test_a_wrong_code_is_a_sentence_and_the_number_stays(box):
    client = browser()
    ask(client)
    answer = enter(client, "000000" if box.code != "000000" else "111111")
    assert answer.status_code == 422
    assert "验证码不对" in text(answer)
    assert f'value="{PHONE}"' in answer.content.decode()


def test_a_number_that_is_none_gets_a_sentence_and_no_message(box):
    answer = ask(browser(), "1380000")
    assert (answer.status_code, box.sent) == (422, [])
    assert "11 位" in text(answer)


def test_after_five_wrong_codes_a_number_waits_some_minutes(box):
    client = browser()
    ask(client)
    wrong = "000000" if box.code != "000000" else "111111"
    assert [enter(client, wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    assert enter(client, box.code).status_code == 429


def test_a_provider_that_is_down_says_so_and_shows_the_other_way(box):
    box.broken = True
    answer = ask(browser())
    assert answer.status_code == 422
    assert "短信平台没有应答" in text(answer)
    assert "查询码" in text(answer)


def test_a_county_without_sms_says_so_before_anything_is_typed(box, monkeypatch):
    monkeypatch.delitem(ports.SENDERS, "sms")
    assert "还没有开通短信" in text(browser().get("/mine/enter/"))


def test_after_signing_in_one_goes_on_to_where_one_wanted_but_never_out_of_the_house(box):
    client = browser()
    ask(client)
    assert enter(client, box.code, next="https://example.com/").headers["Location"] == "/mine/"
    sql.run("delete from trust_phone_code")
    other = browser()
    ask(other)
    assert enter(other, box.code, next="/venues/").headers["Location"] == "/venues/"


def test_what_was_reported_while_signed_in_stands_on_the_page_and_opens(box):
    client = came_in(box)
    reported(client)
    page = client.get("/mine/").content.decode()
    assert WORDS[:12] in page
    href = re.findall(r'href="(/mine/[0-9a-f-]{36}/)"', page)[0]
    assert client.get(href).headers["Location"] == "/track/"


def test_the_own_number_is_filled_in_on_the_last_step_of_a_report(box):
    client = came_in(box)
    client.get("/report/")
    client.post("/report/what/", {"words": WORDS, "danger": "no", "kind": "street_light_out"})
    client.post("/report/where/", {"place_words": "永胜路 23 号门口", "area": "321181108001"})
    assert f'value="{PHONE}"' in client.get("/report/check/").content.decode()


def test_earlier_reports_of_the_number_are_found_only_with_a_yes_and_vanish_with_a_no(box):
    phone = "13700000369"
    reported(browser(), phone=phone)
    client = came_in(box, phone)
    assert WORDS[:12] not in text(client.get("/mine/"))
    client.post("/mine/consent/earlier/", {"verb": "give", "key": key_of(client.get("/mine/").content.decode())})
    page = client.get("/mine/").content.decode()
    assert WORDS[:12] in page
    href = re.findall(r'href="(/mine/[0-9a-f-]{36}/)"', page)[0]
    assert client.get(href).status_code == 303
    client.post("/mine/consent/earlier/", {"verb": "withdraw", "key": key_of(page)})
    assert WORDS[:12] not in text(client.get("/mine/"))
    assert client.get(href).status_code == 404, "without the yes the case is not mine to open by its number"


def test_a_sealed_report_is_not_found_by_its_number(box):
    phone = "13700000470"
    reported(browser(), phone=phone, sealed=True)
    client = came_in(box, phone)
    client.post("/mine/consent/earlier/", {"verb": "give", "key": key_of(client.get("/mine/").content.decode())})
    assert "没有找到" in text(client.get("/mine/"))


def test_the_case_of_somebody_else_is_not_there(box):
    owner, other = came_in(box), came_in(box, "13900000258")
    reported(owner)
    href = re.findall(r'href="(/mine/[0-9a-f-]{36}/)"', owner.get("/mine/").content.decode())[0]
    assert other.get(href).status_code == 404
    assert browser().get(href).status_code == 404


def test_the_copy_holds_the_own_words_and_the_consents(box):
    client = came_in(box, "13600000581")
    reported(client)
    answer = client.get("/mine/data/")
    copy = json.loads(answer.content)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert copy["phone"] == "13600000581"
    assert [report["words"] for report in copy["reports"]] == [[WORDS]]
    assert [c["purpose"] for c in copy["consents"] if c["given_at"]] == ["sign_in"]
    assert browser().get("/mine/data/").status_code == 404


def test_a_copy_leaves_nothing_out_however_much_there_is_and_the_page_says_that_it_lists_less(box, monkeypatch):
    client = came_in(box, "13400000703")
    for _ in range(3):
        reported(client)
    assert "只列最近" not in text(client.get("/mine/"))
    monkeypatch.setattr(mine, "MOST", 2)
    assert len(json.loads(client.get("/mine/data/").content)["reports"]) == 3
    page = client.get("/mine/")
    assert "只列最近 2 件" in text(page)
    assert len(set(re.findall(r'href="(/mine/[0-9a-f-]{36}/)"', page.content.decode()))) == 2


def test_closing_the_account_asks_once_and_then_forgets_the_number(box):
    client = came_in(box, "13500000692")
    key = key_of(client.get("/mine/").content.decode())
    client.post("/mine/close/", {"key": key})
    assert client.get("/mine/").status_code == 200, "not without the tick"
    client.post("/mine/close/", {"key": key, "sure": "1"})
    assert client.get("/mine/").status_code == 302
    assert (
        sql.value("select count(*) from trust_phone p join trust_account a on a.id = p.account where not a.is_active")
        == 0
    )
