"""Lines of devices that speak GB/T 28181: the password, asking for the catalogue, a camera that came out of one."""

from typing import Any
from uuid import UUID

from liren.devices.commands import sip as commands
from liren.devices.commands.cameras import RegisterCamera
from liren.devices.events import sip as events
from liren.devices.handlers import register
from liren.devices.rules import sip as rules
from liren.kernel import AreaCode, Missing, Refusal
from liren.trust import registry, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told
from liren.trust.sight import need

CONSTRAINTS = {
    "devices_sipline_trouble": ("catalogue", "没有这种结果，请刷新页面再试。"),
    "devices_channel_camera_key": ("channel_twice", "这一路已经登记成一台摄像头了，请刷新页面再看。"),
}


def load(command: Any, act: Act) -> Target:
    """The device a command names, locked. Raises Refusal for one that speaks otherwise."""
    target = register.load(command, act)
    if target.row["wire"] != rules.WIRE:
        raise Refusal("not_sip", "这台设备不走 GB/T 28181，没有注册密码，也没有目录。")
    return target


def issue(command: commands.IssueSipPassword, target: Target, act: Act) -> Outcome:
    number = bytes(target.row["source"]).hex()
    kept = sealed.seal(rules.ha1(number, rules.check_password(command.password)))
    sql.run(
        """insert into devices_sipline (device, ha1, issued_at, issued_by, transport, peer, port, edition, catalogue_count,
                                        catalogue_trouble)
           values (%s, %s, %s, %s, '', '', 0, '', 0, '')
           on conflict (device) do update set ha1 = excluded.ha1, issued_at = excluded.issued_at,
             issued_by = excluded.issued_by, expires_at = null""",
        (command.device, kept, act.now, act.actor.account),
    )
    area = AreaCode(target.scope)
    event = events.SipPasswordIssued(device=command.device, area=area)
    return Outcome(
        events=(Told(event, command.device, area),), answer={"device": str(command.device)}, scopes=(target.scope,)
    )


def ask(command: commands.AskCatalogue, target: Target, act: Act) -> Outcome:
    if not sql.update("devices_sipline", {"asked_at": act.now}, {"device": command.device}):
        raise Refusal("no_line", "它还没有注册密码，先给它一个，等它注册上来。")
    area = AreaCode(target.scope)
    event = events.CatalogueAsked(device=command.device, area=area)
    return Outcome(
        events=(Told(event, command.device, area),), answer={"device": str(command.device)}, scopes=(target.scope,)
    )


def claim(command: RegisterCamera, act: Act) -> None:
    """A channel becomes a camera on the register. Call inside a handler. Raises Missing for one that no catalogue in sight offers."""
    row = sql.one(
        """select d.area, c.camera from devices_channel c join devices_device d on d.id = c.device
           where c.device = %s and c.number = %s for update of c""",
        (command.platform, command.channel),
    )
    if row is None:
        raise Missing
    need(act.actor, "cameras.see", row["area"])
    if row["camera"] is not None:
        raise Refusal("channel_twice", CONSTRAINTS["devices_channel_camera_key"][1])
    sql.update("devices_channel", {"camera": command.camera}, {"device": command.platform, "number": command.channel})


def release(camera: UUID) -> None:
    """A camera was taken down: its channel is offered again. Call inside a handler."""
    sql.run("update devices_channel set camera = null where camera = %s", (camera,))


def hang_up() -> None:
    """Declare the orders about these lines."""
    for order, label, handler in (
        (commands.IssueSipPassword, "给设备注册密码", issue), (commands.AskCatalogue, "重新查目录", ask),
    ):  # fmt: skip
        registry.command(
            order,
            label=label,
            handler=handler,
            target=load,
            reach="within",
            right="devices.register",
            see="devices.see",
        )
    registry.events(events.SipPasswordIssued, events.CatalogueAsked)
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
