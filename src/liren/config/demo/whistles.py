"""Whistles and parts in the demonstration: an emergency whose three units are at different steps, a joint enforcement
that ended with its ratings, and one matter split into three parts.
"""

import random
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from liren.cases import commands as c
from liren.cases.commands import whistle as w
from liren.config.demo.cast import COLLEAGUES, PART, UNIT, id_of
from liren.config.demo.stage import Stage
from liren.kernel import Code, Command
from liren.kernel.actor import ANONYMOUS
from liren.trust import gate

HANDS = {
    unit: part.account for part in (*COLLEAGUES, PART["demo-handler"]) for _post, _area, unit in part.posts if unit
}
DESK, VERIFIER = PART["demo-dispatcher"].account, PART["demo-verifier"].account


class Story:
    """One case told step by step; `at` is the time of its next step. Keys come from the name, so a second run adds nothing."""

    def __init__(self, stage: Stage, name: str, at: datetime, mode: str = "replay") -> None:
        self.stage, self.name, self.at, self.mode, self.steps = stage, name, at, mode, 0
        self.case = id_of(f"case:{name}")

    def id(self, what: str) -> UUID:
        return uuid5(self.case, what)

    def say(self, who: UUID | None, command: Command, minutes: float = 0) -> None:
        """One order by an account (None is whoever passes by), so many minutes after the last."""
        self.at += timedelta(minutes=minutes)
        self.steps += 1
        actor = self.stage.actor(who) if who else ANONYMOUS
        key = self.id(f"step:{self.steps}")
        gate.execute(command, actor=actor, now=self.at, key=key, mode=self.mode)

    def reported(self, kind: str, words: str, seed: int, *, severity: str = "normal", unit: str = "build") -> None:
        """Reported by a passer-by, sent to a unit and signed for there."""
        spot = random.Random(seed).choice(self.stage.spots)
        self.say(None, c.ReportCase(
            case_id=self.case, note=self.id("words"), kind=Code(kind), words=words, severity=Code(severity), lon=spot.lon,
            lat=spot.lat, place_words=spot.address, phone="19900001234", channel=Code("phone"),
        ))  # fmt: skip
        self.say(DESK, c.DispatchCase(
            case=self.case, unit=UNIT[unit].id, note=self.id("sent"), reason=f"由{UNIT[unit].name}牵头。"
        ), 6)  # fmt: skip
        self.say(HANDS[unit], c.TakeUpCase(case=self.case), 8)
        told = "打通了，问清位置，这就过去。"
        self.say(HANDS[unit], c.ContactReporter(case=self.case, note=self.id("called back"), words=told), 6)

    def blow(self, kind: str, words: str, units: tuple[str, ...], minutes: float) -> None:
        self.say(DESK, w.BlowWhistle(
            case=self.case, whistle=self.id("whistle"), kind=Code(kind), units=tuple(UNIT[u].id for u in units),
            calls=tuple(self.id(f"call:{u}") for u in units), words=words,
        ), minutes)  # fmt: skip

    def task(self, unit: str, words: str, minutes: float, *, done: bool = True) -> None:
        task = self.id(f"task:{words}")
        self.say(HANDS[unit], w.PlanTask(case=self.case, task=task, unit=UNIT[unit].id, words=words), minutes)
        if done:
            self.say(HANDS[unit], w.FinishTask(case=self.case, task=task), minutes)


def write(stage: Stage, until: datetime) -> int:
    """Tell the three stories up to `until`; how many."""
    emergency(stage, until)
    enforcement(stage, until)
    parts(stage, until)
    return 3


