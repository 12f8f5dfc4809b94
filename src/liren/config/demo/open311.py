"""Another system in the demonstration: a city's app that reported twice by Open311, both done, and its webhook, resting
because nobody in a demonstration answers at the other end.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from liren.cases import commands as c
from liren.config.demo.cast import COMMUNITY, TOWN, UNIT, id_of
from liren.config.demo.stage import Stage
from liren.config.demo.whistles import DESK, HANDS, VERIFIER, Story
from liren.kernel import AreaCode, Code, Command
from liren.notices.commands import ChangeHook, SubscribeHook
from liren.notices.rules.hooks import secret_of
from liren.trust import clients, sealed
from liren.trust.commands import IssueKey

APP, HOOK = id_of("client:city-app"), id_of("hook:city-app")
TOLD = (
    ("road_damage", "人行道的砖翘起来了，轮椅过不去", "砖已重铺，轮椅推过一遍。", 8),
    ("manhole_cover", "井盖裂了一道缝，车压过去响", "井盖换了新的，四周补平。", 5),
)
EVENTS = ("case.reported", "case.dispatched", "case.result_reported", "case.closed")


def subscribe(order: Callable[[str, Iterable[Command]], None], now: datetime) -> None:
    """The app's key and its webhook; a second build makes neither."""
    if APP in clients.clients_of([APP], now):
        return
    key = IssueKey(
        client=APP, secret=clients.secret_for(APP, sandbox=False), name="城市随手拍", scopes=("cases.read", "cases.report"),
        area=AreaCode(TOWN), until=now + clients.YEAR,
    )  # fmt: skip
    hook = SubscribeHook(
        hook=HOOK, client=APP, url="https://app.example.cn/liren", events=tuple(map(Code, EVENTS)),
        secret=secret_of(sealed.derive("hook", HOOK.bytes)),
    )  # fmt: skip
    order("city-app", [key, hook, ChangeHook(hook=HOOK, calling=False)])


def write(stage: Stage, until: datetime) -> None:
    """Two reports of last week that came by the app, done and checked."""
    away = [spot for spot in stage.spots if not spot.micro_grid.startswith(COMMUNITY)]
    for n, (kind, words, done, days) in enumerate(TOLD):
        story, spot = Story(stage, f"city-app:{n}", until - timedelta(days=days)), away[(97 * n + 13) % len(away)]
        story.say(None, c.ReportCase(
            case_id=story.case, note=story.id("words"), kind=Code(kind), words=words, lon=spot.lon, lat=spot.lat,
            place_words=spot.address, phone="19900007890", channel=Code("open311"), on_behalf=True,
        ))  # fmt: skip
        story.say(DESK, c.DispatchCase(
            case=story.case, unit=UNIT["build"].id, note=story.id("sent"), reason="城市随手拍转来，路面归建设管理站。"
        ), 12)  # fmt: skip
        story.say(HANDS["build"], c.TakeUpCase(case=story.case), 20)
        story.say(
            HANDS["build"],
            c.ContactReporter(case=story.case, note=story.id("called"), words="电话打通，约好上午去看。"),
            15,
        )
        result = c.ReportResult(case=story.case, result=Code("explained"), note=story.id("done"), words=done)
        story.say(HANDS["build"], result, 26 * 60)
        story.say(
            VERIFIER,
            c.VerifyCase(case=story.case, passed=True, note=story.id("seen"), words="现场看过，和反馈的一致。"),
            3 * 60,
        )
