"""A report being written: kept in the session between the steps, so that going back or failing loses nothing.

The phone never goes in: it is asked on the last step and sent with it. `key` and `case` are made when the first step
opens and stay after sending (`sent`), so a second click or a second submit is the same report. Each step's form also
carries the draft, signed: when the session has expired meanwhile, what was written comes back with the form.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any
from uuid import uuid4

from django.core import signing
from django.http import HttpRequest

from liren.cases.kinds import SOURCES
from liren.kernel.ids import new_id

NAME = "report"
ASIDE = "report-aside"
CARRIED = "draft"
CARRIED_S = 7 * 24 * 3600


@dataclass(slots=True, kw_only=True)
class Draft:
    """What has been filled in so far. Ids are kept as text because the session is JSON.

    `alike` are the open cases close by that were shown for the question `alike_for` (kind and square); `same_as` is the
    one of them that it is. `asked` is the kind whose own questions were shown; `near` the community of the report before.
    `incoming` is the link of the message it came from ("" none), `source` its channel, `arrived` the photos that came with
    it, `pending` how many are still being fetched, `left_out` what was sent and not taken.
    """

    key: str = field(default_factory=lambda: str(uuid4()))
    case: str = field(default_factory=lambda: str(new_id()))
    note: str = field(default_factory=lambda: str(new_id()))
    help: bool = False
    words: str = ""
    kind: str = ""
    danger: str = "no"
    photos: list[str] = field(default_factory=list)
    asked: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    place_words: str = ""
    building: str = ""
    building_words: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None
    alike: list[str] = field(default_factory=list)
    alike_for: str = ""
    same_as: str = ""
    sent: bool = False
    near: str = ""
    incoming: str = ""
    source: str = ""
    arrived: list[str] = field(default_factory=list)
    pending: int = 0
    left_out: list[str] = field(default_factory=list)

    @property
    def has_place(self) -> bool:
        return bool(self.place_words or self.building or len(self.area) > COMMUNITY or self.lon is not None)

    @property
    def came_by(self) -> str:
        """The channel of the message it came from, in words; "" for one that was begun here."""
        return SOURCES.get(self.source, "")

    @property
    def carried(self) -> str:
        """The draft as its form carries it along."""
        return signing.dumps(asdict(self), salt=NAME, compress=True)


COMMUNITY = 12
"""Digits of a community's code: a whole community is no place yet, a grid in it is."""


def load(request: HttpRequest) -> Draft | None:
    """The draft of this visitor, None when nothing was begun."""
    kept: dict[str, Any] | None = request.session.get(NAME)
    return _made(kept) if kept is not None else None


def brought(request: HttpRequest) -> Draft | None:
    """The draft that a form carried along; None when there is none, or it is not ours, or a week old."""
    try:
        kept = signing.loads(request.POST.get(CARRIED, ""), salt=NAME, max_age=CARRIED_S)
    except signing.BadSignature:
        return None
    return _made(kept)


def save(request: HttpRequest, draft: Draft) -> None:
    request.session[NAME] = asdict(draft)


def put_aside(request: HttpRequest, draft: Draft | None, key: str) -> None:
    """Keep a report that was begun here while a message (of another `key`) is being confirmed; a report without a word is none."""
    if draft is not None and draft.key != key and not draft.sent and (draft.words or draft.photos):
        request.session[ASIDE] = asdict(draft)


def taken_up(request: HttpRequest) -> Draft | None:
    """The report that was put aside, once; None when there is none."""
    kept = request.session.pop(ASIDE, None)
    return _made(kept) if kept is not None else None


def forget(request: HttpRequest, key: str) -> None:
    """Drop the draft of this key from the session."""
    kept = request.session.get(NAME)
    if kept is not None and kept.get("key") == key:
        del request.session[NAME]


def _made(kept: Mapping[str, Any]) -> Draft:
    known = {f.name for f in fields(Draft)}
    return Draft(**{name: value for name, value in kept.items() if name in known})
