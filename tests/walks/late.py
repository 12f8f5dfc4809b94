"""python -m tests.walks.late SITE TICKET: let a ticket run out now, as if its ten minutes were over. A process of its own, because
Django does not talk to a database under a browser's event loop."""

import os
import sys
from uuid import UUID

import django

from liren.config.supervisor import state
from liren.config.supervisor.attach import application


def main(site: str, ticket: UUID) -> None:
    """Move the end of a ticket to the moment at which it was issued."""
    home = next(one["home"] for one in state.running() if one["url"].rstrip("/") == site)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    with application(home):
        django.setup()
        from liren.trust import sql

        sql.run("update devices_viewticket set expires_at = issued_at where id = %s", (ticket,))


if __name__ == "__main__":
    main(sys.argv[1], UUID(sys.argv[2]))
