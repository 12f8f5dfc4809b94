"""What one message says: the whole wording by e-mail and WeCom, a short sentence without the matter by SMS and WeChat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode
from liren.kernel.ports import Outgoing
from liren.notices import rules
from liren.notices.kinds import SHORT_CHANNELS, Notice
from liren.notices.wording import shortly, worded

SEVERAL = "several"
FOOT_OF_LINK = "打开下面的网址看办到哪一步；不想再收邮件，也在那里选“不用告诉我”。"
FOOT_OF_CASE = f"{FOOT_OF_LINK}要补充情况，直接回这封信就可以。"


def outgoing(
    house: Actor, rows: Sequence[dict[str, Any]], channel: str, *, key: UUID, address: str, url: str, now: datetime
) -> Outgoing:
    """The message to one address. Whoever holds a secret link reads nothing of the matter outside the house; notices that
    say the same in short are said once.
    """
    first = rows[0]
    about = first["link"] if first["link"] and first["subject_kind"] == "case" else None
    if channel not in SHORT_CHANNELS and not first["link"]:
        title, body = rules.letter(worded(house, rows, now))
        return Outgoing(address=address, title=title, body=body, url=url, key=key.hex)
    texts = dict.fromkeys(text for text, _ in shortly(house, rows, now))
    if len(texts) == 1:
        wording: Notice = catalogue.by_id(rows[-1]["template"]).spec
        text, slots = shortly(house, rows[-1:], now)[0]
    else:
        area = AreaCode(first["area"])
        wording = catalogue.entry("notice", SEVERAL, area=area, at=now).spec
        slots = (("count", str(len(rows))),)
        text = wording.short.format_map(dict(slots))
    if channel == "email":
        foot = FOOT_OF_CASE if about else FOOT_OF_LINK
        return Outgoing(
            address=address, title=f"里仁：{text}", body=f"{text}\n\n{foot}", url=url, key=key.hex, about=about
        )
    template = wording.sms_template if channel == "sms" else wording.wechat_template
    return Outgoing(
        address=address, title=wording.title.format_map(dict(slots)) if len(texts) > 1 else wording.label,
        body=text, url=url, key=key.hex, template=template, slots=(*slots, ("url", url)) if url else slots,
    )  # fmt: skip
