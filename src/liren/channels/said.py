"""What somebody said to Liren at a provider, read from its own shape: XML of both platforms, JSON of WeCom's robot."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from liren.channels.envelope import Rejected

BODY_BYTES_MAX = 256 * 1024
MENTION = re.compile(r"@\S+\s*")
ROBOT = "bot:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message. `id` is the provider's and the same for every delivery; `kind` text, image, location, mixed, event …

    Coordinates as the platform gives them: GCJ-02 degrees. `group`: it was said where others read the answer.
    """

    id: str
    author: str
    kind: str
    at: datetime
    words: str = ""
    media: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    place: str = ""
    event: str = ""
    group: bool = False


def tree(body: bytes) -> ElementTree.Element:
    """The XML of a callback. Raises Rejected for anything else; a document type is never needed and never read."""
    if len(body) > BODY_BYTES_MAX or b"<!" in body.replace(b"<![CDATA[", b""):
        raise Rejected("body", "回调的内容太大，或者不是平台的格式。")
    try:
        return ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Rejected("body", "回调的内容读不懂。") from error


def from_xml(body: bytes) -> Said:
    """A message or event of a WeCom application or an official account.

    Events have no number: sender, moment and name stand for it (developers.weixin.qq.com, Receiving_event_pushes).
    """
    root = tree(body)

    def text(name: str) -> str:
        return (root.findtext(name) or "").strip()

    kind, author, event = text("MsgType"), text("FromUserName"), text("Event")
    media = (text("MediaId"),) if kind == "image" and text("MediaId") else ()
    return Said(
        id=text("MsgId") or f"{author}:{text('CreateTime')}:{event}",
        author=author,
        kind=kind,
        at=_moment(text("CreateTime")),
        words=text("Content") if kind == "text" else "",
        media=media,
        lat=_degrees(text("Location_X")) if kind == "location" else None,
        lon=_degrees(text("Location_Y")) if kind == "location" else None,
        place=text("Label") if kind == "location" else "",
        event=event.lower(),
    )


def from_robot(body: bytes, now: datetime) -> Said:
    """A message to WeCom's robot: @ in a group with words and photos, or alone with it. Raises Rejected for no JSON."""
    try:
        told: dict[str, Any] = json.loads(body)
        author = str(told["from"]["userid"])
        kind = str(told["msgtype"])
        parts = told["mixed"]["msg_item"] if kind == "mixed" else [told]
        words = [str(part["text"]["content"]) for part in parts if part.get("msgtype") == "text"]
        media = [ROBOT + str(part["image"]["url"]) for part in parts if part.get("msgtype") == "image"]
        known = str(told["msgid"])
    except (ValueError, KeyError, TypeError) as error:
        raise Rejected("body", "机器人的回调读不懂。") from error
    group = told.get("chattype") == "group"
    said = "\n".join(words)
    return Said(
        id=known, author=author, kind=kind, at=now, words=(MENTION.sub("", said, 1) if group else said).strip(),
        media=tuple(media), group=group,
    )  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.fromtimestamp(int(text) if text.isdigit() else 0, UTC)


def _degrees(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
