"""Who had no hand in a case: the condition behind every list of the follow-up, and behind every order of it.

Not who handles or ever handled it, who keeps it, nobody of a unit that has or had it, or was called to it, nor of the unit
it is about, and not who reported it. What this leaves out is not there at all: not in a list, a count or an answer.
"""

from liren.kernel import Actor
from liren.trust.sight import Cond, after

SIDES = ("follower", "verifier")
"""Parts that leave somebody apart: they neither did the work nor answer for it."""


def apart(viewer: Actor) -> Cond:
    """The condition on a case `c`. The house is apart from every case."""
    if viewer.kind == "house":
        return Cond("true")
    who = [id for id in (viewer.account, *sorted(viewer.units)) if id]
    units = sorted(viewer.units)
    return Cond(
        """(not (c.hands && %s::uuid[]) and not (c.called && %s::uuid[]) and (c.unit is null or c.unit <> all(%s))
            and (c.about_unit is null or c.about_unit <> all(%s)) and c.keeper is distinct from %s and c.reporter is distinct from %s
            and not exists (select from cases_party p where p.case_id = c.id and p.who = any(%s) and p.role <> all(%s)))""",
        (who, units, units, units, viewer.account, viewer.account, who, list(SIDES)),
    )


def within(viewer: Actor, right: str) -> Cond:
    """A case `c` inside a grant of the right: its area, kinds and secrecy. No grant, no case."""
    if viewer.kind == "house":
        return Cond("true")
    parts = []
    for grant in viewer.holds(right):
        kinds = "c.kind = any(%s)" if grant.kinds else "%s::text[] = '{}'"
        area = str(grant.area)
        parts.append(
            Cond(
                f"(c.scope >= %s and c.scope < %s and c.secrecy <= %s and {kinds})",
                (area, after(area), grant.secrecy, list(grant.kinds)),
            )
        )
    if not parts:
        return Cond("false")
    return Cond(f"({' or '.join(p.sql for p in parts)})", tuple(x for p in parts for x in p.params))
