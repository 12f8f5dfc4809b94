"""Every "no" has its status, a plain sentence and a way on."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from liren.kernel import Conflict, Denied, Missing, Refusal
from liren.web.errors import views


def page_of(no: Refusal, **headers: str) -> tuple[HttpResponse, str]:
    answer = views.refused(RequestFactory(headers={"Host": "localhost", **headers}).post("/x"), no)
    return answer, answer.content.decode()


@pytest.mark.parametrize(
    ("no", "status"),
    [
        (Refusal("case.verifier_is_handler", "您是承办人，不能核查自己办的事。"), 422),
        (Denied("您的职责昨天到期，现在不能派遣。"), 403),
        (Missing("没有这个编号的事项，请核对。"), 404),
        (Conflict("stale", "许文澜已经核查通过。"), 409),
    ],
)
def test_a_refusal_shows_its_sentence_with_its_status(no: Refusal, status: int):
    answer, text = page_of(no)
    assert answer.status_code == status
    assert no.sentence in text


def test_a_conflict_says_what_it_is_now():
    _, text = page_of(Conflict("stale", "别人先办了。", current={"label": "已核查", "state": "closed", "version": 7}))
    assert "现在是这样" in text
    assert "已核查" in text
    assert "closed" not in text


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_every_error_page_stands_without_a_database(status: int):
    answer = views.page(RequestFactory(headers={"Host": "localhost"}).get("/x"), status)
    assert answer.status_code == status
    assert "<h1" in answer.content.decode()


def test_the_way_back_leads_only_to_our_own_pages():
    _, ours = page_of(Refusal("a", "不行。"), Referer="http://localhost/report/?n=1")
    _, foreign = page_of(Refusal("a", "不行。"), Referer="http://elsewhere.example/report/")
    assert 'href="/report/"' in ours
    assert "elsewhere" not in foreign
    assert "/report/" not in foreign
