"""One entry of the journal: its data in words and its chain, from what caused it to whom it was told."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liren.kernel import Actor
from liren.trust import audit
from liren.web import staff, where
from liren.web.audit import frame, journal, words
from liren.web.display import full_words


@staff.staff
@require_safe
def entry_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """Raises Missing for an entry outside the auditor's areas."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    staff.need(actor, frame.RIGHT)
    whole = audit.entry_whole(actor, id)
    line = whole.line
    known = frame.names(actor, {i for i in (line.subject, line.actor_account) if i} | words.ids_in(whole.data))
    shown: dict[str, Any] = {
        "what": words.event_label(line.name), "name": line.name, "version": whole.version, "line": line,
        "who": journal.who(line, known), "about": frame.called(line.subject, known), "recorded": full_words(line.recorded_at),
        "happened": full_words(line.at) if abs((line.at - line.recorded_at).total_seconds()) > 60 else "",
        "where": f"{where.long(line.area)} {line.area}", "rows": words.rows(whole.data, known),
        "cause": journal.lines(actor, (whole.cause,))[0] if whole.cause else None,
        "together": journal.lines(actor, whole.together), "effects": journal.lines(actor, whole.effects),
        "answers": [(a, words.flow_name(a.flow), _answer(a)) for a in whole.answers],
    }  # fmt: skip
    return frame.page(request, "audit/entry.html", "audit", shown)


def _answer(answer: audit.Answer) -> str:
    if not answer.waiting:
        return _("已办")
    return _("试了 %(n)d 次，还没办成") % {"n": answer.tries} if answer.tries else _("等着办")
