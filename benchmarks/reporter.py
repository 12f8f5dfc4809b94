"""A resident with a browser without a script: reports through the three pages, and tries again until it is acknowledged."""

import http.client
import http.cookiejar
import itertools
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

PAUSE = 0.1
ADDRESSES = itertools.count(2)


class From(urllib.request.HTTPHandler):
    """Opens from a loopback address of its own: the house limits how many reports one address may send an hour."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(http.client.HTTPConnection, request, source_address=(self.address, 0))


def another_address() -> str:
    """The next of 127.0.0.2 … 127.255.255.254, so that every reporter comes from somewhere else."""
    n = next(ADDRESSES) % (1 << 24)
    return f"127.{n >> 16}.{n >> 8 & 255}.{n & 255}"


class Reporter:
    """One visitor. `where` is asked for the address before every try, because a killed house may come back elsewhere."""

    def __init__(self, where: Callable[[], str], stopped: Callable[[], bool]) -> None:
        self.where, self.stopped = where, stopped

    def report(self, words: str, lon: float, lat: float) -> bool:
        """Report once. True when a receipt came back, False when it was told to stop before."""
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), From(another_address()))
        steps = (
            ("report/", None, "report/what/"),
            ("report/what/", {"words": words, "kind": "other", "danger": "no"}, "report/where/"),
            ("report/where/", {"do": "next", "lon": str(lon), "lat": str(lat), "place_words": "村口"}, "report/check/"),
            ("report/check/", {"contact": "none"}, "track/receipt/"),
        )
        return all(self._until(opener, jar, *step) for step in steps)

    def _until(
        self,
        opener: urllib.request.OpenerDirector,
        jar: http.cookiejar.CookieJar,
        path: str,
        form: dict[str, str] | None,
        then: str,
    ) -> bool:
        """One step, again and again until it leads on."""
        while not self.stopped():
            token = next((c.value or "" for c in jar if c.name == "csrftoken"), "")
            body = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token}).encode() if form else None
            try:
                with opener.open(self.where() + path, body, timeout=20) as answer:
                    answer.read()
                    if urllib.parse.urlsplit(answer.url).path.strip("/") == then.strip("/"):
                        return True
            except Exception:  # noqa: BLE001  (whatever a dying server answers, a reporter tries again)
                pass
            time.sleep(PAUSE)
        return False
