"""What the parts are told: everything by environment variables, so that each can also be run by hand.

The owner's address goes only to what migrates or builds; web and worker never see it.
"""

import os
import socket
from contextlib import suppress
from urllib.parse import quote

from .database import Database
from .home import Home, socket_directory

THREADS = 4  # of each web worker


def for_parts(home: Home, keys: dict[str, str], database: Database) -> dict[str, str]:
    """Variables for worker and traffic."""
    told = {
        "LIREN_HOME": str(home.path),
        "LIREN_MEDIA": str(home.media),
        "LIREN_STATIC": str(home.static),
        "LIREN_TILES": str(home.tiles),
        "LIREN_DATABASE_URL": database.app,
        "LIREN_SECRET_KEY": keys["secret_key"],
        "LIREN_SEAL_KEY": keys["seal_key"],
        "LIREN_DEMO": "1" if home.demo else "0",
    }
    if home.demo and "LIREN_SMS" not in os.environ:
        told["LIREN_SMS"] = f"folder:{quote(str(home.path / 'sms'))}?sign={quote('示范镇')}"
    return told


def for_live(home: Home) -> dict[str, str]:
    """Beside these, for web and events: the socket on which the one asks the other."""
    return {"LIREN_EVENTS": str(socket_directory(home, None, "live") / "events.sock")}


def for_web(host: str, port: int) -> dict[str, str]:
    """Beside these, for the web server: a connection per thread, and the host names that it answers to."""
    told = {"LIREN_POOL": str(THREADS), "LIREN_PORT": str(port)}
    return told if "LIREN_HOSTS" in os.environ else told | {"LIREN_HOSTS": ",".join(names(host))}


def names(host: str) -> list[str]:
    """The names under which a browser may ask for this server: itself, and for 0.0.0.0 the machine's own addresses."""
    known = ["localhost", "127.0.0.1", "[::1]"]
    if host in ("0.0.0.0", "::"):
        machine = socket.gethostname()
        known += [machine, socket.getfqdn()]
        with suppress(socket.gaierror):
            known += sorted({str(found[4][0]) for found in socket.getaddrinfo(machine, None, socket.AF_INET)})
    elif host not in known:
        known.append(host)
    return known


def for_owner(home: Home, keys: dict[str, str], database: Database) -> dict[str, str]:
    """Variables for migrations, partitions and the building of the demonstration."""
    return for_parts(home, keys, database) | {"LIREN_OWNER_DATABASE_URL": database.owner}
