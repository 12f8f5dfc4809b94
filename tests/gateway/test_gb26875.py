"""The codec of GB/T 26875.3-2011 against frames that nobody here wrote, at any chunking, with noise and nonsense between them."""

import io
import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liren.config.cli import gb26875 as cli
from liren.gateway import codec, gb26875
from liren.gateway.codec import Bad
from liren.gateway.gb26875 import down, frame, objects, profiles, tables
from liren.gateway.gb26875.frame import CONFIRM, DENY, SEND, Frame, build, parse
from liren.gateway.gb26875.stream import HELD_MAX, Stream

DATA = Path(os.environ.get("LIREN_DATA", Path(__file__).parents[3] / "shared" / "data")) / "gb26875" / "frames.json"
PUBLIC = json.loads(DATA.read_text()) if DATA.exists() else []
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
US, DEVICE = (88888).to_bytes(6, "little"), (889).to_bytes(6, "little")
FIRE = (
    bytes((2, 1, 1, 1, 40, 0x0A, 0, 2, 0, 2, 0)) + "Ａ区一层走廊".encode("gb18030").ljust(31, b"\0") + frame.label(NOW)
)

needs_frames = pytest.mark.skipif(
    not PUBLIC and os.environ.get("CI") != "true", reason="no public frames here: LIREN_DATA says where they lie"
)


def a_frame(serial: int = 1, unit: bytes = FIRE) -> bytes:
    return build(SEND, unit, serial=serial, source=DEVICE, destination=US, at=NOW)


def fed(stream: Stream, content: bytes, size: int) -> list[Frame | Bad]:
    return [one for n in range(0, len(content), size) for one in stream.feed(content[n : n + size], 0.0)]


def frames(found: list[Frame | Bad]) -> list[bytes]:
    return [one.raw for one in found if isinstance(one, Frame)]


@needs_frames
@pytest.mark.parametrize("public", PUBLIC, ids=lambda one: str(one["n"]))
def test_a_public_frame_decodes_to_its_stated_meaning(public):
    said = next(cli.decoded(public["hex"]))
    assert said["valid"] is public["valid"]
    assert [said[name] for name in ("command", "serial", "time", "source", "destination", "type")] == [
        public["cmd"], public["serial"], public["time"], public["src"], public["dst"], public.get("type"),
    ]  # fmt: skip
    for told, expected in zip(said["objects"], public.get("objects", []), strict=True):
        assert {name: told[name] for name in expected} == expected


@needs_frames
def test_the_negative_frame_is_denied_and_the_others_are_not():
    for public in PUBLIC:
        found = Stream().feed(bytes.fromhex(public["hex"]), 0.0)
        denied = [one for one in found if isinstance(one, Bad)]
        assert (not denied) is public["valid"], public["n"]
        for bad in denied:
            answer = parse(bad.deny)
            assert (bad.reason, answer.command, answer.serial) == ("checksum", DENY, public["serial"])


@needs_frames
@pytest.mark.parametrize("size", [1, 2, 7, 29, 64, 4096])
@pytest.mark.parametrize("seed", range(3))
def test_every_frame_is_found_at_any_chunking_between_noise_and_malformed_frames(size, seed):
    chance = random.Random(seed)
    good = [bytes.fromhex(public["hex"]) for public in PUBLIC if public["valid"]]
    broken = [bytes.fromhex(public["hex"]) for public in PUBLIC if not public["valid"]]
    content = b""
    for raw in good:
        noise = bytes(chance.choice((0x40, 0x23, chance.randrange(256))) for _ in range(chance.randrange(40)))
        spoilt = bytearray(chance.choice(good))
        spoilt[chance.randrange(2, len(spoilt) - 3)] ^= 0x55
        content += chance.choice((noise, bytes(spoilt), broken[0], b"")) + raw
    stream = Stream()
    found = frames(fed(stream, content + b"\0" * frame.LONGEST, size))
    assert [raw for raw in found if raw in good] == good


