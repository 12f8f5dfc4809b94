"""The 12345 in the demonstration: a dozen work orders of the last six days in different states, one pack of answers with its
receipts, one row to mend, one order that came again with other words. They lie away from the demonstration's own keeper.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid5

from liren.cases import commands as c
from liren.cases.commands import hotline as h
from liren.cases.hotlines import CODE
from liren.cases.queries import hotline as exchange
from liren.catalogue.worktime import SHANGHAI
from liren.config.demo.cast import COMMUNITY, TOWN, UNIT, id_of
from liren.config.demo.stage import Spot, Stage
from liren.kernel import Actor, AreaCode, Code, Command
from liren.trust import gate

SYSTEM = Code(CODE)
TOLD: tuple[tuple[str, str, str, str, str], ...] = (
    ("公用设施/路灯照明", "来电人反映{p}门前路灯夜里不亮，老人晚上出门看不清", "5 个工作日", "build", "closed"),
    ("公用设施/道路破损", "来电人反映{p}前面路面有坑，电动车颠得厉害", "5 个工作日", "build", "closed"),
    ("市容环境/暴露垃圾", "来电人反映{p}旁边垃圾桶满了两天没有人收", "3 个工作日", "clean", "rated"),
    ("咨询/政策咨询", "来电人询问{p}一带自建房翻修要办什么手续", "3 个工作日", "civil", "late"),
    ("其他/劳动争议", "来电人反映在外地打工被拖欠工资，已经申请仲裁", "5 个工作日", "", "refused"),
    ("公共安全/流浪犬", "来电人反映{p}附近有三条流浪狗追人，要求捕捉收容", "3 个工作日", "", "returned"),
    ("物业管理/物业服务投诉", "来电人反映{p}楼道灯坏了，找物业一周没有人来", "7 个工作日", "build", "in_progress"),
    ("生态环境/噪声扰民", "来电人反映{p}附近店铺夜里十一点以后还放音乐", "5 个工作日", "law", "dispatched"),
    ("公用设施/下水堵塞", "来电人反映{p}门口下水道堵了，污水漫到路上", "15 个工作日", "build", "reported"),
    ("建议/意见建议", "来电人建议在{p}路口加一面反光镜", "15 个工作日", "", "reported"),
    ("矛盾纠纷/邻里纠纷", "来电人反映{p}楼上空调滴水，要求保密，不愿意让邻居知道", "15 个工作日", "", "reported"),
    ("交通/共享单车", "来电人反映{p}门口共享单车堆得走不过去", "15 个工作日", "", "reported"),
)  # fmt: skip
GROUND, ITEM = Code("out_of_list"), "sh-01"


def write(stage: Stage, until: datetime) -> int:
    """Play it up to `until`; how many orders. Keys come from names, so a second run adds nothing."""
    away = [spot for spot in stage.spots if not spot.micro_grid.startswith(COMMUNITY)]
    made = [_order(n, away[(41 * n) % len(away)], until) for n in range(len(TOLD))]
    desk = stage.actor(stage.crew.dispatcher)
    if exchange.cases_of(desk, SYSTEM, [made[0].number]):
        return 0

    def say(what: str, order: Command, at: datetime, actor: Actor = desk) -> None:
        gate.execute(order, actor=actor, now=at, key=id_of(f"hotline:{what}"), mode=stage.mode)

    early, fresh = made[:8], made[8:]
    came = _nine(until)
    say("file", h.ReceiveOrders(area=AreaCode(TOWN), system=SYSTEM, orders=tuple(early)), came)
    for one, (_sort, _words, _limit, unit, state) in zip(early, TOLD, strict=False):
        _work(stage, one, unit, state, came + timedelta(minutes=20), say)
    pack, sent = id_of("hotline:pack"), until - timedelta(hours=20)
    say("pack", h.MakePack(pack=pack, area=AreaCode(TOWN), system=SYSTEM), sent)
    receipts = tuple(
        h.Receipt(number=one.number, taken=n != 3, words="" if n != 3 else "超过期限，请写明原因")
        for n, one in enumerate(early)
    )
    say("receipts", h.AcknowledgePack(pack=pack, receipts=receipts), sent + timedelta(hours=2))
    say(
        "fresh", h.ReceiveOrders(area=AreaCode(TOWN), system=SYSTEM, orders=tuple(fresh)), until - timedelta(minutes=50)
    )
    say(
        "again",
        h.ReceiveOrders(area=AreaCode(TOWN), system=SYSTEM, orders=(_again(fresh[1]),)),
        until - timedelta(minutes=20),
    )
    return len(made)


def _order(n: int, spot: Spot, until: datetime) -> h.WorkOrder:
    sort, words, limit, _unit, state = TOLD[n]
    at = _nine(until) - timedelta(minutes=20 + 11 * n) if n < 8 else until - timedelta(hours=1, minutes=7 * n)
    ends = {"late": timedelta(days=2), "reported": timedelta(days=20)}.get(state, timedelta(days=8))
    return h.WorkOrder(
        case_id=id_of(f"case:hotline:{n}"), note=id_of(f"words:hotline:{n}"), number=f"ZJ{at.astimezone(SHANGHAI):%Y%m%d}{2000 + 37 * n:06}",
        received_at=at, sort=sort, title=sort.partition("/")[2], words=words.replace("{p}", spot.name), name="来电人",
        phone=f"1990003{n:04d}", address=spot.address, secret="保密" in words, limit_words=limit, limit_at=at + ends, row=n + 2,
    )  # fmt: skip


def _nine(until: datetime) -> datetime:
    """A quarter past nine (Shanghai) five days ago: what follows happens by day."""
    local = (until - timedelta(days=5)).astimezone(SHANGHAI)
    return local.replace(hour=9, minute=15, second=0, microsecond=0).astimezone(until.tzinfo)


def _again(order: h.WorkOrder) -> h.WorkOrder:
    """The same number with other words: reported, never taken over."""
    words = order.words.replace("一面反光镜", "一面反光镜和一条减速带")
    return h.WorkOrder(**{name: getattr(order, name) for name in h.WorkOrder.__dataclass_fields__} | {"words": words})


def _work(stage: Stage, one: h.WorkOrder, unit: str, state: str, at: datetime, say: Callable[..., None]) -> None:
    case, crew = one.case_id, stage.crew

    def step(what: str, order: Command, hours: float, actor: Actor | None = None) -> None:
        who = {"actor": actor} if actor else {}
        say(f"{what}:{case}", order, at + timedelta(hours=hours), **who)

    if state == "refused":
        words = "工资争议已经申请仲裁，请等仲裁结果；镇里不能代替裁决。"
        step(
            "refuse",
            c.RefuseCase(
                case=case, exit=Code("legal"), channel=Code("arbitration"), note=uuid5(case, "no"), words=words
            ),
            1,
        )
    elif state == "returned":
        words = "流浪犬捕捉收容已由上级收回，请转派给收回它的部门。"
        step("back", h.ReturnOrder(case=case, ground=GROUND, item=ITEM, note=uuid5(case, "back"), words=words), 1)
    if not unit:
        return
    handler = stage.actor(crew.handlers[unit])
    step(
        "send",
        c.DispatchCase(case=case, unit=UNIT[unit].id, note=uuid5(case, "sent"), reason="12345 转来，按派单目录派。"),
        0.5,
    )
    if state == "dispatched":
        return
    step("sign", c.TakeUpCase(case=case), 1, handler)
    step("reach", c.ContactReporter(case=case, note=uuid5(case, "reach"), words="电话联系上了，约好上门。"), 2, handler)
    if state == "in_progress":
        return
    hours, words = 26, "已经到现场看过，当天办好，来电人当面看过认可。"
    if state == "late":
        hours, words = 55, "手续和要带的材料在电话里逐项讲清，清单发到来电人手机上。"
    result = c.ReportResult(case=case, result=Code("explained"), note=uuid5(case, "done"), words=words)
    step("done", result, hours, handler)
    step(
        "seen",
        c.VerifyCase(case=case, passed=True, note=uuid5(case, "seen"), words="电话核实过，和反馈的一致。"),
        hours + 3,
        stage.actor(crew.verifiers[0]),
    )
    if state == "rated":
        step("rate", c.ConfirmCase(case=case, solved=True, satisfied=1, note=uuid5(case, "rate")), hours + 20)
