"""The register of groups: a purpose, an owner and an end; asked before the end; robots say a notice once, whatever happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from liren.kernel import Code, Missing, Refusal
from liren.kernel.actor import the_house
from liren.kernel.ids import new_id
from liren.kernel.ports import SENDERS, Receipt, Undelivered
from liren.notices import posting
from liren.notices.commands import ChangeGroup, IssueGroupNotice, RegisterGroup, RetireGroup
from liren.notices.queries.groups import group_names, posts_of, registered
from liren.notices.rules import groups as rules
from liren.trust import gate, sql

WEBHOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7abc"
WHERE = 17


@pytest.fixture
def keeper(town):
    sql.run("delete from notices_post")
    sql.run("delete from notices_group")
    sql.run("delete from trust_timer where kind = 'group_ends'")
    return town.actor(str(town.made.at(WHERE)[0].code))


def entry(town, keeper, **told) -> RegisterGroup:
    return RegisterGroup(**({
        "group": new_id(), "area": town.made.at(WHERE)[0].code, "name": "锦绣苑 3 号楼群", "kind": Code("wecom"),
        "owner": keeper.account, "purpose": "通知停水停电", "ends_at": town.now + timedelta(days=180), "robot": WEBHOOK,
    } | told))  # fmt: skip


def order(town, command, actor):
    return gate.execute(command, actor=actor, now=town.now, key=new_id())


class Robot:
    """What a robot's sender would say; `trouble` is raised once for each."""

    name = "wecom_robot"

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.trouble: list[Undelivered] = []

    def send(self, message):
        if self.trouble:
            raise self.trouble.pop(0)
        self.said.append((message.address, message.body))
        return Receipt()


@pytest.fixture
def robot():
    before = dict(SENDERS)
    SENDERS["wecom_robot"] = made = Robot()
    yield made
    SENDERS.clear()
    SENDERS.update(before)


def issue(town, keeper, *groups, words="今晚停水"):
    command = IssueGroupNotice(notice=new_id(), area=town.made.at(WHERE)[0].code, registered=tuple(groups), words=words)
    return command.notice, order(town, command, keeper)


def test_a_group_is_registered_with_its_robot_under_seal(town, keeper):
    command = entry(town, keeper)
    order(town, command, keeper)
    card = registered(keeper)[0]
    assert (card.name, card.robot, card.kind_label, card.over(town.now)) == (
        "锦绣苑 3 号楼群",
        True,
        "企业微信群",
        False,
    )
    raw = bytes(sql.value("select robot from notices_group where id = %s", (command.group,)))
    assert WEBHOOK.encode() not in raw


@pytest.mark.parametrize(("wrong", "said"), [
    ({"name": " "}, "还没有写群名"), ({"name": "群" * 41}, "最多 40 个字"), ({"purpose": ""}, "做什么用"),
    ({"owner": None}, "谁负责"), ({"ends_at": None}, "用到哪一天"), ({"robot": "https://evil.example/x"}, "群机器人的地址"),
    ({"kind": Code("wechat")}, "只有企业微信群有群机器人"), ({"kind": Code("dingtalk")}, "哪一种群"),
])  # fmt: skip
def test_what_may_not_stand_there_is_said(town, keeper, wrong, said):
    with pytest.raises(Refusal, match=said):
        order(town, entry(town, keeper, **wrong), keeper)


@pytest.mark.parametrize(("days", "said"), [(-1, "已经过了"), (367, "最长登记一年")])
def test_nothing_stands_for_longer_than_a_year(town, keeper, days, said):
    with pytest.raises(Refusal, match=said):
        order(town, entry(town, keeper, ends_at=town.now + timedelta(days=days)), keeper)


def test_the_register_has_no_place_for_members_or_talk():
    columns = set(sql.values("select column_name from information_schema.columns where table_name = 'notices_group'"))
    assert columns == {
        "id", "area", "name", "kind", "owner", "purpose", "robot", "ends_at", "registered_at", "changed_at", "retired_at",
    }  # fmt: skip


def test_two_groups_of_one_name_in_one_area_are_one_too_many(town, keeper):
    command = entry(town, keeper)
    order(town, command, keeper)
    with pytest.raises(Refusal, match="同名的群"):
        order(town, replace(command, group=new_id()), keeper)


