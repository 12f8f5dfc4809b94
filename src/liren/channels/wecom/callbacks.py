"""WeCom calls: messages to the application, and mentions of the robot in a group."""

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse

from liren.channels import accounts
from liren.channels.answering import answer
from liren.channels.answers import text_answer
from liren.channels.doors import door, opened, plain, sealed_with
from liren.channels.envelope import Envelope, Rejected
from liren.channels.said import from_robot, from_xml, tree


def _application() -> Envelope | None:
    account = accounts.wecom()
    return account.callback if account else None


def _robot() -> Envelope | None:
    account = accounts.wecom()
    return account.robot if account else None


@door("wecom", _application)
def application(request: HttpRequest, envelope: Envelope, now: datetime) -> HttpResponse:
    """GET proves the address when it is saved in WeCom's console; POST brings a message, answered within its connection."""
    if request.method == "GET":
        return plain(
            opened(request, envelope, request.GET.get("echostr", ""), now, signed="msg_signature").decode(
                errors="replace"
            )
        )
    encrypted = tree(request.body).findtext("Encrypt") or ""
    said = from_xml(opened(request, envelope, encrypted, now, signed="msg_signature"))
    words = answer(request, "wecom", said, now)
    return text_answer(envelope, to=said.author, sent_from=envelope.receiver, words=words, now=now)


@door("wecom_group", _robot)
def robot(request: HttpRequest, envelope: Envelope, now: datetime) -> HttpResponse:
    """The same for the robot: JSON, and an answer that the whole group reads."""
    if request.method == "GET":
        return plain(
            opened(request, envelope, request.GET.get("echostr", ""), now, signed="msg_signature").decode(
                errors="replace"
            )
        )
    try:
        encrypted = str(json.loads(request.body)["encrypt"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Rejected("body", "机器人的回调读不懂。") from error
    message = opened(request, envelope, encrypted, now, signed="msg_signature")
    if b'"msgtype":"stream"' in message.replace(b" ", b"") or b'"msgtype":"event"' in message.replace(b" ", b""):
        return plain("")
    said = from_robot(message, now)
    words = answer(request, "wecom", said, now)
    if not words:
        return plain("")
    body = {"msgtype": "stream", "stream": {"id": said.id[:64], "finish": True, "content": words}}
    sealed = sealed_with(envelope, json.dumps(body, ensure_ascii=False).encode(), now)
    return JsonResponse(
        {
            "encrypt": sealed["encrypted"], "msgsignature": sealed["signature"], "timestamp": int(sealed["timestamp"]),
            "nonce": sealed["nonce"],
        }
    )  # fmt: skip
