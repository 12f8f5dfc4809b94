"""An answer in the shape a platform wants it: XML in a sealed envelope."""

from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.http import HttpResponse

from liren.channels.doors import plain, sealed_with
from liren.channels.envelope import Envelope


def text_answer(envelope: Envelope, *, to: str, sent_from: str, words: str, now: datetime) -> HttpResponse:
    """A text to the author of the message that is being answered; nothing to say is an empty 200."""
    if not words:
        return plain("")
    inner = _xml(
        ToUserName=to, FromUserName=sent_from, CreateTime=str(int(now.timestamp())), MsgType="text", Content=words
    )
    sealed = sealed_with(envelope, inner, now)
    outer = _xml(
        Encrypt=sealed["encrypted"], MsgSignature=sealed["signature"], TimeStamp=sealed["timestamp"],
        Nonce=sealed["nonce"],
    )  # fmt: skip
    return HttpResponse(outer, content_type="application/xml; charset=utf-8")


def _xml(**parts: str) -> bytes:
    root = Element("xml")
    for name, text in parts.items():
        ElementTree.SubElement(root, name).text = text
    return bytes(ElementTree.tostring(root, encoding="utf-8"))
