"""/alarms/<id>/: the whole chain of one alarm, each link by its id: frame, alarm, case, dispatch, cameras, views, proof."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liren.cases import queries as cases
from liren.cases.events import EVENTS
from liren.devices.kinds import CAUSES
from liren.devices.queries import alarms, chain, frames, looked, register, views
from liren.devices.rules.views import ENDS
from liren.kernel import Actor, Missing
from liren.kernel.ids import new_id
from liren.trust import journal
from liren.trust.sight import visible
from liren.web import staff, where
from liren.web.alarms import words
from liren.web.alarms.page import judged
from liren.web.attempt import Attempt, Typed
from liren.web.desk.alarmed import spot_of
from liren.web.display import full_words, moment_words, span_words, worded


@staff.staff
@require_http_methods(["GET", "HEAD", "POST"])
def alarm_page(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """POST is a word on it: `real`, `false` with its cause, `seen`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = request.now  # type: ignore[attr-defined]
    card, group = alarms.group_of(actor, id)
    typed, tried = Typed(request.POST), Attempt()
    if request.method == "POST":
        tried = judged(request, typed)
        if tried.answer is not None:
            return redirect("alarm", id)
    kept = frames.some(actor, dict.fromkeys((card.first_frame, card.last_frame)), card.area)
    shown = {
        "card": card, "kind": worded(card.kind_label), "standing": words.standing(card), "signal": words.signal(card, now),
        "part": words.part(card), "spot": words.spot(card), "marks": words.marks(card), "area": where.long(card.area),
        "raised": full_words(card.raised_at), "said": full_words(card.first_said_at) if card.first_said_at else "",
        "frames": [words.frame_lines(frame) for frame in kept],
        "others": [
            {"card": a, "part": words.part(a), "standing": words.standing(a), "at": moment_words(a.raised_at, now)}
            for a in (group.head, *group.others) if a.id != card.id
        ],
        "waiting": group.version, "fresh": group.unseen, "may": card.open and visible(actor, "devices.confirm", card.area), "key": new_id(),
        "may_real": visible(actor, "devices.confirm", card.area), "causes": CAUSES, "cause": worded(CAUSES[card.cause][0]) if card.cause else "", "tried": tried, "typed": typed.values(),
        "ground": spot_of(actor, card, "", now), "tasks": register.tasks(actor, device=card.device, done=True), **_case(actor, card.case, card.raised_at - timedelta(minutes=5), now),
    }  # fmt: skip
    return staff.page(request, "alarms/alarm.html", "alarms", shown, status=tried.status)


@staff.staff
@require_safe
def of_case(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """From a case to the alarm it came from."""
    found = alarms.of_case(request.actor, case)  # type: ignore[attr-defined]
    if not found:
        raise Missing
    return redirect("alarm", found[0].id)


def _case(actor: Actor, case: UUID | None, since: datetime, now: datetime) -> dict[str, object]:
    """The case that came of it and its steps, where the viewer may see it."""
    if case is None:
        return {"case": None, "steps": []}
    try:
        card = cases.case_card(actor, case, now)
    except Missing:
        return {"case": None, "steps": []}
    entries = journal.timeline(actor, case, since)
    steps = [
        {"label": worded(EVENTS[entry.name].label), "at": moment_words(entry.at, now), "id": entry.id}
        for entry in entries if entry.name in EVENTS and entry.name not in ("CaseNoted", "CaseWarned")
    ]  # fmt: skip
    return {"case": card, "steps": steps, **_looked(actor, case, now)}


def _looked(actor: Actor, case: UUID, now: datetime) -> dict[str, object]:
    """The cameras that the case opened and who looked through them, as far as the viewer may read the register."""
    lines, all = looked.looked_under(actor, case)
    opened, _hidden = chain.watched(actor, case)
    names = {one.code: worded(one.label) for one in views.purposes(actor, lines[0].area, now)} if lines else {}
    return {
        "offers": [(one, moment_words(one.at, now), moment_words(one.until, now) if one.until else "") for one in opened if one.what == "offer"],
        "views": [
            {"one": line, "purpose": names.get(line.purpose, line.purpose), "at": moment_words(line.opened_at, now),
             "lasted": (span_words(line.closed_at - line.opened_at) or _("不到 1 分")) if line.closed_at else _("还在看"),
             "why": worded(ENDS[line.why]) if line.why else ""}
            for line in lines
        ],
        "unseen": all - len(lines),
    }  # fmt: skip
