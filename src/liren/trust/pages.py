"""Lists read page by page, by the key of the last row: (moment, id), in whichever order the list has."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from liren.kernel import Refusal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `after` is the key of the next one, "" at the end."""

    lines: tuple[T, ...]
    after: str = ""


def cut(found: Sequence[T], size: int, key: Callable[[T], tuple[datetime, UUID]]) -> Page[T]:
    """A page of `size` rows out of `size + 1` that were asked for: the last one says that there are more."""
    return Page(tuple(found[:size]), page_key(*key(found[size - 1])) if len(found) > size else "")


def following(page: Page[T], read: Callable[[str], Page[T]]) -> Iterator[tuple[T, ...]]:
    """The rows of a page and of all that follow it, page by page."""
    yield page.lines
    while page.after:
        page = read(page.after)
        yield page.lines


def page_key(at: datetime, id: UUID) -> str:
    """The key of a page that ends with this row."""
    return urlsafe_b64encode(f"{at.isoformat()} {id}".encode()).decode()


def read_key(after: str) -> tuple[datetime, UUID]:
    """What page_key wrote. Raises Refusal for a mangled one."""
    try:
        at, _, id = urlsafe_b64decode(after.encode()).decode().partition(" ")
        return datetime.fromisoformat(at), UUID(id)
    except ValueError:
        raise Refusal("page", "这一页的链接不完整，请回到第一页。") from None
