"""One case as a page shows it: what it is, where it stands, what happened, what this viewer may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from liren.cases.kinds import Kind
from liren.cases.models import rows
from liren.cases.models.kin import open_names
from liren.cases.models.rows import Loaded
from liren.cases.models.seeing import part, sees, target
from liren.cases.rules.allowed import Act, allowed
from liren.cases.rules.clocks import Clock
from liren.cases.rules.fold import CaseState
from liren.cases.rules.roles import only_helps
from liren.cases.rules.scene import Found, Scene, Terms
from liren.cases.workflows import CLOCK_LABELS, workflow
from liren.catalogue import queries as catalogue
from liren.kernel import Actor, Code, Missing
from liren.trust import journal, rights, sealed, sql
from liren.trust.journal import Entry
from liren.trust.sight import look, reading

CASE = """
select c.*, h.name as handler_name, k.name as keeper_name, v.name as verifier_name, u.name as unit_name,
       coalesce((select jsonb_agg(to_jsonb(k) order by k.kind, k.no) from cases_clock k where k.case_id = c.id),
                '[]') as clocks,
       coalesce((select jsonb_agg(to_jsonb(n) || jsonb_build_object('author', coalesce(a.name, s.name)) order by n.at, n.id)
                 from cases_note n left join trust_account a on a.id = n.account
                      left join trust_client s on s.id = n.account where n.case_id = c.id), '[]') as notes,
       coalesce((select array_agg(p.role) from cases_party p
                 where p.case_id = c.id and p.who = %s and p.until is null), '{}') as parts
from cases_case c
left join trust_account h on h.id = c.handler
left join trust_account k on k.id = c.keeper
left join trust_account v on v.id = c.verifier
left join people_unit u on u.id = c.unit
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCard:
    """Words about a case; `author` is None for a reporter and for the house."""

    id: UUID
    kind: str
    text: str
    at: datetime
    account: UUID | None
    author: str | None
    visible_to_reporter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCard:
    """A clock with its name; `explained` says how its end came about."""

    clock: Clock
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """A case as one viewer sees it. `acts` are this viewer's; `as_reporter` sees only notes meant for the reporter."""

    case: CaseState
    number: str
    title: str
    place_words: str
    lon: float | None
    lat: float | None
    changed_at: datetime
    building: UUID | None
    answers: dict[str, str]
    handler_name: str | None
    keeper_name: str | None
    verifier_name: str | None
    unit_name: str | None
    kind: Kind
    clocks: tuple[ClockCard, ...]
    notes: dict[UUID, NoteCard]
    timeline: tuple[Entry, ...]
    acts: tuple[Act, ...]
    roles: frozenset[str]
    as_reporter: bool

    @property
    def state_label(self) -> str:
        """Where it stands, in Chinese."""
        return workflow(self.case.workflow).state(self.case.state).label

    @property
    def owner(self) -> str:
        """The role that is waited for."""
        return workflow(self.case.workflow).state(self.case.state).owner

    @property
    def words(self) -> str:
        """What was reported, in the reporter's words."""
        return next((n.text for n in self.notes.values() if n.kind == "report"), "")


def case_card(viewer: Actor, case: UUID, now: datetime) -> CaseCard:
    """One case with its timeline, in two statements. Raises Missing when it is not there or not this viewer's to see."""
    row = sql.one(CASE + " where c.id = %s", (viewer.account, case))
    if row is None:
        raise Missing
    loaded = rows.loaded(row)
    if not sees(viewer, loaded.state, row["parts"]):
        raise Missing
    entries = journal.timeline(viewer, case, loaded.state.reported_at, own=loaded.state.scope)
    terms = _terms(loaded, now)
    mine = part(viewer, loaded.state)
    as_reporter = mine.roles <= {"reporter"} and not rights.holds(viewer, "cases.see", target(loaded.state))
    into = rows.load(loaded.state.into) if loaded.state.into else None
    found = Found(children=open_names(loaded.state), other=into.state if into else None)
    scene = Scene(case=loaded.state, who=mine, terms=terms, now=now, found=found)
    notes = (msgspec.convert(_note(n), NoteCard, strict=False) for n in row["notes"])
    return CaseCard(
        case=loaded.state,
        **{name: row[name] for name in _SHOWN},
        kind=terms.kind,
        clocks=tuple(ClockCard(clock=k, label=CLOCK_LABELS[k.kind]) for k in loaded.clocks),
        notes={n.id: n for n in notes if n.visible_to_reporter or not as_reporter},
        timeline=tuple(entries),
        acts=tuple(allowed(scene)),
        roles=mine.roles,
        as_reporter=as_reporter,
    )


_SHOWN = ("number", "title", "place_words", "lon", "lat", "changed_at", "building", "answers",
          "handler_name", "keeper_name", "verifier_name", "unit_name")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterCard:
    """Who reported, as far as this viewer asked to see: masked, or whole after giving a purpose."""

    name: str
    phone: str


def reporter_masked(viewer: Actor, case: UUID) -> ReporterCard | None:
    """Name and phone with most of it hidden; None when nothing was left or the report is sealed from this viewer."""
    state = _seen(viewer, case)
    if not _may_ask(viewer, state):
        return None
    with reading(viewer, own=state.scope):
        found = _unsealed(viewer, case)
    return found and ReporterCard(name=sealed.mask_name(found.name), phone=sealed.mask_phone(found.phone))


def reporter_whole(viewer: Actor, case: UUID, purpose: str) -> ReporterCard | None:
    """Name and phone, after the access log kept who looked and why."""
    state = _seen(viewer, case)
    if not _may_ask(viewer, state):
        return None
    with look(viewer, purpose=purpose, subject=case, what="cases.reporter", area=state.scope):
        return _unsealed(viewer, case)


def _may_ask(viewer: Actor, case: CaseState) -> bool:
    """Who handles a sealed report never learns who made it: only the desk and the callback do. Units that were only
    called by a whistle, or that only help, leave the reporter to whoever leads.
    """
    if only_helps(part(viewer, case).roles):
        return False
    laid = target(case)
    return not case.secrecy or any(rights.holds(viewer, r, laid) for r in ("cases.dispatch", "cases.call_back"))


def _unsealed(viewer: Actor, case: UUID) -> ReporterCard | None:
    found = sql.value("select sealed from cases_reporter where case_id = %s", (case,))
    return msgspec.json.decode(sealed.unseal(found), type=ReporterCard) if found else None


def visible_ids(viewer: Actor, ids: Iterable[UUID]) -> set[UUID]:
    """Those of some cases that the viewer may see: the attachments room asks before it shows a photo."""
    found = sql.rows(CASE + " where c.id = any(%s)", (viewer.account, list(ids)))
    seen = set()
    for row in found:
        state = rows.state_of(row)
        if sees(viewer, state, row["parts"]):
            seen.add(state.id)
    return seen


def _seen(viewer: Actor, case: UUID) -> CaseState:
    row = sql.one(CASE + " where c.id = %s", (viewer.account, case))
    if row is None:
        raise Missing
    state = rows.state_of(row)
    if not sees(viewer, state, row["parts"]):
        raise Missing
    return state


def _terms(loaded: Loaded, now: datetime) -> Terms:
    entry = catalogue.by_id(loaded.state.entry)
    calendar = catalogue.entry("calendar", "china", area=loaded.state.scope, at=now)
    return Terms(
        entry=entry.id, code=Code(entry.code), kind=entry.spec, calendar_entry=calendar.id, calendar=calendar.spec
    )


def _note(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in NoteCard.__dataclass_fields__}
