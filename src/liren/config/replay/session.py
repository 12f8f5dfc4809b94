"""The database of a replay: the one that `liren up` runs on this directory, else one started for as long as it takes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from liren.config.supervisor.attach import Attached, attached
from liren.config.supervisor.home import Home, keys
from liren.config.supervisor.supervisor import CLI
from liren.config.supervisor.trouble import Trouble, from_log


@contextmanager
def opened(home: Home) -> Iterator[None]:
    """Django, set up as the application on the home's migrated database."""
    home.make()
    keys(home)
    with attached(home) as one:
        _migrate(one)
        os.environ |= {name: word for name, word in one.env.items() if "OWNER" not in name}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liren.config.settings")
        import django
        from django.db import connection

        django.setup()
        try:
            yield
        finally:
            connection.close()


def _migrate(one: Attached) -> None:
    words = [sys.executable, "-m", CLI, "migrate"]
    ran = subprocess.run(words, env={**os.environ, **one.env}, capture_output=True, text=True)
    if ran.returncode:
        said = (ran.stdout + ran.stderr).strip()
        last = said.splitlines()[-1:] or ["没有留下记录"]
        raise from_log(said, one.home.path) or Trouble(f"更新数据库结构没有成功：{last[0]}")
