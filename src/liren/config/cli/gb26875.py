"""liren gb26875 decode: frames in hexadecimal, one a line, become JSON, one object a frame. Needs no database."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from liren.gateway import gb26875
from liren.gateway.codec import Bad
from liren.gateway.gb26875 import objects
from liren.gateway.gb26875.frame import HEAD, REASONS, number
from liren.gateway.gb26875.profiles import PROFILES

NOT_HEX = "不是十六进制：每行一帧，两位一个字节，可以有空格"


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("gb26875", help="GB/T 26875.3 用户信息传输装置的报文")
    orders = parser.add_subparsers(required=True)
    decode = orders.add_parser("decode", help="从标准输入读十六进制的帧，一行一帧，写成 JSON")
    decode.add_argument("--profile", choices=sorted(PROFILES), default="standard", help="照哪一家的读法，默认照标准")
    decode.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """One JSON object for each frame of each line; a line without any is one object that says why."""
    for line in sys.stdin:
        if line.strip():
            for said in decoded(line, args.profile):
                print(json.dumps(said, ensure_ascii=False))
    return 0


def decoded(line: str, profile: str = "standard") -> Iterator[dict[str, Any]]:
    """What one line says: its one frame, or every frame that lies in it between other bytes."""
    try:
        raw = bytes.fromhex("".join(line.split()).removeprefix("0x"))
    except ValueError:
        yield nothing(NOT_HEX)
        return
    whole = gb26875.parse(raw)
    if not isinstance(whole, str):
        yield gb26875.decoded(whole, PROFILES[profile])
        return
    inside = [found for found in gb26875.Stream().feed(raw, 0.0) if not isinstance(found, Bad)]
    if not inside:
        yield nothing(REASONS[whole], raw)
    for found in inside:
        yield gb26875.decoded(found, PROFILES[profile])


def nothing(reason: str, raw: bytes = b"") -> dict[str, Any]:
    """No frame: why, with what can be read of a header and a unit for whoever looks for the mistake."""
    said: dict[str, Any] = {
        "valid": False, "command": None, "serial": None, "time": None, "source": None, "destination": None, "type": None,
        "objects": [], "reason": reason,
    }  # fmt: skip
    if len(raw) < HEAD.size:
        return said
    _, serial, _, _, time, source, destination, length, command = HEAD.unpack_from(raw)
    unit = objects.decode(raw[HEAD.size : HEAD.size + length])
    return said | {
        "command": command, "serial": serial, "time": objects.iso(time), "source": number(source),
        "destination": number(destination), "type": unit.type, "objects": list(unit.objects),
    }  # fmt: skip
