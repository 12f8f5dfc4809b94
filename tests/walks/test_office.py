"""The office: lists come in whole or not at all, duties have dates, lists go out as they stand."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from liren.config.demo import town
from liren.config.demo.cast import GRID, MICRO_GRID, TOWN
from liren.web.display import SHANGHAI
from tests.walks import steps

DIVISIONS = "区划代码,名称,层级,上级代码\n"
BUILDINGS = "楼栋编号,楼栋名称,门牌地址,经度,纬度,户数,层数\n"
PERSONS = "姓名,区域代码,办公电话,邮箱,手机号\n"


LONG = 60_000  # milliseconds


def bring(visitor, sort: str, name: str, content: str | bytes, **more: str) -> None:
    """Choose a file on the page of its sort, read its difference, and take it over where there is one."""
    visitor.go(f"/office/import/{sort}/")
    form = visitor.page.locator("main form")
    visitor.fill(form, file=(name, content.encode() if isinstance(content, str) else content), **more)
    form.locator("button").click()
    expect(visitor.page.locator("#run")).to_have_count(0, timeout=LONG)  # a long file is looked at by the worker
    take = visitor.page.get_by_role("button", name="照此导入")
    if take.count():
        take.click()
        visitor.page.wait_for_url("**/import/done/**")


@pytest.mark.parametrize(
    ("sort", "name", "content", "cells"),
    [
        ("divisions", "区划.csv", DIVISIONS + "32118110899X,新村,5,321181108\n", ("第 2 行", "区划代码")),
        ("areas", "网格.geojson", '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
         '{"代码": "321181108006999", "名称": "新网格"}, "geometry": {"type": "Point", "coordinates": [119.8, 32.1]}}]}',
         ("第 1 个图形",)),
        ("buildings", "楼栋.csv", BUILDINGS + "N1,新楼,新楼 1 幢,32.1,119.8,三十,6\n", ("第 2 行", "户数")),
        ("persons", "名册.csv", PERSONS + "王芳,321181108,,,1380000\n", ("第 2 行", "手机号", "少 4 位")),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_by_row_column_and_remedy(visit, sort, name, content, cells):
    admin = visit("demo-admin")
    bring(admin, sort, name, content)
    admin.look(f"import-{sort}-wrong")
    table = admin.page.inner_text("section[aria-labelledby=wrong]")
    assert [cell for cell in cells if cell not in table] == []
    assert all(row.strip() not in ("", "—") for row in admin.page.locator("tbody td:last-child").all_inner_texts())


def test_good_files_go_in_and_are_counted(visit, tmp_path):
    admin = visit("demo-admin")
    made = town.generate()
    files = town.write(made, tmp_path)
    bring(admin, "divisions", "区划.csv", files.divisions.read_bytes())
    expect(admin.page.get_by_text("没有变化：")).to_be_visible()
    bring(admin, "areas", "网格.geojson", files.areas.read_bytes(), datum="wgs84")
    expect(admin.page.get_by_text("文件里有不归您管的区域")).to_be_visible()
    county = json.loads(files.areas.read_text())
    county["features"] = [one for one in county["features"] if one["properties"]["code"].startswith(TOWN)]
    bring(admin, "areas", "网格.geojson", json.dumps(county, ensure_ascii=False), datum="wgs84")
    expect(admin.page.get_by_text("没有变化：")).to_be_visible()
    house = steps.houses()[0]
    line = f"{house.id},{house.name},{house.address},{house.lon},{house.lat},{house.households},{house.floors}\n"
    bring(admin, "buildings", "楼栋.csv", BUILDINGS + line, datum="wgs84")
    expect(admin.page.get_by_text("没有变化：")).to_be_visible()
    bring(admin, "buildings", "楼栋.csv", BUILDINGS + line.replace(f",{house.households},", ",77,"), datum="wgs84")
    admin.look("import-done")
    admin.page.get_by_role("button", name="撤销这次导入").click()
    expect(admin.page.get_by_text("恢复了原样")).to_be_visible()
    admin.look("import-undone")


def test_a_duty_is_appointed_and_handed_over_with_a_date(visit):
    admin, security = visit("demo-admin"), visit("demo-security")
    new = [f"{family}{given}" for family, given in (("钱", "可为"), ("孟", "小川"))]
    for name in new:
        admin.go(f"/office/people/?q={name}")
        if not admin.page.locator("tbody a", has_text=name).count():
            bring(admin, "persons", "名册.csv", PERSONS + f"{name},{TOWN},,,\n")
    security.go(f"/office/people/?q={new[0]}")
    security.page.locator("tbody a", has_text=new[0]).first.click()
    form = security.page.locator("form[action$='/appoint/']")
    starts = datetime.now(UTC).astimezone(SHANGHAI).date() + timedelta(days=1)
    told = {"appoint-post": "verifier", "appoint-area": TOWN, "appoint-starts": starts.isoformat()}
    security.fill(form, **told)
    form.get_by_role("button").click()
    expect(security.page.get_by_role("status")).to_contain_text("已任命")
    security.look("person-appointed")
    security.page.locator("section[aria-labelledby=duties] a", has_text="核查员").last.click()
    over = security.page.locator("form[aria-labelledby=over]")
    security.fill(over, **{"over-person": new[1], "over-at": (starts + timedelta(days=30)).isoformat()})
    security.look("duty-handover")
    over.get_by_role("button").click()
    expect(security.page.get_by_role("status")).to_contain_text("已交接")
    security.look("person-handed-over")
    assert (starts + timedelta(days=29)).isoformat() in security.page.inner_text("section[aria-labelledby=duties]")


@pytest.mark.parametrize(
    ("account", "path", "holds"),
    [
        ("demo-security", "/office/duties/?csv", "陈家和"), ("demo-admin", "/office/people/?csv", "陈家和"),
        ("demo-admin", f"/office/areas/?in={GRID}&csv", MICRO_GRID), ("demo-admin", "/office/kinds/?csv", "路灯不亮"),
        ("demo-admin", "/office/import/buildings/?blank", "门牌地址"),
    ],
)  # fmt: skip
def test_a_list_goes_out_as_a_spreadsheet_reads_it(visit, site, account, path, holds):
    visitor = visit(account)
    answer = visitor.context.request.get(site + path)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.body().startswith(b"\xef\xbb\xbf")
    assert holds in answer.text()