def emergency(stage: Stage, until: datetime) -> None:
    """A wall fell onto a gas pipe: the fire station is there, the power station comes, the builders have not answered, and one more unit was called to clear the way."""
    story = Story(stage, "whistle:emergency", until - timedelta(minutes=62))
    story.reported("other", "围墙倒在煤气调压箱边上，闻得到气味，旁边还有电线", 41, severity="urgent", unit="law")
    story.mode = "live"
    story.blow(
        "emergency",
        "围墙倒了，压着煤气调压箱，有气味。请消防来警戒，供电断开这一路，建设站来支护、拆危墙。",
        ("fire", "power", "build"),
        16,
    )
    story.say(HANDS["fire"], w.AnswerCall(case=story.case, call=story.id("call:fire")), 3)
    story.say(HANDS["power"], w.AnswerCall(case=story.case, call=story.id("call:power")), 2)
    story.say(HANDS["fire"], w.ArriveOnSite(
        case=story.case, call=story.id("call:fire"), words="到了，四个人。先拉警戒，疏散一楼两户。",
    ), 6)  # fmt: skip
    story.say(DESK, w.CallAnother(
        case=story.case, call=story.id("call:clean"), unit=UNIT["clean"].id, words="倒下的砖占了路，请派一辆车来清，让抢修的车进得去。",
    ), 4)  # fmt: skip
    story.task("fire", "拉警戒线，疏散一楼两户", 3)
    story.task("fire", "等燃气公司关阀后复测气味", 1, done=False)


def enforcement(stage: Stage, until: datetime) -> None:
    """Two units cleared a pavement together, left when it was done, and both sides rated."""
    story = Story(stage, "whistle:enforcement", until - timedelta(days=8))
    story.reported("illegal_parking", "菜场门口天天占道，车和摊子把路全堵了，一家去了就散，走了又来", 42, unit="law")
    story.blow("enforcement", "请派出所和环卫所一起来：派出所管车，环卫所清垃圾，我们管摊子。", ("police", "clean"), 90)
    for unit, late in (("police", 40), ("clean", 260)):
        story.say(HANDS[unit], w.AnswerCall(case=story.case, call=story.id(f"call:{unit}")), late)
    for unit, words, said in (
        ("police", "劝离 11 辆，开单 3 张", "车都走了，和菜场说好了早市的停车位。"),
        ("clean", "清走两车垃圾，补两只桶", ""),
    ):
        story.say(HANDS[unit], w.ArriveOnSite(case=story.case, call=story.id(f"call:{unit}")), 600)
        story.task(unit, words, 45)
        story.say(HANDS[unit], w.FinishCall(case=story.case, call=story.id(f"call:{unit}"), words=said), 10)
    for unit, response, rightness, said in (("police", 1, 1, "到得早，办得实。"), ("clean", 2, 2, "")):
        call = story.id(f"call:{unit}")
        story.say(DESK, w.RateResponse(case=story.case, call=call, score=response, words=said), 30)
        story.say(HANDS[unit], w.RateWhistle(case=story.case, call=call, score=rightness), 30)
    story.say(HANDS["law"], c.ReportResult(
        case=story.case, result=Code("explained"), note=story.id("result"), words="三家一起清了一次，早市的停车位划好了，以后每周三早上看一次。",
    ), 60)  # fmt: skip


def parts(stage: Stage, until: datetime) -> None:
    """A sunken lane: the drain is replaced and checked, the road waits for it, the lamps were just sent."""
    story = Story(stage, "parts", until - timedelta(days=3))
    story.reported("other", "后巷塌了一块，下水倒灌，路灯杆也歪了，晚上不敢走", 43)
    for name, kind, words, unit in (
        ("drain", "water_power_gas", "排水管断了一截，挖开换管", "water"),
        ("road", "other", "管子换好以后，回填，铺路面", "build"),
        ("lamp", "other", "歪了的路灯杆扶正，查线路", "power"),
    ):
        child = story.id(name)
        story.say(DESK, c.AddChild(
            case=story.case, child=child, kind=Code(kind), note=story.id(f"words:{name}"), words=words, unit=UNIT[unit].id
        ), 9)  # fmt: skip
        if name != "lamp":
            story.say(HANDS[unit], c.TakeUpCase(case=child), 30)
    drain = story.id("drain")
    story.say(HANDS["water"], c.ReportResult(
        case=drain, result=Code("solved"), note=story.id("drain:done"), words="换了六米管子，通水看过，不倒灌了。"
    ), 1500)  # fmt: skip
    story.say(VERIFIER, c.VerifyCase(
        case=drain, passed=True, note=story.id("drain:seen"), words="到现场看过，水下去了，没有倒灌。"
    ), 300)  # fmt: skip
