"""Routing: what was taken back never stays with the town, who is complained of is never chosen, the first rule that fits decides."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liren import cases
from liren.cases import commands as c
from liren.cases import duties, receivers, routes
from liren.cases.duties import DutyList, Item
from liren.cases.kinds import shipped_kinds
from liren.cases.receivers import Unit
from liren.cases.routes import Routing, Rule, When
from liren.cases.rules.duty_rows import COLUMNS, duty_items
from liren.cases.rules.guards import objection_ends
from liren.cases.rules.routing import Facts, Routed, decide
from liren.cases.rules.scene import Found
from liren.catalogue.worktime import SHANGHAI
from liren.kernel import Refusal
from tests.cases.scenes import DESK, HANDLER, OUT_OF_LIST, a_case, an_id, dispatched

ROOM = Path(cases.__path__[0])
SHIPPED = msgspec.convert(tomllib.loads((ROOM / "duty_lists" / "town.toml").read_text()), DutyList)
TOWN, COMMUNITY = "321181108", "321181108001"
STATION = Unit(an_id("station"), "department", "镇建设管理站", TOWN)
LAW = Unit(an_id("law"), "department", "镇综合执法局", TOWN)
CENTRE = Unit(an_id("centre"), "department", "镇集成指挥管理中心", TOWN)
POLICE = Unit(an_id("police"), "police", "界牌派出所", TOWN)
HOME = Unit(an_id("home"), "property", "衡苑物业服务处", COMMUNITY)
CITY = Unit(an_id("city"), "department", "市城市管理局", "321181")
UNITS = (STATION, LAW, CENTRE, POLICE, HOME, CITY)
RULES = Routing(
    code="standard", label="规则",
    rules=(
        Rule(code="noise", reason="噪声归派出所。", to="kind:police", when=When(kind=("noise",))),
        Rule(code="home", reason="先由物业答复。", to="kind:property", when=When(group=("property",), area=(COMMUNITY,))),
        Rule(code="by_list", reason="清单写明由它主办。", to="lead", when=When(duty=("basic",))),
        Rule(code="rest", reason="别的归执法局。", to="name:综合执法局"),
    ),
)  # fmt: skip


def facts(kind: str, **more: object) -> Facts:
    told = {"kind": kind, "group": shipped_kinds()[kind].group, "scope": COMMUNITY + "00101"}
    return Facts(**(told | more))  # type: ignore[arg-type]


# ---- what holds whatever the rules say -----------------------------------------------------------------------------

receiver = st.sampled_from(
    ["lead", "desk", "kind:police", "kind:department", "kind:property", "name:综合执法局", "name:没有这家", *(f"unit:{u.id}" for u in UNITS)]
)  # fmt: skip
codes = st.sampled_from(sorted(shipped_kinds()))
when = st.builds(
    When, kind=st.lists(codes, max_size=2).map(tuple), duty=st.lists(st.sampled_from(sorted(duties.TIERS)), max_size=2).map(tuple)
)  # fmt: skip
rule = st.builds(
    Rule,
    code=st.just("r"),
    reason=st.just("理由。"),
    to=receiver,
    when=when,
    helpers=st.lists(receiver, max_size=2).map(tuple),
)
routing = st.builds(
    Routing, code=st.just("standard"), label=st.just("规则"), rules=st.lists(rule, max_size=6).map(tuple)
)
item = st.builds(
    Item, code=st.from_regex(r"[a-z]{2}-[0-9]{2}", fullmatch=True), title=st.just("事项"), tier=st.sampled_from(sorted(duties.TIERS)),
    lead=receiver, kinds=st.lists(codes, max_size=3).map(tuple),
)  # fmt: skip
listed = st.builds(
    DutyList, code=st.just("town"), label=st.just("清单"), helper=st.sampled_from(["", "name:集成指挥管理中心"]),
    items=st.lists(item, max_size=5, unique_by=lambda i: i.code).map(tuple),
)  # fmt: skip
asked = st.builds(
    facts, codes, about_unit=st.sampled_from([None, *(u.id for u in UNITS)]), severity=st.sampled_from(["normal", "urgent"]),
    gave_back=st.frozensets(st.sampled_from([u.id for u in UNITS]), max_size=2),
)  # fmt: skip
around = st.lists(st.sampled_from(UNITS), unique=True).map(tuple)


@settings(max_examples=200, deadline=None)
@given(asked, routing, listed, around)
def test_what_was_taken_back_is_never_left_with_the_town_or_below(case, rules, duty_list, units):
    decision = decide(case, rules, duty_list, units)
    covering = duty_list.covering(case.kind)
    if covering and all(i.tier == "taken_back" for i in covering):
        assert decision.unit is None or len(decision.unit.area) < len(TOWN)


@settings(max_examples=200, deadline=None)
@given(asked, routing, listed, around)
def test_who_is_complained_of_or_gave_it_back_is_never_chosen_nor_helps(case, rules, duty_list, units):
    decision = decide(case, rules, duty_list, units)
    if decision.unit:
        assert decision.unit.id != case.about_unit
        assert decision.unit.id not in case.gave_back
        assert decision.unit in units
    assert case.about_unit not in {u.id for u in decision.helpers}
    assert decision.unit not in decision.helpers


@settings(max_examples=200, deadline=None)
@given(asked, routing, listed, around)
def test_every_decision_is_explained_and_only_the_last_step_decides(case, rules, duty_list, units):
    decision = decide(case, rules, duty_list, units)
    assert decision.reason
    assert all(step.words for step in decision.steps)
    assert not any(step.fits for step in decision.steps[:-1])
    assert decision.steps[-1].fits == bool(decision.rule)
    assert decide(case, rules, duty_list, tuple(reversed(units))).unit == decision.unit


@settings(max_examples=100, deadline=None)
@given(asked, routing, listed, around, rule)
def test_a_rule_behind_the_one_that_decided_changes_nothing(case, rules, duty_list, units, more):
    before = decide(case, rules, duty_list, units)
    if before.rule:
        longer = replace(rules, rules=(*rules.rules, more))
        assert decide(case, longer, duty_list, units).unit == before.unit


# ---- by name -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "unit", "by"),
    [
        ("noise", POLICE, "noise"),
        ("street_light_out", STATION, "by_list"),
        ("property_complaint", HOME, "home"),
        ("stray_dog", CITY, "list:taken_back"),
        ("illegal_building", LAW, "list:cooperative"),
        ("other", LAW, "rest"),
    ],
)
def test_the_list_speaks_first_then_the_first_rule_that_fits(kind, unit, by):
    decision = decide(facts(kind), RULES, SHIPPED, UNITS)
    assert (decision.unit, decision.rule) == (unit, by)


def test_a_thing_taken_back_by_nobody_known_goes_to_the_desk_with_the_sentence():
    decision = decide(facts("stray_dog"), RULES, SHIPPED, tuple(u for u in UNITS if u != CITY))
    assert decision.unit is None
    assert "不能留在镇里" in decision.reason


def test_a_shared_thing_goes_to_its_lead_with_the_town_beside_it():
    shared = replace(
        SHIPPED,
        items=(Item(code="ph-1", title="犬只", tier="cooperative", lead="name:城市管理局", kinds=("stray_dog",)),),
    )
    decision = decide(facts("stray_dog"), RULES, shared, UNITS)
    assert (decision.unit, decision.helpers) == (CITY, (CENTRE,))


def test_a_complaint_about_the_police_goes_on_to_the_next_rule_and_says_why():
    decision = decide(facts("noise", about_unit=POLICE.id), RULES, SHIPPED, UNITS)
    assert decision.unit == LAW
    assert any("反映的就是界牌派出所" in step.words for step in decision.steps)


def test_a_kind_that_the_list_names_twice_is_left_to_the_desk_when_one_was_taken_back():
    twice = replace(
        SHIPPED, items=(*SHIPPED.items, Item(code="jb-99", title="文明养犬劝导", tier="basic", kinds=("stray_dog",)))
    )
    assert decide(facts("stray_dog"), RULES, twice, UNITS).unit is None
    assert decide(facts("stray_dog", item="sh-01"), RULES, twice, UNITS).unit == CITY


def test_a_name_that_two_units_bear_is_nobody_s():
    twin = Unit(an_id("twin"), "department", "城北综合执法局", TOWN)
    assert "2 个" in receivers.seek("name:综合执法局", COMMUNITY, (LAW, twin)).why_not
    assert receivers.seek("name:镇综合执法局", COMMUNITY, (LAW, twin)).unit == LAW


# ---- what may be published -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(code="a", reason="", to="desk"), "没有写理由"),
        (Rule(code="a", reason="因", to="name:"), "看不出派给谁"),
        (Rule(code="a", reason="因", to="kind:moon"), "没有“moon”这种单位"),
        (Rule(code="大", reason="因", to="desk"), "代码“大”不能用"),
        (Rule(code="a", reason="因", to="desk", when=When(kind=("moon",))), "“类别”里没有“moon”"),
        (Rule(code="a", reason="因", to="desk", when=When(area=("3211811080",))), "不是区域代码"),
        (Rule(code="a", reason="因", to="desk", helpers=("lead",)), "就没有配合单位"),
    ],
)
def test_a_bad_rule_is_named_with_its_place_and_a_remedy(rule, words):
    found = routes.check(Routing(code="standard", label="规则", rules=(rule,), verified_by="某人"))
    assert [p for p in found if words in p.sentence and p.remedy], found


def test_a_rule_that_no_case_can_reach_is_said():
    late = replace(RULES, rules=(Rule(code="all", reason="因", to="desk"), *RULES.rules), verified_by="某人")
    assert any("第 2 条轮不到" in p.sentence for p in routes.check(late))
    assert routes.check(replace(RULES, verified_by="某人")) == []


def test_a_list_says_what_is_wrong_with_it():
    bad = DutyList(code="town", label="", items=(
        Item(code="A 1", title="", tier="taken_back", kinds=("moon",)), Item(code="A 1", title="一", tier="basic"),
    ))  # fmt: skip
    said = " ".join(p.sentence for p in duties.check(bad))
    for words in ("没有名称", "没有写依据", "用了两次", "不能用", "没有写事项名称", "没有写收回它的部门", "没有“moon”"):
        assert words in said, words
    assert duties.check(SHIPPED) == []


def test_a_sheet_becomes_items_and_every_wrong_cell_is_named():
    kinds = {"流浪犬": "stray_dog", "路灯不亮": "street_light_out"}
    cells = dict(
        zip(COLUMNS, ("SH-01", "流浪犬收容", "上级收回", "城市管理局", "", "流浪犬、路灯不亮", ""), strict=True)
    )
    items, errors = duty_items([(2, cells)], kinds)
    assert not errors
    assert (items[0][1].code, items[0][1].lead, items[0][1].kinds) == (
        "sh-01",
        "name:城市管理局",
        ("stray_dog", "street_light_out"),
    )
    _, errors = duty_items(
        [
            (2, cells),
            (3, cells | {"清单": "月亮", "案件类别": "月亮", "编号": "", "事项": ""}),
            (4, cells | {"主办单位": ""}),
        ],
        kinds,
    )
    assert {(e.row, e.column) for e in errors} == {
        (3, "编号"),
        (3, "事项"),
        (3, "清单"),
        (3, "案件类别"),
        (4, "编号"),
        (4, "主办单位"),
    }


# ---- dispatch and objection ------------------------------------------------------------------------------------------


def routed(kind: str) -> Found:
    told = facts(kind)
    decision = decide(told, RULES, SHIPPED, UNITS)
    return Found(route=Routed(entry=an_id("entry"), decision=decision, facts=told, duties=SHIPPED, units=UNITS))


def test_a_dispatch_says_by_which_rule_and_whether_it_was_overruled():
    as_told = a_case().do(DESK, c.DispatchCase, found=routed("street_light_out"), unit=STATION.id).case
    assert (as_told.rule, as_told.overruled, as_told.duty_item) == ("by_list", False, "jb-02")
    other = a_case().do(DESK, c.DispatchCase, found=routed("street_light_out"), unit=LAW.id, reason="那里正在施工").case
    assert (other.rule, other.overruled, other.against_list) == ("by_list", True, False)


def test_what_was_taken_back_and_sent_to_the_town_all_the_same_is_kept_as_against_the_list():
    life = a_case("stray_dog").do(
        DESK, c.DispatchCase, found=routed("stray_dog"), unit=POLICE.id, reason="先看有没有人受伤"
    )
    assert (life.case.overruled, life.case.against_list) == (True, True)
    life.do(DESK, c.DispatchCase, found=routed("stray_dog"), unit=CITY.id)
    assert (life.case.overruled, life.case.against_list) == (False, True)


def test_whoever_overrules_a_rule_writes_a_reason_of_their_own():
    found = routed("street_light_out")
    with pytest.raises(Refusal) as no:
        a_case().do(DESK, c.DispatchCase, found=found, unit=LAW.id, reason=found.route.decision.reason)
    assert (no.value.code, no.value.field) == ("overruled_reason", "reason")


def test_an_objection_is_possible_until_the_end_of_the_next_working_day_and_not_a_minute_longer():
    life = dispatched()
    end = objection_ends(life.scene(HANDLER))
    assert f"{end.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == "2026-11-24 17:30"
    life.now = end
    assert life.do(HANDLER, c.ReturnCase).case.returns == 1
    late = dispatched()
    late.now = end + timedelta(minutes=1)
    with pytest.raises(Refusal) as no:
        late.do(HANDLER, c.ReturnCase)
    assert no.value.code == "objection_late"
    assert "11 月 24 日 17:30" in no.value.sentence


def test_over_a_weekend_the_objection_ends_on_monday():
    life = dispatched(at=a_case().now + timedelta(days=4))
    assert f"{objection_ends(life.scene(HANDLER)).astimezone(SHANGHAI):%a %H:%M}" == "Mon 17:30"


def test_a_return_names_an_item_of_the_town_s_own_list():
    own = replace(SHIPPED, sample=False)
    ground = replace(OUT_OF_LIST, listed=True)
    back = (
        dispatched()
        .do(HANDLER, c.ReturnCase, found=Found(ground=ground, duties=own), item="sh-01 流浪犬的捕捉和收容")
        .case
    )
    assert (back.return_ground, back.return_item) == ("out_of_list", "sh-01")
    with pytest.raises(Refusal) as no:
        dispatched().do(HANDLER, c.ReturnCase, found=Found(ground=ground, duties=own), item="第 12 项")
    assert (no.value.code, no.value.field) == ("no_item", "item")


def test_free_words_do_where_the_town_has_no_list_of_its_own():
    ground = replace(OUT_OF_LIST, listed=True)
    back = dispatched().do(HANDLER, c.ReturnCase, found=Found(ground=ground, duties=SHIPPED), item="第 12 项").case
    assert back.return_item is None
