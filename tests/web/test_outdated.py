"""The office says whose rights are of an older version, what would change, and lets them follow with one click."""

from datetime import UTC, datetime

import pytest

from liren.catalogue import queries as catalogue
from liren.catalogue import shelf
from liren.catalogue.commands import PublishEntry
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests import scene
from tests.scene import TOWN
from tests.web.staffroom import Room, key_of, text

POST, LABEL = "micro_grid_keeper", "微网格员（联络员）"
HOLDERS = """
select count(distinct p.account) from people_duty d join people_person p on p.id = d.person
where d.post = %s and d.during @> now() and p.account is not null
"""


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("admin", "system_admin"), ("security", "security_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


def publish(post, *more):
    now = datetime.now(UTC)
    spec = catalogue.spec_of(catalogue.entry("post", post, at=now).id)
    told = PublishEntry(
        entry=new_id(), family="post", code=post, area="", spec=spec | {"rights": [*spec["rights"], *more]},
        effective_from=now, legal_basis="", verified_by="",
    )  # fmt: skip
    gate.execute(told, actor=the_house("setup"), now=now, key=new_id())
    shelf._fresh(None, force=True)


def test_a_new_version_is_announced_shown_and_followed_with_one_click(room):
    security = room.browser("security")
    assert "按旧版任职" not in text(security.get("/office/duties/"))
    assert "没有人按旧版任职" in text(security.get("/office/duties/rights/"))
    holders = sql.value(HOLDERS, (POST,))
    assert holders
    publish(POST, "cases.arbitrate")
    assert f"有 {holders} 人按旧版任职" in text(security.get("/office/duties/"))
    page = security.get("/office/duties/rights/")
    assert f"{LABEL} {holders} 人按旧版任职" in text(page)
    assert "增加 ：" in text(page)
    told = {"key": key_of(page.content.decode()), "post": POST}
    done = security.post("/office/duties/rights/", told, follow=True)
    assert f"已重新授权：{holders} 人" in text(done)
    assert "没有人按旧版任职" in text(done)
    again = security.post("/office/duties/rights/", told | {"key": new_id()})
    assert again.status_code == 422
    assert "不用再办" in text(again)


def test_nobody_is_offered_his_own_new_rights(room):
    publish("security_admin", "people.figures")
    security = room.browser("security")
    page = security.get("/office/duties/rights/")
    assert "自己的权限要另一位管理员来办" in text(page)
    assert 'value="security_admin"' not in page.content.decode()


def test_the_page_is_not_there_for_who_appoints_nobody(room):
    assert room.browser("admin").get("/office/duties/rights/").status_code == 404
    assert "按旧版任职" not in text(room.browser("admin").get("/office/duties/"))
