"""Signed-in devices: noted at sign-in, forgotten at sign-out. Login and session tables stand beside the gate."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from liren.kernel import Actor
from liren.kernel.ids import new_id
from liren.trust import sql
from liren.trust.sight import need

SYSTEMS = ("HarmonyOS", "Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One signed-in session: since when, on what. `here` is the one that asks."""

    id: UUID
    agent: str
    began_at: datetime
    here: bool


def roughly(agent: str) -> str:
    """System and browser of a User-Agent, without versions: enough to know one's own devices by."""
    system = next((name for name in SYSTEMS if name in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    return " ".join(filter(None, ("Mac" if system == "Macintosh" else system, browser)))


def mine(viewer: Actor, session: str) -> list[Device]:
    """The devices on which the viewer is signed in now, the latest first; `session` is the one that asks."""
    return sql.rows(
        """select d.id, d.agent, d.began_at, d.session = %s as here
           from trust_device d join django_session s on s.session_key = d.session and s.expire_date > now()
           where d.account = %s order by d.began_at desc""",
        (session, viewer.account),
        into=Device,
    )


def counted(viewer: Actor, account: UUID) -> int:
    """On how many devices an account is signed in, for whoever keeps the accounts."""
    need(viewer, "trust.accounts")
    return int(
        sql.value(
            """select count(*) from trust_device d
               join django_session s on s.session_key = d.session and s.expire_date > now() where d.account = %s""",
            (account,),
        )
    )


def listen() -> None:
    """Note every sign-in and sign-out from now on."""
    user_logged_in.connect(_came, dispatch_uid="liren.device.came")
    user_logged_out.connect(_went, dispatch_uid="liren.device.went")


def _came(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    sql.run(
        "delete from trust_device d where not exists (select from django_session s where s.session_key = d.session)"
    )
    sql.run(
        """insert into trust_device (id, session, account, agent, began_at) values (%s, %s, %s, %s, %s)
           on conflict (session) do update set account = excluded.account, began_at = excluded.began_at""",
        (new_id(), request.session.session_key, user.pk, roughly(request.META.get("HTTP_USER_AGENT", "")),
         datetime.now(UTC)),
    )  # fmt: skip


def _went(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    sql.run("delete from trust_device where session = %s", (request.session.session_key or "",))
