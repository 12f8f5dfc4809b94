"""The register of views: how a view ends, by whatever made it end, once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from liren.devices.commands import views as commands
from liren.devices.events import views as events
from liren.kernel import AreaCode, Code, Event, Missing
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

OPEN = """
select v.id, v.ticket, v.camera, v.opened_at, v.area, t.expires_at, t.revoked_at
from devices_view v join devices_viewticket t on t.id = v.ticket
where not exists (select from devices_viewend e where e.view = v.id)
"""


def camera_itself(command: commands.CloseViews, act: Act) -> Target:
    """The camera, retired or not."""
    area = sql.value("select area from devices_camera where id = %s", (command.camera,))
    if area is None:
        raise Missing
    return Target(scope=area)


def close_views(command: commands.CloseViews, target: Target, act: Act) -> Outcome:
    running = sql.rows(OPEN + " and v.camera = %s for update of t", (command.camera,))
    ends: list[Told] = []
    for view in running:
        over = view["revoked_at"] is not None or act.now >= view["expires_at"]
        if over or not command.run_out:
            why = "revoked" if view["revoked_at"] else "expired" if over else "gone"
            ends += ended(view, why, min(act.now, max(view["expires_at"], view["opened_at"])))
    return Outcome(events=tuple(ends), answer={"closed": len(ends)}, scopes=(target.scope,))


def ended(view: dict[str, Any], why: str, at: datetime) -> tuple[Told, ...]:
    """Write the end of a view into the register. Nothing when it was ended meanwhile: the viewer left as the engine said so."""
    write = "insert into devices_viewend (view, closed_at, why) values (%s, %s, %s) on conflict (view) do nothing"
    if not sql.run(write, (view["id"], at, why)):
        return ()
    event = events.ViewClosed(
        view=view["id"], ticket=view["ticket"], camera=view["camera"], why=Code(why),
        seconds=max(int((at - view["opened_at"]).total_seconds()), 0),
    )  # fmt: skip
    return (Told(event, view["ticket"], AreaCode(view["area"])),)


def told(event: Event, subject: UUID, area: str, **answer: Any) -> Outcome:
    """One event and its answer, in one area."""
    return Outcome(events=(Told(event, subject, AreaCode(area)),), answer=answer, scopes=(area,))
