"""WeChat calls: messages and events of the official account, in its safe mode only.

Source: developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html (proof of the address) and
Message_encryption_and_decryption_instructions.html.
"""

from datetime import datetime
from secrets import compare_digest

from django.http import HttpRequest, HttpResponse

from liren.channels import accounts
from liren.channels.answering import answer
from liren.channels.answers import text_answer
from liren.channels.doors import door, opened, plain
from liren.channels.envelope import Envelope, Rejected, check_fresh, signature
from liren.channels.said import from_xml, tree
from liren.channels.wechat.arriving import arrived
from liren.channels.wechat.leaving import left


def _account() -> Envelope | None:
    account = accounts.wechat()
    return account.callback if account else None


@door("wechat", _account)
def official_account(request: HttpRequest, envelope: Envelope, now: datetime) -> HttpResponse:
    """GET proves the address (signature over token, timestamp and nonce); POST brings a message or an event."""
    if request.method == "GET":
        timestamp, nonce = request.GET.get("timestamp", ""), request.GET.get("nonce", "")
        right = signature(envelope.token, timestamp, nonce)
        if not compare_digest(right.encode(), request.GET.get("signature", "").encode()):
            raise Rejected("signature", "回调的签名不对：不是平台发来的，或者 Token 填错了。")
        check_fresh(timestamp, now)
        return plain(request.GET.get("echostr", ""))
    outer = tree(request.body)
    encrypted = outer.findtext("Encrypt") or ""
    if not encrypted:
        raise Rejected("plain", "回调没有加密：请在公众平台把消息加解密方式选成安全模式。")
    inner = opened(request, envelope, encrypted, now, signed="msg_signature")
    said = from_xml(inner)
    if said.event == "unsubscribe":
        left(said.author, now)
        return plain("success")
    if said.event == "templatesendjobfinish":
        arrived(tree(inner), said.at, now)
        return plain("success")
    words = answer(request, "wechat", said, now)
    if not words:
        return plain("success")
    return text_answer(
        envelope, to=said.author, sent_from=tree(inner).findtext("ToUserName") or "", words=words, now=now
    )
