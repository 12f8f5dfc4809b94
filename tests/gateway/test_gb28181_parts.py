"""The parts of GB/T 28181 without a socket: bodies of any encoding, what may be a signal, digests, nonces, catalogues, floods."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.config.cli import gateway
from liren.config.supervisor import doors as supervised
from liren.config.supervisor.trouble import Trouble
from liren.devices.rules import sip as rules
from liren.devices.rules.rows import device_rows
from liren.devices.signalling import Account
from liren.gateway.gb28181 import body, digest, doors, signals, tables, words
from liren.gateway.gb28181.answering import Answering
from liren.gateway.gb28181.catalogues import Catalogues
from liren.gateway.gb28181.registrar import Registrar
from liren.gateway.listening.sources import Sources
from liren.kernel import Refusal
from tests.gateway.sip import CENTRE, Ear, alarm, notify, proof, request

NVR, SMOKE, CAMERA = "34020000001180000001", "34020000001340000003", "34020000001310000001"
PASSWORD = "geheim8geheim8"
DOOR = ("10.8.0.1", 5060)


class Kept:
    """A keeper that keeps at once, unless it is `away`."""

    def __init__(self):
        self.came, self.told, self.full = [], [], False

    def keep(self, came, told):
        self.came.append(came)
        self.told.append(told)

    def commit(self):
        for one in self.told:
            one()
        self.told.clear()


class Hall:
    """A registrar with one account and nothing behind it."""

    def __init__(self):
        self.wrote, self.dropped, self.whole, self.failed = [], [], [], []
        self.keeper = Kept()
        self.catalogues = Catalogues(
            CENTRE, lambda account, listed, count: self.whole.append((account.number, listed, count)),
            lambda account, trouble: self.failed.append((account.number, trouble)),
        )  # fmt: skip
        self.registrar = Registrar(Sources(rules.WIRE), self.catalogues, self.wrote.append, bytes.decode)
        self.answering = Answering(self.registrar, self.keeper, self.dropped.append)
        self.registrar.know({NVR: account()})

    def say(self, raw: bytes, ear: Ear | None = None) -> Ear:
        ear = ear or Ear()
        self.answering.take(raw, ear)
        return ear

    def signed_in(self, ear: Ear | None = None, **headers: str) -> Ear:
        ear = self.say(request("REGISTER", NVR), ear)
        said = proof(NVR, PASSWORD, ear.header("WWW-Authenticate"))
        return self.say(request("REGISTER", NVR, Authorization=said, **headers), ear)


def account(**more) -> Account:
    told = {
        "device": uuid4(), "number": NVR, "ha1": rules.ha1(NVR, PASSWORD).encode(), "transport": "", "peer": "", "port": 0, "edition": "",
        "expires_at": None, "asked_at": None, "catalogue_at": None,
    }  # fmt: skip
    return Account(**told | more)


@pytest.fixture
def hall():
    return Hall()


# ---- bodies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["GB2312", "gbk", "UTF-8", "utf8", "GB18030"])
def test_words_are_read_whatever_encoding_is_declared(declared):
    content = alarm("2", "0", device=SMOKE, words="三楼烟感𬭳", encoding="UTF-8" if "8" in declared[-1] else declared)
    content = content.replace(b'encoding="UTF-8"', f'encoding="{declared}"'.encode())
    if declared == "GB18030":
        content = alarm("2", "0", device=SMOKE, words="三楼烟感𬭳", encoding="GB18030")
    assert body.alarm(body.read(content)).words == "三楼烟感𬭳"


def test_utf8_that_is_none_is_read_as_what_it_is():
    content = alarm("2", "0", device=SMOKE, words="烟感").replace(b"GB2312", b"UTF-8")
    assert body.alarm(body.read(content)).words == "烟感"


def test_a_character_cut_in_half_is_no_trouble():
    content = alarm("2", "0", device=SMOKE, words="烟感X").replace("感".encode("gb18030") + b"X", b"\xb8")
    assert body.alarm(body.read(content)).words.startswith("烟")


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><Notify><CmdType>&y;</CmdType></Notify>'


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<Notify>", b"<Notify/>", BOMB, b"<Notify><CmdType>Alarm</CmdType></Notify>" + b" " * body.MOST, b"\0\0", b"<a>" * 10_000,
        b"<a>" * 10_000 + b"</a>" * 10_000, b"<Notify><CmdType>&y;</CmdType></Notify>", "<?xml version='1.0'?>烟".encode("gb18030"),
    ],
)  # fmt: skip
def test_what_is_no_body_is_said_to_be_none(content):
    with pytest.raises(body.Bad):
        body.read(content)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(content):
    for raw in (content, b"From: <sip:34020000001180000001@3402>\r\n\r\n<Notify>" + content + b"</Notify>"):
        assert signals.signals_of(raw, "standard")[0] == ()
        assert words.told(raw, "standard")


def test_positions_are_blanked_before_anything_is_kept():
    inner = "<Longitude>119.6512</Longitude><Latitude>32.1004</Latitude>"
    raw = notify("Alarm", inner, device=NVR)
    blank = body.without_place(raw)
    assert len(blank) == len(raw)
    assert b"119" not in blank
    assert body.read(blank).text("Longitude") == ""


# ---- what may be a signal ----------------------------------------------------------------------------------------


def read(content: bytes, profile="standard"):
    found, trouble = signals.signals_of(request("MESSAGE", NVR, content), profile)
    assert trouble == ""
    return [(str(s.kind), s.active, s.component, s.type) for s in found]


def test_faults_of_the_device_are_signals_that_are_over_at_once():
    assert read(alarm("2", "1", device=CAMERA)) == [("fault", True, CAMERA, 201), ("fault", False, CAMERA, 201)]
    assert read(alarm("2", "2", device=NVR)) == [("tamper", True, "", 202), ("tamper", False, "", 202)]
    assert read(alarm("6", "1", device=NVR))[0] == ("fault", True, "", 601)
    assert {kind for kind, _ in tables.ALARMS.values()} <= {"fault", "tamper"}


@pytest.mark.parametrize(
    ("written", "profile", "kind"),
    [
        ("三楼烟感报警", "standard", "fire"), ("燃气泄漏", "standard", "gas"), ("水压低", "standard", "water"), ("", "standard", "supervised"),
        ("", "gb28181_smoke", "fire"), ("IO3", "gb28181_gas", "gas"), ("烟感报警，请人员疏散", "standard", "fire"),
    ],
)  # fmt: skip
def test_an_alarm_input_is_what_hangs_on_it(written, profile, kind):
    [first, *rest] = read(alarm("2", "0", device=SMOKE, words=written), profile)
    assert first == (kind, True, SMOKE, 134)
    assert bool(rest) == (kind not in ("fire", "gas")), "a fire lasts until a person has judged it"


def test_an_alarm_has_its_device_s_own_time():
    [signal] = signals.signals_of(request("MESSAGE", NVR, alarm("2", "0", device=SMOKE, words="烟")), "standard")[0]
    assert signal.said_at == datetime(2026, 11, 23, 2, 11, 12, tzinfo=UTC)
    [signal] = signals.signals_of(
        request("MESSAGE", NVR, alarm("2", "0", device=SMOKE, words="烟", at="2099")), "standard"
    )[0]
    assert signal.said_at is None


def test_it_is_told_in_words():
    said = dict(words.told(request("MESSAGE", NVR, alarm("2", "2", device=CAMERA)), "standard"))
    assert (said["说的是"], said["部件"], said["源地址"]) == ("设备被拆动", CAMERA, NVR)


# ---- signing in --------------------------------------------------------------------------------------------------


def test_a_proof_made_by_others_is_right_with_and_without_qop():
    asked = digest.challenge("n1")
    for qop in (True, False):
        said = digest.proof_of(proof(NVR, PASSWORD, asked, qop=qop))
        assert digest.right(said, NVR, rules.ha1(NVR, PASSWORD), "REGISTER")
        assert not digest.right(said, NVR, rules.ha1(NVR, "another8another8"), "REGISTER")
        assert not digest.right(said, SMOKE, rules.ha1(NVR, PASSWORD), "REGISTER")


def test_nonces_belong_to_an_address_and_five_minutes():
    nonces = digest.Nonces()
    made = nonces.make("10.8.0.7", 1000.0)
    assert nonces.holds(made, "10.8.0.7", 1299.0)
    assert not nonces.holds(made, "10.8.0.7", 1301.0)
    assert not nonces.holds(made, "10.8.0.8", 1001.0)
    assert not nonces.holds("", "10.8.0.7", 1001.0)
    assert not nonces.holds("zz.é.é", "10.8.0.7", 1001.0)


def test_a_replayed_proof_is_asked_anew(hall):
    ear = hall.say(request("REGISTER", NVR))
    said = proof(NVR, PASSWORD, ear.header("WWW-Authenticate"))
    assert hall.say(request("REGISTER", NVR, Authorization=said)).status == 200
    again = hall.say(request("REGISTER", NVR, Authorization=said))
    assert (again.status, "stale=true" in again.header("WWW-Authenticate")) == (401, True)
    later = proof(NVR, PASSWORD, ear.header("WWW-Authenticate"), nc="00000002")
    assert hall.say(request("REGISTER", NVR, Authorization=later)).status == 200


def test_a_retransmission_gets_the_same_answer(hall):
    ear = hall.say(request("REGISTER", NVR))
    said = proof(NVR, PASSWORD, ear.header("WWW-Authenticate"))
    raw = request("REGISTER", NVR, Authorization=said)
    first, second = Ear(), Ear()
    assert hall.say(raw, first).got == hall.say(raw, second).got
    assert second.status == 200
    assert len(hall.wrote) == 1


def test_a_day_is_usual_less_than_an_hour_too_little_and_nothing_signs_out(hall):
    assert hall.signed_in().header("Expires") == "86400"
    assert hall.signed_in(Expires="999999999").header("Expires") == "86400"
    brief = hall.signed_in(Expires="60")
    assert (brief.status, brief.header("Min-Expires")) == (423, "3600")
    assert NVR in hall.registrar.bindings
    assert hall.signed_in(Expires="0").status == 200
    assert hall.registrar.bindings == {}
    assert hall.wrote[-1].expires_at is None
    assert hall.say(request("MESSAGE", NVR, notify("Keepalive", "", device=NVR))).status == 403


def test_both_editions_are_known_by_their_header(hall):
    hall.signed_in(X_GB_Ver="3.0")
    assert hall.registrar.bindings[NVR].edition == "2022"
    hall.signed_in(X_GB_Ver="2.0")
    assert hall.registrar.bindings[NVR].edition == "2016"


def test_from_another_address_it_has_to_sign_in_again(hall):
    hall.signed_in(Ear("10.8.0.7"))
    live = notify("Keepalive", "<Status>OK</Status>", device=NVR)
    assert hall.say(request("MESSAGE", NVR, live), Ear("10.8.0.7", 6060)).status == 200
    assert hall.registrar.bindings[NVR].port == 6060
    assert hall.say(request("MESSAGE", NVR, live), Ear("10.8.0.66")).status == 403


def test_every_message_of_a_device_is_counted_and_nonsense_apart(hall):
    hall.signed_in()
    live = notify("Keepalive", "<Status>OK</Status>", device=NVR)
    for content in (live, live, BOMB):
        hall.say(request("MESSAGE", NVR, content))
    [heard] = hall.registrar.sources.news()
    assert (heard.source, heard.listener, heard.frames, heard.denied) == (bytes.fromhex(NVR), "sip-udp", 4, 1)


def test_another_password_signs_a_device_out(hall):
    hall.signed_in()
    hall.registrar.know({NVR: account(ha1=b"another")})
    assert hall.registrar.bindings == {}


def test_a_flood_of_wrong_passwords_costs_no_digest(hall, monkeypatch):
    for _ in range(40):
        ear = hall.say(request("REGISTER", NVR))
        if ear.status == 403:
            break
        hall.say(request("REGISTER", NVR, Authorization=proof(NVR, "x" * 12, ear.header("WWW-Authenticate"))))
    assert (ear.status, ear.header("Retry-After")) == (403, "60")
    monkeypatch.setattr(digest, "right", None)
    assert hall.say(request("REGISTER", NVR)).status == 403
    assert hall.say(request("REGISTER", NVR), Ear("10.8.0.9")).status == 401


def test_invented_numbers_are_noted_five_hundred_times_at_most(hall):
    for n in range(700):
        hall.say(request("REGISTER", f"9{n:019d}"), Ear(f"10.9.{n // 250}.{n % 250}"))
    assert len(hall.registrar.sources.news()) == 500


# ---- what is said ------------------------------------------------------------------------------------------------


def test_an_alarm_is_answered_after_it_is_kept_and_its_retransmission_waits(hall):
    hall.signed_in()
    raw = request("MESSAGE", NVR, alarm("2", "0", device=SMOKE, words="烟感"))
    ear = hall.say(raw)
    assert ear.got == []
    assert hall.say(raw).got == []
    [came] = hall.keeper.came
    assert (came.wire, came.source, came.raw) == (rules.WIRE, bytes.fromhex(NVR), raw)
    hall.keeper.commit()
    assert ear.status == 200
    assert hall.say(raw).status == 200
    assert len(hall.keeper.came) == 1


@pytest.mark.parametrize("padding", [b"", b"\0\0\0", b"\r\n\r\n", b"<x/>"])
def test_padding_behind_or_inside_a_body_does_not_hide_an_alarm(hall, padding):
    hall.signed_in()
    content = alarm("2", "0", device=SMOKE, words="烟感")
    inside = content + padding.replace(b"<x/>", b"")
    for raw in (request("MESSAGE", NVR, inside), request("MESSAGE", NVR, content) + padding):
        hall.say(raw.replace(b"\r\n\r\n", b"\n\n", 1).replace(b"\r\n", b"\n", 9) if padding == b"" else raw)
    for came in hall.keeper.came:
        found, trouble = signals.signals_of(came.raw, "standard")
        assert ([str(one.kind) for one in found], trouble) == (["fire"], "")
    assert len(hall.keeper.came) == 2


def test_while_the_keeper_is_full_nothing_is_confirmed_and_the_next_try_is_taken(hall):
    hall.signed_in()
    raw = request("MESSAGE", NVR, alarm("2", "2", device=NVR))
    hall.keeper.full = True
    assert hall.say(raw).got == []
    hall.keeper.full = False
    hall.say(raw)
    assert len(hall.keeper.came) == 1


@pytest.mark.parametrize("type", [str(n) for n in range(0, 20)])
def test_no_behaviour_analytics_is_kept_not_even_under_another_number(hall, type):
    hall.signed_in()
    said = [
        alarm("5", type, device=CAMERA),
        alarm("2", type, device=SMOKE, words="人体红外入侵"),
        alarm("7", type, device=CAMERA),
    ]
    for content in said:
        assert hall.say(request("MESSAGE", NVR, content)).status == 200
        assert signals.signals_of(request("MESSAGE", NVR, content), "gb28181_smoke") == ((), "")
    assert hall.keeper.came == []
    assert hall.dropped == [NVR] * len(said)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (request("MESSAGE", NVR, BOMB), 400), (request("MESSAGE", NVR, b"<x/>" + b" " * 1_000_000), 413),
        (request("INVITE", NVR), 488), (request("SUBSCRIBE", NVR), 405), (request("BYE", NVR), 405), (request("OPTIONS", NVR), 200),
        (request("MESSAGE", NVR, notify("DeviceInfo", "", device=NVR)), 200),
    ],
)  # fmt: skip
def test_everything_else_has_its_answer(hall, raw, status):
    hall.signed_in()
    assert hall.say(raw).status == status
    assert hall.keeper.came == []


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"REGISTER sip:x SIP/2.0\r\nVia: a\r\n\r\n", b"SIP/2.0 abc\r\n\r\n", b"\xff" * 2000,
        request("REGISTER", NVR).replace(b"CSeq: 1", b"CSeq: x"), request("REGISTER", NVR).replace(b"SIP/2.0/UDP", b"\0"),
        request("ACK", NVR), b"REGISTER sip:x SIP/2.0\r\n" + b"X: y\r\n" * 300 + b"\r\n",
    ],
)  # fmt: skip
def test_malformed_messages_raise_nothing(hall, raw):
    hall.say(raw)


@given(st.binary(max_size=400), st.integers(0, 400))
def test_no_message_raises_anything(noise, at):
    hall = Hall()
    whole = request("REGISTER", NVR, Authorization='Digest username="x"')
    hall.say(noise)
    hall.say(whole[:at] + noise + whole[at:])


# ---- connections -------------------------------------------------------------------------------------------------


@given(st.integers(1, 50))
def test_a_connection_is_cut_into_its_messages_at_any_chunking(size):
    sent = [request("REGISTER", NVR), request("MESSAGE", NVR, alarm("2", "2", device=NVR)), request("OPTIONS", NVR)]
    stream = b"\r\n\r\n".join(sent)
    cutter, found = doors.Cutter(), []
    for n in range(0, len(stream), size):
        found += cutter.feed(stream[n : n + size])
    assert found == sent


@pytest.mark.parametrize(
    "content",
    [b"x" * 20_000, b"REGISTER x\r\nContent-Length: 1000000\r\n\r\n", b"A\r\nl: -1\r\n\r\n", b"A\r\nl: 9e9\r\n\r\n"],
)
def test_a_megabyte_or_a_head_without_end_closes_the_connection(content):
    with pytest.raises(ValueError):
        doors.Cutter().feed(content)


# ---- catalogues --------------------------------------------------------------------------------------------------


def page(serial: str, total: int, *numbers: str, status: str = "ON") -> bytes:
    items = "".join(f"<Item><DeviceID>{n}</DeviceID><Name>东门</Name><Status>{status}</Status></Item>" for n in numbers)
    text = (
        f"<Response><CmdType>Catalog</CmdType><SN>{serial}</SN><DeviceID>{NVR}</DeviceID><SumNum>{total}</SumNum>"
        f'<DeviceList Num="{len(numbers)}">{items}</DeviceList></Response>'
    )
    return text.encode("gb18030")


def asked(hall) -> str:
    """Let a device sign in, be asked, and say the serial of the question."""
    ear = hall.signed_in()
    hall.registrar.tick(DOOR, lambda binding: None)
    return ear.got[-1].partition(b"<SN>")[2].partition(b"<")[0].decode()


def test_pages_are_put_together_whatever_their_order_and_a_page_twice_counts_once(hall):
    serial = asked(hall)
    first, second = page(serial, 3, CAMERA, SMOKE), page(serial, 3, "34020000001320000009", status="OFF")
    late = request("MESSAGE", NVR, second)
    for raw in (late, late, request("MESSAGE", NVR, first)):
        assert hall.say(raw).status == 200
    [(number, listed, count)] = hall.whole
    assert (number, count) == (NVR, 3)
    assert [(one.number, one.name, one.online) for one in listed] == [
        ("34020000001320000009", "东门", False),
        (CAMERA, "东门", True),
    ]


def test_a_catalogue_that_nobody_asked_for_or_that_is_half_changes_nothing(hall):
    serial = asked(hall)
    hall.say(request("MESSAGE", NVR, page("99", 1, CAMERA)))
    hall.say(request("MESSAGE", NVR, page(serial, 2, CAMERA)))
    assert hall.whole == []
    hall.catalogues.tick(time.monotonic() + rules.LATE_S + 1)
    assert (hall.whole, hall.failed) == ([], [(NVR, "part")])


def test_only_whoever_was_asked_can_answer_the_question(hall):
    serial = asked(hall)
    answered = f"SIP/2.0 500 No\r\nVia: SIP/2.0/UDP a\r\nCall-ID: catalog-{serial}-{NVR}@{CENTRE}\r\nCSeq: 1 MESSAGE\r\n\r\n".encode()
    hall.say(answered, Ear("10.8.0.66"))
    assert hall.failed == []
    hall.say(answered)
    assert hall.failed == [(NVR, "silent")]


def test_an_empty_catalogue_is_one(hall):
    hall.say(request("MESSAGE", NVR, page(asked(hall), 0)))
    assert hall.whole == [(NVR, [], 0)]


def test_a_question_is_sent_again_until_it_is_heard_and_given_up_after_half_a_minute(hall):
    ear = hall.signed_in()
    hall.registrar.tick(DOOR, lambda binding: None)
    sent, now = len(ear.got), time.monotonic()
    for n in range(0, 62):
        hall.catalogues.tick(now + n / 2)
    assert 8 <= len(ear.got) - sent <= 12
    hall.catalogues.tick(now + 40)
    assert hall.failed == [(NVR, "silent")]


def test_it_is_asked_by_order_and_each_hour_and_not_more(hall):
    asked(hall)
    registrar, later = hall.registrar, datetime.now(UTC) + timedelta(seconds=5)
    assert not registrar._due(account(), time.monotonic())
    assert registrar._due(account(asked_at=later), time.monotonic())
    assert registrar._due(account(), time.monotonic() + 3601)


def test_numbers_and_passwords_are_checked_in_words():
    assert rules.type_of(SMOKE) == 134
    assert rules.type_of("x") == 0
    for wrong in ("kurz", "mit leer zeichen", "密码密码密码密码密码密码", "x" * 40):
        with pytest.raises(Refusal):
            rules.check_password(wrong)
    with pytest.raises(Refusal, match="20 位"):
        rules.check_source(rules.WIRE, "790300000000")
    assert rules.check_source("gb26875:2011", "790300000000")


def test_a_list_with_a_number_of_too_few_digits_names_the_row():
    cells = {
        "名称": "录像机",
        "种类": "录像机",
        "设备标识": "3402",
        "协议": rules.WIRE,
        "经度": "119.6",
        "纬度": "32.1",
    }
    _, errors = device_rows([(2, cells)], {"录像机": "video_platform"}, uuid4)
    assert [(error.row, "20 位" in str(error)) for error in errors] == [(2, True)]


# ---- the extra ---------------------------------------------------------------------------------------------------


def test_without_the_extra_it_is_said_before_anything_starts(monkeypatch):
    monkeypatch.setenv("LIREN_SIP", "0.0.0.0:5060")
    assert supervised.sip() == "0.0.0.0:5060"
    monkeypatch.setattr(supervised, "find_spec", lambda name: None)
    for named, ask in (("LIREN_SIP", supervised.sip), ("--sip", lambda: gateway.signalling("postgresql:///x", DOOR))):
        with pytest.raises(Trouble, match=r"liren\[gb28181\]") as caught:
            ask()
        assert named in str(caught.value)


@pytest.mark.parametrize("written", ["5060", "0.0.0.0", "0.0.0.0:x", "0.0.0.0:70000"])
def test_a_door_that_is_none_is_said_in_a_sentence(monkeypatch, written):
    monkeypatch.setenv("LIREN_SIP", written)
    with pytest.raises(Trouble, match="地址:端口"):
        supervised.sip()


def test_a_centre_s_number_that_is_none_too(monkeypatch):
    monkeypatch.setenv("LIREN_SIP_NUMBER", "3402")
    with pytest.raises(Trouble, match="20 位"):
        gateway.signalling("postgresql:///x", DOOR)


def test_kept_alarms_are_read_without_it():
    """Only what serves may import the library: whoever reads kept alarms has it not."""
    here = Path(body.__file__).parent
    free = [here / f"{name}.py" for name in ("__init__", "body", "tables", "signals", "words")]
    assert [path.name for path in free if "aiosipua" in path.read_text()] == []
