"""The first order of a new county."""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class Administrator:
    """One of the three administrators (三员) of a new county; the ids are made by whoever founds it."""

    post: str
    name: str
    username: str
    code: str
    person: UUID
    account: UUID
    duty: UUID


@dataclass(frozen=True, kw_only=True)
class FoundCounty(Command):
    """Make an empty county usable: its place in the tree, and three administrators with one-time codes.

    `above` names the province and the city. Refused as soon as anybody can sign in.
    """

    area: AreaCode
    name: str
    above: tuple[str, str]
    administrators: tuple[Administrator, ...]
