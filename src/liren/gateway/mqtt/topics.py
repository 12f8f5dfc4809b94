"""Which topics devices speak on, whose they are, and how a message is kept: its topic, a line's end, its payload."""

from dataclasses import dataclass

UP = "liren/{user}/up"
DOWN = "liren/{user}/down"
ONE_JSON = "$sys/+/{user}/thing/{what}/post"
WHAT = ("property", "event")
REPLY = "/reply"
FILTERS = (UP.format(user="+"), *(ONE_JSON.format(user="+", what=what) for what in WHAT))
"""What Liren subscribes to."""
LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Whose topic it is; `reply` is where OneJSON wants its answer ("" nowhere)."""

    user: str
    reply: str = ""


def place(topic: str) -> Place | None:
    """Whose a topic is, None for one that we did not ask for."""
    match topic.split("/"):
        case ["liren", user, "up"] if user:
            return Place(user)
        case ["$sys", _pid, user, "thing", what, "post"] if user and what in WHAT:
            return Place(user, topic + REPLY)
    return None


def kept(topic: str, payload: bytes) -> bytes:
    """The bytes that are kept of a message; the topics that we ask for have no line's end."""
    return topic.encode() + b"\n" + payload


def parted(raw: bytes) -> tuple[str, bytes]:
    """Topic and payload of a kept message."""
    topic, _, payload = raw.partition(b"\n")
    return topic.decode("utf-8", "replace"), payload
