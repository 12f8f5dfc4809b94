"""What the desk reads beside a case: which other case is likely the same and why, which kind the words point to and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from liren.cases.classifying import classified
from liren.cases.queries import CaseCard
from liren.cases.queries.sameness import Likely, likely_same
from liren.catalogue import queries as catalogue
from liren.kernel import Actor
from liren.web.desk.view import line_clock

ALIKE_WORDS = 0.5
SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A kind that the words point to though the case stands under another: its label, how sure (per cent), why."""

    label: str
    sure: int
    why: tuple[str, ...]
    learnt: bool


def alike(viewer: Actor, card: CaseCard, now: datetime) -> list[dict[str, Any]]:
    """The cases that are likely the same, each with its reasons in words."""
    kin = catalogue.entries("case_kind", area=card.case.scope, at=now)
    kinds = sorted({e.code for e in kin if e.spec.group == card.kind.group} | {card.case.kind})
    return [
        {"line": one.line, "clock": line_clock(one.line, now), "why": "，".join(reasons(one))}
        for one in likely_same(viewer, card, kinds)
    ]


def reasons(one: Likely) -> list[str]:
    """Metres, hours or days, kind, words: only what speaks for it, and a kind that is not the same."""
    found, said = one.same, []
    if found.metres is not None:
        said.append(_("相距 %(n)d 米") % {"n": round(found.metres)})
    if found.hours is not None:
        whole = round(found.hours)
        said.append(
            _("前后差 %(n)d 小时") % {"n": whole} if whole < 48 else _("前后相差 %(n)d 天") % {"n": whole // 24}
        )
    said.append(_("同类") if found.kind else _("类别不同：%(kind)s") % {"kind": one.line.kind_label})
    if found.words is not None and found.words >= ALIKE_WORDS:
        said.append(_("说法相近"))
    return said


def other_kind(card: CaseCard, now: datetime) -> Other | None:
    """The kind that the reporter's words point to, when it is another than the case's; None when in doubt."""
    said = classified(card.words, card.case.scope, now) if card.words else None
    if said is None or said.label in ("", card.case.kind):
        return None
    kind = catalogue.entry("case_kind", said.label, area=card.case.scope, at=now).spec
    why = tuple(span.text for span in said.why[:SHOWN])
    return Other(label=kind.label, sure=round(100 * said.confidence), why=why, learnt=said.learnt)