def test_the_answer_to_a_frame_echoes_its_serial_and_versions_and_turns_the_addresses_round():
    got = parse(a_frame(serial=513))
    said = parse(frame.confirm(got, NOW))
    assert (said.command, said.serial, said.source, said.destination, said.unit) == (CONFIRM, 513, US, DEVICE, b"")


def test_a_fire_is_a_fire_although_bit_0_says_test():
    said = gb26875.decoded(parse(a_frame()))["objects"][0]
    assert said["status"] & 1 == 0
    assert said["flags"] == ["fire"]


def test_a_character_cut_in_half_leaves_the_others_and_the_raw_bytes():
    cut = "消防中心一层西侧走廊尽头配电间".encode("gb18030") + "东".encode("gb18030")[:1]
    assert len(cut) == objects.TEXT
    unit = FIRE[:11] + cut + frame.label(NOW)
    said = gb26875.decoded(parse(a_frame(unit=unit)))["objects"][0]
    assert said["text"].startswith("消防中心一层西侧走廊尽头配电间")
    assert bytes.fromhex(said["text_bytes"]) == cut


def test_a_label_that_is_no_date_is_no_time_and_the_frame_is_kept():
    raw = bytearray(a_frame())
    raw[8:12] = bytes((99, 99, 99, 99))
    raw[-3] = sum(raw[2:-3]) & 0xFF
    got = parse(bytes(raw))
    assert got.at is None
    assert gb26875.decoded(got)["time"] is None


