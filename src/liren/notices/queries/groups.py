"""The register of groups, for whoever issues notices there; and how notices into groups fared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.notices.rules.groups import ASKED_BEFORE, KINDS
from liren.trust import sql
from liren.trust.sight import need, where

RIGHT = "notices.issue"
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCard:
    """One group of the register. `robot`: Liren may speak in it."""

    id: UUID
    area: str
    name: str
    kind: str
    owner: UUID
    owner_name: str
    purpose: str
    robot: bool
    ends_at: datetime
    registered_at: datetime
    retired_at: datetime | None

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    def over(self, now: datetime) -> bool:
        """The end has passed and nobody said that it is still needed."""
        return self.retired_at is None and self.ends_at <= now

    def ending(self, now: datetime) -> bool:
        """Its owner is being asked."""
        return self.retired_at is None and now < self.ends_at <= now + ASKED_BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """One notice into one group by its robot. `try_at` None and no `sent_at`: it is not tried any more."""

    notice: UUID
    group: UUID
    name: str
    sent_at: datetime | None
    try_at: datetime | None
    trouble: str


def registered(viewer: Actor, *, retired: bool = False) -> list[GroupCard]:
    """The groups of the viewer's areas and those they answer for, overdue ones first. Raises Missing without the right."""
    need(viewer, RIGHT)
    seen = where(viewer, RIGHT, "g.area")
    return sql.rows(
        f"""select g.id, g.area, g.name, g.kind, g.owner, coalesce(p.name, a.name) as owner_name, g.purpose,
                   g.robot is not null as robot, g.ends_at, g.registered_at, g.retired_at
            from notices_group g join trust_account a on a.id = g.owner left join people_person p on p.account = g.owner
            where ({seen.sql} or g.owner = %s) and (g.retired_at is not null) = %s
            order by g.ends_at, g.area, g.name limit {MOST}""",
        (*seen.params, viewer.account, retired),
        into=GroupCard,
    )


def group_names(viewer: Actor, ids: Sequence[UUID]) -> dict[UUID, str]:
    """How groups are called, in a notice to whoever answers for them."""
    rows = sql.rows(
        "select id, name from notices_group where id = any(%s) and (%s or owner = %s)",
        (list(ids), viewer.kind == "house", viewer.account),
    )
    return {row["id"]: row["name"] for row in rows}


def posts_of(viewer: Actor, notices: Sequence[UUID]) -> list[PostLine]:
    """How notices that the viewer has just listed went into their groups."""
    need(viewer, RIGHT)
    return sql.rows(
        """select p.notice, p."group", g.name, p.sent_at, p.try_at, p.trouble
           from notices_post p join notices_group g on g.id = p."group" where p.notice = any(%s) order by g.name""",
        (list(notices),),
        into=PostLine,
    )
