"""Where the desk, the team and a report meet in the demonstration: somebody invited, and a request for help turned into an order."""

from datetime import datetime

from liren.cases.commands import ReportCase, TurnIntoOrder
from liren.config.demo.cast import COMMUNITY, MICRO_GRID, PART, id_of
from liren.config.demo.stage import Stage
from liren.kernel import AreaCode, Code
from liren.kernel.actor import ANONYMOUS
from liren.services.commands import Free, RegisterMember
from liren.trust import gate
from liren.trust.commands import OpenAccount

INVITED = id_of("account:invited")


def opening() -> OpenAccount:
    """Somebody who can sign in and is no member yet."""
    return OpenAccount(
        account=INVITED, username="helper-invited", name="何建华", password=None, must_use_totp=False,
        area=AreaCode(MICRO_GRID),
    )  # fmt: skip


def play(stage: Stage, until: datetime) -> None:
    """The community's secretary invites a neighbour; a report that asks for help goes on as an order, live, by its flow."""
    secretary, desk = (stage.actor(PART[name].account) for name in ("demo-secretary", "demo-dispatcher"))
    invite = RegisterMember(
        member=id_of("member:invited"), account=INVITED, home=AreaCode(MICRO_GRID), gender=Code("man"), most_open=2,
        skills=(Code("errand"), Code("repair")), areas=(AreaCode(COMMUNITY),), free=(Free(weekday=6, part="morning"),),
    )  # fmt: skip
    gate.execute(invite, actor=secretary, now=until, key=id_of("invite"), mode="live")
    case = id_of("case:to-order")
    report = ReportCase(
        case_id=case, note=id_of("case:to-order:words"), kind=Code("elder_living_alone"), name="周奶奶", phone="19900079999",
        words="我一个人住，手抖剪不了指甲和头发，能不能请人来帮个忙", area=AreaCode(MICRO_GRID), place_words="3 幢 102",
    )  # fmt: skip
    gate.execute(report, actor=ANONYMOUS, now=until, key=id_of("report:to-order"), mode="live")
    turn = TurnIntoOrder(
        case=case, order=id_of("order:from-case"), service=Code("haircut"), note=id_of("case:to-order:said"),
        words="请社区的志愿者上门理发，先打电话约时间",
    )  # fmt: skip
    gate.execute(turn, actor=desk, now=until, key=id_of("turn:to-order"), mode="live")
