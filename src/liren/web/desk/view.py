"""One case as staff see it: the card of the case room in words, with its photos, its rail and who had it in hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from liren.attachments import queries as attachments
from liren.cases.events import CaseDispatched, HelpReported
from liren.cases.kinds import CONFIRMATIONS, RELIEFS, RESULTS, SOURCES
from liren.cases.queries import CaseCard, CaseLine
from liren.cases.workflows import CLOCK_LABELS, ROLE_LABELS, workflow
from liren.kernel import Actor
from liren.web import where
from liren.web.desk import rail
from liren.web.desk.history import Names
from liren.web.display import COUNTED_DOWN, Clock, clock_words, day_words, limit_clock, moment_words, worded

ENDED = {"closed": "done", "replied": "done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A photo ready to show: `src` the thumbnail, `href` the whole, `said` when it came."""

    src: str
    href: str
    alt: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who had the case in hand: sent, signed for, answered, and how it stands with them."""

    who: str
    sent: datetime | None = None
    signed: datetime | None = None
    answered: datetime | None = None
    state: str = "okay"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything a page shows of a case; `before` and `after` are photos in the order they came."""

    id: UUID
    version: int
    number: str
    title: str
    kind: str
    tags: tuple[tuple[str, str], ...]
    state_label: str
    clock: Clock
    waits_for: str
    lead: str
    place: str
    area: str
    lon: float | None
    lat: float | None
    source: str
    from_device: bool
    words: str
    answers: tuple[tuple[str, str], ...]
    followers: int
    reported: str
    ended: str
    asks_photo: str
    before: tuple[Shot, ...]
    after: tuple[Shot, ...]
    rail: tuple[rail.Station, ...]
    hands: tuple[Hand, ...]
    beside: str
    reporter_said: str
    relief: str
    terms: str
    drill: bool = False

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Every photo, those from before the work first."""
        return (*self.before, *self.after)

    @property
    def more_photos(self) -> tuple[Shot, ...]:
        """The photos beyond the first pair."""
        return (*self.before[1:], *self.after[1:])

    @property
    def pair(self) -> bool:
        return bool(self.before or self.after)


def view(viewer: Actor, card: CaseCard, names: Names, now: datetime) -> CaseView:
    """The card in words: one statement more, for its photos."""
    case = card.case
    photos = attachments.photos_of(viewer, "case", [case.id], area=case.scope)
    shots = [(p.role, _shot(case.id, p, now)) for p in photos]
    labels = {f.code: f.label for f in card.kind.fields}
    return CaseView(
        id=case.id, version=case.version, number=card.number, title=card.title, kind=card.kind.label, tags=_tags(card),
        state_label=worded(card.state_label), clock=clock(card, now), waits_for=waits_for(card), lead=_lead(card),
        place=place(case.scope, case.placed, card.place_words), area=where.short(case.scope), lon=card.lon, lat=card.lat,
        source=worded(SOURCES.get(case.channel, case.channel)), from_device=case.channel == "device", words=card.words,
        answers=tuple((labels.get(q, q), a) for q, a in card.answers.items()), followers=case.followers,
        reported=moment_words(case.reported_at, now), ended=_ended(card, now),
        asks_photo=_("还没有办好后的照片。%(why)s") % {"why": card.kind.photo.why} if card.kind.photo.after else "",
        before=tuple(s for role, s in shots if role != "after"), after=tuple(s for role, s in shots if role == "after"),
        rail=tuple(rail.stations(case, card.timeline)), hands=tuple(_hands(card, names)),
        beside="、".join(filter(None, map(names.unit, case.helpers))),
        reporter_said=_reporter(card), relief=_relief(card),
        terms=_terms(card),
        drill=card.case.drill is not None,
    )  # fmt: skip


def clock(card: CaseCard, now: datetime) -> Clock:
    """The limit that presses, named: 核查剩 1 时 40 分, 最晚今天 14:30 签收."""
    case = card.case
    if workflow(case.workflow).state(case.state).terminal:
        return Clock(ENDED.get(case.state, "hold"), worded(card.state_label))
    if case.state == "suspended" and case.suspended_until:
        return Clock("hold", _("缓办，到 %(day)s") % {"day": day_words(case.suspended_until, now)})
    if case.next_due_at is None:
        return limit_clock(None, now)
    found = clock_words(case.next_due_at, now)
    limit = worded(CLOCK_LABELS.get(case.next_clock or "", ""))
    if limit and case.next_due_at - now > COUNTED_DOWN:
        when = f"{_gap(found.words)}{found.words}{_gap(found.words[-1])}"
        return Clock(found.state, " ".join((_("最晚%(when)s%(limit)s") % {"when": when, "limit": limit}).split()))
    return Clock(found.state, f"{limit}{_gap(found.words)}{found.words}")


def line_clock(line: CaseLine, now: datetime) -> Clock:
    """The limit of a case in a list."""
    state = workflow(line.workflow).state(line.state)
    if state.terminal:
        return Clock(ENDED.get(line.state, "hold"), worded(state.label))
    if line.state == "suspended":
        return Clock("hold", _("缓办"))
    return limit_clock(line.next_due_at, now)


def _gap(words: str) -> str:
    return " " if words[:1].isascii() else ""


def waits_for(card: CaseCard) -> str:
    """Who is waited for, by role and, where one is known, by name."""
    case = card.case
    names = {
        "handler": card.handler_name or card.unit_name,
        "desk": card.keeper_name if case.state == "reported" else None,
    }
    if card.owner == "none" or (card.owner == "reporter" and case.confirm == "none"):
        return _("没有人，已经结束")
    if card.owner == "desk" and names["desk"]:
        return f"{worded(ROLE_LABELS['keeper'])} {names['desk']}"
    return " ".join(filter(None, (worded(ROLE_LABELS[card.owner]), names.get(card.owner))))


def place(scope: str, placed: str, words: str) -> str:
    """The area and the words about it; outside every grid it is said so."""
    area = _("在所有网格之外") if placed == "outside" else where.long(scope)
    return "，".join(filter(None, (area, words)))


def _lead(card: CaseCard) -> str:
    return " ".join(filter(None, (card.unit_name, card.handler_name)))


def _tags(card: CaseCard) -> tuple[tuple[str, str], ...]:
    case = card.case
    found = []
    if case.severity == "urgent":
        found.append(("late", _("紧急")))
    if case.reopens:
        found.append(("late", _("要求重办")))
    if case.reworks:
        found.append(("soon", _("核查没过 %(n)d 次") % {"n": case.reworks}))
    if case.returns:
        found.append(("soon", _("退回过")))
    if case.urges:
        found.append(("soon", _("督办 %(n)d 次") % {"n": case.urges}))
    if case.secrecy:
        found.append(("", _("隐名")))
    return tuple(found)


def _ended(card: CaseCard, now: datetime) -> str:
    """What the end was, with the four facts kept apart."""
    case = card.case
    if not workflow(case.workflow).state(case.state).terminal:
        return ""
    parts = [worded(card.state_label)]
    if case.result:
        parts.append(worded(RESULTS[case.result]))
    if CONFIRMATIONS.get(case.confirm):
        parts.append(worded(CONFIRMATIONS[case.confirm]))
    when = moment_words(case.closed_at, now) if case.closed_at else ""
    return "，".join(filter(None, (*parts, when)))


def _relief(card: CaseCard) -> str:
    case = card.case
    if not case.relief:
        return ""
    asked = next((n.text for n in reversed(card.notes.values()) if n.kind == "ask_relief"), "")
    return _("申请%(what)s %(days)d 个工作日。理由：%(why)s") % {
        "what": worded(RELIEFS[case.relief]), "days": case.relief_days, "why": asked,
    }  # fmt: skip


def _terms(card: CaseCard) -> str:
    """Under which kind the limits are counted, and what was granted on top."""
    said = _("照“%(kind)s”类别的时限。") % {"kind": card.kind.label}
    if card.case.extensions:
        said += _("延期过 1 次，%(days)d 个工作日。") % {"days": card.case.extended_days}
    return said


def _reporter(card: CaseCard) -> str:
    if card.case.secrecy:
        return _("要求隐名，承办的人看不到是谁。")
    if card.case.on_behalf:
        return _("工作人员代为登记。")
    return _("联系得上：留了电话，或者用账号报的。") if card.case.contactable else _("没有留联系方式，凭编号自己查。")


def _shot(case: UUID, photo: attachments.PhotoCard, now: datetime) -> Shot:
    href = reverse("case-photo", args=[case, photo.id])
    return Shot(src=f"{href}?small", href=href, alt=photo.role_label, said=moment_words(photo.attached_at, now))


def _hands(card: CaseCard, names: Names) -> list[Hand]:
    """Who had it in hand, one after the other, from the journal."""
    found: list[dict[str, object]] = []
    for entry in card.timeline:
        event = entry.event
        if entry.name in ("CaseDispatched", "ArbitrationDecided"):
            to = names.unit(event.unit) or names.person(event.handler)  # type: ignore[attr-defined]
            found.append({"who": to, "sent": entry.at})
        elif entry.name == "CaseTakenUp":
            handler = names.person(event.handler)  # type: ignore[attr-defined]
            if not found or "signed" in found[-1] or "words" in found[-1]:
                found.append({"who": handler})
            elif found[-1]["who"] != handler:
                found[-1]["who"] = f"{found[-1]['who']}，{handler}"
            found[-1]["signed"] = entry.at
        elif entry.name == "CaseReturned" and found:
            found[-1] |= {"state": "hold", "words": _("已退回")}
        elif entry.name == "ResultReported" and found:
            found[-1] |= {"answered": entry.at, "state": "done", "words": _("已反馈")}
        elif entry.name == "CaseSentBack" and found:
            found[-1] |= {"state": "soon", "words": _("重办")}
    return [*(Hand(**hand) for hand in found), *_helping(card, names)]  # type: ignore[arg-type]


def _helping(card: CaseCard, names: Names) -> list[Hand]:
    """Who helps since the case was last sent, and whether they said what they did."""
    found: dict[UUID, Hand] = {}
    for entry in card.timeline:
        event = entry.event
        if isinstance(event, CaseDispatched):
            who = {unit: _("%(unit)s（配合）") % {"unit": names.unit(unit)} for unit in event.helpers}
            found = {unit: Hand(who=said, sent=entry.at, words=_("配合")) for unit, said in who.items()}
        elif isinstance(event, HelpReported) and event.by_unit in found:
            found[event.by_unit] = replace(
                found[event.by_unit], answered=entry.at, state="done", words=_("已反馈")
            )  # fmt: skip
    return list(found.values())
