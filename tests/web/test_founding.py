"""The first page of an empty county: opened by a code on disk, refused in a sentence beside its field, and used once."""

import re

import pytest
from django.conf import settings
from django.test import Client

from liren.kernel.ids import new_id
from liren.trust import sql
from tests.web.staffroom import text

CODE = "ABCD-EFGH-JKMN"
TOLD = {
    "code": CODE, "area": "321181", "name": "丹阳市", "city": "镇江市", "province": "江苏省",
    "system_admin": "林一", "security_admin": "何二", "auditor": "高三",
}  # fmt: skip


@pytest.fixture
def visitor(db, tmp_path, monkeypatch):
    path = tmp_path / "setup-code"
    path.write_text(CODE + "\n")
    monkeypatch.setattr(settings, "SETUP_CODE_FILE", path)
    sql.run("delete from web_rate")
    return Client(headers={"host": "localhost"})


def post(visitor, **told):
    return visitor.post("/setup/", {"key": new_id(), **TOLD, **told})


@pytest.mark.parametrize(
    ("told", "field", "says"),
    [
        ({"code": "WRONG"}, "code", "建县码不对"),
        ({"area": "32118"}, "area", "县区代码是 6 位数字"),
        ({"area": "321181108"}, "area", "现在是 9 位"),
        ({"name": " "}, "name", "没有填名称"),
        ({"auditor": ""}, "auditor", "没有填审计员的姓名"),
        ({"auditor": "林一"}, "auditor", "不能是同一个人"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(visitor, told, field, says):
    answer = post(visitor, **told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in text(answer)
    assert f'id="{field}-error"' in page
    assert 'value="何二"' in page
    assert sql.value("select count(*) from trust_account") == 0


def test_the_code_may_be_tried_five_times(visitor):
    assert [post(visitor, code="WRONG").status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_county_is_set_up_once_with_three_people_and_no_password(visitor):
    answer = post(visitor, code=CODE.lower().replace("-", " "))
    assert answer.status_code == 200
    codes = dict(re.findall(r'data-code="([a-z-]+)">([A-Z0-9-]{14})<', answer.content.decode()))
    assert set(codes) == {"system-admin", "security-admin", "auditor"}
    assert not settings.SETUP_CODE_FILE.exists()
    assert visitor.get("/setup/").status_code == 404
    settings.SETUP_CODE_FILE.write_text(CODE)
    assert post(visitor).status_code == 404, "even with the file back: somebody can sign in"
    assert sql.value("select count(*) from trust_account where password not like '!%%'") == 0, "no password is set"
    assert sql.values("select name from places_area order by code") == ["江苏省", "镇江市", "丹阳市"]
    assert sql.value("select count(distinct person) from people_duty where administrator") == 3
    told = {"username": "system-admin", "code": codes["system-admin"], "password1": "qinglong-7-bridge"}
    assert visitor.post("/login/reset/", {**told, "password2": told["password1"]}).status_code == 302
    answer = visitor.post("/login/", {"login": "system-admin", "password": "qinglong-7-bridge"})
    assert visitor.get("/office/setup/").headers["Location"] == "/mfa/totp/", "the second step comes first"
