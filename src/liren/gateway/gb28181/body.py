"""Bodies of GB/T 28181 (MANSCDP+xml): bytes to the few things that are read out of them. Pure; nothing that comes raises but Bad.

Devices declare GB2312 and write GBK or GB18030, so everything is read as GB18030, but for what declares UTF-8 and is. A document
type is never needed and never read, so there are no entities to expand.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from liren.catalogue.worktime import SHANGHAI
from liren.devices.rules.sip import CAMERAS, NUMBER, type_of
from liren.devices.signalling import Listed

MOST = 256 * 1024
"""Bytes of a body: a page of a catalogue has a few cameras of some 500 bytes each."""
ENTRIES_MOST = 100_000
DEEPEST = 16
DECLARED = re.compile(rb"\s*<\?xml\b([^>]{0,200})\?>")
UTF8 = re.compile(rb"encoding\s*=\s*[\"']utf-?8[\"']", re.I)
PLACE = re.compile(rb"(<(Longitude|Latitude)>)([^<]*)(</\2>)")
ON = frozenset({"ON", "OK", "ONLINE"})


class Bad(Exception):
    """What came is no body of this standard; the words are for the log."""


@dataclass(frozen=True, slots=True)
class Said:
    """One body: `root` Notify, Response, Query or Control; `command` its CmdType; `device` whom it is about."""

    root: str
    command: str
    serial: str
    device: str
    tree: Element

    def text(self, name: str, most: int = 64) -> str:
        """The words of a child, spaces single, cut at `most` characters."""
        return words(self.tree, name, most)


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a catalogue: `total` entries in all, `count` of them here, those of `listed` cameras."""

    total: int
    count: int
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm as its device told it; `at` None when its time is no date."""

    device: str
    method: str
    type: str
    priority: str
    at: datetime | None
    words: str


def text_of(body: bytes) -> str:
    """The characters of a body without its declaration. Halves of characters become U+FFFD."""
    found = DECLARED.match(body.removeprefix(b"\xef\xbb\xbf"))
    rest = body.removeprefix(b"\xef\xbb\xbf")[found.end() if found else 0 :]
    if found and UTF8.search(found[1]):
        try:
            return rest.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return rest.decode("gb18030", "replace")


def read(body: bytes) -> Said:
    """A body. Raises Bad."""
    if len(body) > MOST:
        raise Bad("too large")
    if b"<!" in body.replace(b"<![CDATA[", b""):
        raise Bad("a document type")
    try:
        tree = ElementTree.fromstring(text_of(body).strip(" \t\r\n\0"), ElementTree.XMLParser(target=_Shallow()))
    except (ElementTree.ParseError, ValueError) as error:
        raise Bad("no XML") from error
    command = words(tree, "CmdType", 40)
    if not command:
        raise Bad("no CmdType")
    return Said(tree.tag, command, words(tree, "SN", 20), words(tree, "DeviceID", 20), tree)


class _Shallow(ElementTree.TreeBuilder):
    """Ends early where ten thousand elements stand one inside the other."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("too deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def words(tree: Element, name: str, most: int) -> str:
    return " ".join((tree.findtext(name) or "").split())[:most]


def part(said: Said) -> Part:
    """A page of a catalogue. Raises Bad when it does not say how many there are."""
    total = said.text("SumNum")
    if not total.isdecimal() or len(total) > 6 or int(total) > ENTRIES_MOST:
        raise Bad("no SumNum")
    items = said.tree.findall("DeviceList/Item")
    return Part(int(total), len(items), tuple(one for item in items if (one := _listed(item)) is not None))


def _listed(item: Element) -> Listed | None:
    """A camera; None for folders, alarm inputs, loudspeakers. Where it stands and who owns it is not read."""
    number = words(item, "DeviceID", 21)
    if not NUMBER.fullmatch(number) or type_of(number) not in CAMERAS:
        return None
    return Listed(
        number=number, name=words(item, "Name", 60) or number, address=words(item, "Address", 100),
        maker=words(item, "Manufacturer", 40), model=words(item, "Model", 40), online=words(item, "Status", 8).upper() in ON,
    )  # fmt: skip


def alarm(said: Said) -> Alarm:
    """An alarm; a missing number is "". The type stands in Info in the edition of 2016 and beside it in others."""
    type = said.text("Info/AlarmType", 4) or said.text("AlarmType", 4)
    return Alarm(
        said.device, said.text("AlarmMethod", 4), type, said.text("AlarmPriority", 4), _moment(said.text("AlarmTime")),
        said.text("AlarmDescription"),
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    """A device's time; without a zone it is Shanghai's."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def without_place(raw: bytes) -> bytes:
    """The bytes with longitude and latitude blanked, of the same length: what may move leaves no position here."""
    return PLACE.sub(lambda found: found[1] + b" " * len(found[3]) + found[4], raw)
