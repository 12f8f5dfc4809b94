"""The workforce on the board, in one statement: the share of 双全 with its sample, certificates and recruits."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from liren.kernel import Actor, AreaCode
from liren.people.queries.workforce import workforce_figures
from liren.web.display import FEW, SHANGHAI


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """`share` is "" below ten workers, where a share says nothing."""

    share: str
    all_round: int
    in_post: int
    certified: int
    recruited: int
    workforce: str
    committees: str


def team(viewer: Actor, area: str, now: datetime) -> Team | None:
    """None for whoever may not see these figures of this area, and where nobody is on record."""
    code = AreaCode(area)
    if not any(g.area.covers(code) for g in viewer.holds("people.figures")):
        return None
    day = now.astimezone(SHANGHAI).date()
    found = workforce_figures(viewer, code, day)
    share, in_post = found["all_round"].share, found["in_post"].number
    if not in_post:
        return None
    return Team(
        share=f"{share}" if share is not None and in_post >= FEW else "", all_round=found["all_round"].number,
        in_post=in_post, certified=found["certified"].number, recruited=found["new"].number,
        workforce=f"{reverse('workforce')}?area={area}",
        committees=f"{reverse('committees')}?area={area}",
    )  # fmt: skip
