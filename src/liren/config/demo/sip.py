"""GB/T 28181 in the demonstration: the police station's platform is signed in, its catalogue has six cameras, one is on the register
and five are an offer. What it sent of people watched was counted and not kept. No address leads anywhere.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from liren.config.demo.cast import UNIT, id_of
from liren.config.demo.stage import Stage
from liren.devices import intake, signalling
from liren.devices.commands import RegisterDevice
from liren.devices.commands.cameras import NoteProbe, RegisterCamera
from liren.devices.commands.sip import IssueSipPassword
from liren.devices.queries import register
from liren.devices.rules.sip import WIRE
from liren.devices.signalling import Bound, Listed
from liren.kernel import Code, Command
from liren.kernel.actor import the_house
from liren.trust import gate, sql

PLATFORM = "32118110002000000001"
NAMES = ("派出所门口", "农贸市场东口", "中心小学门口", "滨河步道北端", "长途汽车站出站口", "老街牌坊")
OFF = 3
EVERY_S = 2 * 86_400


def write(stage: Stage, until: datetime, order: Callable[[str, Iterable[Command]], None]) -> int:
    """Play it up to `until`; how many cameras its catalogue has. Keys come from names, so a second run adds nothing."""
    device = id_of("device:platform")
    if any(card.id == device for card in register.mine(the_house("demo"), kind="video_platform")):
        return 0
    spot = next(spot for spot in stage.spots if spot not in stage.home)
    entry = RegisterDevice(
        device=device, kind=Code("video_platform"), wire=WIRE, source=PLATFORM, name="派出所视频平台", position="二楼机房", lon=spot.lon,
        lat=spot.lat, owner=UNIT["police"].id, contact=UNIT["police"].id, interval=EVERY_S, signed=True,
    )  # fmt: skip
    order("platform", [entry, IssueSipPassword(device=device, password="demo" + "28181" * 2)])
    listed = [_listed(n, spot.address) for n in range(len(NAMES))]
    bound = Bound(
        device=device, transport="udp", peer="192.0.2.30", port=5060, edition="2022", expires_at=until + timedelta(days=1),
        registered_at=until - timedelta(hours=2),
    )  # fmt: skip
    for statement in (
        signalling.binding(bound), signalling.catalogue(device, listed, len(listed) + 2, until - timedelta(minutes=40)),
        signalling.dropped({(PLATFORM, (until - timedelta(days=n)).date()): 40 + 7 * n for n in range(5)}),
        intake.hearing([_heard(until)]),
    ):  # fmt: skip
        sql.run(*statement)
    camera = RegisterCamera(
        camera=id_of("camera:platform"), name=NAMES[0], place=f"{spot.address}，门廊，朝外"[:100], lon=spot.lon, lat=spot.lat,
        position="road", type="dome", owner=UNIT["police"].id, engine_path=f"rtp/{PLATFORM}_{listed[0].number}", sign_posted=True,
        installed_on=(until - timedelta(days=210)).date(), filing_number="丹公视备〔2026〕0009 号",
        filed_on=(until - timedelta(days=200)).date(), retention_days=90, platform=device, channel=listed[0].number,
    )  # fmt: skip
    order("platform camera", [camera])
    probe = NoteProbe(camera=camera.camera, health=Code("online"), drift_s=None)
    gate.execute(probe, actor=the_house("probing"), now=until, key=id_of("cameras:probe:platform"), mode=stage.mode)
    return len(listed)


def _listed(n: int, address: str) -> Listed:
    number = f"{PLATFORM[:8]}00131{n + 1:07d}"
    return Listed(number=number, name=NAMES[n], address=address if n == 0 else "", maker="", model="", online=n != OFF)


def _heard(until: datetime) -> intake.Heard:
    return intake.Heard(
        wire=WIRE, source=bytes.fromhex(PLATFORM), listener="sip-udp", peer="192.0.2.30", frames=1440, denied=0,
        at=until - timedelta(minutes=1),
    )  # fmt: skip
