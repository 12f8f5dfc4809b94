"""What the rows of an imported register of community workers mean: for the import and for its dry run alike."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liren.kernel import AreaCode, Refusal
from liren.kernel.rows import RowError
from liren.people.commands import WorkerRow
from liren.people.roster import Roster, WrongCell, as_error
from liren.people.rules.workforce import check_certificate, check_employment
from liren.trust import sealed, sql

SHANGHAI = ZoneInfo("Asia/Shanghai")
COLUMNS = {
    "contract": "合同类别", "entry_year": "从业年份", "last": "结束日期", "level": "证书等级", "number": "证书编号",
    "issued_on": "发证日期", "registered_until": "登记到期",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerMatch:
    """One row: which of employment, certificate and assessment are new, and what it changes of those that are held.

    `changed`: (employment or certificate, name) → (old, new); `held` are the rows it changes.
    """

    row: WorkerRow
    person: UUID
    unit: UUID | None
    new: frozenset[str]
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[tuple[str, str], tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workers:
    """A register against what is known."""

    matches: tuple[WorkerMatch, ...]
    errors: tuple[RowError, ...]


def match_workers(rows: tuple[WorkerRow, ...], area: AreaCode, now: datetime, entry: UUID) -> Workers:
    """`entry` is the definition that assessments are made under. Call with `liren.scopes` set to the area of the list."""
    register = _Register(area, rows, now.astimezone(SHANGHAI).date(), entry)
    matches: list[WorkerMatch] = []
    errors: list[RowError] = []
    for row in rows:
        try:
            matches.append(register.match(row))
        except WrongCell as wrong:
            errors.append(wrong.error)
        except Refusal as refusal:
            errors.append(as_error(row.row, refusal, COLUMNS))
    return Workers(tuple(matches), tuple(errors))


class _Register:
    """What is known of the persons that a list may mean, loaded in five statements and kept up to date row by row."""

    def __init__(self, area: AreaCode, rows: tuple[WorkerRow, ...], today: date, entry: UUID) -> None:
        self.today, self.entry = today, entry
        self.roster = Roster(area, rows)
        self.units = sql.rows(
            "select id, name from people_unit where closed_on is null and name = any(%s)",
            (list({r.unit_name for r in rows}),),
        )
        self.employments = sql.rows(
            """select id, person, area, unit, contract, entry_year, version, lower(during) as starts, upper(during) - 1 as last
               from people_employment e
               where exists (select from people_person p where p.id = e.person and starts_with(p.area, %s))""",
            (area,),
        )
        self.certificates = sql.rows(
            """select id, person, level, issued_on, registered_until, number_blind, version from people_certificate
               where starts_with(area, %s) or number_blind = any(%s)""",
            (area, [sealed.blind(r.number) for r in rows if r.number]),
        )
        self.assessed = {
            (a["person"], a["assessed_on"]): a["passed"]
            for a in sql.rows(
                "select person, assessed_on, passed from people_assessment where entry = %s and starts_with(area, %s)",
                (entry, area),
            )
        }

    def match(self, row: WorkerRow) -> WorkerMatch:
        person, unit = self.roster.person(row), self._unit(row)
        check_employment(row.contract, row.entry_year, row.starts, row.last)
        held: dict[str, dict[str, Any]] = {}
        changed: dict[tuple[str, str], tuple[Any, Any]] = {}
        new: set[str] = set()
        self._employment(row, person, unit, new, held, changed)
        if row.level and row.issued_on:
            check_certificate(row.level, row.issued_on, row.registered_until, self.today)
            self._certificate(row, person, new, held, changed)
        if row.all_round is not None:
            self._assessment(row, person, new)
        return WorkerMatch(row=row, person=person, unit=unit, new=frozenset(new), held=held, changed=changed)

    def _unit(self, row: WorkerRow) -> UUID | None:
        if not row.unit_name:
            return None
        named = [u for u in self.units if u["name"] == row.unit_name]
        if not named:
            raise WrongCell(row.row, "单位", f"没有登记“{row.unit_name}”，", "请先登记单位，或核对名称。")
        if len(named) > 1:
            raise WrongCell(
                row.row, "单位", f"有 {len(named)} 个单位都叫“{row.unit_name}”，", "请写区域里只有一个的名称。"
            )
        id: UUID = named[0]["id"]
        return id

    def _employment(
        self, row: WorkerRow, person: UUID, unit: UUID | None, new: set[str], held: dict[str, dict[str, Any]],
        changed: dict[tuple[str, str], tuple[Any, Any]],
    ) -> None:  # fmt: skip
        mine = [e for e in self.employments if e["person"] == person]
        same = next((e for e in mine if e["starts"] == row.starts), None)
        if any(
            e is not same
            and (row.last is None or e["starts"] <= row.last)
            and (e["last"] is None or row.starts <= e["last"])
            for e in mine
        ):
            raise WrongCell(row.row, "开始日期", f"{row.name}此期间已有一段聘用，", "请先结束那一段，或改日期。")
        if same is None:
            new.add("employment")
            self.employments.append(
                {"id": row.employment, "person": person, "area": str(row.area), "unit": unit, "contract": row.contract,
                 "entry_year": row.entry_year, "starts": row.starts, "last": row.last}
            )  # fmt: skip
            return
        told = {
            "area": str(row.area),
            "unit": unit,
            "contract": row.contract,
            "entry_year": row.entry_year,
            "last": row.last,
        }
        for name, value in told.items():
            if value is not None and value != same[name]:
                if "version" not in same:
                    raise WrongCell(row.row, "姓名", "同一个人在另一行里写的不一样，", "请改成一样的。")
                held["employment"] = same
                changed["employment", name] = (same[name], value)

    def _certificate(
        self, row: WorkerRow, person: UUID, new: set[str], held: dict[str, dict[str, Any]],
        changed: dict[tuple[str, str], tuple[Any, Any]],
    ) -> None:  # fmt: skip
        blind = sealed.blind(row.number)
        same = next((c for c in self.certificates if bytes(c["number_blind"]) == blind), None)
        if same is None:
            if any(
                (c["person"], c["level"], c["issued_on"]) == (person, row.level, row.issued_on)
                for c in self.certificates
            ):
                raise WrongCell(row.row, "证书编号", "这一天的这一级证书登记的是另一个编号，", "请核对编号。")
            new.add("certificate")
            self.certificates.append(
                {"id": row.certificate, "person": person, "level": row.level, "issued_on": row.issued_on,
                 "registered_until": row.registered_until, "number_blind": blind}
            )  # fmt: skip
            return
        if (same["person"], same["level"]) != (person, row.level):
            raise WrongCell(row.row, "证书编号", "这个编号登记的是另一个人或另一个等级，", "请核对编号。")
        if row.registered_until is not None and row.registered_until != same["registered_until"] and "version" in same:
            held["certificate"] = same
            changed["certificate", "registered_until"] = (same["registered_until"], row.registered_until)

    def _assessment(self, row: WorkerRow, person: UUID, new: set[str]) -> None:
        if row.assessed_on is None:
            raise WrongCell(row.row, "评定日期", "没有写，", "写了是不是双全，就要写评定的日子。")
        if row.assessed_on > self.today:
            raise WrongCell(row.row, "评定日期", "还没有到，", "请写评定的那一天。")
        key = (person, row.assessed_on)
        if key not in self.assessed:
            self.assessed[key] = bool(row.all_round)
            new.add("assessment")
        elif self.assessed[key] != row.all_round:
            raise WrongCell(row.row, "双全", "同一天已有另一个评定结果，", "请核对，或写重新评定的日子。")
