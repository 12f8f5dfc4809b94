"""Pages of Decree 799: what has to be filed, the table for the police, closed months of the register."""

import re
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from liren.devices import closing
from tests import scene
from tests.scene import TOWN, id_of
from tests.web.staffroom import Room, key_of, text
from tests.web.test_cameras import entry


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("auditor", "auditor"), ("admin", "system_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    for n in range(2):
        made.scene.order(entry(made, n, filing_number="", filed_on=None), made.scene.actor("admin"))
    return made


def test_what_has_to_be_filed_is_listed_taken_along_and_ticked_off(room):
    admin = room.browser("admin")
    assert "要备案的 2 台" in text(admin.get("/cameras/"))
    page = admin.get("/cameras/filing/").content.decode()
    assert "2 台要备案" in page
    csv = b"".join(admin.get("/cameras/filing/?csv").streaming_content).decode("utf-8-sig")
    assert csv.startswith("要备什么,使用单位,")
    assert csv.count("新装") == 2
    empty = admin.post(
        "/cameras/filing/",
        {"key": key_of(page), "camera": str(id_of("camera:0")), "number": "", "filed_on": "2026-11-20"},
    )
    assert empty.status_code == 422
    assert "备案号" in text(empty)
    told = {"key": key_of(page), "camera": str(id_of("camera:0")), "number": "丹公视备 31 号", "filed_on": "2026-11-20"}
    assert admin.post("/cameras/filing/", told).status_code == 302
    page = text(admin.get("/cameras/filing/"))
    assert "1 台要备案" in page
    assert "已记下 1 台的备案" in page
    assert room.browser("desk").get("/cameras/filing/").status_code == 404


def test_an_auditor_takes_a_closed_month_along_and_its_digest_is_the_one_on_the_page(room):
    assert closing.step(datetime(2027, 1, 5, tzinfo=UTC)) == 1
    auditor = room.browser("auditor")
    page = auditor.get("/cameras/register/").content.decode()
    [href] = re.findall(r'href="(/cameras/register/[0-9a-f-]{36}/)"', page)
    file = auditor.get(href)
    assert file["Content-Disposition"].endswith(f'views-{TOWN}-2026-12.csv"')
    assert sha256(file.content).hexdigest() in page
    assert room.browser("desk").get(href).status_code == 404
