"""A resident with a browser without a script: reports through the three pages, and tries again until it is acknowledged."""

import http.cookiejar
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

PAUSE = 0.1


class Reporter:
    """One visitor. `where` is asked for the address before every try, because a killed house may come back elsewhere."""

    def __init__(self, where: Callable[[], str], stopped: Callable[[], bool]) -> None:
        self.where, self.stopped = where, stopped

    def report(self, words: str, lon: float, lat: float) -> bool:
        """Report once. True when a receipt came back, False when it was told to stop before."""
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
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
