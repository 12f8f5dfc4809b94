"""What a kept MQTT message means, and what it says in words."""

from liren.gateway.mqtt import WIRE, topics
from liren.gateway.sensors import saying
from liren.gateway.sensors.saying import Read
from liren.gateway.sensors.values import moment_of, read_json, values_of

TIMES = ("time", "timestamp", "ts")


def signals_of(raw: bytes, profile: str) -> Read:
    """The signals of a kept message and its trouble. Raises nothing, whatever the bytes."""
    _topic, payload = topics.parted(raw)
    said = read_json(payload)
    if said is None:
        return (), "frame"
    values = values_of(said)
    if not values.of:
        return (), "unit"
    at = next((moment for name in TIMES if (moment := moment_of(said.get(name))) is not None), None)
    return saying.read(WIRE, profile, values, at)


def told(raw: bytes, profile: str) -> tuple[tuple[str, str], ...]:
    """The topic and the values, or the text as it came."""
    topic, payload = topics.parted(raw)
    said = read_json(payload)
    if said is None:
        return ("主题", topic), ("读不出来，原文是", payload[:400].decode("utf-8", "replace").replace("\0", "·"))
    return ("主题", topic), *saying.told(values_of(said))
