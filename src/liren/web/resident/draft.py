"""A report being written: kept in the session between the three steps, so that going back or failing loses nothing.

The phone never goes in: it is asked on the last step and sent with it. `key` and `case` are made when the first step
opens and stay after sending (`sent`), so a second click or a second submit is the same report.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from liren.kernel.ids import new_id

NAME = "report"


@dataclass(slots=True, kw_only=True)
class Draft:
    """What has been filled in so far. Ids are kept as text because the session is JSON."""

    key: str = field(default_factory=lambda: str(uuid4()))
    case: str = field(default_factory=lambda: str(new_id()))
    note: str = field(default_factory=lambda: str(new_id()))
    help: bool = False
    words: str = ""
    kind: str = ""
    danger: str = "no"
    photos: list[str] = field(default_factory=list)
    place_words: str = ""
    building: str = ""
    building_words: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None
    sent: bool = False

    @property
    def has_place(self) -> bool:
        return bool(self.place_words or self.building or self.lon is not None)


def load(request: HttpRequest) -> Draft | None:
    """The draft of this visitor, None when nothing was begun."""
    kept: dict[str, Any] | None = request.session.get(NAME)
    if kept is None:
        return None
    known = {f.name for f in fields(Draft)}
    return Draft(**{name: value for name, value in kept.items() if name in known})


def save(request: HttpRequest, draft: Draft) -> None:
    request.session[NAME] = asdict(draft)
