"""Bad input at the staff's doors and between the doors: a plain sentence, the right status, nothing typed is lost.

What a resident can get wrong stands in test_resident.py, files of the office in test_office.py.
"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client, override_settings

from liren.kernel import Code
from liren.kernel.ids import new_id
from liren.people.commands import EndDuty
from liren.trust import sql
from tests import scene
from tests.scene import STATION, id_of
from tests.web.staffroom import Room, key_of, text

WORDS = "换了灯泡，晚上七点试亮。"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture
def keeper(room):
    """The keeper of the first micro-grid, as (account's name, code of the micro-grid)."""
    code = room.scene.made.at(17)[0].code
    return room.browser(code), code


def file(name: str, content: bytes) -> BytesIO:
    made = BytesIO(content)
    made.name = name
    return made


def count() -> int:
    return sql.value("select count(*) from cases_case")


def resident_at(lon: float, lat: float):
    """A resident's report at a position, up to the answer of the last step."""
    browser = Client(headers={"host": "localhost"})
    browser.get("/report/", follow=True)
    browser.post("/report/what/", {"words": "路灯不亮，已经三天了"})
    browser.post("/report/where/", {"place_words": "电线杆旁", "do": "next", "lon": lon, "lat": lat})
    return browser.post("/report/check/", {"contact": "none"})


def test_a_point_outside_the_county_is_refused_by_name_and_the_words_of_the_place_stay(room):
    answer = resident_at(2.35, 48.85)
    assert answer.status_code == 422
    assert "这个位置不在丹阳市范围内" in text(answer)
    assert "电线杆旁" in answer.content.decode()


def test_swapped_coordinates_are_called_swapped(room):
    lon, lat = room.scene.point()
    answer = resident_at(lat, lon)
    assert answer.status_code == 422
    assert "经度和纬度填反了" in text(answer)


def test_a_point_in_the_county_outside_every_grid_waits_in_a_queue_of_its_own(room):
    before = count()
    assert resident_at(119.60, 31.95).status_code == 303
    assert count() == before + 1
    placed = sql.value("select placed from cases_case order by reported_at desc, id desc limit 1")
    assert placed == "outside"
    assert "在所有网格之外" in text(room.browser("desk").get("/desk/?tab=nowhere"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("", "还没有写"), ("😀😀😀", "只有表情或符号"), ("路灯不亮" * 2500, "最多 5,000 个")],
)
def test_a_keepers_words_that_say_nothing_are_refused_and_kept(keeper, words, sentence):
    browser, code = keeper
    before = count()
    told = {"key": new_id(), "words": words, "kind": "street_light_out", "area": code, "place_words": "后巷 6 号"}
    answer = browser.post("/field/report/", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert words in page
    assert "后巷 6 号" in page
    assert count() == before


def test_a_keeper_without_a_place_is_asked_for_one_and_keeps_the_words(room):
    browser = room.browser("leader:" + room.scene.made.at(15)[0].code)
    answer = browser.post("/field/report/", {"key": new_id(), "words": WORDS, "kind": "street_light_out"})
    assert answer.status_code == 422
    assert "还没有选区域" in text(answer)
    assert WORDS in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content"), [("huge.jpg", b"\xff\xd8" + bytes(50 << 20)), ("bill.jpg", b"%PDF-1.7 not a photo")]
)
def test_a_photo_that_is_none_is_named_and_the_result_typed_beside_it_stays(room, name, content):
    case = room.scene.in_progress()
    told = {"words": WORDS, "result": "solved", "photos": file(name, content)}
    answer = room.act(room.browser("handler"), case, "report_result", told)
    assert answer.status_code == 422
    assert name in text(answer)
    assert WORDS in answer.content.decode()
    assert room.scene.state(case).state == "in_progress"


def test_a_script_tag_is_kept_as_words_and_shown_as_words(room):
    told = "灯杆上写着 <script>alert(1)</script>"
    case = room.scene.report(words=told)
    page = room.browser("desk").get(f"/case/{case}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_second_click_and_a_form_sent_again_later_are_one_case(keeper):
    browser, code = keeper
    told = {"key": new_id(), "words": WORDS, "kind": "street_light_out", "area": code}
    before = count()
    answers = [browser.post("/field/report/", told) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert count() == before + 1
    other = browser.post("/field/report/", {**told, "words": "另一件事：井盖破了"})
    assert other.status_code == 409
    assert "另一件事：井盖破了" in other.content.decode()
    assert count() == before + 1


def test_of_two_who_send_a_case_on_at_once_the_second_reads_what_it_is_now(room):
    case = room.scene.report()
    first, second = room.browser("desk"), room.browser("desk")
    opened = second.get(f"/case/{case}/").content.decode()
    told = {"to": f"unit:{id_of(STATION)}", "reason": "按派单目录。"}
    assert room.act(first, case, "dispatch", told).status_code == 302
    late = {"exit": "legal", "channel": "12348", "words": "这是合同纠纷，请打 12348。"}
    answer = room.act(second, case, "refuse", late, key=key_of(opened), version="1")
    assert answer.status_code == 409
    assert "现在是“已派遣，待签收”" in text(answer)
    assert late["words"] in answer.content.decode()
    assert room.scene.state(case).state == "dispatched"


def test_a_move_that_the_workflow_does_not_have_says_what_is_possible(room):
    case = room.scene.dispatched()
    answer = room.act(room.browser("verifier"), case, "verify", {"words": "还没办就来核查", "verb": "passed"})
    assert answer.status_code == 409
    assert "已派遣，待签收" in text(answer)
    assert "还没办就来核查" in answer.content.decode()


def test_an_exit_that_the_kind_does_not_allow_names_those_it_does(room):
    case = room.scene.report(kind=Code("suggestion"), words="建议在站台边放一排长椅")
    told = {"exit": "legal", "channel": "12348", "words": "请走法律途径。"}
    answer = room.act(room.browser("desk"), case, "refuse", told)
    assert answer.status_code == 422
    assert "“意见建议”不能用这个理由不予受理，可以用的是" in text(answer)
    assert told["words"] in answer.content.decode()


def test_a_duty_that_ended_yesterday_is_a_sentence_and_the_words_are_given_back(room):
    case = room.scene.in_progress()
    browser = room.browser("mate")
    browser.get(f"/case/{case}/")
    for order in scene._one("security", "security_admin", scene.TOWN, None):
        room.scene.order(order)
    room.scene.order(
        EndDuty(duty=id_of("duty:mate:handler"), at=room.scene.now - timedelta(days=1)), room.scene.actor("security")
    )
    answer = browser.post(f"/case/{case}/note/", {"key": new_id(), "version": "3", "note-words": WORDS})
    assert answer.status_code == 403
    assert "您今天没有职务" in text(answer)
    assert WORDS in answer.content.decode()
    assert browser.get("/desk/").status_code == 403


def test_too_many_anonymous_reports_are_stopped_with_a_sentence(room):
    lon, lat = room.scene.point()
    with override_settings(ACCOUNT_RATE_LIMITS={"report": "2/h/ip"}):
        sql.run("delete from web_rate")
        answers = [resident_at(lon, lat) for _ in range(3)]
    assert [a.status_code for a in answers] == [303, 303, 429]
    assert "太" in text(answers[2])
