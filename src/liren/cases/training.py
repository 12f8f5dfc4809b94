"""The worker's part of a training: one at a time in a thread of its own, so that letters and timers don't wait for it.

The thread reads, learns and judges; the worker's loop puts how far it is, and in the end what came of it, through the
gate. A worker that dies begins the training again. What was read, and for what, stands in the access log.
"""

import json
from datetime import datetime
from threading import Thread
from typing import Final
from uuid import UUID

import structlog
from django.db import OperationalError, connection

from liren.cases.commands.training import KeepTraining
from liren.catalogue import queries as catalogue
from liren.kernel import AreaCode, progress
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql

NAME: Final = "cases.training"
NEXT: Final = "select id, area from cases_training where state = 'waiting' order by asked_at, id limit 1"
SYSTEM: Final = "系统出错，没有练成。请再试一次；还是不行，请告诉管理系统的同事。"
log = structlog.get_logger()


class Stopped(Exception):
    """Whoever asked called it off."""


class Run:
    """One training at work in its thread. `at` is how far it is, `end` what came of it."""

    def __init__(self, id: UUID, area: AreaCode, now: datetime) -> None:
        self.id, self.area, self.now = id, area, now
        self.at, self.told = (0, 1), (0, 1)
        self.end: KeepTraining | None = None
        self.stopping = False
        self.thread = Thread(target=self.carry_out, name="training", daemon=True)

    def hear(self, step: str, done: int, total: int) -> None:
        """Raises Stopped once it was called off."""
        if self.stopping:
            raise Stopped
        self.at = (done, total)

    def carry_out(self) -> None:
        """Train; what can't be learnt from is one sentence. A lost database leaves it to be begun again."""
        from liren.cases.triage.trouble import TriageError

        try:
            with progress.heard(self.hear):
                self.end = self._taken()
        except Stopped:
            pass
        except TriageError as no:
            self.end = KeepTraining(training=self.id, done=1, total=1, trouble=no.sentence)
        except OperationalError as error:
            log.warning("training interrupted, will be begun again", error=str(error).strip())
        except Exception:
            log.exception("training failed")
            self.end = KeepTraining(training=self.id, done=1, total=1, trouble=SYSTEM)
        finally:
            connection.close()

    def _taken(self) -> KeepTraining:
        from liren.cases import classifying
        from liren.cases.queries import triage
        from liren.cases.triage import course
        from liren.cases.triage.comparing import ByWords

        found = triage.lessons(
            the_house(NAME, self.area), self.area, purpose="训练本地的归类模型，在归类建议页上要求的"
        )
        entries = catalogue.entries("case_kind", area=self.area, at=self.now)
        old = classifying.in_use(self.area) or ByWords({e.code: e.spec.hints for e in entries})
        made = course.taken(found, old, made_on=f"{self.now:%Y-%m-%d}")
        report = json.dumps(made.report, ensure_ascii=False)
        return KeepTraining(training=self.id, done=self.at[1], total=self.at[1], content=made.content, report=report)


_at_work: list[Run] = []


def step(now: datetime) -> None:
    """The worker's chore: say how far the training at work is, keep what came of it, or begin the next."""
    if not _at_work:
        found = sql.one(NEXT)
        if found is not None:
            _at_work.append(Run(found["id"], AreaCode(found["area"]), now))
            _at_work[0].thread.start()
        return
    run = _at_work[0]
    over = not run.thread.is_alive()
    if over:
        _at_work.clear()
    if over and run.end is not None:
        _tell(run.end, run, now)
    elif not over:
        run.stopping = sql.value("select state from cases_training where id = %s", (run.id,)) != "waiting"
        if run.at != run.told and not run.stopping:
            run.told = run.at
            _tell(KeepTraining(training=run.id, done=run.at[0], total=run.at[1]), run, now)


def _tell(order: KeepTraining, run: Run, now: datetime) -> None:
    gate.execute(order, actor=the_house(NAME, run.area), now=now, key=new_id())
