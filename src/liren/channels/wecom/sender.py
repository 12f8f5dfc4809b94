"""Senders of WeCom on the kernel's port: a card to one member, a text into one group by its robot."""

from liren.channels.provider import Provider
from liren.channels.wecom.client import Wecom, speak
from liren.kernel.ports import Outgoing, Receipt


class WecomSender:
    """`address` is a member's userid."""

    name = "wecom"

    def __init__(self, wecom: Wecom) -> None:
        self.wecom = wecom

    def send(self, message: Outgoing) -> Receipt:
        """The same words again within four hours are shown once (`enable_duplicate_check`)."""
        return Receipt(id=self.wecom.card(message.address, message.title, message.body, message.url))


class RobotSender:
    """`address` is the webhook that the group's owner got for its robot. The platform takes 20 messages a minute."""

    name = "wecom_robot"

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def send(self, message: Outgoing) -> Receipt:
        """The words alone: a group is no place for a link that belongs to one person."""
        speak(self.provider, message.address, message.body)
        return Receipt()
