"""A kept alarm of GB/T 28181 in words, for whoever checks it back to its bytes."""

from liren.devices.rules.sip import type_of
from liren.gateway.gb28181 import body, tables
from liren.gateway.gb28181.signals import split


def told(raw: bytes, profile: str) -> tuple[tuple[str, str], ...]:
    """Name and words of what an alarm says. Raises nothing."""
    sender, content = split(raw)
    try:
        said = body.read(content)
    except body.Bad:
        return (("读不出来", "不是 GB/T 28181 的内容"),)
    alarm = body.alarm(said)
    meant = tables.meaning(alarm.method, alarm.type, type_of(alarm.device), alarm.words, profile)
    pairs = (
        ("命令", said.command),
        ("流水号", said.serial),
        ("源地址", sender),
        ("部件", alarm.device if alarm.device != sender else ""),
        ("方式", tables.METHODS.get(alarm.method, alarm.method)),
        ("说的是", meant[1] if meant else "不留存的一类"),
        ("级别", tables.PRIORITIES.get(alarm.priority, alarm.priority)),
        ("设备写的", alarm.words),
        ("发生时间", alarm.at.isoformat(" ", "seconds")[:19] if alarm.at else ""),
    )
    return tuple((name, text) for name, text in pairs if text)
