"""One order as a page shows it: what is needed, where it stands, what happened, what this viewer may do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.places import queries as places
from liren.services import reading
from liren.services.commands import Time
from liren.services.kinds import ServiceKind
from liren.services.reading import WhereToGo, account_names, unsealed
from liren.services.rules.acts import Act, allowed
from liren.services.rules.fold import OrderState
from liren.services.rules.stations import BY_CODE, CLOCK_LABELS, IN_HAND, ROLE_LABELS, State
from liren.services.seeing import seen
from liren.trust import journal, sealed, sql
from liren.trust.journal import Entry
from liren.trust.sight import look
from liren.trust.sight import reading as reading_rows

NOTE_LABELS = {
    "place": "需求", "triage": "核实情况", "take_back": "收回的原因", "finish": "办理情况", "confirm": "确认时的话",
    "rate": "评单", "cancel": "取消的原因", "convert": "转为事项的原因", "add_words": "补充说明", "message": "留言",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCard:
    """Words about an order; `author` is None for a requester and for the house."""

    id: UUID
    kind: str
    text: str
    at: datetime
    author: str | None
    told: bool

    @property
    def label(self) -> str:
        return NOTE_LABELS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order as one viewer sees it.

    `roles`: desk, seer (may read, not act), handler, requester, member (it is offered to them). A requester reads no
    internal notes; a member to whom it is only offered gets the need, no history. `place` names the area, never an address.
    `handler_name` is who has it in hand, for the requester too. `may_look`: `where_to_go` will answer this viewer now.
    """

    order: OrderState
    number: str
    title: str
    kind: ServiceKind
    place: str
    gender: str
    neighbour: bool
    no_visit: bool
    times: tuple[Time, ...]
    handler_name: str
    companion_name: str
    notes: dict[UUID, NoteCard]
    timeline: tuple[Entry, ...]
    acts: tuple[Act, ...]
    roles: frozenset[str]
    may_look: bool

    @property
    def station(self) -> State:
        """Where it stands, with label, owner and clock."""
        return BY_CODE[self.order.state]

    @property
    def waits_for(self) -> str:
        """Who is waited for, in Chinese; "" at the end."""
        return ROLE_LABELS.get(self.station.owner, "")

    @property
    def clock_label(self) -> str:
        """What the limit that runs is for; "" at the end."""
        return CLOCK_LABELS.get(self.station.clock or "", "")

    @property
    def words(self) -> str:
        """What was asked for, in the requester's words."""
        return next((n.text for n in self.notes.values() if n.kind == "place"), "")

    @property
    def as_requester(self) -> bool:
        return "requester" in self.roles and not self.roles & {"desk", "seer", "handler"}


def order_card(viewer: Actor, order: UUID, now: datetime) -> OrderCard:
    """One order with its timeline. Raises Missing when it is not there or not this viewer's to see."""
    row, who, _ = seen(viewer, order)
    state = reading.state_of(row)
    only_offered = who.roles == {"member"}
    inside = bool(who.roles & {"desk", "seer", "handler"})
    notes = [n for n in _notes(order) if inside or n.told]
    names = _names(state)
    return OrderCard(
        order=state,
        number=str(row["number"]),
        title=str(row["title"]),
        kind=reading.terms_kind(row),
        place=places.name_path(state.scope),
        gender=str(row["gender"]),
        neighbour=bool(row["neighbour"]),
        no_visit=bool(row["no_visit"]),
        times=reading.times_of(row),
        handler_name=names.get(state.handler, "") if state.handler else "",
        companion_name=names.get(state.companion, "") if state.companion else "",
        notes={n.id: n for n in notes if n.kind in ("place", "add_words") or not only_offered},
        timeline=() if only_offered else tuple(journal.timeline(viewer, order, state.requested_at, own=state.scope)),
        acts=allowed(state.state, who.roles),
        roles=who.roles,
        may_look=_may_look(viewer, state),
    )


def _names(state: OrderState) -> dict[UUID, str]:
    """The name of who has it in hand by account, and of the companion by membership."""
    found: dict[UUID, str] = {}
    if state.handler is not None:
        found |= account_names([state.handler])
    if state.companion is not None:
        account = sql.value("select account from services_member where id = %s", (state.companion,))
        found[state.companion] = account_names([account]).get(account, "")
    return found


def _notes(order: UUID) -> list[NoteCard]:
    return sql.rows(
        """select n.id, n.kind, n.text, n.at, a.name as author, n.told
           from services_note n left join trust_account a on a.id = n.account where n.order_id = %s order by n.at, n.id""",
        (order,),
        into=NoteCard,
    )


# ---- sealed ----------------------------------------------------------------------------------------------------------


def where_to_go(viewer: Actor, order: UUID, purpose: str) -> WhereToGo:
    """Name, phone and address, after the access log kept who looked and why.

    Raises Missing for everybody but the one who has the order in hand, while they have it.
    """
    row = reading.load(order)
    if row is None or not _may_look(viewer, reading.state_of(row)):
        raise Missing
    with look(viewer, purpose=purpose, subject=order, what="services.requester", area=str(row["scope"])):
        return unsealed(order)


def requester_masked(viewer: Actor, order: UUID) -> WhereToGo:
    """What a requester left, mostly hidden, for the requester's own page. Raises Missing for anybody else."""
    row, who, _ = seen(viewer, order)
    if "requester" not in who.roles:
        raise Missing
    with reading_rows(viewer, own=str(row["scope"])):
        found = unsealed(order)
    hidden = found.address[:4] + "…" if len(found.address) > 4 else "…"
    return WhereToGo(name=sealed.mask_name(found.name), phone=sealed.mask_phone(found.phone), address=hidden)


def _may_look(viewer: Actor, order: OrderState) -> bool:
    return viewer.account is not None and viewer.account == order.handler and order.state in IN_HAND


def names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """“想请人上门理发”（界牌单〔2026〕000001）, for the orders among `ids` that this viewer may see."""
    found = {}
    for row in sql.rows("select id, number, title from services_order where id = any(%s)", (list(ids),)):
        try:
            if viewer.kind != "house":
                seen(viewer, row["id"])
        except Missing:
            continue
        found[row["id"]] = f"“{row['title']}”（{row['number']}）"
    return found
