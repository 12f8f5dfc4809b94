"""Who may see what: no right, no rows; wider grounds swallow narrower ones; every look is written down."""

from datetime import UTC, datetime

import pytest

from liren.kernel import Actor, AreaCode, Grant, Missing
from liren.kernel.actor import ANONYMOUS, by_link, the_house
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.trust.sight import after, branches, look, need, scopes, where


def somebody(*grants: tuple[str, str]) -> Actor:
    return Actor(
        kind="staff", account=new_id(), grants=tuple(Grant(right=r, area=AreaCode(a), post="keeper") for r, a in grants)
    )


def test_without_a_right_the_condition_is_false():
    assert where(ANONYMOUS, "toy.see").sql == "false"
    assert branches(somebody(("other", "321181108")), "toy.see") == ()


def test_an_area_is_a_range_and_never_a_like():
    cond = where(somebody(("toy.see", "321181108")), "toy.see", "scope")
    assert cond.sql == "((scope >= %s and scope < %s))"
    assert cond.params == ("321181108", "321181109")
    assert after("321181109") == "32118110:"


def test_a_town_swallows_its_own_grid_and_leaves_another_town_s():
    viewer = somebody(("toy.see", "321181108006001"), ("toy.see", "321181108"), ("toy.see", "321181109001001"))
    assert [(b.column, b.value) for b in branches(viewer, "toy.see")] == [
        ("town", "321181108"),
        ("grid", "321181109001001"),
    ]


def test_a_grant_for_some_kinds_is_not_swallowed_by_nothing():
    viewer = Actor(
        kind="staff",
        grants=(
            Grant(right="toy.see", area=AreaCode("321181108"), kinds=("noise",)),
            Grant(right="toy.see", area=AreaCode("321181108006")),
        ),
    )
    assert len(branches(viewer, "toy.see")) == 2


def test_the_house_sees_the_county():
    assert where(the_house("x"), "toy.see").sql == "true"
    assert branches(the_house("x"), "toy.see")[0].column == ""
    assert (scopes(the_house("x")), scopes(the_house("x", "321181108")), scopes(ANONYMOUS)) == ("*", "321181108", "")


def test_need_refuses_like_something_that_is_not_there():
    need(somebody(("toy.see", "321181108")), "toy.see", "321181108006")
    with pytest.raises(Missing):
        need(somebody(("toy.see", "321181108")), "toy.see", "321181109")
    with pytest.raises(Missing):
        need(ANONYMOUS, "toy.see")


def test_a_look_is_written_down_with_role_purpose_and_time(db):
    viewer, subject = somebody(("toy.see", "321181108")), new_id()
    with look(viewer, purpose="核实楼号", subject=subject, what="toy.phone", area="321181108006"):
        pass
    row = sql.one("select account, post, what, purpose, area, at from trust_access where subject = %s", (subject,))
    assert (row["account"], row["post"], row["what"], row["purpose"]) == (
        viewer.account,
        "keeper",
        "toy.phone",
        "核实楼号",
    )
    assert (datetime.now(UTC) - row["at"]).total_seconds() < 60


def test_a_look_that_fails_is_not_written_down_as_one(db):
    subject = new_id()
    with pytest.raises(ZeroDivisionError), look(by_link(subject), purpose="看", subject=subject, what="x", area="3211"):
        raise ZeroDivisionError
    assert sql.value("select count(*) from trust_access where subject = %s", (subject,)) == 0
