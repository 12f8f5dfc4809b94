"""What Liren does with a message that was sent to it, and what it answers: keep it and give the link, or say how it stands.

Everything here is a few milliseconds of database, because the platforms wait five seconds; photos and invitations are the
worker's (media.py). The answer goes to the author alone, or says nothing that others may not read.
"""

import re
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from liren.cases import queries as cases
from liren.cases.commands.incoming import KeepIncoming
from liren.cases.queries import incoming
from liren.channels.said import Said
from liren.kernel import Code, Refusal
from liren.kernel.actor import ANONYMOUS, by_link, the_house
from liren.kernel.ids import id_at
from liren.kernel.ports import Answer
from liren.notices import queries as notices
from liren.notices.outbox import receipts
from liren.places.geometry import to_wgs84
from liren.trust import gate
from liren.trust.accounts import actor_of

HOUSE = the_house("messages")
PROGRESS = re.compile(r"^\s*(查进度|查询进度|进度)\s*[:：]?\s*(.*)$", re.S)
NUMBER = re.compile(r"[^\s〔〕]+〔\d{4}〕\d{6}")
KINDS = ("text", "image", "location", "mixed")
MOST_SHOWN = 5

WELCOME = (
    "您好，这里是里仁。有事直接发来：写一句话，拍张照片，再发个位置。发“查进度”看办到哪一步。有危险请打 110、119、120。"
)
ONLY = "现在只收文字、照片和位置。语音请长按转成文字再发。"
NOT_YOURS = "没有找到您在这里反映的这个编号。请核对，或者用回执上的网址、查询码在网页上查。"
NONE_YET = "您还没有在这里反映过事情。直接发来就可以：一句话、照片、位置。"
STOPPED = "好，以后不往这里发了。进展在回执的网页上一直能看；要恢复，再发一件事来并确认，就又会发。"
IN_GROUP = "收到了。核对的链接已经单独发给您，点开确认以后才算报上去。"


def answer(request: HttpRequest, channel: str, said: Said, now: datetime) -> str:
    """Carry out what was said; the words to answer with, "" for nothing."""
    if said.kind == "event":
        return WELCOME if said.event in ("subscribe", "enter_agent") else ""
    if not said.group and receipts.answered(channel, Answer(address=said.author, words=said.words, at=said.at), now):
        return STOPPED
    if asked := PROGRESS.match(said.words):
        return "" if said.group else _progress(request, channel, said.author, asked[2], now)
    if said.kind not in KINDS or not (said.words or said.media or said.lon is not None):
        return ONLY
    return _kept(request, channel, said, now)


def address(request: HttpRequest | None, path: str) -> str:
    """The whole address of a page: the county's own, else the one the provider called."""
    if settings.SITE_URL or request is None:
        return settings.SITE_URL + path
    return str(request.build_absolute_uri(path))


def link_of(request: HttpRequest | None, draft: str) -> str:
    """The address at which the author confirms."""
    return address(request, reverse("incoming", args=[incoming.token_of(HOUSE, UUID(draft))]))


def _kept(request: HttpRequest, channel: str, said: Said, now: datetime) -> str:
    lon, lat = _inside(said)
    account = next((b.account for b in notices.bearers_of(HOUSE, channel, said.author) if b.account), None)
    born = sha256(f"{channel}:{said.id}".encode()).digest()
    order = KeepIncoming(
        draft=id_at(said.at, born), channel=Code(channel), external=said.id, author=said.author, account=account,
        words=said.words, media=said.media, lon=lon, lat=lat, place_words=said.place, invite=said.group,
    )  # fmt: skip
    try:
        kept = gate.execute(order, actor=HOUSE, now=now, key=uuid5(NAMESPACE_URL, f"incoming:{channel}:{said.id}"))
    except Refusal as no:
        return no.sentence
    if said.group:
        return IN_GROUP
    more = "\n".join(kept.get("too_much", ())) if not kept["known"] else ""
    start = "加到刚才那条里了。" if kept["joined"] else "收到了，还没有报上去。"
    return "\n".join(filter(None, (f"{start}请点开核对、确认：{link_of(request, kept['draft'])}", more)))


def _inside(said: Said) -> tuple[float | None, float | None]:
    """The platforms' maps are GCJ-02; inside everything is WGS-84."""
    if said.lon is None or said.lat is None:
        return None, None
    ((lon, lat),) = to_wgs84(np.array([[said.lon, said.lat]]), "gcj02").tolist()
    return lon, lat


def _progress(request: HttpRequest, channel: str, author: str, asked: str, now: datetime) -> str:
    """Links to one's own reports, by number or the latest; never a word about somebody else's."""
    wanted = NUMBER.search(asked)
    lines: list[str] = []
    for bearer in notices.bearers_of(HOUSE, channel, author):
        found = _followed(request, bearer.link, now) if bearer.link else _reported(request, bearer.account, now)
        lines += [line for number, line in found if not wanted or number == wanted[0]]
    if wanted or not asked.strip():
        return "\n".join(lines[:MOST_SHOWN]) or (NOT_YOURS if wanted else NONE_YET)
    return NOT_YOURS


def _followed(request: HttpRequest, case: UUID, now: datetime) -> list[tuple[str, str]]:
    """A report that was made here without an account: its number, where it stands, its secret link."""
    kept = cases.receipt(HOUSE, case)
    if kept is None:
        return []
    card = cases.case_card(by_link(case), case, now)
    line = f"{kept.number}：{card.state_label}\n{address(request, reverse('link', args=[kept.token]))}"
    return [(kept.number, line)]


def _reported(request: HttpRequest, account: UUID | None, now: datetime) -> list[tuple[str, str]]:
    """What a member of staff reported; the page behind it asks for signing in."""
    viewer = actor_of(account) if account else ANONYMOUS
    if viewer.account is None:
        return []
    page = cases.page(viewer, cases.Filter(queue="reported_by_me"), now, size=MOST_SHOWN)
    return [
        (line.number, f"{line.number}：{line.state_label}\n{address(request, reverse('case', args=[line.id]))}")
        for line in page.lines
    ]
