"""A text message that somebody is waiting for: a login code. At once, by itself, also at night; never queued, never tried again."""

from datetime import datetime

from django.db import transaction

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode
from liren.kernel.ids import new_id
from liren.kernel.ports import SENDERS, Outgoing, Undelivered
from liren.notices.kinds import Notice
from liren.notices.outbox import settle
from liren.notices.rules.channels import cleaned

WORDING = "login_code"


def can_text() -> bool:
    """Whether this county has named a way to send SMS."""
    return "sms" in SENDERS


def send_code(phone: str, code: str, *, area: AreaCode, now: datetime) -> None:
    """Send a code to a mobile phone; call outside a transaction. Who may ask how often is the caller's to say.

    Raises Refusal for a number that is no mobile phone, Undelivered with a sentence to show when it did not go.
    """
    address = cleaned("sms", phone)
    if not can_text():
        raise Undelivered("这里还没有开通短信，请用别的办法登录", final=True)
    wording: Notice = catalogue.entry("notice", WORDING, area=area, at=now).spec
    message = Outgoing(
        address=address, title=wording.title, body=wording.short.format(code=code), key=new_id().hex,
        template=wording.sms_template, slots=(("code", code),),
    )  # fmt: skip
    try:
        SENDERS["sms"].send(message)
    except Undelivered as error:
        if error.down:
            with transaction.atomic():
                settle.down("sms", str(error), now)
        raise
    with transaction.atomic():
        settle.succeeded("sms", now)
