"""Commands to rows to events of the attachments room."""

from liren.attachments import commands, events
from liren.attachments.kinds import OWNERS
from liren.attachments.rules import Staged, check_attach
from liren.kernel import Code
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told

UPLOADER = "uploader"


def staged_photos(command: commands.AttachPhotos, act: Act) -> Target:
    """The photos asked for, locked. Raises Refusal unless they are this actor's, so that he is their uploader."""
    found = sql.rows(
        "select id, form, account, state from attachments_photo where id = any(%s) order by id for update",
        (list(command.photos),),
        into=Staged,
    )
    check_attach(command.photos, found, command.role, act.key, act.actor.account)
    return Target(scope=command.area, row=found, roles=frozenset({UPLOADER}))


def attach(command: commands.AttachPhotos, target: Target, act: Act) -> Outcome:
    """Hand staged photos to their owner. Who uploaded a private one is forgotten: it may be a sealed reporter."""
    if command.owner_kind not in OWNERS:
        raise LookupError(f"no room registered the photo owner {command.owner_kind!r}")
    sql.setting("liren.scopes", command.area)
    sql.run(
        """update attachments_photo p set state = 'attached', owner_kind = %s, owner = %s, role = %s, area = %s,
                  private = %s, attached_at = %s, position = a.position,
                  account = case when %s then null else p.account end
           from unnest(%s::uuid[]) with ordinality as a(id, position) where p.id = a.id""",
        (command.owner_kind, command.owner, command.role, command.area, command.private, act.now,
         command.private, list(command.photos)),
    )  # fmt: skip
    event = events.PhotosAttached(
        photos=command.photos, owner_kind=Code(command.owner_kind), owner=command.owner, role=Code(command.role)
    )
    return Outcome(events=(Told(event, command.owner, command.area),), answer={"photos": len(command.photos)})
