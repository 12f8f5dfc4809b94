"""Rights follow a post's new version with one act: what older versions gave ends, what the new one gives begins."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from liren.catalogue import queries as catalogue
from liren.catalogue import shelf
from liren.catalogue.commands import PublishEntry
from liren.kernel import AreaCode, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.people import commands, queries
from liren.people.kinds import Post
from liren.people.rules import Rights, rights_now
from liren.trust import gate, sql
from tests.people.appointing import COMMUNITY, NOW, OTHER_TOWN, TOWN, account_of, appointed, clerk, order, person
from tests.people.test_duty_lists import reading_all

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)
LATER = NOW + DAY
POST = "grid_keeper"


def publish(post=POST, **more):
    """A new version of a post, in force from `LATER`, with other content."""
    entry = catalogue.entry("post", post, at=LATER)
    spec = catalogue.spec_of(entry.id) | more
    command = PublishEntry(
        entry=new_id(), family="post", code=post, area="", spec=spec, effective_from=LATER - timedelta(hours=1),
        legal_basis="", verified_by="",
    )  # fmt: skip
    gate.execute(command, actor=the_house("setup"), now=LATER, key=new_id())
    shelf._fresh(None, force=True)


def held(who, at):
    return set(sql.values('select "right" from trust_grant where account = %s and during @> %s', (account_of(who), at)))


def rights(post=POST, at=NOW):
    return catalogue.entry("post", post, at=at).spec.rights


def test_a_new_version_changes_no_right_until_somebody_lets_it_and_then_all_at_once():
    first, second = (person(name) for name in ("先任", "后任"))
    duties = [appointed(who, POST, AreaCode(f"{COMMUNITY}{n:03d}")) for n, who in enumerate((first, second), start=300)]
    old = set(rights())
    new = (old - {"venues.book"}) | {"cases.urge"}
    publish(rights=sorted(new))
    assert held(first, LATER) == old
    (card,) = queries.outdated_posts(clerk(), TOWN, LATER)
    assert (card.post, card.people, card.own) == (POST, 2, False)
    assert card.changes == ((2, 1, Rights(added=("cases.urge",), removed=("venues.book",))),)
    with sql.counted() as seen:
        answer = order(commands.RegrantPost(post=POST, area=TOWN), now=LATER)
    assert answer == {"people": 2, "duties": 2, "own": False}
    assert len(seen) < 12
    assert [held(who, LATER) for who in (first, second)] == [new, new]
    assert held(first, LATER - timedelta(minutes=1)) == old, "what was held stays on record"
    assert queries.outdated_posts(clerk(), TOWN, LATER) == []
    with reading_all():
        told = sql.rows("select subject, data from trust_entry where name = 'DutyRegranted' order by subject")
    assert {row["subject"] for row in told} == set(duties)
    assert told[0]["data"]["added"] == ["cases.urge"]
    with pytest.raises(Refusal, match="都已经按现在的版本授权"):
        order(commands.RegrantPost(post=POST, area=TOWN), now=LATER)
    order(commands.EndDuty(duty=duties[0], at=LATER + DAY), now=LATER + timedelta(minutes=1))
    assert held(first, LATER + 2 * DAY) == set()


def test_nobody_grants_himself_and_a_duty_to_come_keeps_its_day():
    mine, coming = person("自己"), person("将任")
    me = clerk(account=account_of(mine))
    appointed(mine, "verifier", TOWN)
    appointed(coming, "verifier", TOWN, starts=LATER + 5 * DAY)
    publish("verifier", rights=[*rights("verifier", LATER), "cases.urge"])
    (card,) = queries.outdated_posts(me, TOWN, LATER)
    assert (card.people, card.own) == (1, True)
    assert order(commands.RegrantPost(post="verifier", area=TOWN), me, LATER)["own"] is True
    assert "cases.urge" not in held(mine, LATER + 9 * DAY)
    assert held(coming, LATER + 4 * DAY) == set()
    assert "cases.urge" in held(coming, LATER + 6 * DAY)
    with pytest.raises(Refusal, match="只剩您自己"):
        order(commands.RegrantPost(post="verifier", area=TOWN), me, LATER)
    assert order(commands.RegrantPost(post="verifier", area=TOWN), clerk(), LATER)["people"] == 1


def test_an_area_of_others_is_not_there():
    with pytest.raises(Missing):
        queries.outdated_posts(clerk(OTHER_TOWN), TOWN, LATER)
    with pytest.raises(Missing):
        order(commands.RegrantPost(post=POST, area=TOWN), clerk(OTHER_TOWN))


@pytest.mark.parametrize(
    ("had", "secrecy", "gives", "sees", "says"),
    [
        (("a", "b"), 0, ("a", "b"), 0, {}),
        (("a", "b"), 0, ("b", "c"), 0, {"added": ("c",), "removed": ("a",)}),
        (("a",), 0, ("a",), 1, {"sealed": True}),
        (("a",), 1, ("a",), 0, {"sealed": False}),
        ((), 0, ("a",), 1, {"added": ("a",)}),
        (("a",), 1, (), 0, {"removed": ("a",)}),
    ],
)
def test_the_difference_between_held_and_given(had, secrecy, gives, sees, says):
    found = rights_now(had, secrecy, Post(code="p", label="p", levels=("town",), rights=gives, secrecy=sees))
    assert asdict(found) == {"added": (), "removed": (), "sealed": None} | says
    assert found.changed == bool(says)
