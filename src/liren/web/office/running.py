"""Dry runs and imports that take longer than a moment: the worker carries them out, the page says how far it is.

The worker takes one ordered file at a time into a thread of its own, so that letters and timers don't wait for it. The
thread reads, checks and writes through the gate as whoever ordered it, under the file's key: one that died half-way is
taken up again and can't be done twice. The worker's loop puts what the thread says into the file's row, because
nothing the thread's own transaction writes can be seen before it commits.
"""

from dataclasses import replace
from datetime import datetime
from threading import Thread
from uuid import UUID

import structlog
from django.contrib import messages
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liren.kernel import Actor, Refusal, progress
from liren.kernel.ids import new_id
from liren.kernel.rows import FileSource
from liren.trust import gate, imports, uploads
from liren.trust.accounts import actor_of
from liren.web import staff
from liren.web.office import sections
from liren.web.office.looking import looked_at, upload_of
from liren.web.office.sorts import SORTS, rights

SHORT = 64_000  # bytes; up to here dry run and import take less than a second on two cores and are answered at once
SYSTEM = "系统出错，一行也没有写入。请再试一次；还是不行，请告诉管理系统的同事。"
log = structlog.get_logger()


class Stopped(Exception):
    """Whoever ordered it called it off; its transaction rolls back."""


class Run:
    """One dry run or import at work in its thread. `at` is what it said last: step, rows done, rows in all."""

    def __init__(self, account: UUID, up: uploads.Upload, now: datetime) -> None:
        self.account, self.up, self.now = account, up, now
        self.at: tuple[str, int, int] = ("read", 0, 0)
        self.stopping = False
        self.thread = Thread(target=self.carry_out, name="import", daemon=True)

    def hear(self, step: str, done: int, total: int) -> None:
        """Raises Stopped once it was called off."""
        if self.stopping:
            raise Stopped
        self.at = (step, done, total)

    def carry_out(self) -> None:
        """Look at the file, or import and forget it, or give it back with the reason. A lost database leaves it to be
        taken again.
        """
        actor = actor_of(self.account)
        try:
            with progress.heard(self.hear):
                if self.up.aim == "look":
                    uploads.looked(self.up.id, looked_at(actor, self.up, self.now), self.now)
                    return
                import_now(actor, self.up, self.now)
            uploads.done_with(self.up.id)
        except Stopped:
            uploads.give_back(self.up.id, "")
        except Refusal as no:
            uploads.looked(self.up.id, looked_at(actor, self.up, self.now), self.now, trouble=no.sentence)
        except OperationalError as error:
            log.warning("import interrupted, will be taken up again", error=str(error).strip())
        except Exception:
            log.exception("import failed", sort=self.up.sort)
            uploads.give_back(self.up.id, SYSTEM)
        finally:
            connection.close()


_at_work: list[Run] = []


def step(now: datetime) -> None:
    """The worker's chore: say how far the import at work is, or begin the next."""
    if _at_work and _at_work[0].thread.is_alive():
        run = _at_work[0]
        run.stopping = uploads.tell(run.up.id, *run.at, now)
        return
    _at_work.clear()
    taken = uploads.take(now)
    if taken is not None:
        _at_work.append(Run(*taken, now))
        _at_work[0].thread.start()


def import_now(actor: Actor, up: uploads.Upload, now: datetime) -> None:
    """Read, check and write one file through the gate. Raises Refusal."""
    if not actor.grants:
        raise Refusal("no_duty", _("导入的人现在没有职务，不能再导入。请换一个人来办。"))
    order = SORTS[up.sort].order(upload_of(actor, up, now))
    progress.say("check", 0, 0)
    source = FileSource(id=up.id, name=up.name, digest=up.digest)
    gate.execute(replace(order, source=source), actor=actor, now=now, key=up.id)


@staff.staff
@require_safe
def run_page(request: HttpRequest, code: str, id: UUID) -> HttpResponse:
    """How far a dry run or an import is; when it is over, what came of it. `?look` is the page's script: it gets 204 when it is over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = uploads.running(actor, id)
    over = not found or not found[0].step
    if over and "look" in request.GET:
        return HttpResponse(status=204)
    if not found:
        imports.import_card(actor, id, rights(actor))
        messages.success(request, str(SORTS[code].done))
        return redirect("imported", id)
    run = found[0]
    if over and run.aim == "look" and not run.looked:
        messages.success(request, _("没有接着看。文件还在，重新选一次就能再看。"))
        return redirect("import", run.sort)
    if over:
        if run.aim == "import" and not run.trouble:
            messages.success(request, _("已取消，一行也没有写入。"))
        return redirect("dry-run", run.sort, id)
    shown = {
        **sections.crumb(run.name, (reverse("imports"), _("导入")), (reverse("import", args=(run.sort,)), str(SORTS[run.sort].name))),
        "run": run, "sort": SORTS[run.sort], "steps": steps(run), "key": new_id(),
    }  # fmt: skip
    if "look" in request.GET:
        return render(request, "office/import_progress.html", shown)
    return sections.page(request, "office/import_run.html", "imports", shown)


@staff.staff
@require_POST
def cancel(request: HttpRequest, code: str, id: UUID) -> HttpResponse:
    """Call a dry run or an import off while nothing of it is written for good."""
    uploads.cancel(request.actor, id)  # type: ignore[attr-defined]
    return redirect("import-run", code, id)


def steps(run: uploads.Running) -> list[tuple[str, str]]:
    """The steps in words, each over, now or to come: a dry run has two, an import three."""
    names = {"read": _("读文件"), "check": _("核对")} | ({"write": _("写入")} if run.aim == "import" else {})
    at = list(names).index(run.step) if run.step in names else -1
    return [(word, "over" if n < at else "now" if n == at else "to come") for n, word in enumerate(names.values())]
