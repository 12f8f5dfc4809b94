"""The stations of a case with the times they were passed: a rail for the head of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from liren.cases.rules.fold import CaseState
from liren.trust.journal import Entry
from liren.web.display import table_words

PASSED = (
    ("CaseReported",),
    ("CaseFiled",),
    ("CaseDispatched",),
    ("CaseTakenUp",),
    ("ResultReported",),
    ("CaseClosed",),
    ("CaseConfirmed", "ConfirmationLapsed"),
)
STANDS = {"reported": 1, "filed": 2, "dispatched": 3, "arbitration": 3, "in_progress": 4, "suspended": 4, "feedback": 5,
          "closed": 6, "replied": 6}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One station; `state` is done, now or next, `when` its time in words."""

    name: str
    state: str
    when: str


def stations(case: CaseState, entries: Sequence[Entry]) -> list[Station]:
    """The rail of a case; empty where it left the rails (merged, withdrawn, not accepted).

    One that nobody is asked about (an alarm, a part of another case, what goes on as a service order) has no last station.
    """
    if case.state not in STANDS:
        return []
    names = [_("反映"), _("立案"), _("派遣"), _("签收"), _("反馈"), _("核查"), _("评价")]
    alarm = case.workflow == "alarm"
    if alarm:
        names[:2] = [_("报警"), _("核实")]
    if alarm or case.parent or (case.state == "replied" and case.confirm == "none"):
        names.pop()
    here = STANDS[case.state] + (1 if case.confirm in ("confirmed", "disputed", "unconfirmed") else 0)
    when = [_last(entries, passed) for passed in PASSED]
    when[1] = when[1] or case.filed_at
    found = []
    for n, name in enumerate(names):
        place = "done" if n < here else "now" if n == here else "next"
        moment = when[n] if place == "done" else None
        words = table_words(moment) if moment else _("跳过") if place == "done" else _("现在") if place == "now" else ""
        found.append(Station(name=name, state=place, when=words))
    return found


def _last(entries: Sequence[Entry], names: tuple[str, ...]) -> datetime | None:
    return next((entry.at for entry in reversed(entries) if entry.name in names), None)
