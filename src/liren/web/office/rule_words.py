"""A routing rule in words: what it fits, who gets the case, who works along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from liren.cases import receivers
from liren.cases.duties import TIERS
from liren.cases.kinds import GROUPS
from liren.cases.queries import routing
from liren.cases.receivers import Unit
from liren.cases.routes import FIELDS, SEVERITIES, Rule
from liren.kernel import Actor
from liren.web import where
from liren.web.display import worded
from liren.web.office.duty_list import kind_labels


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule as a table shows it; `here` is the unit it comes to in this area, `trouble` why it comes to none."""

    no: int
    code: str
    when: str
    to: str
    helpers: str
    reason: str
    here: str = ""
    trouble: str = ""


def rule_rows(rules: Sequence[Rule], viewer: Actor, area: str, now: datetime) -> list[RuleRow]:
    """The rules in their order, with the unit that each comes to for the widest area of the viewer."""
    labels, units = kind_labels(area, now), routing.units(viewer)
    rows = []
    for no, rule in enumerate(rules, 1):
        named = rule.to not in (receivers.LEAD, receivers.DESK)
        found = receivers.seek(rule.to, area, units) if named else receivers.Sought(None)
        rows.append(
            RuleRow(
                no=no, code=rule.code, when=when_words(rule, labels), to=receivers.said(rule.to, units),
                helpers="、".join(receivers.said(h, units) for h in rule.helpers), reason=rule.reason,
                here=found.unit.name if found.unit else "", trouble="" if below(rule.to, area, units) else found.why_not,
            )
        )  # fmt: skip
    return rows


def below(to: str, area: str, units: Iterable[Unit]) -> bool:
    """Whether parts of the area have such units of their own, so that it depends on the place."""
    return any(u.area.startswith(area) and receivers.seek(to, u.area, (u,)).unit for u in units)


def when_words(rule: Rule, labels: dict[str, str]) -> str:
    """The conditions: 类别是路灯不亮或道路破损，且缓急是紧急."""
    names = {"kind": labels, "text_class": labels, "group": GROUPS, "severity": SEVERITIES, "duty": TIERS}
    parts = []
    for name, values in rule.when.asked():
        said = [where.long(v) if name == "area" else worded(names.get(name, {}).get(v, v)) for v in values]
        parts.append(_("%(field)s是%(values)s") % {"field": worded(FIELDS[name]), "values": _("或").join(said)})
    return _("，且").join(parts) or _("所有的事")


def line(row: RuleRow) -> str:
    """A rule in one line, for the difference of two sets."""
    beside = _("，%(who)s配合") % {"who": row.helpers} if row.helpers else ""
    return _("%(when)s → %(to)s%(beside)s（%(why)s）") % {
        "when": row.when, "to": row.to, "beside": beside, "why": row.reason.rstrip("。"),
    }  # fmt: skip


def unit_name(units: Iterable[Unit], id: str | None) -> str:
    """What stands for a receiver of a rehearsal."""
    if id in (None, ""):
        return _("没有派过")
    if id == receivers.DESK:
        return _("受理台自己定")
    return next((u.name for u in units if str(u.id) == id), _("已经停用的单位"))
