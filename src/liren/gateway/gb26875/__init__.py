"""GB/T 26875.3-2011 用户信息传输装置: the codec, registered for every profile."""

from functools import partial
from typing import Any

from liren.gateway import codec
from liren.gateway.gb26875 import frame, objects, tables
from liren.gateway.gb26875.frame import REASONS, Frame, number, parse
from liren.gateway.gb26875.profiles import PROFILES, STANDARD, Profile
from liren.gateway.gb26875.stream import Stream

NAME, VERSION = "gb26875", "2011"

__all__ = ["NAME", "REASONS", "VERSION", "Frame", "Stream", "codec", "decoded", "parse"]


def decoded(found: Frame, profile: Profile = STANDARD) -> dict[str, Any]:
    """Everything a frame says, as plain values: addresses as integers, times in Shanghai without zone, bits by code."""
    unit = objects.decode(found.unit, dict(profile.more))
    said = {
        "valid": True, "command": found.command, "serial": found.serial, "time": objects.iso(found.time),
        "source": number(found.source), "destination": number(found.destination), "type": unit.type,
        "objects": [_more(unit.type, one, profile) for one in unit.objects], "reason": unit.reason,
        "version": [found.major, found.user], "count": unit.declared,
    }  # fmt: skip
    return said


def _more(kind: int | None, said: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """An object with its bits by code, its value in its unit and its address as the profile reads it."""
    more = dict(said)
    if kind in tables.BITS:
        more["flags"] = tables.flags(kind, said.get("status", said.get("op", 0)))
    if "comp_addr_bytes" in said:
        more["address"] = profile.address(bytes.fromhex(said["comp_addr_bytes"]))
    if "analog_type" in said and said["analog_type"] in tables.ANALOGUES:
        name, unit, step = tables.ANALOGUES[said["analog_type"]]
        more |= {"quantity": name, "measured": round(said["value"] * step, 3), "unit": unit}
    return more


for _profile in PROFILES.values():
    codec.register(
        codec.Codec(
            standard=NAME,
            version=VERSION,
            profile=_profile.code,
            stream=Stream,
            confirm=frame.confirm,
            decode=partial(decoded, profile=_profile),
        )
    )
