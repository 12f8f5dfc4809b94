"""liren key: what scripts read, and sentences for what they ask wrongly."""

import json
from datetime import UTC, datetime

import pytest

from liren.config.cli import main
from liren.trust import clients


@pytest.fixture(autouse=True)
def here(town, monkeypatch):
    monkeypatch.setenv("LIREN_DATABASE_URL", "the test's own")


def told(capsys, *words):
    assert main(["key", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_key_is_made_listed_without_its_secret_and_revoked(capsys):
    made = told(capsys, "create", "--scopes", "cases.read, cases.report", "--name", "物业", "--days", "30")
    came = clients.actor_of_key(made["key"], datetime.now(UTC))
    assert came.scopes == ("cases.read", "cases.report")
    assert (made["area"], made["sandbox"]) == ("321181", False)
    listed = told(capsys, "list")
    assert made["key"] not in json.dumps(listed)
    assert [k["name"] for k in listed if k["head"] == made["key"][11:17]] == ["物业"]
    assert told(capsys, "revoke", made["id"], "--reason", "不用了")["revoked"] is True
    assert clients.actor_of_key(made["key"], datetime.now(UTC)) is None
    assert main(["key", "list"]) == 0
    assert "停用" in capsys.readouterr().out


def test_a_sandbox_key_says_so_in_its_first_letters(capsys):
    made = told(capsys, "create", "--scopes", "cases.report", "--name", "调试", "--sandbox", "--area", "321181108")
    assert made["key"].startswith("liren_test_")
    assert made["area"] == "321181108"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("create", "--scopes", "all", "--name", "x"), "cases.read"), (("create", "--scopes", "", "--name", "x"), "至少选一个"),
        (("create", "--scopes", "cases.read", "--name", "x", "--area", "12x"), "不是区划代码"),
        (("create", "--scopes", "cases.read", "--name", "x", "--days", "1000"), "两年"),
        (("create", "--scopes", "cases.read", "--name", "x", "--days", "0"), "两年"),
        (("revoke", "x", "--reason", "y"), "不是密钥的编号"),
        (("revoke", "01a20747-c9e5-76c6-b707-1327b945b12b", "--reason", "y"), "没有找到"),
    ],
)  # fmt: skip
def test_a_wrong_order_is_one_sentence(capsys, words, says):
    assert main(["key", *words]) == 1
    assert says in capsys.readouterr().err
