"""Whom and what the rows of a list mean on the register as it is: for the import and for its dry run alike."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, Refusal, progress
from liren.kernel.actor import the_house
from liren.kernel.rows import RowError
from liren.people.commands import DutyRow, PersonRow
from liren.people.kinds import Post
from liren.people.rules import Duty, check_post, clean_mobile, overlaps, place
from liren.places import queries as places
from liren.trust import sealed, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One row of a list of persons: `held` is the person it means (None: a new one), `changed` what it would change."""

    row: PersonRow
    held: dict[str, Any] | None = None
    changed: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        return self.held["id"] if self.held else self.row.person


@dataclass(frozen=True, slots=True)
class Persons:
    """A list of persons against the register."""

    matches: tuple[Match, ...]
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seatable:
    """A row of a list of duties that can be appointed."""

    row: DutyRow
    duty: Duty
    account: UUID | None


@dataclass(frozen=True, slots=True)
class Duties:
    """A list of duties against those that are held."""

    new: tuple[Seatable, ...]
    errors: tuple[RowError, ...]


def match_persons(rows: tuple[PersonRow, ...]) -> Persons:
    """By mobile number where there is one, else by a name that one person of that very area has.

    Call with `liren.scopes` set to the area of the list: what lies outside is not seen and not touched.
    """
    blinds = {r.row: sealed.blind(r.phone) for r in rows if clean_mobile(r.phone)}
    known = sql.rows(
        """select p.id, p.area, p.name, p.work_phone, p.work_email, p.version, p.account, c.phone_blind
           from people_person p left join people_contact c on c.person = p.id
           where c.phone_blind = any(%s) or (p.name = any(%s) and p.area = any(%s))""",
        (list(blinds.values()), list({r.name for r in rows}), list({str(r.area) for r in rows})),
    )
    by_phone = {bytes(p["phone_blind"]): p for p in known if p["phone_blind"] is not None}
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for person in known:
        by_name[person["name"], person["area"]].append(person)
    matches: list[Match] = []
    errors: list[RowError] = []
    taken: dict[object, int] = {}
    for row in progress.through("check", rows):
        held, error = _meant(row, blinds.get(row.row), by_phone, by_name[row.name, str(row.area)])
        same_as = taken.setdefault(held["id"] if held else (row.name, row.area, row.phone), row.row)
        if error is None and same_as != row.row:
            error = ("姓名", f"与第 {same_as} 行是同一个人，", "请删去一行；确实是两个人的，请填手机号来区分。")
        if error is not None:
            errors.append(RowError(row.row, *error))
        else:
            matches.append(Match(row=row, held=held, changed=_changed(row, held) if held else ()))
    return Persons(tuple(matches), tuple(errors))


def _meant(
    row: PersonRow, blind: bytes | None, by_phone: dict[bytes, dict[str, Any]], named: list[dict[str, Any]]
) -> tuple[dict[str, Any] | None, tuple[str, str, str] | None]:
    """The person a row means (None: nobody yet), or the column, what is wrong and the remedy."""
    if blind is not None and (held := by_phone.get(blind)) is not None:
        if held["name"] != row.name:
            return None, ("手机号", "这个号码在名册里是另一个人的，", "请核对姓名和号码。")
        return held, None
    without = [p for p in named if p["phone_blind"] is None] if blind is not None else named
    if len(without) > 1:
        return None, ("姓名", f"名册里有 {len(without)} 个同名的人，", "请填手机号来区分。")
    return (without[0] if without else None), None


def _changed(row: PersonRow, held: dict[str, Any]) -> tuple[str, ...]:
    """What a row would change; an empty cell changes nothing."""
    told = {"area": str(row.area), "work_phone": row.work_phone, "work_email": row.work_email}
    fields = [name for name, text in told.items() if text and text != held[name]]
    if row.phone and held["phone_blind"] is None:
        fields.append("phone")
    return tuple(fields)


def match_duties(rows: tuple[DutyRow, ...], area: AreaCode, now: datetime) -> Duties:
    """Person, unit and building looked up; held just so already, held by somebody else, or to be appointed."""
    register = _Register(area, rows)
    new: list[Seatable] = []
    errors: list[RowError] = []
    for row in progress.through("check", rows):
        try:
            seatable, post = register.read(row, now)
            if not register.held_so(seatable, post):
                new.append(seatable)
        except _Cell as cell:
            errors.append(cell.error)
        except Refusal as refusal:
            errors.append(RowError(row.row, "岗位", refusal.sentence, ""))
    return Duties(tuple(new), tuple(errors))


