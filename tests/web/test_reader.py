"""Elder mode and language are kept in a cookie, and the way back leads nowhere else."""

import pytest
from django.test import RequestFactory

from liren.web import reader


def get(path: str):
    return RequestFactory(headers={"Host": "localhost"}).get(path)


def test_elder_mode_is_one_link_away_and_one_link_back():
    answer = reader.elder(get("/look/elder/1/?next=/report/"), 1)
    assert (answer.status_code, answer.url) == (302, "/report/")
    assert answer.cookies["elder"].value == "1"
    assert reader.elder(get("/look/elder/0/"), 0).cookies["elder"].value == "0"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_the_house(wanted: str):
    assert reader.elder(get(f"/look/elder/1/?next={wanted}"), 1).url == "/"


def test_an_unknown_language_changes_nothing():
    assert "django_language" not in reader.language(get("/look/language/xx/"), "xx").cookies
    assert reader.language(get("/look/language/en/"), "en").cookies["django_language"].value == "en"
