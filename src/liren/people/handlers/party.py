"""Party membership: a fact from a list, kept behind row-level security, told to the journal as a number."""

from liren.kernel import Code, Refusal
from liren.people import commands, events
from liren.people.kinds import PARTY_SOURCES
from liren.trust import sql
from liren.trust.registry import Act, Outcome, Target, Told


def over_area(command: commands.NotePartyMembers, act: Act) -> Target:
    """The right is asked over the area that covers everybody on the list."""
    return Target(scope=command.area)


def note(command: commands.NotePartyMembers, target: Target, act: Act) -> Outcome:
    """Somebody noted before keeps the later source and day."""
    if command.source not in PARTY_SOURCES:
        raise Refusal("party_source", f"请选名单的来源：{'、'.join(PARTY_SOURCES.values())}。", field="source")
    if not command.persons:
        raise Refusal("no_rows", "名单里没有一个人，请检查是不是选错了文件。")
    sql.setting("liren.scopes", command.area)
    noted = sql.run(
        """insert into people_partymember (person, area, source, noted_on)
           select id, area, %s, %s from people_person where id = any(%s) and starts_with(area, %s)
           on conflict (person) do update set source = excluded.source, noted_on = excluded.noted_on""",
        (command.source, command.on, list(command.persons), command.area),
    )
    if noted != len(set(command.persons)):
        raise Refusal("party_strangers", "名单里有人不在本区域的人员名册里，请先登记这些人，再导入名单。")
    event = events.PartyMembersNoted(list=command.list, area=command.area, source=Code(command.source), noted=noted)
    return Outcome(events=(Told(event, command.list, command.area),), answer={"noted": noted}, scopes=(command.area,))
