"""The Sender of the official account: a template message where the wording names one, else words within 48 hours."""

from liren.channels.wechat.client import Wechat
from liren.kernel.ports import Outgoing, Receipt


class WechatSender:
    """`address` is a follower's openid. Slots fill the template's blanks by name; the link is the message's own."""

    name = "wechat"

    def __init__(self, wechat: Wechat) -> None:
        self.wechat = wechat

    def send(self, message: Outgoing) -> Receipt:
        if message.template:
            slots = {name: value for name, value in message.slots if name != "url"}
            number = self.wechat.template(message.address, message.template, slots, message.url, message.key)
            return Receipt(id=number)
        self.wechat.text(message.address, "\n".join(filter(None, (message.body, message.url))))
        return Receipt()
