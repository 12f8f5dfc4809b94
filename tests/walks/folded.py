"""python -m tests.walks.folded SITE CASE: whether the journal of a case adds up to its row. A process of its own, because
Django does not talk to a database under a browser's event loop."""

import os
import sys
from datetime import UTC, datetime
from uuid import UUID

import django

from liren.config.supervisor import state
from liren.config.supervisor.attach import application


def main(site: str, case: UUID) -> str:
    """ "same", or what differs."""
    home = next(one["home"] for one in state.running() if one["url"].rstrip("/") == site)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    with application(home):
        django.setup()
        from liren.cases.events import CaseEvent
        from liren.cases.models import rows
        from liren.cases.rules.fold import fold
        from liren.kernel.actor import the_house
        from liren.trust import journal

        entries = journal.timeline(the_house("walk"), case, datetime(2026, 1, 1, tzinfo=UTC))
        row = rows.load(case)
        folded = fold(entry.event for entry in entries if isinstance(entry.event, CaseEvent))
        return "same" if row and folded == row.state else f"{folded} is not {row and row.state}"


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], UUID(sys.argv[2])))
