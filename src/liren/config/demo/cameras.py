"""Cameras of the demonstration: twelve, one filed too late and one unsigned; a loose manhole cover under which the desk looked for
four minutes; a request for upkeep that waits; a resident who asks to see recordings. No address leads anywhere.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from liren.cases import commands as c
from liren.config.demo.cast import PART, UNIT, id_of
from liren.config.demo.devices import watched
from liren.config.demo.stage import Spot, Stage
from liren.config.demo.whistles import HANDS
from liren.devices.commands import cameras as k
from liren.devices.commands import views as v
from liren.devices.queries import cameras
from liren.kernel import Actor, AreaCode, Code, Command
from liren.kernel.actor import ANONYMOUS, the_house
from liren.trust import gate

KINDS = (
    ("gate", "{p}门口", "fixed"), ("road", "{p}前路口", "panorama"), ("water", "{p}旁河堤", "ptz"), ("charging", "{p}充电棚", "dome"),
    ("waste", "{p}旁垃圾收集点", "fixed"), ("square", "{p}前小广场", "dome"),
)  # fmt: skip
COUNT = 12
OVERDUE, UNSIGNED, DOWN, DRIFTED = 4, 7, 9, 2
OFFERING = the_house("when_case_is_dispatched_offer_cameras.casedispatched")
DESK, FIRE = PART["demo-dispatcher"].account, HANDS["fire"]


def write(stage: Stage, until: datetime, order: Callable[[str, Iterable[Command]], None]) -> int:
    """Play it up to `until`; how many cameras. Keys come from names, so a second run adds nothing."""
    away = [spot for spot in stage.spots if spot not in stage.home]
    spots = [away[(97 * n + 13) % len(away)] for n in range(COUNT)]
    spots[-1] = watched(stage)
    if any(card.id == id_of("camera:0") for card in cameras.cameras(the_house("demo"))):
        return 0
    entries = [_entry(n, spot, until) for n, spot in enumerate(spots)]
    order("cameras", entries)
    proofs = [
        k.ProveRetention(camera=one.camera, checked_on=(until - timedelta(days=20)).date(), document=f"界视核〔2026〕{n + 1:02d} 号")
        for n, one in enumerate(entries) if n % 3
    ]  # fmt: skip
    order("camera proofs", proofs)

    def say(name: str, command: Command, at: datetime, actor: Actor) -> None:
        gate.execute(command, actor=actor, now=at, key=id_of(f"cameras:{name}"), mode=stage.mode)

    for n, one in enumerate(entries):
        health, drift = ("unreachable", None) if n == DOWN else ("online", 140 if n == DRIFTED else n % 3)
        say(
            f"probe:{n}",
            k.NoteProbe(camera=one.camera, health=Code(health), drift_s=drift),
            until,
            the_house("probing"),
        )
    _looked(stage, spots[0], until, say)
    _asked(stage, spots[0], until, say)
    return COUNT


def _entry(n: int, spot: Spot, until: datetime) -> k.RegisterCamera:
    position, place, type = KINDS[n % len(KINDS)]
    installed = (until - timedelta(days=49 if n == OVERDUE else 400 + 7 * n)).date()
    filed = None if n == OVERDUE else installed + timedelta(days=12)
    name = place.format(p=spot.name)
    return k.RegisterCamera(
        camera=id_of(f"camera:{n}"), name=name[:36] + f"{n + 1:02d}", place=f"{spot.address}，立柱，朝外"[:100], lon=spot.lon,
        lat=spot.lat, position=position, type=type, owner=UNIT["police" if n % 2 else "desk"].id, engine_path=f"jiepai/cam-{n + 1:02d}",
        stream=f"rtsp://camera-{n + 1:02d}.invalid:554/ch1", user="viewer", password=f"demo-{n}", sign_posted=n != UNSIGNED,
        installed_on=installed, filing_number=f"丹公视备〔2025〕{n + 31:04d} 号" if filed else "", filed_on=filed,
        retention_days=90 if n % 4 == 0 else 30, grade="A" if n % 5 == 0 else "",
    )  # fmt: skip


def _looked(stage: Stage, spot: Spot, until: datetime, say: Callable[[str, Command, datetime, Actor], None]) -> None:
    """A cover is loose; the desk sends the fire station and looks whether somebody stands at it; what it saw is nobody's but the register's."""
    case, at = id_of("case:cameras:cover"), until - timedelta(hours=5)
    desk, ticket = stage.actor(DESK), id_of("cameras:ticket")
    report = c.ReportCase(
        case_id=case, note=id_of("cameras:words"), kind=Code("manhole_cover"), words=f"{spot.name}门口井盖松了，车一压就翘起来",
        lon=spot.lon, lat=spot.lat, place_words=spot.address, phone="19900001235", channel=Code("phone"),
    )  # fmt: skip
    say("report", report, at, ANONYMOUS)
    sent = c.DispatchCase(
        case=case, unit=UNIT["fire"].id, note=id_of("cameras:sent"), reason="先去围起来，别让人踩进去。"
    )
    say("dispatch", sent, at + timedelta(minutes=9), desk)
    offer = v.OfferViews(
        case=case, area=AreaCode(spot.micro_grid), kind=Code("manhole_cover"), lon=spot.lon, lat=spot.lat,
        units=(UNIT["fire"].id,), accounts=(DESK,), barred_unit=None, barred_account=None,
    )  # fmt: skip
    say("offer", offer, at + timedelta(minutes=9), OFFERING)
    say("take", c.TakeUpCase(case=case), at + timedelta(minutes=15), stage.actor(FIRE))
    issue = v.IssueTicket(
        ticket=ticket,
        camera=id_of("camera:0"),
        case=case,
        purpose="flood",
        mode="live",
        words="看井盖旁边有没有人守着，还过不过车",
    )
    say("ticket", issue, at + timedelta(minutes=20), desk)
    opened = v.OpenView(ticket=ticket, path="jiepai/cam-01", action="read", session=str(ticket), identified=True)
    say("open", opened, at + timedelta(minutes=20, seconds=8), the_house("media"))
    say("done", v.RevokeTicket(ticket=ticket), at + timedelta(minutes=24, seconds=20), desk)


def _asked(stage: Stage, spot: Spot, until: datetime, say: Callable[[str, Command, datetime, Actor], None]) -> None:
    """Who keeps the register wants to see whether a lens is dirty; a resident wants to know who hit her bicycle."""
    wish = v.RequestView(
        request=id_of("cameras:request"),
        camera=id_of("camera:3"),
        purpose="upkeep",
        mode="live",
        words="夜里画面发白，看镜头是不是结了蛛网",
    )
    say("request", wish, until - timedelta(hours=3), stage.actor(PART["demo-admin"].account))
    since = until - timedelta(days=4, hours=2)
    ask = v.AskFootage(
        request=id_of("cameras:footage"), area=AreaCode(spot.micro_grid[:12]), camera=None, place=f"{spot.name}门口"[:100], since=since,
        until=since + timedelta(hours=2), ground="property", relation="self", words="电动车停在门口，被碰倒了，后视镜断了，想看是谁碰的",
        name="王淑琴", phone="19900001236",
    )  # fmt: skip
    say("footage", ask, until - timedelta(days=3), ANONYMOUS)
