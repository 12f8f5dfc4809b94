"""Whom the rows of a list mean: registered persons by mobile number where one is given, else by a name only one has."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from liren.kernel import AreaCode
from liren.kernel.refusal import Refusal
from liren.kernel.rows import RowError
from liren.trust import sealed, sql


class Named(Protocol):
    """A row that names a person."""

    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...


class WrongCell(Exception):
    """One wrong cell of the row being matched."""

    def __init__(self, row: int, column: str, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.error = RowError(row, column, sentence, remedy)


class Roster:
    """The persons of an area that a list names. Call with `liren.scopes` set to the area of the list."""

    def __init__(self, area: AreaCode, rows: Iterable[Named]) -> None:
        self._named: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for person in sql.rows(
            """select p.id, p.name, p.area, c.phone_blind from people_person p left join people_contact c on c.person = p.id
               where starts_with(p.area, %s) and p.name = any(%s)""",
            (area, list({r.name for r in rows})),
        ):
            self._named[person["name"]].append(person)

    def person(self, row: Named) -> UUID:
        """The person a row means. Raises WrongCell."""
        named = self._named[row.name]
        if row.phone:
            blind = sealed.blind(row.phone)
            named = [p for p in named if p["phone_blind"] is not None and bytes(p["phone_blind"]) == blind]
        if not named:
            raise WrongCell(row.row, "姓名", "名册里没有这个人，", "请先导入人员名册，或核对姓名和手机号。")
        if len(named) > 1:
            raise WrongCell(row.row, "姓名", f"名册里有 {len(named)} 个同名的人，", "请填手机号来区分。")
        id: UUID = named[0]["id"]
        return id


def as_error(row: int, refusal: Refusal, columns: dict[str, str]) -> RowError:
    """A rule's sentence at its cell; `columns` gives the heading of a field."""
    sentence, _, remedy = refusal.sentence.partition("，")
    return RowError(row, columns.get(refusal.field or "", ""), f"{sentence}，", remedy)
