"""Without a line the browser shows our own page, and keeps nothing but that page and how it looks."""

import json
import re

from django.test import RequestFactory

from liren.web.errors import offline


def get(path: str, **cookies: str):
    request = RequestFactory(headers={"Host": "localhost"}).get(path)
    request.COOKIES.update(cookies)
    return request


def test_the_worker_keeps_the_offline_page_its_stylesheet_and_the_seal_only():
    answer = offline.worker(get("/worker.js"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    kept = json.loads(re.search(r"KEPT = (.*);", answer.content.decode())[1])
    assert [re.sub(r"\?.*|\.[0-9a-f]{12}", "", path) for path in kept] == [
        "/offline/",
        "/static/liren.css",
        "/static/seal.svg",
    ]


def test_larger_type_makes_another_worker_so_that_the_page_is_kept_anew():
    assert offline.worker(get("/worker.js")).content != offline.worker(get("/worker.js", elder="1")).content


def test_the_offline_page_leads_on():
    page = offline.offline_page(get("/offline/")).content.decode()
    assert "再试一次" in page
    assert 'href="tel:12345"' in page
