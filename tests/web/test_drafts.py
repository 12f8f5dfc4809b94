"""Kinds and rules: drafted by one, compared in words, published by another, from a day on; bad drafts named by key."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from liren.catalogue import queries as catalogue
from liren.catalogue import toml
from liren.catalogue.commands import PublishDraft, SaveDraft
from liren.catalogue.families import load
from liren.kernel import Denied, Missing, Refusal
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests import scene
from tests.scene import TOWN
from tests.web.staffroom import Room, key_of, text, version_of

FORM = "/office/kinds/case_kind/noise/draft/"


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    people = (
        ("admin", "system_admin"),
        ("admin2", "system_admin"),
        ("auditor", "auditor"),
        ("security", "security_admin"),
    )
    for name, post in people:
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    return made


def fields(page: str) -> dict[str, object]:
    """What a browser would send of the form as it stands."""
    found: dict[str, object] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken" and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = [body]
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        found[name] = [re.search(r'value="([^"]*)" selected', body)[1]]
    return found


def drafted(room, who="admin", **changed):
    """Save the form with some fields changed; the answer."""
    client = room.browser(who)
    page = client.get(FORM, follow=True)
    return client.post(page.request["PATH_INFO"], fields(page.content.decode()) | changed)


def draft_of(answer) -> UUID:
    return UUID(answer["location"].split("/")[-2])


def withdraw(room):
    for id in sql.values("select id from catalogue_draft where state = 'open'"):
        page = room.browser("admin").get(f"/office/drafts/{id}/").content.decode()
        room.browser("admin").post(f"/office/drafts/{id}/discard/", {"key": new_id(), "version": version_of(page)})


def test_a_form_sent_as_it_stands_changes_nothing(room):
    answer = drafted(room)
    assert answer.status_code == 422
    assert "和现行的一样" in text(answer)


def test_the_difference_is_said_in_words_with_what_it_touches(room):
    room.scene.report(kind="noise", sealed=False)
    answer = drafted(room, **{"limits.accept": "6"})
    assert answer.status_code == 302
    page = text(room.browser("admin").get(answer["location"]))
    for words in ("改了 1 处", "签收时限", "4 个工作时", "6 个工作时", "正在办的 1 件照原版本办", "要由另一个人"):
        assert words in page, words
    withdraw(room)


def test_who_drafted_it_cannot_publish_it_and_another_can(room):
    answer = drafted(room, **{"limits.accept": "6"})
    draft = draft_of(answer)
    mine = {"key": new_id(), "effective_from": "", "version": "1"}
    day = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    no = room.browser("admin").post(f"/office/drafts/{draft}/publish/", mine | {"effective_from": day})
    assert no.status_code == 403
    assert "由另一个人" in text(no)
    for other in ("supervisor", "auditor", "security"):
        assert room.browser(other).post(
            f"/office/drafts/{draft}/publish/", mine | {"effective_from": day}
        ).status_code in (403, 404)
    yes = room.browser("deputy").post(
        f"/office/drafts/{draft}/publish/", mine | {"key": new_id(), "effective_from": day}
    )
    assert yes.status_code == 302
    now = datetime.now(UTC)
    assert catalogue.entry("case_kind", "noise", area=TOWN, at=now, epoch=-2).area == ""
    later = catalogue.entry("case_kind", "noise", area=TOWN, at=now + timedelta(days=11))
    assert (later.area, later.spec.limits.accept.amount) == (TOWN, 6)
    assert catalogue.entry("case_kind", "noise", area="321181109", at=now + timedelta(days=11)).area == ""
    page = text(room.browser("admin").get("/office/kinds/case_kind/noise/"))
    assert "admin起草，deputy发布" in page


def test_with_the_rule_gone_the_database_still_wants_two_people(room):
    draft = draft_of(drafted(room, **{"limits.solve": "9"}))
    with pytest.raises(Exception, match="catalogue_draft_two_people"):
        sql.run(
            "update catalogue_draft set state = 'published', decided_by = %s where id = %s",
            (room.scene.account("admin"), draft),
        )
    withdraw(room)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"limits.accept": "0"}, "limits.accept", "时限要大于 0"),
        ({"limits.accept": "四"}, "limits.accept", "请写数字"),
        ({"limits.accept": ""}, "limits.accept", "请写数字"),
        ({"limits.accept.unit": "moon"}, "limits.accept", "请从列表里选一个单位"),
        ({"drawn_share": "2"}, "drawn_share", "不超过 1"),
        ({"retention_days": "3"}, "retention_days", "不能短于 30 天"),
        ({"workflow": "as_logged"}, "workflow", "请从这些里选"),
        ({"label": ""}, "label", "没有名称"),
    ],
)
def test_a_bad_draft_is_named_beside_its_field_and_nothing_typed_is_lost(room, changed, field, words):
    answer = drafted(room, **changed, verified_by="李四核对")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in text(answer)
    assert f'href="#{field}"' in page
    assert "李四核对" in page


def save(room, who, **changed):
    now = datetime.now(UTC)
    spec = catalogue.spec_of(catalogue.entry("case_kind", "stray_dog", area=TOWN, at=now).id)
    order = SaveDraft(draft=new_id(), family="case_kind", code="stray_dog", area=TOWN, spec=spec | changed)
    return gate.execute(order, actor=room.scene.actor(who), now=now, key=new_id())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"lable": "狗"}, "lable"),
        ({"secrecy": 2}, "secrecy"),
        ({"workflow": "as_logged"}, "workflow"),
        ({"workflow": "gone"}, "workflow"),
    ],
)
def test_keys_that_only_a_release_may_change_are_refused_by_the_command_itself(room, changed, field):
    with pytest.raises(Refusal) as caught:
        save(room, "admin", **changed)
    assert caught.value.field == field


def test_a_post_s_rights_cannot_be_drafted(room):
    now = datetime.now(UTC)
    spec = catalogue.spec_of(catalogue.entry("post", "system_admin", area=TOWN, at=now).id)
    order = SaveDraft(
        draft=new_id(), family="post", code="system_admin", area=TOWN, spec=spec | {"rights": ["trust.audit"]}
    )
    with pytest.raises(Refusal) as caught:
        gate.execute(order, actor=room.scene.actor("admin"), now=now, key=new_id())
    assert caught.value.field == "rights"


def test_the_past_and_a_draft_that_stands_no_longer_are_refused(room):
    draft = UUID(save(room, "admin", label="流浪狗")["draft"])
    now = datetime.now(UTC)
    order = PublishDraft(draft=draft, entry=new_id(), effective_from=now - timedelta(days=1))
    with pytest.raises(Refusal) as caught:
        gate.execute(order, actor=room.scene.actor("deputy"), now=now, key=new_id())
    assert caught.value.field == "effective_from"
    gate.execute(
        PublishDraft(draft=draft, entry=new_id(), effective_from=now),
        actor=room.scene.actor("deputy"), now=now, key=new_id(),
    )  # fmt: skip
    with pytest.raises(Refusal, match="已经发布"):
        gate.execute(
            PublishDraft(draft=draft, entry=new_id(), effective_from=now),
            actor=room.scene.actor("admin2"), now=now, key=new_id(),
        )  # fmt: skip


def test_who_may_not_draft_or_publish_does_not_find_it(room):
    with pytest.raises((Missing, Denied)):
        save(room, "desk", label="狗")
    for who in ("desk", "auditor"):
        assert room.browser(who).get("/office/kinds/case_kind/noise/").status_code == 404
        assert room.browser(who).get(FORM).status_code == 404
    assert room.browser("security").get("/office/kinds/").status_code == 200
    assert room.browser("security").get("/office/kinds/case_kind/noise/").status_code == 404


def test_what_is_exported_is_what_is_published(room):
    answer = room.browser("admin").get("/office/kinds/case_kind/road_damage/?toml")
    now = datetime.now(UTC)
    assert load(answer.content.decode()) == catalogue.spec_of(catalogue.entry("case_kind", "road_damage", at=now).id)
    assert "road_damage.toml" in answer["Content-Disposition"]


@pytest.mark.parametrize("text", ['"引号"和\\反斜线', "两\n行", "emoji 🐕 和 \u202e"])
def test_any_words_survive_the_text_form(text):
    spec = {"label": text, "a": {"b": [{"c": text}], "limit": {"amount": 0.5, "unit": "day"}}, "n": 3, "yes": True}
    assert load(toml.dump(spec)) == spec


def test_two_drafts_of_one_entry_are_one(room):
    first = draft_of(drafted(room, label="吵"))
    page = room.browser("admin2").get(FORM, follow=True)
    assert page.request["PATH_INFO"] == f"/office/drafts/{first}/edit/"
    room.browser("admin2").post(page.request["PATH_INFO"], fields(page.content.decode()) | {"label": "吵闹"})
    hands = sql.value("select hands from catalogue_draft where id = %s", (first,))
    assert set(hands) == {room.scene.account("admin"), room.scene.account("admin2")}
    page = room.browser("admin2").get(f"/office/drafts/{first}/")
    assert "要由另一个人" in text(page)
    assert key_of(page.content.decode())
    withdraw(room)


def test_the_calendar_is_drafted_as_text_and_a_broken_one_is_said_so(room):
    client = room.browser("admin")
    page = client.get("/office/kinds/calendar/china/draft/")
    told = fields(page.content.decode())
    answer = client.post("/office/kinds/calendar/china/draft/", told | {"years": "[[years]\nyear = 2027"})
    assert answer.status_code == 422
    assert "读不懂" in text(answer)