class _Cell(Exception):
    """One wrong cell of the row being resolved."""

    def __init__(self, row: int, column: str, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.error = RowError(row, column, sentence, remedy)


class _Register:
    """The persons, units, buildings and duties of an area that a list may name, loaded in four statements."""

    def __init__(self, area: AreaCode, rows: tuple[DutyRow, ...]) -> None:
        self.persons = sql.rows(
            """select p.id, p.name, p.account, c.phone_blind
               from people_person p left join people_contact c on c.person = p.id
               where starts_with(p.area, %s) and p.name = any(%s)""",
            (area, list({r.name for r in rows})),
        )
        self.units = sql.rows(
            "select id, name from people_unit where closed_on is null and name = any(%s)",
            (list({r.unit_name for r in rows}),),
        )
        self.buildings = places.building_ids(the_house("people"), {r.building for r in rows if r.building})
        self.duties: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for held in sql.rows(
            """select d.person, p.name, d.post, d.place, d.unit, d.kinds, d.single,
                      lower(d.during) as starts, upper(d.during) as ends
               from people_duty d join people_person p on p.id = d.person
               where d.post = any(%s) and d.area = any(%s) and not isempty(d.during)""",
            (list({r.post for r in rows}), list({str(r.area) for r in rows})),
        ):
            self.duties[held["post"], held["place"]].append(held)
        self.by_name: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for person in self.persons:
            self.by_name[person["name"]].append(person)

    def read(self, row: DutyRow, now: datetime) -> tuple[Seatable, Post]:
        person, unit, building = self.person(row), self.unit(row), self.building(row)
        post: Post = catalogue.entry("post", row.post, area=row.area, at=now).spec
        check_post(post, area=row.area, unit=unit, building=building, starts=row.starts, ends=row.ends)
        duty = Duty(
            id=row.duty, person=person["id"], post=row.post, area=row.area, unit=unit, building=building,
            kinds=row.kinds, starts=row.starts, ends=row.ends,
        )  # fmt: skip
        return Seatable(row=row, duty=duty, account=person["account"]), post

    def held_so(self, seatable: Seatable, post: Post) -> bool:
        """True when the duty runs just so already. Raises _Cell for the same duty on other days and for a taken seat."""
        row, duty = seatable.row, seatable.duty
        held = self.duties[row.post, place(post, duty.area, duty.unit, duty.building)]
        for other in held:
            if not overlaps(duty, other["starts"], other["ends"]):
                continue
            if other["person"] == duty.person:
                if (other["starts"], other["ends"], tuple(other["kinds"])) == (duty.starts, duty.ends, duty.kinds):
                    return True
                raise _Cell(
                    row.row, "开始日期", f"{row.name}此期间已经担任这个职务，", "要改日期或类别，请在任职页办理。"
                )
            if post.single and other["single"]:
                raise _Cell(row.row, "岗位", f"这个岗位此期间已有人任职（{other['name']}），", "请先办结束或交接。")
        held.append(
            {"person": duty.person, "name": row.name, "starts": duty.starts, "ends": duty.ends, "kinds": duty.kinds,
             "single": post.single}
        )  # fmt: skip
        return False

    def person(self, row: DutyRow) -> dict[str, Any]:
        named = self.by_name[row.name]
        if row.phone:
            blind = sealed.blind(row.phone)
            named = [p for p in named if p["phone_blind"] is not None and bytes(p["phone_blind"]) == blind]
        if not named:
            raise _Cell(row.row, "姓名", "名册里没有这个人，", "请先导入人员名册，或核对姓名和手机号。")
        if len(named) > 1:
            raise _Cell(row.row, "姓名", f"名册里有 {len(named)} 个同名的人，", "请填手机号来区分。")
        return named[0]

    def unit(self, row: DutyRow) -> Any:
        if not row.unit_name:
            return None
        named = [u for u in self.units if u["name"] == row.unit_name]
        if not named:
            raise _Cell(row.row, "单位", f"没有登记“{row.unit_name}”，", "请先登记单位，或核对名称。")
        if len(named) > 1:
            raise _Cell(row.row, "单位", f"有 {len(named)} 个单位都叫“{row.unit_name}”，", "请在页面上逐个任命。")
        return named[0]["id"]

    def building(self, row: DutyRow) -> UUID | None:
        if not row.building:
            return None
        found = self.buildings.get(row.building)
        if found is None:
            raise _Cell(row.row, "楼栋编号", f"没有编号为“{row.building}”的楼，", "请先导入楼栋，或核对编号。")
        return found
