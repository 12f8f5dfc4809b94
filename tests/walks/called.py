"""python -m tests.walks.called SITE DAYS: the draws as the worker will make them so many days from now; how many orders.

What ended today is drawn with four working days at most. Urgent cases with a number left are drawn whatever their ticket.
A process of its own, because Django does not talk to a database under a browser's event loop.
"""

import os
import sys
from datetime import UTC, datetime, timedelta

import django

from liren.config.supervisor import state
from liren.config.supervisor.attach import application


def main(site: str, days: int) -> str:
    """The number of seeds, draws and publications that it took."""
    home = next(one["home"] for one in state.running() if one["url"].rstrip("/") == site)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    with application(home):
        django.setup()
        from liren.config import callbacks

        return str(callbacks.step(datetime.now(UTC) + timedelta(days=days)))


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], int(sys.argv[2])))
