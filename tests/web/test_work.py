"""我的活: new orders signed for in one click, what was drawn and by which rule, what was pressed for and whether it moved."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest

from liren.cases import commands as c
from liren.kernel import Code
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests.web.staffroom import Room, text


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


def form_of(page: str, case) -> dict[str, str]:
    """The hidden fields of the form by which a case is signed for from the list."""
    form = page.split(f'action="/case/{case}/take_up/"')[1].split("</form>")[0]
    return dict(re.findall(r'name="(key|version|back)" value="([^"]+)"', form))


def drawn_case(room):
    """A self-solved case that the draw took: reported until one is."""
    keeper = room.scene.actor(str(room.scene.made.at(17)[0].code))
    for _ in range(200):
        case = room.scene.report(kind=Code("noise"), words="晚上音响太响")
        room.scene.do("desk", c.HandToKeeper, case, keeper=keeper.account)
        room.scene.do(keeper, c.SolveOnSpot, case)
        if room.scene.state(case).state == "feedback":
            return case
    raise AssertionError("two hundred cases and none was drawn")


def test_a_new_order_is_signed_for_from_the_list_in_one_click(room):
    case = room.scene.dispatched(words="路口的灯不亮")
    handler = room.browser("handler")
    page = handler.get("/work/").content.decode()
    assert page.index("新派给我的") < page.index("手上在办的")
    answer = handler.post(f"/case/{case}/take_up/", form_of(page, case))
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
    assert room.scene.state(case).handler == room.scene.account("handler")
    assert f'action="/case/{case}/take_up/"' not in handler.get("/work/").content.decode()


def test_a_second_handler_s_click_comes_too_late_and_is_told_so(room):
    case = room.scene.dispatched()
    handler = room.browser("handler")
    form = form_of(handler.get("/work/").content.decode(), case)
    room.scene.do("mate", c.TakeUpCase, case)
    answer = handler.post(f"/case/{case}/take_up/", form)
    assert answer.status_code == 409
    assert "现在是“办理中”" in text(answer)


def test_the_page_has_a_section_for_each_duty_and_no_other(room):
    assert "新派给我的" not in text(room.browser("verifier").get("/work/"))
    assert "等我裁定的" in text(room.browser("arbiter").get("/work/"))
    assert "督办和上报" in text(room.browser("supervisor").get("/work/"))
    assert room.browser("desk").get("/work/drawn/").status_code == 404
    assert room.browser("handler").get("/work/pressed/").status_code == 404


def test_the_drawn_list_shows_the_ticket_that_anybody_can_compute_again(room):
    case = drawn_case(room)
    page = room.browser("verifier").get("/work/drawn/").content.decode()
    row = page.split(str(case))[1]
    drew, share = re.search(r"(0\.\d{4}) &lt; (0\.\d+)", row).groups()
    ticket = re.search(r"里仁为美:[^<]+", page[page.index(str(case)) :]).group(0)
    number = int.from_bytes(sha256(ticket.encode()).digest()[:8], "big") / 2**64
    assert f"{number:.4f}" == drew
    assert float(drew) < float(share)


def test_a_case_is_on_the_drawn_list_only_after_its_keeper_said_that_it_is_solved(room):
    case = room.scene.report()
    assert str(case) not in room.browser("verifier").get("/work/drawn/").content.decode()


def test_what_one_handled_oneself_is_not_on_one_s_drawn_list(room):
    case = drawn_case(room)
    with_hands = "update cases_case set hands = hands || %s::uuid where id = %s"
    sql.run(with_hands, (room.scene.account("verifier2"), case))
    assert str(case) not in room.browser("verifier2").get("/work/drawn/").content.decode()
    assert str(case) in room.browser("verifier").get("/work/drawn/").content.decode()


def test_a_verifier_passes_or_asks_for_it_to_be_done_again(room):
    case = drawn_case(room)
    page = text(room.browser("verifier").get(f"/case/{case}/"))
    assert "核查通过" in page
    assert "要求重办" in page


def test_what_was_urged_says_why_and_whether_it_moved(room):
    still, moved = room.scene.dispatched(words="还没动的一件"), room.scene.dispatched(words="动了的一件")
    for case in (still, moved):
        room.scene.do("supervisor", c.UrgeCase, case, reason="居民第三次来问")
    room.scene.do("handler", c.NoteCase, still, words="知道了")
    room.scene.do("handler", c.TakeUpCase, moved)
    page = text(room.browser("supervisor").get("/work/pressed/"))
    assert "居民第三次来问" in page
    assert page.index("还没动的一件") < page.index("动了的一件")
    assert "还没有动" in page.split("还没动的一件")[1].split("动了的一件")[0]
    assert "签收" in page.split("动了的一件")[1]


def test_an_escalation_stands_beside_the_urgings(room):
    case = room.scene.dispatched(words="超期很久的一件")
    late = room.scene.state(case).next_due_at + timedelta(hours=1)
    order = c.EscalateCase(case=case, level=3)
    gate.execute(order, actor=room.scene.actor("supervisor"), now=late, key=new_id())
    page = text(room.browser("supervisor").get("/work/pressed/"))
    assert "第 3 级" in page.split("超期很久的一件")[1]
