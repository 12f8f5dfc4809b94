"""A message becomes one draft however often it comes, its author confirms it once, and nothing of it stays for ever."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid5

import pytest

from liren.attachments import staging
from liren.cases import commands as c
from liren.cases.commands.incoming import DiscardIncoming, FillIncoming, KeepIncoming
from liren.cases.events.incoming import IncomingKept
from liren.cases.queries import incoming
from liren.cases.rules import incoming as rules
from liren.kernel import Code, Missing, Refusal
from liren.kernel.actor import ANONYMOUS, by_link, the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests.attachments.pictures import jpeg

HOUSE = the_house("messages")
SAID = "后巷路灯坏了，晚上看不见路"


def message(**told) -> KeepIncoming:
    return KeepIncoming(**({
        "draft": new_id(), "channel": Code("wecom"), "external": str(new_id()), "author": "wanglan", "words": SAID,
    } | told))  # fmt: skip


def keep(town, order, key=None):
    return gate.execute(order, actor=HOUSE, now=town.now, key=key or new_id())


def card(town, draft):
    return incoming.by_token(ANONYMOUS, incoming.token_of(HOUSE, draft), town.now)


def confirm(town, draft, actor=ANONYMOUS, **told):
    lon, lat = town.point()
    order = c.ReportCase(**({
        "case_id": new_id(), "note": new_id(), "kind": Code("street_light_out"), "words": SAID, "lon": lon, "lat": lat,
        "incoming": draft, "phone": "13800000147",
    } | told))  # fmt: skip
    return gate.execute(order, actor=actor, now=town.now, key=draft)


def test_the_same_message_three_times_is_one_draft(town):
    order = message(author="a1")
    first = keep(town, order)
    again = [keep(town, replace(order, draft=new_id())) for _ in range(2)]
    assert not first["known"]
    assert [(a["draft"], a["known"]) for a in again] == [(first["draft"], True)] * 2
    assert sql.value("select count(*) from cases_incomingmessage where external = %s", (order.external,)) == 1
    assert [entry.event for entry in town.entries(order.draft)] == [
        IncomingKept(draft=order.draft, channel=Code("wecom"), joined=False)
    ]


def test_what_follows_soon_joins_and_what_comes_later_does_not(town):
    first = message(author="a2")
    keep(town, first)
    town.now += timedelta(minutes=2)
    joined = keep(town, message(author="a2", words="", lon=119.5, lat=32.0, media=("m1", "m2")))
    assert (joined["joined"], joined["draft"]) == (True, str(first.draft))
    kept = card(town, first.draft)
    assert (kept.words, kept.pending, kept.lon) == (SAID, 2, 119.5)
    other = keep(town, message(author="a2", channel=Code("wechat")))
    assert not other["joined"], "the same name in another channel is somebody else"
    town.now += timedelta(minutes=16)
    assert not keep(town, message(author="a2", words="另一件"))["joined"]


def test_of_twenty_photos_nine_are_fetched_and_the_rest_is_named(town):
    order = message(author="a3", media=tuple(f"m{n}" for n in range(20)))
    keep(town, order)
    kept = card(town, order.draft)
    assert kept.pending == rules.MOST_PHOTOS
    assert kept.left_out == ("第 10 到 20 张照片没有收：一次最多 9 张。确认以后可以在进度页补。",)


def test_what_the_door_is_answered_and_keeps_holds_no_word_of_the_message(town):
    order = message(
        author="a3b", words="路灯" * 3000, photos=(new_id(),), left_out=("“王小明的病历.pdf”不是照片，没有收。",)
    )
    told = keep(town, order)
    kept = card(town, order.draft)
    assert len(kept.words) < 6000
    assert kept.left_out == (order.left_out[0], told["too_much"][0])
    assert "6,000 个字" in told["too_much"][0]
    assert "路灯" not in str(told)
    assert "王小明" not in str(told)


def test_photos_are_fetched_bit_by_bit_and_what_never_comes_is_said(town):
    order = message(author="a4", media=("m1", "m2", "m3"))
    keep(town, order)
    waits = next(w for w in incoming.waiting(HOUSE, town.now) if w.draft == order.draft)
    one = new_id()
    keep(town, FillIncoming(draft=order.draft, message=waits.message, photos=(one,), again=True))
    assert (card(town, order.draft).photos, card(town, order.draft).pending) == ((one,), 2)
    assert not [w for w in incoming.waiting(HOUSE, town.now) if w.draft == order.draft], "it waits a little"
    while found := [w for w in incoming.waiting(HOUSE, town.now + timedelta(hours=1)) if w.draft == order.draft]:
        keep(town, FillIncoming(draft=order.draft, message=found[0].message, again=True))
    assert card(town, order.draft).pending == 0
    assert card(town, order.draft).left_out == ("有 2 张照片没有取到，请在这里重新选。",)


def test_confirming_makes_one_case_with_the_channel_and_the_photos_and_forgets_the_words(town):
    order = message(author="a5", channel=Code("wechat"))
    keep(town, order)
    photo = uuid5(order.draft, "m1")
    staging.stage(HOUSE, BytesIO(jpeg()), photo=photo, form=order.draft, now=town.now, until=town.now + rules.TERM)
    answer = confirm(town, order.draft, photos=(photo,))
    assert town.state(town_case := card(town, order.draft).taken).channel == "wechat"
    assert str(town_case) == answer["case"]
    row = sql.one("select words, author, reply from cases_incoming where id = %s", (order.draft,))
    assert row["words"] == ""
    assert incoming.reply_of(HOUSE, order.draft) == incoming.Reply(channel=Code("wechat"), address="a5")
    with pytest.raises(Refusal, match="确认过"):
        gate.execute(
            c.ReportCase(case_id=new_id(), note=new_id(), kind=Code("noise"), words=SAID, incoming=order.draft,
                         place_words="门口"),
            actor=ANONYMOUS, now=town.now, key=new_id(),
        )  # fmt: skip


def test_a_sealed_report_keeps_nothing_of_who_sent_the_message(town):
    order = message(author="a6", account=town.account("handler"))
    keep(town, order)
    confirm(town, order.draft, town.actor("handler"), sealed=True)
    row = sql.one("select author, reply, account from cases_incoming where id = %s", (order.draft,))
    assert row == {"author": None, "reply": None, "account": None}
    assert incoming.reply_of(HOUSE, order.draft) is None
    assert not card(town, order.draft).followed
    assert sql.value("select count(*) from cases_incomingmessage where external = %s", (order.external,)) == 0


def test_only_its_author_throws_it_away(town):
    order = message(author="a7")
    keep(town, order)
    discard, desk = DiscardIncoming(draft=order.draft), town.actor("desk")
    with pytest.raises(Missing):
        gate.execute(discard, actor=desk, now=town.now, key=new_id())
    gate.execute(discard, actor=by_link(order.draft), now=town.now, key=new_id())
    assert card(town, order.draft).words == ""
    with pytest.raises(Refusal, match="去掉"):
        confirm(town, order.draft)


def test_after_seven_days_nothing_is_left_of_it(town):
    order = message(author="a8", media=("m1",))
    keep(town, order)
    town.now = max(town.now, town.now + rules.TERM + timedelta(seconds=1))
    town.ring()
    assert sql.value("select count(*) from cases_incoming where id = %s", (order.draft,)) == 0
    assert sql.value("select count(*) from cases_incomingmessage where draft_id = %s", (order.draft,)) == 0
    with pytest.raises(Refusal):
        confirm(town, order.draft)


def test_staged_photos_of_a_message_outlive_the_day_but_not_the_week(town):
    form, photo, started = new_id(), new_id(), datetime.now(town.now.tzinfo)
    staging.stage(HOUSE, BytesIO(jpeg()), photo=photo, form=form, now=started, until=started + rules.TERM)

    def there() -> bool:
        return sql.value("select count(*) from attachments_photo where id = %s", (photo,)) == 1

    staging.sweep(started + timedelta(days=3))
    assert there()
    staging.sweep(started + timedelta(days=8))
    assert not there()


def test_too_many_unconfirmed_ones_are_refused_with_the_way_out(town):
    for _ in range(rules.MOST_OPEN):
        keep(town, message(author="a9"))
        town.now += timedelta(minutes=16)
    with pytest.raises(Refusal, match="先点开链接"):
        keep(town, message(author="a9"))
