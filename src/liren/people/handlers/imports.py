"""Lists of persons and duties, taken over whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Refusal
from liren.kernel.rows import BadRows, RowError
from liren.people import commands, events
from liren.people.handlers.duties import seat
from liren.people.kinds import Post
from liren.people.rules import Duty, check_post, clean_email, clean_mobile, clean_name, clean_work_phone
from liren.trust import gate, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

ROWS_MAX = 1000


def over_area(command: commands.ImportPersons | commands.ImportDuties, act: Act) -> Target:
    """The right is asked over the area that covers every row."""
    return Target(scope=command.area)


def persons(command: commands.ImportPersons, target: Target, act: Act) -> Outcome:
    rows = _capped(command.rows, command.area)
    sql.setting("liren.scopes", command.area)
    blinds = {r.row: sealed.blind(r.phone) for r in rows if clean_mobile(r.phone)}
    known = {
        bytes(b)
        for b in sql.values(
            "select phone_blind from people_contact where phone_blind = any(%s)", (list(blinds.values()),)
        )
    }
    _stop(
        RowError(number, "手机号", "名册里已经有这个号码，", "同一个人不用再登记，请删去这一行。")
        for number, blind in blinds.items()
        if blind in known
    )
    sql.run(
        """insert into people_person (id, area, name, work_phone, work_email, version)
           select id, area, name, work_phone, work_email, 1
           from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
                as r(id, area, name, work_phone, work_email)""",
        (
            [r.person for r in rows],
            [str(r.area) for r in rows],
            [clean_name(r.name) for r in rows],
            [clean_work_phone(r.work_phone) for r in rows],
            [clean_email(r.work_email) for r in rows],
        ),
    )
    phoned = [r for r in rows if r.row in blinds]
    sql.run(
        """insert into people_contact (person, area, phone, phone_blind)
           select * from unnest(%s::uuid[], %s::text[], %s::bytea[], %s::bytea[])""",
        (
            [r.person for r in phoned],
            [str(r.area) for r in phoned],
            [sealed.seal(r.phone) for r in phoned],
            [blinds[r.row] for r in phoned],
        ),
    )
    told = tuple(Told(events.PersonRegistered(person=r.person, area=r.area), r.person, r.area) for r in rows)
    return Outcome(events=told, answer={"registered": len(rows)}, scopes=(command.area,))


def duties(command: commands.ImportDuties, target: Target, act: Act) -> Outcome:
    rows = _capped(command.rows, command.area)
    people = _Register(command.area, rows)
    found: list[tuple[commands.DutyRow, Duty, Any]] = []
    errors: list[RowError] = []
    for row in rows:
        try:
            person, unit = people.person(row), people.unit(row)
            post: Post = catalogue.entry("post", row.post, area=row.area, at=act.now).spec
            check_post(post, area=row.area, unit=unit, building=None, starts=row.starts, ends=row.ends)
        except _Cell as cell:
            errors.append(cell.error)
        except Refusal as refusal:
            errors.append(RowError(row.row, "岗位", refusal.sentence, ""))
        else:
            duty = Duty(
                id=row.duty,
                person=person["id"],
                post=row.post,
                area=row.area,
                unit=unit,
                building=None,
                kinds=(),
                starts=row.starts,
                ends=row.ends,
            )
            found.append((row, duty, person["account"]))
    _stop(errors)
    told = []
    for row, duty, account in found:
        with _naming(row.row):
            told.append(seat(duty, account, act))
    return Outcome(events=tuple(told), answer={"appointed": len(told)}, scopes=(command.area,))


class _Cell(Exception):
    """One wrong cell of the row being resolved."""

    def __init__(self, row: int, column: str, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.error = RowError(row, column, sentence, remedy)


class _Register:
    """The persons and units of an area that a list may name, loaded in two statements."""

    def __init__(self, area: AreaCode, rows: tuple[commands.DutyRow, ...]) -> None:
        sql.setting("liren.scopes", area)
        self.persons = sql.rows(
            """select p.id, p.name, p.account, c.phone_blind
               from people_person p left join people_contact c on c.person = p.id
               where starts_with(p.area, %s) and p.name = any(%s)""",
            (area, list({r.name for r in rows})),
        )
        self.units = sql.rows(
            "select id, name from people_unit where name = any(%s)", (list({r.unit_name for r in rows}),)
        )

    def person(self, row: commands.DutyRow) -> dict[str, Any]:
        named = [p for p in self.persons if p["name"] == row.name]
        if row.phone:
            blind = sealed.blind(row.phone)
            named = [p for p in named if p["phone_blind"] is not None and bytes(p["phone_blind"]) == blind]
        if not named:
            raise _Cell(row.row, "姓名", "名册里没有这个人，", "请先导入人员名册，或核对姓名和手机号。")
        if len(named) > 1:
            raise _Cell(row.row, "姓名", f"名册里有 {len(named)} 个同名的人，", "请填手机号来区分。")
        return named[0]  # type: ignore[no-any-return]

    def unit(self, row: commands.DutyRow) -> Any:
        if not row.unit_name:
            return None
        named = [u for u in self.units if u["name"] == row.unit_name]
        if not named:
            raise _Cell(row.row, "单位", f"没有登记“{row.unit_name}”，", "请先登记单位，或核对名称。")
        if len(named) > 1:
            raise _Cell(row.row, "单位", f"有 {len(named)} 个单位都叫“{row.unit_name}”，", "请在页面上逐个任命。")
        return named[0]["id"]


@contextmanager
def _naming(row: int) -> Iterator[None]:
    """Say which row broke a promise of the database."""
    try:
        yield
    except IntegrityError as error:
        refusal = gate.as_refusal(error)
        if refusal is None:
            raise
        raise BadRows((RowError(row, "岗位", refusal.sentence, ""),)) from error


def _capped(rows: tuple[Any, ...], area: AreaCode) -> tuple[Any, ...]:
    if not rows:
        raise Refusal("no_rows", "名单里没有一行内容，请检查表头下面是否有数据。")
    if len(rows) > ROWS_MAX:
        raise Refusal("many_rows", f"一次最多导入 {ROWS_MAX} 行，这份有 {len(rows)} 行，请分成几份。")
    _stop(
        RowError(r.row, "区域代码", f"{r.area} 不在本次导入的区域 {area} 之内，", "请改正或另行导入。")
        for r in rows
        if not area.covers(r.area)
    )
    return rows


def _stop(errors: Any) -> None:
    found = tuple(errors)
    if found:
        raise BadRows(found)
