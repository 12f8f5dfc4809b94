"""Pages of committees, workforce and both trees: a figure opens its list, names need a right, lists come and go whole."""

import re
from datetime import datetime

import pytest

from liren.config.demo import zone_people
from liren.kernel import AreaCode
from liren.kernel.ids import new_id
from liren.people import commands
from liren.trust import sql
from liren.web.display import SHANGHAI
from tests import scene
from tests.scene import TOWN, id_of
from tests.web.staffroom import Room, text
from tests.web.test_office import bring

TODAY = datetime.now(SHANGHAI).date()
SEATS = "姓名,手机号,区域代码,委员会,届次,专职兼职,职务,背景,怎样产生,开始日期,结束日期\n"
WORKERS = (
    "姓名,手机号,区域代码,单位,合同类别,从业年份,开始日期,结束日期,证书等级,证书编号,发证日期,登记到期,双全,评定日期\n"
)
UNITS = "单位,类别,区域代码,上级单位,成立日期,联系户\n"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("organiser", "organisation_officer"), ("admin", "system_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    communities = [AreaCode(a.code) for a in made.scene.made.at(12)]
    people = zone_people.generate((communities * 40)[:40], "镇建设管理站", TODAY)
    for order in (
        commands.ImportPersons(area=TOWN, rows=people.persons),
        commands.ImportWorkers(area=TOWN, rows=people.workers),
        commands.ImportSeats(area=TOWN, rows=tuple(_one_a_person(people.seats))),
    ):
        made.scene.order(order)
    return made


def _one_a_person(rows):
    """With five communities for forty, somebody would sit twice on one committee."""
    seen = set()
    for row in rows:
        if (row.phone, row.body, row.area) not in seen:
            seen.add((row.phone, row.body, row.area))
            yield row


def rows_of(page: str) -> int:
    """The rows of the list that stands last on the page."""
    return page.split('id="list"')[1].split("</section>")[0].count('<tr><th scope="row"')


@pytest.mark.parametrize(
    ("page", "figure", "rows"),
    [("workforce", "all_round", 158), ("workforce", "certified", 92), ("workforce", "new", 45),
     ("committees", "part.police", 21), ("committees", "part.resident", 36), ("committees", "part.property", 8),
     ("committees", "part", 65)],
)  # fmt: skip
def test_a_figure_opens_exactly_the_rows_it_counts(room, page, figure, rows):
    officer = room.browser("organiser")
    whole = officer.get(f"/office/{page}/").content.decode()
    assert f"figure={figure}#list" in whole
    answer = officer.get(f"/office/{page}/?figure={figure}")
    assert rows_of(answer.content.decode()) == rows
    sheet = officer.get(f"/office/{page}/?figure={figure}&csv").getvalue().decode("utf-8-sig")
    assert len(sheet.strip().splitlines()) == rows + 1


def test_the_share_stands_with_its_sample_and_the_definition_it_is_counted_under(room):
    page = text(room.browser("organiser").get("/office/workforce/"))
    for words in ("94.05", "158 / 168 人", "第 1 版", "定义待核实", "全科：窗口", "92", "45", "其中还在岗 43 人"):
        assert words in page


def test_a_leader_sees_the_figures_and_no_name_and_no_export(room):
    head, name = (
        room.browser("head"),
        sql.value("select name from people_person p join people_employment e on e.person = p.id limit 1"),
    )
    for page in ("workforce", "committees"):
        whole = text(head.get(f"/office/{page}/?figure=part&csv"))
        assert "看不到姓名" in whole
        assert name not in whole
    assert "94.05" in text(head.get("/office/workforce/"))
    who = sql.value("select person from people_employment limit 1")
    assert head.get(f"/office/workforce/{who}/").status_code == 404
    assert room.browser("desk").get("/office/workforce/").status_code == 404


def test_what_ends_soon_stands_above_the_register(room):
    page = text(room.browser("organiser").get("/office/workforce/"))
    assert "快到期和已过期的" in page
    assert "还有 12 天" in page
    assert "过期 20 天" in page


def test_a_certificate_is_entered_shown_masked_renewed_and_a_wrong_one_keeps_what_was_typed(room):
    officer = room.browser("organiser")
    who = sql.value("select person from people_employment where upper_inf(during) order by lower(during) limit 1")
    address = f"/office/workforce/{who}/"
    told = {"key": new_id(), "do": "record", "record-level": "social_worker", "record-number": "2099 7",
            "record-issued_on": "2022-10-16"}  # fmt: skip
    bad = officer.post(address, told)
    assert bad.status_code == 422
    assert "证书编号是 6 到 30 位" in text(bad)
    assert "2099 7" in bad.content.decode()
    assert officer.post(address, told | {"key": new_id(), "record-number": "2099-7700-1234"}).status_code == 302
    page = officer.get(address).content.decode()
    assert "****1234" in page
    assert "20997700" not in page
    paper = re.findall(r'<option value="([0-9a-f-]{36})">社会工作师 \*\*\*\*1234', page)[0]
    renewed = {"key": new_id(), "do": "renew", "renew-certificate": paper, "renew-registered_until": "2030-06-30"}
    assert officer.post(address, renewed).status_code == 302
    assert "2030-06-30" in text(officer.get(address))


def test_a_certificate_number_is_shown_for_a_reason_once_and_on_record(room):
    officer, admin = room.browser("organiser"), room.browser("admin")
    who = sql.value("select person from people_employment where upper_inf(during) order by lower(during) limit 1")
    address = f"/office/workforce/{who}/"
    masked = re.findall(r"\*{4}(\w{4})", officer.get(address).content.decode())[0]
    asked = {"do": "reveal", "reveal-reason": "certificate_check"}
    assert "看证书编号" not in text(admin.get(address)), "keeping the register is not a right to read sealed numbers"
    assert admin.post(address, asked | {"key": new_id()}).status_code in (403, 404)
    bad = officer.post(address, asked | {"key": new_id(), "reveal-reason": "handover"})
    assert bad.status_code == 422
    assert "请选一个查看理由" in text(bad)
    whole = re.compile(rf"[0-9A-Za-z]{{2,}}{masked}")
    assert whole.search(text(officer.post(address, asked | {"key": new_id()})))
    assert not whole.search(text(officer.get(address))), "once"
    looked = sql.one(
        "select purpose, subject from trust_access where what = 'people.certificate' order by at desc limit 1"
    )
    assert (looked["purpose"], str(looked["subject"])) == ("核验证书，办理登记或者续期", str(who))


def test_somebody_is_assessed_and_the_share_moves(room):
    officer = room.browser("organiser")
    weak = sql.value("select person from people_assessment where not passed limit 1")
    told = {"key": new_id(), "do": "assess", "assess-passed": "yes", "assess-on": f"{TODAY}"}
    assert officer.post(f"/office/workforce/{weak}/", told).status_code == 302
    assert "159 / 168 人" in text(officer.get("/office/workforce/"))
    sql.run("delete from people_assessment where person = %s and passed", (weak,))


def test_a_seat_is_given_ended_and_gone_from_the_day_after(room):
    officer = room.browser("organiser")
    community = room.scene.made.at(12)[0].code
    told = {
        "key": new_id(), "person": "verifier2", "area": community, "body": "residents", "term": "12", "standing": "part",
        "role": "member", "background": "enterprise", "came_by": "co_opted", "starts": "2026-01-01",
    }  # fmt: skip
    assert officer.post("/office/committees/", told | {"standing": "full"}).status_code == 422
    assert officer.post("/office/committees/", told).status_code == 302
    seat = sql.value("select id from people_seat where person = %s", (id_of("person:verifier2"),))
    assert "驻区单位" in text(officer.get("/office/committees/?figure=part.enterprise"))
    assert officer.post(f"/office/committees/{seat}/", {"key": new_id(), "last": "2026-06-30"}).status_code == 302
    assert "figure=part.enterprise" not in officer.get("/office/committees/").content.decode()
    assert "figure=part.enterprise" in officer.get("/office/committees/?on=2026-06-30").content.decode()


def test_a_term_is_set_on_its_page_and_stands_with_every_seat(room):
    officer = room.browser("organiser")
    seat = sql.one(
        "select area, body, term, min(lower(during)) as first from people_seat group by 1, 2, 3 order by 1, 2, 3 limit 1"
    )
    told = {
        "key": new_id(),
        "area": seat["area"],
        "body": seat["body"],
        "number": seat["term"],
        "starts": "2040-01-01",
        "last": "2039-01-01",
    }
    wrong = officer.post("/office/committees/terms/", told)
    assert wrong.status_code == 422
    assert "最后一天早于第一天" in text(wrong)
    first = seat["first"]
    told |= {"key": new_id(), "starts": f"{first}", "last": f"{first.replace(year=first.year + 6)}"}
    assert officer.post("/office/committees/terms/", told).status_code == 302
    assert f"第 {seat['term']} 届（{first.year}–{first.year + 6}）" in text(
        officer.get(f"/office/committees/?area={seat['area']}")
    )
    assert "届次" in b"".join(officer.get("/office/committees/terms/?csv").streaming_content).decode("utf-8-sig")
    assert room.browser("verifier").get("/office/committees/terms/").status_code == 404


def test_a_list_of_seats_comes_in_with_its_difference_and_goes_out_whole(room):
    officer = room.browser("organiser")
    community = room.scene.made.at(12)[0].code
    line = f"arbiter,,{community},社区居（村）民委员会,12,兼职,委员,物业,兼任,2026-02-01,\n"
    answer, take = bring(officer, "seats", SEATS + line + line.replace("物业", "律师"), "两委.csv")
    assert take == ""
    assert "“律师”不是背景" in text(answer)
    answer, take = bring(officer, "seats", SEATS + line, "两委.csv")
    assert "arbiter" in text(answer)
    done = officer.post(take).headers["Location"]
    mine = "select count(*) from people_seat where person = %s"
    assert sql.value(mine, (id_of("person:arbiter"),)) == 1
    assert officer.post(done + "undo/", {"key": new_id()}).status_code == 302
    assert sql.value(mine, (id_of("person:arbiter"),)) == 0


def test_a_register_comes_in_with_its_difference_and_goes_out_whole(room):
    officer = room.browser("organiser")
    community = room.scene.made.at(12)[0].code
    line = f"deputy,,{community},,社区工作者聘用,2019,2019-07-01,,社会工作师,2099-5500-0001,2021-10-16,2027-03-31,是,2026-06-30\n"
    _, take = bring(officer, "workers", WORKERS + line, "社工.csv")
    done = officer.post(take).headers["Location"]
    found = "select count(*) from people_employment where person = %s"
    assert sql.value(found, (id_of("person:deputy"),)) == 1
    assert officer.post(done + "undo/", {"key": new_id()}).status_code == 302
    assert sql.value(found, (id_of("person:deputy"),)) == 0
    assert bring(room.browser("admin"), "units", "x\n", "单位.csv")[0].status_code == 422


def test_the_party_s_tree_stands_beside_the_areas_and_its_gaps_are_a_list(room):
    officer, micro = room.browser("organiser"), room.scene.made.at(17)
    building = sql.one("select code, area from places_building where households >= 6 order by code limit 1")
    home = building["area"]
    doors = "、".join(f"{building['code']} 1-{n}01" for n in range(1, 7))
    rows = [
        f"界牌镇党委,党组织,{TOWN},,,", f"试点社区党支部,社区党组织,{home[:12]},,2026-01-01,",
        f"一网格党小组,网格党小组,{home[:15]},,,", f"一号中心户,党员中心户,{home},,,{doors}",
    ]  # fmt: skip
    answer, take = bring(officer, "units", UNITS + "\n".join(rows), "党组织.csv")
    assert take, text(answer)
    assert officer.post(take).status_code == 302
    page = text(officer.get(f"/office/units/?tree=both&area={home[:12]}"))
    for words in ("试点社区党支部", "一网格党小组", "一号中心户", "联系 6 户", "没有党员中心户"):
        assert words in page
    gaps = officer.get("/office/units/?tree=gaps&csv").getvalue().decode("utf-8-sig")
    missing = len(gaps.strip().splitlines()) - 1
    assert missing == len(room.scene.made.at(12)) + len(room.scene.made.at(15)) + len(micro) - 3
    assert home not in gaps.split()
    before = text(officer.get(f"/office/units/?tree=both&area={home[:12]}&on=2025-06-30"))
    assert "试点社区党支部" not in before, "it was founded later"
    assert "一号中心户" not in text(officer.get("/office/units/")), "no case is dispatched to it"


def test_no_address_of_these_pages_ranks_people(room):
    for page in ("workforce", "committees"):
        whole = text(room.browser("organiser").get(f"/office/{page}/"))
        assert not re.search("排行|名次|第一名|倒数", whole)


def test_a_party_unit_is_renamed_from_a_day_moved_and_keeps_what_it_was(room):
    organiser = room.browser("organiser")
    unit = sql.value("select id from people_unit where name = '试点社区党支部'")
    address = f"/office/units/{unit}/"
    told = {"key": new_id(), "do": "rename", "name": "试点社区党总支", "on": "2026-06-01"}
    assert organiser.post(address, told).status_code == 302
    page = text(organiser.get(address))
    assert "试点社区党支部" in page
    assert "2026-06-01" in page
    community = sql.value("select area from people_unit where id = %s", (unit,))
    may = text(organiser.get(f"/office/units/?tree=both&area={community}&on=2026-05-31"))
    june = text(organiser.get(f"/office/units/?tree=both&area={community}&on=2026-06-01"))
    assert ("党支部" in may, "党总支" in may, "党总支" in june) == (True, False, True)
    early = organiser.post(address, told | {"key": new_id(), "name": "又改", "on": "2026-05-01"})
    assert early.status_code == 422
    assert "这次的日子不能比它早" in text(early)
    nowhere = organiser.post(address, {"key": new_id(), "do": "move", "parent": "", "area": ""})
    assert nowhere.status_code == 422
    assert "社区党组织的上级是党组织" in text(nowhere)


def test_households_are_linked_as_doors_and_a_wrong_line_keeps_what_was_typed(room):
    organiser = room.browser("organiser")
    unit = sql.value("select id from people_unit where name = '一号中心户'")
    building = sql.value("select code from places_building where households >= 6 order by code limit 1")
    address, lines = f"/office/units/{unit}/", [f"{building} 2-{n}02" for n in range(1, 6)]
    few = organiser.post(address, {"key": new_id(), "do": "link", "doors": "\n".join(lines[:2])})
    assert few.status_code == 422
    assert "联系 5 到 15 户，现在写了 2 户" in text(few)
    assert lines[1] in few.content.decode()
    assert "看不出是哪一户" in text(organiser.post(address, {"key": new_id(), "do": "link", "doors": "二单元"}))
    assert organiser.post(address, {"key": new_id(), "do": "link", "doors": "\n".join(lines)}).status_code == 302
    assert sql.value("select count(*) from people_linked_door where unit = %s", (unit,)) == 5


def test_a_leader_finds_the_share_on_the_board_and_a_town_without_workers_shows_no_card(room):
    head = room.browser("head")
    room.scene.report()
    board = head.get("/board/").content.decode()
    card = board.split('data-card="team"')[1].split("</section>")[0]
    assert "94.05" in card
    assert "/office/workforce/?area=" in card
    assert 'data-card="team"' not in room.browser("supervisor").get("/board/").content.decode()
