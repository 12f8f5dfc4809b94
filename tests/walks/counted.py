"""python -m tests.walks.counted SITE SINCE UNTIL: the size of every set of the three rates in the town, as JSON.

Counted as of UNTIL, so that a limit still to come is due by then. A process of its own, as `called` is.
"""

import json
import os
import sys
from datetime import datetime

import django

from liren.config.supervisor import state
from liren.config.supervisor.attach import application


def main(site: str, since: datetime, until: datetime) -> dict[str, int]:
    """Set by set, what the board's page of rates counts between two moments."""
    home = next(one["home"] for one in state.running() if one["url"].rstrip("/") == site)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
    with application(home):
        django.setup()
        from liren.cases.queries.rates import Slice, counted
        from liren.config.demo.cast import TOWN
        from liren.kernel.actor import the_house

        return counted(the_house("walk"), Slice(area=TOWN, since=since, until=until), until)[""]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], *map(datetime.fromisoformat, sys.argv[2:4]))))
