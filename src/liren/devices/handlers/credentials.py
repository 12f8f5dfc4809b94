"""Passwords of devices at the MQTT broker: issued, taken back. The broker reads them from the files of `liren mqtt files`."""

import os

from liren.devices.commands.credentials import IssueCredential, RevokeCredential
from liren.devices.events.credentials import CredentialIssued, CredentialRevoked
from liren.devices.handlers import register
from liren.devices.rules import credentials as rules
from liren.kernel import Refusal
from liren.trust import registry, sql
from liren.trust.registry import Act, Outcome, Target, Told

KEEP = """
insert into devices_credential (device, hash, issued_at) values (%s, %s, %s)
on conflict (device) do update set hash = excluded.hash, issued_at = excluded.issued_at
"""


def issue(command: IssueCredential, target: Target, act: Act) -> Outcome:
    rules.check_wire(target.row["wire"])
    sql.run(KEEP, (command.device, rules.hashed(command.secret, os.urandom(rules.SALT)), act.now))
    event = CredentialIssued(device=command.device)
    return Outcome(events=(Told(event, command.device, target.scope),), scopes=(target.scope,))


def revoke(command: RevokeCredential, target: Target, act: Act) -> Outcome:
    if not sql.run("delete from devices_credential where device = %s", (command.device,)):
        raise Refusal("no_credential", "这台设备没有密码，不用停用。")
    event = CredentialRevoked(device=command.device)
    return Outcome(events=(Told(event, command.device, target.scope),), scopes=(target.scope,))


def hang_up() -> None:
    """Hang both on the registry."""
    for order, label, handler in (
        (IssueCredential, "给设备发 MQTT 密码", issue),
        (RevokeCredential, "停用设备的 MQTT 密码", revoke),
    ):
        registry.command(
            order, label=label, handler=handler, target=register.load, reach="within", right="devices.register",
            see="devices.see",
        )  # fmt: skip
    registry.events(CredentialIssued, CredentialRevoked)
