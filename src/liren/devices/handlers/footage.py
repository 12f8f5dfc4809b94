"""Residents' requests to see recordings (art. 21): kept with the name sealed, answered in words by the secret link."""

import json
import os
from datetime import timedelta

from liren.devices.commands import views as commands
from liren.devices.events import views as events
from liren.devices.handlers import bells
from liren.devices.handlers.offers import terms_of
from liren.devices.handlers.views import APPROVE
from liren.devices.rules import footage as rules
from liren.kernel import AreaCode, Code, Missing
from liren.trust import links, registry, sealed, sql
from liren.trust.registry import Act, Outcome, Target, Told

WHAT = "footage"
CONSTRAINTS = {
    "devices_footagerequest_told": ("footage_reason", "答复要写明怎样答复和理由。"),
    "devices_footagerequest_token_key": ("link_twice", "查询链接重复了，请再提交一次。您写的内容还在。"),
}


def new_request(command: commands.AskFootage, act: Act) -> Target:
    """Where it is about."""
    return Target(scope=command.area)


def ask(command: commands.AskFootage, target: Target, act: Act) -> Outcome:
    """Anybody may ask; who asked stands sealed in its row and nowhere else."""
    wish = rules.Wish(
        place=command.place.strip(), since=command.since, until=command.until, ground=command.ground,
        relation=command.relation, words=command.words.strip(), name=command.name.strip(), phone=command.phone.strip(),
    )  # fmt: skip
    rules.check(wish, act.now)
    nonce = os.urandom(16)
    due_at = act.now + timedelta(days=terms_of(str(command.area), act.now).answer_days)
    sql.insert(
        "devices_footagerequest",
        {"id": command.request, "area": command.area, "nonce": nonce,
         "token": links.digest(links.derived(WHAT, command.request, nonce).token), "camera": command.camera,
         "place": wish.place, "since": wish.since, "until": wish.until, "ground": wish.ground,
         "relation": wish.relation, "words": wish.words,
         "sealed": sealed.seal(json.dumps({"name": wish.name, "phone": wish.phone})), "asked_at": act.now,
         "due_at": due_at, "decision": "", "reason": ""},
    )  # fmt: skip
    bells.footage_rings(command.request, str(command.area), due_at, act)
    event = events.FootageAsked(request=command.request, camera=command.camera, ground=Code(wish.ground), due_at=due_at)
    told = Told(event, command.request, AreaCode(command.area))
    return Outcome(events=(told,), answer={"request": str(command.request)}, scopes=(str(command.area),), veiled=True)


def load(command: commands.DecideFootage, act: Act) -> Target:
    """The request, locked."""
    row = sql.one(
        "select id, area, decided_at from devices_footagerequest where id = %s for update", (command.request,)
    )
    if row is None:
        raise Missing
    return Target(scope=row["area"], row=row)


def decide(command: commands.DecideFootage, target: Target, act: Act) -> Outcome:
    reason = rules.check_answer(command.decision, command.reason, target.row["decided_at"] is not None)
    sql.update(
        "devices_footagerequest",
        {"decided_at": act.now, "decided_by": act.actor.account, "decision": command.decision, "reason": reason},
        {"id": command.request},
    )
    bells.footage_rings(command.request, target.scope, None, act)
    event = events.FootageDecided(request=command.request, decision=Code(command.decision))
    told = Told(event, command.request, AreaCode(target.scope))
    return Outcome(events=(told,), answer={"request": str(command.request)}, scopes=(target.scope,))


def hang_up() -> None:
    """Declare the requests of residents."""
    registry.command(commands.AskFootage, label="申请查阅录像", handler=ask, target=new_request, reach="open")
    registry.command(
        commands.DecideFootage, label="答复查阅录像的申请", handler=decide, target=load, reach="within", right=APPROVE,
        see="cameras.see",
    )  # fmt: skip
    for name, (code, sentence) in CONSTRAINTS.items():
        registry.constraint(name, code, sentence)
