"""What a POST request carries, as a report: where it is, what is asked, who may be called back. Nothing is written here.

Parameters are read from the body and, where clients put them there, from the address; an empty one is an absent one.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from liren.api.open311.asking import id_of, number
from liren.api.open311.errors import Wrong
from liren.api.open311.services import found
from liren.cases.commands import ReportCase
from liren.cases.kinds import Kind
from liren.kernel import AreaCode, Code
from liren.kernel.actor import ANONYMOUS
from liren.places import queries as places

LONGEST = 4000
CHANNEL = Code("open311")
ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,64})\](?:\[\])?")
SECRET = "api_key"


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of one POST: the last value of each name, and every value of those that may repeat."""

    one: dict[str, str]
    many: dict[str, list[str]]

    def text(self, name: str) -> str:
        return self.one.get(name, "").strip()


def read(request: HttpRequest) -> Given:
    """Body over address. Raises Wrong (400) for a body that is no form."""
    try:
        body = request.POST
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise Wrong(
            400, _("表单读不出来，请按 application/x-www-form-urlencoded 或 multipart/form-data 重发。")
        ) from error
    many = {**_filled(request.GET), **_filled(body)}
    if any("\0" in text for values in many.values() for text in values):
        raise Wrong(400, _("内容里有空字符（NUL），请去掉再发。"))
    return Given({name: values[-1] for name, values in many.items()}, many)


def report(given: Given, kind: Kind, *, case: UUID, note: UUID, photos: tuple[UUID, ...]) -> ReportCase:
    """The command that a POST means. Raises Wrong naming the parameter and the remedy."""
    words = given.text("description")
    if len(words) > LONGEST:
        wrong = _("description 最多 %(most)d 个字，收到 %(length)d 个。")
        raise Wrong(400, wrong % {"most": LONGEST, "length": len(words)})
    if not words and not photos:
        words = f"{kind.label}（提交的系统没有写说明）"
    lon, lat = _point(given)
    area, building = _address_id(given.text("address_id"))
    return ReportCase(
        case_id=case,
        note=note,
        kind=Code(given.text("service_code")),
        words=words,
        lon=lon,
        lat=lat,
        area=area,
        building=building,
        place_words=given.text("address_string"),
        photos=photos,
        answers=_answers(given),
        phone=given.text("phone"),
        name=_name(given),
        channel=CHANNEL,
        on_behalf=True,
    )


def kind_of(given: Given, now: datetime) -> Kind:
    """The kind that is reported. Raises Wrong: 400 without a service_code, 404 for one that is not there."""
    code = given.text("service_code")
    if not code:
        raise Wrong(400, _("没有写 service_code。有哪些，见 services。"))
    return found(code, now)


def same_again(given: Given, photos: list[str]) -> str:
    """What two POSTs have in common that ask for the same: everything but the key, with the photos by their digests."""
    said = sorted((name, value) for name, values in given.many.items() if name != SECRET for value in values)
    return repr((said, sorted(photos)))


def _filled(values: QueryDict) -> dict[str, list[str]]:
    return {name: kept for name, found in values.lists() if (kept := [v for v in found if v.strip()])}


def _point(given: Given) -> tuple[float | None, float | None]:
    lat, lon = number(given.one, "lat"), number(given.one, "long")
    if (lat is None) != (lon is None):
        raise Wrong(400, _("lat 和 long 要同时写。"))
    if lat is None and not given.text("address_string") and not given.text("address_id"):
        raise Wrong(400, _("没有说在哪里：请写 lat 和 long，或者 address_string，或者 address_id。"))
    return lon, lat


def _address_id(text: str) -> tuple[AreaCode | None, UUID | None]:
    """An area code of the map, as `address_id` of requests gives it, or the id of a building."""
    if not text:
        return None, None
    building = id_of(text)
    if building is not None and places.building(ANONYMOUS, building) is not None:
        return None, building
    try:
        return AreaCode(text), None
    except ValueError:
        raise Wrong(400, _("没有 address_id“%(text)s”这个地方。") % {"text": text[:40]}) from None


def _answers(given: Given) -> tuple[tuple[str, str], ...]:
    """`attribute[CODE]` and `attribute[CODE][]`; no question of ours takes more than one answer."""
    answers: dict[str, str] = {}
    for name, values in given.many.items():
        match = ATTRIBUTE.fullmatch(name)
        if match is None:
            continue
        if len(set(values)) > 1 or match[1] in answers:
            raise Wrong(400, _("attribute[%(code)s] 只能答一个。") % {"code": match[1]})
        answers[match[1]] = values[0].strip()
    return tuple(sorted(answers.items()))


def _name(given: Given) -> str:
    """A name as its own script writes it: 王小明, Zach Williams."""
    first, last = given.text("first_name"), given.text("last_name")
    if re.search("[\u4e00-\u9fff]", first + last):
        return last + first
    return f"{first} {last}".strip()
