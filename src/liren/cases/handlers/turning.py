"""What TurnIntoOrder needs to have looked up: whether the service is on offer there, and whether a number was left."""

import msgspec

from liren.cases.commands import TurnIntoOrder
from liren.cases.rules.fold import CaseState
from liren.cases.rules.scene import Found
from liren.catalogue import queries as catalogue
from liren.kernel import Missing
from liren.trust import sealed, sql
from liren.trust.registry import Act
from liren.trust.sight import reading

SERVICES = "service_kind"


class _Left(msgspec.Struct):
    """As much of what was left with a report as is asked here."""

    phone: str = ""


def ground_of(command: TurnIntoOrder, case: CaseState, act: Act) -> Found:
    """Nobody is shown the number: only whether there is one."""
    try:
        catalogue.entry(SERVICES, command.service, area=case.scope, at=act.now, epoch=act.epochs.get("catalogue", 0))
    except Missing:
        return Found(phone_left=_phone_left(case, act))
    return Found(phone_left=_phone_left(case, act), service_known=True)


def _phone_left(case: CaseState, act: Act) -> bool:
    with reading(act.actor, own=case.scope):
        kept = sql.value("select sealed from cases_reporter where case_id = %s", (case.id,))
    return bool(kept and msgspec.json.decode(sealed.unseal(kept), type=_Left).phone)
