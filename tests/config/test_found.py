"""Founding a county on the server: divisions, three administrators, more accounts, lost passwords."""

import re
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

import liren.config.demo as demo
from liren.config import cli
from liren.kernel import AreaCode
from liren.kernel.ids import new_id
from liren.people.commands import RegisterPerson
from liren.trust import sql

DIVISIONS = str(Path(demo.__file__).with_name("jiepai_divisions.csv"))
THREE = ("--system-admin", "张一", "--security-admin", "李二", "--auditor", "王三")


@pytest.fixture(autouse=True)
def house(db):
    return db


def found(capsys, *names: str) -> str:
    assert cli.main(["found", DIVISIONS, "--area", "321181108", *(names or THREE)]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def passwords(said: str) -> dict[str, str]:
    """Sign-in names and first passwords out of what was printed."""
    return dict(re.findall(r"登录名 (\S+?)，初始密码 ([\w-]+)", said))


def opens(username: str, password: str) -> bool:
    return authenticate(RequestFactory().post("/login/"), username=username, password=password) is not None


def test_an_empty_county_gets_its_divisions_and_three_administrators(capsys):
    said = found(capsys)
    assert "导入区划 15 个" in said
    given = passwords(said)
    assert set(given) == {"system-admin", "security-admin", "auditor"}
    assert all(opens(name, word) for name, word in given.items())
    held = sql.values("select distinct post from trust_grant where now() <@ during order by 1")
    assert held == ["auditor", "security_admin", "system_admin"]
    assert sql.value("select bool_and(must_use_totp) from trust_account")


def test_founding_again_goes_on_and_gives_unused_accounts_another_password(capsys):
    first, second = passwords(found(capsys)), passwords(found(capsys))
    assert not opens("auditor", first["auditor"])
    assert opens("auditor", second["auditor"])
    assert sql.value("select count(*) from trust_account") == 3


def test_an_administrator_who_works_already_keeps_his_password(capsys):
    sql.run("update trust_account set last_login = now() where username = 'system-admin'")
    given = found(capsys)
    assert "系统管理员已经在用" in given
    assert "system-admin" not in passwords(given)


def test_one_person_cannot_be_two_administrators(capsys):
    words = ["found", DIVISIONS, "--area", "321181108", "--system-admin", "张一", "--security-admin", "张一"]
    assert cli.main([*words, "--auditor", "王三"]) == 1
    assert "三个人" in capsys.readouterr().err


def test_a_registered_person_gets_an_account_and_another_password_when_it_is_lost(capsys):
    from liren.config.cli.people import order

    order(RegisterPerson(person=new_id(), area=AreaCode("321181108"), name="周玉琴"))
    assert cli.main(["account", "open", "周玉琴", "zhouyuqin"]) == 0
    first = passwords(capsys.readouterr().out)["zhouyuqin"]
    assert opens("zhouyuqin", first)
    assert cli.main(["account", "open", "周玉琴", "again"]) == 1
    assert "已经有登录账号" in capsys.readouterr().err
    assert cli.main(["account", "password", "zhouyuqin"]) == 0
    second = passwords(capsys.readouterr().out)["zhouyuqin"]
    assert opens("zhouyuqin", second)
    assert not opens("zhouyuqin", first)


def test_nobody_gets_an_account_by_a_name_that_is_not_in_the_register(capsys):
    assert cli.main(["account", "open", "没有这个人", "nobody"]) == 1
    assert "0 人" in capsys.readouterr().err
    assert cli.main(["account", "password", "nobody"]) == 1
    assert "没有登录名" in capsys.readouterr().err


def test_the_only_security_administrator_gets_the_rights_of_a_new_version_on_the_server(capsys):
    found(capsys)
    assert cli.main(["account", "rights", "安全管理员"]) == 1
    assert "不用再办" in capsys.readouterr().err
    sql.run("""update trust_grant set during = tstzrange(lower(during), lower(during)), closed = true
               where post = 'security_admin' and "right" = 'people.appoint'""")
    assert cli.main(["account", "rights", "安全管理员"]) == 0
    assert "已重新授权" in capsys.readouterr().out
    assert (
        sql.value("""select count(*) from trust_grant where post = 'security_admin' and "right" = 'people.appoint'
                        and during @> now()""")
        == 1
    )
    assert cli.main(["account", "rights", "没有这个岗位"]) == 1
    assert "没有岗位" in capsys.readouterr().err