def test_the_year_2099_is_read_as_it_stands():
    late = datetime(2099, 12, 31, 15, 59, 59, tzinfo=UTC)
    assert parse(build(SEND, b"", serial=0, source=DEVICE, destination=US, at=late)).at == late


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda raw: raw[:20], "short"), (lambda raw: b"@A" + raw[2:], "start"),
        (lambda raw: raw[:24] + b"\xff\xff" + raw[26:], "length"), (lambda raw: raw + b"#", "size"),
        (lambda raw: raw[:-2] + b"55", "end"), (lambda raw: raw[:-3] + bytes((raw[-3] ^ 1,)) + raw[-2:], "checksum"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_frame_has_a_name(spoil, reason):
    assert parse(spoil(a_frame())) == reason


def test_a_reserved_command_is_denied_and_a_makers_own_is_kept():
    reserved = build(7, b"", serial=1, source=DEVICE, destination=US, at=NOW)
    own = build(200, b"\1\2", serial=1, source=DEVICE, destination=US, at=NOW)
    assert parse(reserved) == "command"
    assert isinstance(parse(own), Frame)


def test_a_unit_of_a_type_nobody_knows_is_kept_with_the_reason():
    got = parse(a_frame(unit=bytes((200, 1, 5, 6, 7))))
    assert gb26875.decoded(got)["objects"] == []
    assert "没有这个类型标志" in gb26875.decoded(got)["reason"]


def test_a_makers_profile_reads_its_own_types_and_addresses():
    own = bytes((0x87, 1)) + bytes(16)
    assert gb26875.decoded(parse(a_frame(unit=own)), profiles.PROFILES["fb2024"])["objects"] == [
        {"maker_bytes": "00" * 16}
    ]
    read = gb26875.decoded(parse(a_frame()), profiles.PROFILES["zone_point"])["objects"][0]
    assert read["address"] == "10 区 2 号"


def test_an_unfinished_frame_is_given_up_after_five_seconds_and_frees_the_alarm_behind_it():
    stream = Stream()
    false_start = b"@@" + bytes(22) + (1000).to_bytes(2, "little") + b"\2"
    assert stream.feed(false_start + a_frame(), 100.0) == []
    assert stream.tick(104.9) == []
    found = stream.tick(105.0)
    assert frames(found) == [a_frame()]


def test_a_megabyte_without_an_end_mark_holds_no_more_than_its_cap_and_the_next_frame_is_found():
    stream, chance = Stream(), random.Random(7)
    held = 0
    for _ in range(256):
        stream.feed(chance.choice((b"@@" * 2048, bytes(4096), chance.randbytes(4096))), 0.0)
        held = max(held, len(stream._held))
    assert held <= HELD_MAX
    stream.feed(b"\0" * frame.LONGEST, 0.0)
    assert frames(stream.feed(a_frame(), 0.0)) == [a_frame()]


def test_a_declared_length_of_65535_is_denied_once_and_not_at_every_byte():
    raw = bytearray(a_frame())
    raw[24:26] = b"\xff\xff"
    bad = [one for one in Stream().feed(bytes(raw) + a_frame(2), 0.0) if isinstance(one, Bad)]
    assert [one.reason for one in bad] == ["length"]


def test_an_order_down_is_built_as_the_public_frames_are():
    at = datetime(2012, 9, 26, 1, 58, 2, tzinfo=UTC)
    clock = down.set_clock(at).frame(serial=1, centre=US, device=DEVICE, at=at)
    assert parse(clock).unit == bytes((90, 1)) + frame.label(at)
    assert parse(down.post_check(10).frame(serial=1, centre=US, device=DEVICE, at=at)).unit == bytes((91, 1, 10))
    assert parse(down.read(down.READ_STATUS).frame(serial=1, centre=US, device=DEVICE, at=at)).command == 4


@needs_frames
def test_our_orders_are_the_public_orders_byte_for_byte():
    public = {one["n"]: bytes.fromhex(one["hex"]) for one in PUBLIC}
    sent, set_to = datetime(2012, 9, 26, 1, 58, 32, tzinfo=UTC), datetime(2012, 9, 26, 1, 58, 2, tzinfo=UTC)
    here = {"serial": 1, "centre": US, "device": DEVICE, "at": sent}
    assert down.read(down.READ_STATUS).frame(**here) == public[8]
    assert down.set_clock(set_to).frame(**here) == public[15]
    assert down.post_check(10).frame(**here) == public[16]


def test_every_layout_reads_what_its_type_declares_at_most():
    for kind, layout in objects.LAYOUTS.items():
        assert kind in tables.TYPES
        count = min(layout.most, 255)
        unit = bytes((kind, count)) + bytes(layout.size * count)
        if len(unit) <= frame.UNIT_MAX and layout.timed is not True:
            assert len(objects.decode(unit).objects) == count


@given(st.binary(max_size=3000), st.integers(1, 97))
def test_no_bytes_raise_and_chunking_changes_nothing(content, size):
    whole, parts = Stream(), Stream()
    assert frames(whole.feed(content, 0.0)) == frames(fed(parts, content, size))
    assert len(parts._held) <= HELD_MAX


@given(st.binary(max_size=frame.UNIT_MAX))
def test_whatever_a_unit_holds_it_is_read_without_an_exception(unit):
    got = parse(a_frame(unit=unit))
    for profile in profiles.PROFILES.values():
        assert json.dumps(gb26875.decoded(got, profile))


@given(
    st.lists(st.one_of(st.just(a_frame()), st.binary(max_size=60), st.just(b"@@"), st.just(b"##")), max_size=12),
    st.integers(1, 64),
)
def test_frames_between_nonsense_are_found_alike_however_they_arrive(parts, size):
    content = b"".join(parts) + b"\0" * frame.LONGEST
    assert frames(fed(Stream(), content, size)) == frames(Stream().feed(content, 0.0))


def test_a_new_edition_is_a_new_entry_and_an_unknown_profile_is_read_as_the_standard_says():
    assert codec.codec("gb26875", "2011", "nobody").profile == "standard"
    with pytest.raises(LookupError):
        codec.codec("gb26875", "2027")


def test_the_command_line_writes_one_object_a_frame_and_says_what_is_wrong_with_a_line(monkeypatch, capsys):
    lines = [a_frame().hex(), "zz", "", (b"xx" + a_frame(1) + b"@" + a_frame(2)).hex(" ")]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert cli.run(type("Asked", (), {"profile": "standard"})) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["valid"], one["serial"]) for one in said] == [(True, 1), (False, None), (True, 1), (True, 2)]
    assert "十六进制" in said[1]["reason"]
