"""when_message_is_confirmed_answer_its_author"""

from liren.cases import commands as c
from liren.cases.commands.incoming import KeepIncoming
from liren.kernel import Code
from liren.kernel.actor import ANONYMOUS, the_house
from liren.kernel.ids import new_id
from liren.notices import queries as notices
from liren.trust import gate

HOUSE = the_house("messages")


def confirmed(town, **told):
    """A message from "o-wang", confirmed; its case."""
    draft, (lon, lat) = new_id(), town.point()
    author = str(draft)
    message = {"channel": Code("wechat"), "author": author} | {k: v for k, v in told.items() if k == "account"}
    kept = KeepIncoming(draft=draft, external=author, words="路灯坏了", **message)
    gate.execute(kept, actor=HOUSE, now=town.now, key=new_id())
    report = c.ReportCase(
        case_id=new_id(), note=new_id(), kind=Code("street_light_out"), words="路灯坏了", lon=lon, lat=lat,
        incoming=draft, sealed=told.get("sealed", False),
    )  # fmt: skip
    gate.execute(report, actor=ANONYMOUS, now=town.now, key=draft)
    town.settle()
    return report.case_id, author


def test_the_author_is_told_where_the_message_came_from(town):
    case, author = confirmed(town)
    assert [b.link for b in notices.bearers_of(HOUSE, "wechat", author)] == [case]


def test_of_a_sealed_report_no_address_is_kept(town):
    _, author = confirmed(town, sealed=True)
    assert notices.bearers_of(HOUSE, "wechat", author) == []


def test_a_member_of_staff_hears_of_it_in_their_own_account_only(town):
    _, author = confirmed(town, account=town.account("handler"))
    assert notices.bearers_of(HOUSE, "wechat", author) == []


def test_the_owner_of_a_group_is_asked_by_when_group_nears_its_end_ask_its_owner(town):
    """Told in full in tests/notices/test_group_register.py."""
    from liren.trust.registry import FLOWS

    assert "when_group_nears_its_end_ask_its_owner" in FLOWS