def test_somebody_of_another_area_neither_sees_nor_changes_it(town, keeper):
    command = entry(town, keeper)
    order(town, command, keeper)
    other = town.actor(str(town.made.at(WHERE)[5].code))
    assert registered(other) == []
    with pytest.raises(Missing):
        order(town, RetireGroup(group=command.group), other)


def test_two_weeks_before_the_end_its_owner_is_asked_and_saying_yes_is_a_new_end(town, keeper):
    command = entry(town, keeper)
    order(town, command, keeper)
    before = sql.value("select fire_at from trust_timer where subject = %s and kind = 'group_ends'", (command.group,))
    assert before == command.ends_at - rules.ASKED_BEFORE
    town.wait_for(command.group, "group_ends")
    asked = [n for n in town.notices(command.group, "group_near_end") if n["account"] == keeper.account]
    assert len(asked) == 1
    assert group_names(the_house("x"), [command.group]) == {command.group: command.name}
    again = ChangeGroup(
        group=command.group, name=command.name, kind=command.kind, owner=command.owner, purpose=command.purpose,
        ends_at=town.now + timedelta(days=300),
    )  # fmt: skip
    order(town, again, keeper)
    assert registered(keeper)[0].robot, "the robot stays as it was"
    fire = sql.value("select fire_at from trust_timer where subject = %s and kind = 'group_ends'", (command.group,))
    assert fire == again.ends_at - rules.ASKED_BEFORE


def test_a_notice_goes_into_a_registered_group_by_its_robot_once(town, keeper, robot):
    speaking, silent = entry(town, keeper), entry(town, keeper, name="买菜群", kind=Code("wechat"), robot="")
    for command in (speaking, silent):
        order(town, command, keeper)
    notice, answer = issue(town, keeper, speaking.group, silent.group)
    assert answer["spoken"] == 1
    assert posting.step(town.now) == 1
    assert posting.step(town.now + timedelta(hours=1)) == 0
    assert robot.said == [(WEBHOOK, "今晚停水")]
    assert [(p.name, p.sent_at is not None) for p in posts_of(keeper, [notice])] == [("锦绣苑 3 号楼群", True)]


def test_a_platform_that_is_down_or_asked_too_often_loses_no_notice(town, keeper, robot):
    command = entry(town, keeper)
    order(town, command, keeper)
    notices = [issue(town, keeper, command.group, words=f"第 {n} 条")[0] for n in range(3)]
    robot.trouble = [Undelivered("连不上企业微信", down=True), Undelivered("发得太多了", down=True)]
    assert posting.step(town.now) == 0
    assert posting.step(town.now + timedelta(minutes=2)) == 0
    for minute in range(3, 120, 3):
        posting.step(town.now + timedelta(minutes=minute))
    assert sorted(said for _, said in robot.said) == ["第 0 条", "第 1 条", "第 2 条"]
    assert all(p.sent_at for p in posts_of(keeper, notices))


def test_a_robot_that_is_gone_is_said_beside_the_notice(town, keeper, robot):
    command = entry(town, keeper)
    order(town, command, keeper)
    notice, _ = issue(town, keeper, command.group)
    robot.trouble = [Undelivered("企业微信答复 93000", final=True)]
    posting.step(town.now)
    post = posts_of(keeper, [notice])[0]
    assert (post.sent_at, post.try_at, post.trouble) == (None, None, "企业微信答复 93000")


def test_into_a_group_whose_entry_is_over_nothing_is_issued(town, keeper):
    command = entry(town, keeper, ends_at=town.now + timedelta(days=20))
    order(town, command, keeper)
    sql.run("update notices_group set ends_at = %s where id = %s", (town.now - timedelta(days=1), command.group))
    with pytest.raises(Refusal, match="登记已经到期"):
        issue(town, keeper, command.group)
    order(town, RetireGroup(group=command.group), keeper)
    with pytest.raises(Refusal, match="注销"):
        issue(town, keeper, new_id())
    assert registered(keeper) == []
    assert sql.value("select robot from notices_group where id = %s", (command.group,)) is None


def test_the_moment_of_asking_lies_before_the_end():
    end = datetime(2027, 6, 30, 16, tzinfo=UTC)
    assert rules.asked_at(end) == datetime(2027, 6, 16, 16, tzinfo=UTC)
