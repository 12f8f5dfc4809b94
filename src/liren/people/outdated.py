"""Duties that give other rights than their post gives now, because the post was published anew since they began.

Asked by pages through `queries`, and by the handler that grants them anew. A grant is never changed by a release by
itself: whoever is accountable for appointments decides when a post's people get its new rights.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from liren.catalogue import queries as catalogue
from liren.kernel import Actor, AreaCode, Missing
from liren.people.rules import Duty, Rights, rights_now
from liren.trust import sql
from liren.trust.sight import need

HELD = """
select d.id, d.person, d.post, d.area, d.unit, d.building, d.kinds, lower(d.during) as starts, upper(d.during) as ends,
       d.post_entry, p.account, g.rights, g.secrecy
from people_duty d join people_person p on p.id = d.person
left join lateral (
  select coalesce(array_agg(g."right"), '{}') as rights, coalesce(max(g.secrecy_max), 0) as secrecy
  from trust_grant g
  where g.duty = d.id and not isempty(g.during) and (upper_inf(g.during) or upper(g.during) > %(at)s)
) g on true
where starts_with(d.area, %(area)s) and (%(post)s = '' or d.post = %(post)s) and p.account is not null
  and not isempty(d.during) and (upper_inf(d.during) or upper(d.during) > %(at)s)
order by d.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """One duty that runs or is to come, the account it grants to, and what its post would add and take away now."""

    duty: Duty
    account: UUID
    since: int
    now: UUID
    rights: Rights


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedPost:
    """A post of an area whose people hold rights of an older version.

    `people` of them get the rights anew with one act; `own`: the viewer holds it too, and another administrator must.
    `changes` are the differences among them: (how many people, the version they were appointed under, what changes).
    """

    post: str
    label: str
    version: int
    people: int
    own: bool
    changes: tuple[tuple[int, int, Rights], ...]


def outdated(area: AreaCode, at: datetime, post: str = "", *, lock: bool = False) -> list[Outdated]:
    """The duties inside an area that give other rights than their posts do now; one statement. `lock` them, to act."""
    rows = sql.rows(HELD + (" for update of d" if lock else ""), {"area": str(area), "at": at, "post": post})
    found = []
    for row in rows:
        try:
            entry = catalogue.entry("post", row["post"], area=row["area"], at=at)
        except Missing:
            continue
        rights = rights_now(row.pop("rights"), row.pop("secrecy"), entry.spec)
        since, account = catalogue.by_id(row.pop("post_entry")).version, row.pop("account")
        if rights.changed:
            duty = _duty(row)
            found.append(Outdated(duty=duty, account=account, since=since, now=entry.id, rights=rights))
    return found


def outdated_posts(viewer: Actor, area: AreaCode, at: datetime) -> list[OutdatedPost]:
    """The posts whose people wait for their rights to follow. Raises Missing where the viewer appoints nobody."""
    need(viewer, "people.appoint", area)
    by_post: dict[str, list[Outdated]] = defaultdict(list)
    for one in outdated(area, at):
        by_post[one.duty.post].append(one)
    return [_card(viewer, found, at) for _, found in sorted(by_post.items())]


def _card(viewer: Actor, found: Sequence[Outdated], at: datetime) -> OutdatedPost:
    entry = catalogue.entry("post", found[0].duty.post, area=found[0].duty.area, at=at)
    alike: dict[tuple[int, Rights], set[UUID]] = defaultdict(set)
    for one in found:
        alike[one.since, one.rights].add(one.account)
    return OutdatedPost(
        post=entry.code, label=entry.spec.label, version=entry.version,
        people=len({one.account for one in found} - {viewer.account}),
        own=any(one.account == viewer.account for one in found),
        changes=tuple((len(who), since, rights) for (since, rights), who in alike.items()),
    )  # fmt: skip


def _duty(row: dict[str, Any]) -> Duty:
    return Duty(**row | {"area": AreaCode(row["area"]), "kinds": tuple(row["kinds"])})
