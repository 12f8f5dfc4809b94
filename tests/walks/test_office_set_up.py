"""An empty county: the code that `liren up` prints, three administrators, the wizard, and a first report that finds its place."""

import base64
import hmac
import os
import re
import signal
import struct
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect

from liren.config.demo import cast, town
from tests.config.running import clean
from tests.walks import steps
from tests.walks.conftest import SHOTS, answers
from tests.walks.visitor import Visitor

LONG = 60_000  # milliseconds
PASSWORD = "qinglong-7-bridge"
PERSONS = "姓名,区域代码,办公电话\n周玉琴,{town},0511-86880101\n陈家和,{town},0511-86880102\n"
DUTIES = "姓名,岗位,区域代码,开始日期\n周玉琴,微网格员（联络员）,{micro},2026-01-01\n陈家和,受理员,{town},2026-01-01\n"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """`liren up` on an empty directory: its address, and the one-time code that it printed."""
    data = tmp_path_factory.mktemp("empty")
    log = data.with_suffix(".log")
    command = [sys.executable, "-m", "liren.config.cli", "up", "--tied", "--port", "0", "--data", str(data)]
    with log.open("w") as said:
        process = subprocess.Popen(command, env=clean(), stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + 90
        while "按 Ctrl-C" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        told = log.read_text()
        code = re.search(r"建县码 ([A-Z0-9-]{14})", told)
        site = re.search(r"http://[0-9.]+:\d+", told)
        assert code, told
        assert site, told
        assert (data / "setup-code").read_text().strip() == code.group(1)
        assert (data / "setup-code").stat().st_mode & 0o777 == 0o600
        assert answers(site.group())
        yield site.group(), code.group(1), data
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def totp(secret: str) -> str:
    """The six digits of this half minute (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def come_in(visitor: Visitor, username: str, code: str) -> None:
    """Choose a password with the one-time code, sign in with it, bind the second step."""
    page = visitor.page
    visitor.go(f"/login/reset/?username={username}")
    visitor.fill(page.locator("main form"), code=code, password1=PASSWORD, password2=PASSWORD)
    page.get_by_role("button", name="用这个新密码").click()
    visitor.fill(page.locator("main form"), login=username, password=PASSWORD)
    page.get_by_role("button", name="登录").click()
    secret = page.locator(".code-long").inner_text().replace(" ", "")
    page.locator("main form [name='code']").fill(totp(secret))
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "totp" not in address)


def bring(visitor: Visitor, sort: str, name: str, content: bytes, **more: str) -> None:
    """Choose a file, read its difference, take it over."""
    visitor.go(f"/office/import/{sort}/")
    form = visitor.page.locator("main form")
    visitor.fill(form, file=(name, content), **more)
    form.locator("button").click()
    visitor.page.get_by_role("button", name="照此导入").click(timeout=LONG)  # a long file is looked at by the worker
    expect(visitor.page.get_by_text("已导入").first).to_be_visible(timeout=LONG)


def test_an_empty_county_is_set_up_and_its_first_report_finds_its_place(empty, browser, tmp_path):
    site, code, data = empty
    SHOTS.mkdir(exist_ok=True)
    admin, security, neighbour = (
        Visitor(browser, site, width=width, script=True, shots=SHOTS) for width in (1440, 1440, 390)
    )
    admin.go("/setup/")
    told = {"area": "321181", "name": "丹阳市", "city": "镇江市", "province": "江苏省", "system_admin": "林一",
            "security_admin": "何二", "auditor": "林一"}  # fmt: skip
    admin.fill(admin.page.locator("main form"), code=code, **told)
    admin.page.get_by_role("button", name="建这个县").click()
    expect(admin.page.get_by_text("不能是同一个人").first).to_be_visible()
    admin.look("setup-refused")
    admin.fill(admin.page.locator("main form"), auditor="高三")
    admin.page.get_by_role("button", name="建这个县").click()
    expect(admin.page.get_by_role("heading", name="三个管理员的重设码")).to_be_visible()
    admin.look("founded")
    codes = {
        name: admin.page.locator(f"[data-code='{name}']").inner_text() for name in ("system-admin", "security-admin")
    }
    assert not (data / "setup-code").exists(), "the code is used up"
    assert neighbour.go("/setup/") == 404
    come_in(admin, "system-admin", codes["system-admin"])
    come_in(security, "security-admin", codes["security-admin"])

    admin.go("/office/setup/")
    expect(admin.page.get_by_role("heading", name="办好 1 步，共 7 步")).to_be_visible()
    admin.look("setup-wizard")
    files = town.write(town.generate(), tmp_path)
    bring(admin, "divisions", "区划.csv", files.divisions.read_bytes())
    bring(admin, "areas", "网格.geojson", files.areas.read_bytes(), datum="wgs84")
    bring(admin, "buildings", "楼栋.csv", files.buildings.read_bytes(), datum="wgs84")
    admin.look("imported")
    admin.go("/office/units/")
    unit = admin.page.locator("form[aria-labelledby=new]")
    admin.fill(unit, name="镇建设管理站", kind="department", area=cast.TOWN)
    unit.get_by_role("button").click()
    bring(admin, "persons", "名册.csv", PERSONS.format(town=cast.TOWN).encode())
    bring(security, "duties", "任职.csv", DUTIES.format(town=cast.TOWN, micro=cast.MICRO_GRID).encode())
    admin.go("/office/setup/")
    expect(admin.page.get_by_role("heading", name="办好 5 步，共 7 步")).to_be_visible()

    security.go("/office/accounts/")
    security.look("accounts")
    form = security.page.locator("form[aria-labelledby=new]")
    security.fill(form, **{"open-person": "周玉琴", "open-username": "zhou"})
    form.get_by_role("button").click()
    expect(security.page.locator("[data-code]")).to_have_text(re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$"))
    security.look("handed-over")

    reported = steps.report(neighbour)
    assert reported.number
    admin.go("/office/setup/")
    expect(admin.page.get_by_role("heading", name="办好 6 步，共 7 步")).to_be_visible()
    expect(admin.page.get_by_role("heading", name="6. 每扇门都有人负责 还没办")).to_be_visible()
    admin.look("setup-done")
    for visitor in (admin, security, neighbour):
        assert visitor.wrong == []
        visitor.leave()
    assert os.listdir(data / "log")
