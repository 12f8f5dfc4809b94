"""Alarms and devices in words and shapes, for every page that shows them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from liren.catalogue import queries as catalogue
from liren.devices import decoding
from liren.devices.kinds import CAUSES, KIND_FAMILY
from liren.devices.queries.alarms import AlarmCard
from liren.devices.queries.frames import FrameCard
from liren.devices.queries.register import DeviceCard
from liren.devices.queries.uptime import Uptime
from liren.web.display import Clock, grouped, moment_words, worded

SHAPES = {"online": "okay", "late": "soon", "offline": "late", "unknown": "hold", "maintenance": "hold"}


def health(card: DeviceCard, now: datetime) -> Clock:
    """How a device fares: shape, word, since when, and because of whom."""
    if card.retired_at is not None:
        return Clock("done", _("已停用"))
    words = worded(card.state_label)
    if card.because is not None:
        words = _("不清楚，因为网关“%(name)s”没有信号") % {"name": card.gateway_name}
    return Clock(SHAPES.get(card.state, "hold"), words)


def standing(card: AlarmCard) -> Clock:
    """Where an alarm stands: waits for a word, real, false, over."""
    if card.judged == "drill":
        return Clock("done", _("随演练结束"))
    if card.judged == "false":
        return Clock("done", _("误报：%(cause)s") % {"cause": worded(CAUSES[card.cause][0])})
    if card.closed_at is not None:
        return Clock("done", _("已了结"))
    if card.judged == "confirmed":
        return Clock("soon", _("真的，在办"))
    if not card.waits:
        return Clock("hold", _("有人看过，等它恢复"))
    return Clock("late" if card.case else "soon", _("等人核实"))


def signal(card: AlarmCard, now: datetime) -> str:
    """Whether the device still says it, and how often it did."""
    again = _("，响过 %(n)s 次") % {"n": card.signals} if card.signals > 1 else ""
    if card.active:
        return _("还在响%(again)s") % {"again": again}
    at = moment_words(card.cleared_at, now) if card.cleared_at else ""
    return _("%(at)s 起不响了%(again)s") % {"at": at, "again": again}


def marks(card: AlarmCard) -> list[str]:
    """What to know before believing it: said of the test bit, of maintenance, of a wrong clock."""
    return [
        words
        for there, words in (
            (card.test, _("设备说在测试状态")), (card.maintenance, _("检修期间")), (card.drifted, _("设备的时钟不准"))
        )
        if there
    ]  # fmt: skip


def part(card: AlarmCard) -> str:
    """Which part of the device: its name, or its raw address."""
    return card.component_name or (
        _("部件 %(address)s") % {"address": card.component} if card.component else _("设备本身")
    )


def spot(card: AlarmCard) -> str:
    return card.component_position or card.position


def kinds(now: datetime) -> dict[str, str]:
    """The label of each kind of device."""
    return {e.code: worded(e.spec.label) for e in catalogue.entries(KIND_FAMILY, at=now)}


def wire(code: str) -> str:
    """What a wire is called."""
    return worded(decoding.label(code))


def readings() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every reading, under the wires that it reads: for a list to choose from."""
    of: dict[tuple[str, str], list[str]] = {}
    for code in decoding.wires():
        for profile, label in decoding.profiles(code).items():
            of.setdefault((profile, worded(label)), []).append(wire(code))
    groups: dict[str, list[tuple[str, str]]] = {}
    for reading, wires in of.items():
        groups.setdefault("、".join(wires), []).append(reading)
    return list(groups.items())


def share(found: Uptime) -> str:
    """Uptime as a per cent, a dash while nothing was due."""
    if found.share is None:
        return "—"
    minutes = {
        "share": f"{100 * found.share:.1f}",
        "on": grouped(round(found.on_s / 60)),
        "due": grouped(round(found.due_s / 60)),
    }
    return _("%(share)s%%（%(on)s / %(due)s 分钟）") % minutes


def frame_lines(frame: FrameCard) -> dict[str, object]:
    """A frame as its page shows it: the bytes in rows of sixteen, and what they say."""
    raw = bytes(frame.raw).hex()
    rows = [
        " ".join(raw[n : n + 32][i : i + 2] for i in range(0, len(raw[n : n + 32]), 2)) for n in range(0, len(raw), 32)
    ]
    said = [(worded(name), words) for name, words in decoding.told(frame.wire, bytes(frame.raw), frame.profile)]
    return {"card": frame, "rows": rows, "said": said}


def clock_off(seconds: int) -> str:
    """How far a device's clock is off."""
    span = timedelta(seconds=abs(seconds))
    amount = _("%(n)s 天") % {"n": span.days} if span.days else _("%(n)s 分钟") % {"n": max(1, abs(seconds) // 60)}
    return _("快 %(span)s") % {"span": amount} if seconds > 0 else _("慢 %(span)s") % {"span": amount}
