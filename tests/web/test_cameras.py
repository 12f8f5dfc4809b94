"""The chain: a case of public safety is dispatched, cameras near it are open, a reason, a ticket, the media engine asks, the register
knows who and why and how long, the case ends and everything is closed. And every way around it is shut."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import uuid5

import pytest
from django.db import DatabaseError, transaction
from django.test import Client, override_settings

from liren.cases import commands as c
from liren.devices.commands.cameras import ImportCameras, NoteProbe, RegisterCamera
from liren.devices.commands.views import OfferViews
from liren.devices.queries import cameras as register
from liren.devices.queries import views
from liren.gateway.media import ending
from liren.gateway.probing import round as probing
from liren.kernel import Code, Denied, Missing, Refusal
from liren.kernel.actor import by_link, the_house
from liren.kernel.ids import new_id
from liren.trust import gate, sql
from tests import scene
from tests.fakes.rtsp import camera as rtsp_camera
from tests.scene import STATION, TOWN, id_of
from tests.web.staffroom import Room, key_of, text

SECRET = "s" * 32
MEDIA = {"url": "https://video.example/{path}/?ticket={ticket}", "secret": SECRET, "allow": "127.0.0.0/8", "api": ""}
STREAM = "rtsp://10.8.0.21:554/ch1"
WORDS = "看消防通道还堵不堵"


def entry(room, n=0, **more):
    lon, lat = room.scene.point(0)
    told = {
        "camera": id_of(f"camera:{n}"), "name": f"一号摄像头{n}", "place": "同心路 1 号立柱", "lon": lon, "lat": lat, "position": "road",
        "type": "fixed", "owner": id_of(STATION), "engine_path": f"jiepai/c{n}", "sign_posted": True, "installed_on": date(2026, 1, 5),
        "filing_number": "镇公视 12", "filed_on": date(2026, 1, 20), "stream": STREAM, "user": "viewer", "password": "geheim-8",
    }  # fmt: skip
    return RegisterCamera(**(told | more))


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    made = Room(tmp_path_factory.mktemp("town"), db)
    for name, post in (("auditor", "auditor"), ("admin", "system_admin"), ("admin2", "system_admin")):
        for order in scene._one(name, post, TOWN, None):
            made.scene.order(order)
    for n in range(2):
        made.scene.order(entry(made, n), made.scene.actor("admin"))
    return made


@pytest.fixture(autouse=True)
def engine():
    with override_settings(MEDIA=MEDIA):
        yield


def dispatched(room, kind="blocked_fire_lane"):
    room.scene.now = datetime.now(UTC) - timedelta(seconds=1)
    case = room.scene.dispatched(kind=Code(kind))
    room.scene.now = datetime.now(UTC) + timedelta(seconds=1)
    room.scene.settle()
    return case


def ticket(room, case, who="handler", n=0, **more):
    browser = room.browser(who)
    address = f"/cameras/{id_of(f'camera:{n}')}/view/?case={case}"
    page = browser.get(address).content.decode()
    keys = key_of(page) if 'name="key"' in page else str(new_id())
    told = {"key": keys, "purpose": "fire_safety", "mode": "live", "words": WORDS} | more
    return browser, browser.post(address, told)


def ask(secret, path="jiepai/c0", *, id="11111111-1111-4111-8111-111111111111", action="read", key=SECRET, **more):
    body = {"user": "", "password": "", "ip": "10.0.0.9", "action": action, "path": path, "protocol": "webrtc", "id": id,
            "query": f"ticket={secret}"} | more  # fmt: skip
    return Client(headers={"host": "localhost"}).post(
        f"/media/auth?secret={key}", json.dumps(body), content_type="application/json"
    )


def secret_on(browser, address):
    page = browser.get(address).content.decode()
    return page.partition("?ticket=")[2].partition('"')[0]


def test_the_whole_chain_from_dispatch_to_register(room):
    case = dispatched(room)
    handler = room.browser("handler")
    assert "附近的摄像头" in text(handler.get(f"/case/{case}/"))
    assert "附近的摄像头" not in text(room.browser("verifier").get(f"/case/{case}/"))
    browser, answer = ticket(room, case)
    assert answer.status_code == 302, text(answer)
    page = browser.get(answer["location"]).content.decode()
    assert "https://video.example/jiepai/c0/?ticket=" in page
    for hidden in (STREAM, "10.8.0.21", "geheim-8"):
        assert hidden not in page
    secret = secret_on(browser, answer["location"])
    assert ask(secret, id=None).status_code == 200, "the player's page shows no picture yet"
    assert ask(secret).status_code == 200
    assert ask(secret).json()["code"] == "replayed"
    other = ask(secret, id="22222222-2222-4222-8222-222222222222")
    assert (other.status_code, other.json()["code"]) == (403, "used")
    row = sql.one('select * from devices_view where "case" = %s', (case,))
    assert (row["account"], row["unit"], row["words"]) == (room.scene.account("handler"), id_of(STATION), WORDS)
    room.scene.now = datetime.now(UTC)
    room.scene.do(by_link(case), c.WithdrawCase, case)
    room.scene.now += timedelta(seconds=1)
    room.scene.settle()
    assert sql.value("select why from devices_viewend where view = %s", (row["id"],)) == "withdrawn"
    assert ask(secret, id=None).json()["code"] == "revoked"
    assert "附近的摄像头" not in text(handler.get(f"/case/{case}/"))
    audit = text(room.browser("auditor").get("/cameras/register/"))
    for said in ("handler", STATION, WORDS, "核实消防隐患", "案件办结，收回"):
        assert said in audit
    csv = b"".join(room.browser("auditor").get("/cameras/register/?csv").streaming_content).decode("utf-8-sig")
    assert WORDS in csv


def test_a_view_without_a_case_is_refused_with_a_sentence(room):
    page = room.browser("handler").get(f"/cameras/{id_of('camera:0')}/view/")
    assert page.status_code == 403
    assert "没有案件，不能看视频" in text(page)
    _, answer = ticket(room, new_id())
    assert answer.status_code == 422
    assert "没有案件，不能看视频" in text(answer)


def test_before_the_dispatch_the_desk_sees_where_cameras_stand_and_cannot_look(room):
    room.scene.now = datetime.now(UTC)
    case = room.scene.report(kind=Code("blocked_fire_lane"))
    page = text(room.browser("desk").get(f"/case/{case}/"))
    assert "附近的摄像头" in page
    assert "派遣以后" in page
    _, answer = ticket(room, case, "desk")
    assert "没有案件，不能看视频" in text(answer)


def test_a_case_that_is_no_matter_of_public_safety_opens_nothing(room):
    case = dispatched(room, "noise")
    assert sql.value('select count(*) from devices_viewoffer where "case" = %s', (case,)) == 0
    assert "附近的摄像头" not in text(room.browser("handler").get(f"/case/{case}/"))


def test_another_unit_gets_no_ticket_under_the_case(room):
    case = dispatched(room)
    _, answer = ticket(room, case, "officer")
    assert (answer.status_code, "只对办这件事的人开放" in text(answer)) == (422, True)
    _, answer = ticket(room, case, mode="export")
    assert "另一个人批准" in text(answer)
    _, answer = ticket(room, case, purpose="随便看看")
    assert "不是目的" in text(answer)
    _, answer = ticket(room, case, words="看看")
    assert "至少 5 个字" in text(answer)


def test_the_engine_is_refused_what_is_not_the_tickets(room):
    browser, answer = ticket(room, dispatched(room))
    secret = secret_on(browser, answer["location"])
    id, _, mac = secret.partition(".")
    for sent, code in (
        (ask(secret, "jiepai/c1"), "path"), (ask(secret, action="publish"), "action"), (ask(secret, action="playback"), "action"),
        (ask(f"{id}.{mac[:-2]}xx"), "forged"), (ask(f"{new_id().hex}.{mac}"), "forged"), (ask("nonsense"), "forged"), (ask(""), "unknown"),
        (ask(secret, key="wrong"), "engine"), (ask(secret, protocol="rtsp"), "protocol"),
    ):  # fmt: skip
        assert (sent.json()["code"], sent.status_code >= 400) == (code, True)
        assert len(sent.json()["sentence"]) > 4
    assert sql.value("select count(*) from devices_view where ticket = %s", (answer["location"].split("/")[3],)) == 0
    with override_settings(MEDIA=MEDIA | {"allow": "10.1.0.0/16"}):
        assert ask(secret).json()["code"] == "engine"
    with override_settings(MEDIA=MEDIA | {"secret": ""}):
        assert ask(secret, key="").json()["code"] == "engine"
    door = Client(headers={"host": "localhost"})
    for body in (b"", b"[]", b"{}", b"\xff", b'{"action": 1, "path": null}', b"[" * 3000):
        assert door.post(f"/media/auth?secret={SECRET}", body, content_type="application/json").status_code in (
            400,
            401,
            403,
        )


def test_a_ticket_runs_out_and_its_view_is_ended(room):
    browser, answer = ticket(room, dispatched(room))
    secret = secret_on(browser, answer["location"])
    assert ask(secret).status_code == 200
    id = answer["location"].split("/")[3]
    later = datetime.now(UTC) + timedelta(minutes=11)
    assert ending.step(later) >= 1
    view = sql.one(
        "select e.why, e.closed_at - v.opened_at as lasted from devices_view v join devices_viewend e on e.view = v.id where v.ticket = %s",
        (id,),
    )
    assert view["why"] == "expired"
    assert view["lasted"] <= timedelta(minutes=10)
    assert ask(secret, id=None).json()["code"] == "over"
    assert ending.step(later) == 0


def test_a_ticket_goes_on_once_and_is_given_back(room):
    browser, answer = ticket(room, dispatched(room))
    page = answer["location"]
    for verb, status in (("renew", 302), ("renew", 422), ("revoke", 302), ("revoke", 422)):
        sent = browser.post(page, {"key": str(new_id()), "verb": verb})
        assert sent.status_code == status, text(sent)
    assert "这张票已经结束" in text(browser.get(page))
    assert room.browser("officer").get(page).status_code == 404


def test_zlmediakit_asks_and_says_when_nobody_reads(room):
    room.scene.order(entry(room, 7, engine_path="live/c7"), room.scene.actor("admin"))
    browser, answer = ticket(room, dispatched(room), n=7)
    secret = secret_on(browser, answer["location"])
    door = Client(headers={"host": "localhost"})

    def hook(name, **body):
        told = {
            "app": "live",
            "stream": "c7",
            "schema": "rtsp",
            "vhost": "__defaultVhost__",
            "mediaServerId": "m",
        } | body
        return door.post(
            f"/media/auth?hook={name}&secret={SECRET}", json.dumps(told), content_type="application/json"
        ).json()

    assert hook("on_play", params="ticket=x", id="1", ip="10.0.0.9", port=5)["code"] == -1
    assert hook("on_play", params=f"ticket={secret}", id="1", ip="10.0.0.9", port=5) == {"code": 0, "msg": "success"}
    assert hook("on_play", params=f"ticket={secret}", id="1", ip="10.0.0.9", port=5)["code"] == -1
    assert hook("on_stream_none_reader") == {"code": 0, "close": True}
    ended = sql.value(
        "select e.why from devices_viewend e join devices_view v on v.id = e.view where v.camera = %s",
        (id_of("camera:7"),),
    )
    assert ended == "gone"
    room.scene.order(entry_retired(id_of("camera:7")), room.scene.actor("admin"))


def entry_retired(camera):
    from liren.devices.commands.cameras import RetireCamera

    return RetireCamera(camera=camera)


def test_the_register_is_never_rewritten(room):
    assert sql.value("select count(*) from devices_view") > 0
    for statement in (
        "update devices_view set words = 'x'",
        "delete from devices_view",
        "update devices_viewend set why = 'left'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql.run(statement)


def test_without_a_case_another_person_approves(room):
    camera = id_of("camera:1")
    browser = room.browser("admin")
    page = browser.get(f"/cameras/{camera}/").content.decode()
    told = {
        "key": key_of(page),
        "do": "request",
        "request-purpose": "upkeep",
        "request-mode": "live",
        "request-words": "画面发暗，看镜头是不是脏了",
    }
    assert browser.post(f"/cameras/{camera}/", told).status_code == 302
    request = sql.value("select id from devices_viewrequest where camera = %s", (camera,))
    address = f"/cameras/{camera}/view/?request={request}"
    assert browser.get(address).status_code == 403
    boss = room.browser("supervisor")
    waiting = boss.get("/cameras/requests/")
    assert "画面发暗" in text(waiting)
    yes = {
        "key": key_of(waiting.content.decode()),
        "request": f"r{request}",
        f"r{request}-id": str(request),
        "verb": "yes",
    }
    assert boss.post("/cameras/requests/", yes).status_code == 422
    assert (
        boss.post(
            "/cameras/requests/", yes | {"key": str(new_id()), f"r{request}-reason": "保洁前看一眼，同意"}
        ).status_code
        == 302
    )
    page = browser.get(address)
    assert page.status_code == 200
    sent = browser.post(
        address,
        {"key": key_of(page.content.decode()), "purpose": "upkeep", "mode": "live", "words": "画面发暗，看镜头"},
    )
    assert sent.status_code == 302, text(sent)
    assert room.browser("admin2").get(address).status_code == 403


def test_the_register_of_cameras_says_what_is_due(room):
    room.scene.order(
        entry(room, 2, filing_number="", filed_on=None, sign_posted=False, installed_on=date(2026, 2, 1)),
        room.scene.actor("admin"),
    )
    page = text(room.browser("admin").get("/cameras/"))
    assert "备案超期" in page
    assert "没有标识" in page
    csv = b"".join(room.browser("admin").get("/cameras/?csv").streaming_content).decode("utf-8-sig")
    assert "一号摄像头2" in csv
    for hidden in ("10.8.0.21", "geheim-8", "viewer"):
        assert hidden not in csv + page
    assert room.browser("resident").get("/cameras/").status_code in (302, 403)
    assert room.browser("verifier").get("/cameras/").status_code == 404


def test_a_camera_is_entered_corrected_proved_and_retired_in_pages(room):
    browser = room.browser("admin")
    page = browser.get("/cameras/new/").content.decode()
    lon, lat = room.scene.point(0)
    told = {
        "key": key_of(page), "name": "菜场北门", "place": "同心路菜场北门朝外", "position": "toilet", "type": "dome", "owner": str(id_of(STATION)),
        "lon": str(lon), "lat": str(lat), "engine_path": "jiepai/market", "stream": STREAM, "installed_on": "2026-10-01", "retention_days": "30",
        "grade": "",
    }  # fmt: skip
    refused = browser.post("/cameras/new/", told)
    assert (refused.status_code, "条例第八条" in text(refused)) == (422, True)
    assert "菜场北门" in refused.content.decode()
    made = browser.post("/cameras/new/", told | {"position": "market", "key": str(new_id())})
    assert made.status_code == 302
    address = made["location"]
    edit = browser.get(f"{address}edit/").content.decode()
    assert STREAM not in edit
    sent = browser.post(
        f"{address}edit/",
        told | {"position": "market", "name": "菜场北门口", "stream": "", "key": key_of(edit), "version": "1"},
    )
    assert sent.status_code == 302, text(sent)
    [due] = [one for one in register.due_probes(probing.HOUSE, datetime.now(UTC), 50) if str(one.id) in address]
    assert due.address == STREAM, "an empty field keeps the sealed address"
    proof = {
        "key": str(new_id()),
        "do": "prove",
        "prove-checked_on": "2026-11-01",
        "prove-document": "界视〔2026〕07 号",
    }
    assert browser.post(address, proof).status_code == 302
    assert "界视〔2026〕07 号" in text(browser.get(address))
    assert browser.post(address, {"key": str(new_id()), "do": "retire"}).status_code == 302
    assert "菜场北门口" not in text(browser.get("/cameras/"))


def test_a_list_is_brought_in_whole_or_not_at_all(room):
    browser = room.browser("admin")
    lon, lat = room.scene.point(0)
    head = "名称,安装位置,位置类型,设备类型,经度,纬度,使用单位,流媒体路径,视频流地址,启用日期,保存天数,提示标识\n"
    good = f"西路口,同心路西路口立柱,道路、路口,固定枪机,{lon},{lat},{STATION},jiepai/w1,{STREAM},2026-11-01,30,有\n"
    bad = good.replace("西路口", "南路口").replace("jiepai/w1", "jiepai/w2").replace("道路、路口", "卫生间")

    def send(rows):
        """The dry run of a list: its page, and the address at which it is carried out."""
        file, key = BytesIO((head + rows).encode()), str(new_id())
        file.name = "cameras.csv"
        return browser.post("/office/import/cameras/", {"key": key, "file": file}), f"/office/import/cameras/{key}/"

    def known():
        return sql.value("select count(*) from devices_camera where engine_path in ('jiepai/w1', 'jiepai/w2')")

    quoted = good.replace("道路、路口", '"道路、路口"')
    page, address = send(quoted + bad)
    assert page.status_code == 422
    assert "不许装" in text(page)
    assert browser.post(address).status_code == 422
    assert known() == 0
    page, address = send(quoted)
    assert "西路口" in text(page)
    assert known() == 0, "a dry run writes nothing"
    done = browser.post(address)
    assert done.status_code == 302
    assert known() == 1
    assert "已经有了" in text(send(quoted)[0])
    undo = browser.post(f"{done['location']}undo/", {"key": str(new_id())})
    assert undo.status_code == 302
    assert known() == 0
    assert (
        sql.rows(
            "select 1 from trust_timer t where t.kind = 'camera_due' and not exists (select from devices_camera c where c.id = t.subject)"
        )
        == []
    )


def test_probes_are_noted_and_only_a_change_is_an_event(room):
    with rtsp_camera(password="geheim") as made:
        id = id_of("camera:9")
        room.scene.order(
            entry(room, 9, engine_path="jiepai/c9", stream=made.address(), user="viewer", password="geheim"),
            room.scene.actor("admin"),
        )
        sql.run("update devices_camera set probe_at = null where id <> %s", (id,))
        now = room.scene.now + timedelta(seconds=1)
        assert probing.visit(now) == 1
        assert sql.value("select health from devices_camera where id = %s", (id,)) == "online"
        assert probing.visit(now) == 0, "not due again for five minutes"
        assert probing.visit(now + timedelta(minutes=6)) == 1
    assert [entry.name for entry in room.scene.entries(id)].count("CameraHealthChanged") == 1
    with pytest.raises(Denied):
        room.scene.order(NoteProbe(camera=id, health=Code("online"), drift_s=0), the_house("media"))
    with pytest.raises(Missing):
        register.due_probes(room.scene.actor("admin"), now, 1)


def test_a_resident_asks_for_recordings_and_reads_the_answer_by_the_secret_link(room):
    guest = Client(headers={"host": "localhost"})
    page = guest.get("/footage/").content.decode()
    since = datetime.now(UTC) - timedelta(hours=5)
    told = {
        "key": key_of(page), "area": str(room.scene.made.at(12)[0].code), "place": "同心路菜场北门", "since": f"{since:%Y-%m-%dT%H:%M}",
        "until": f"{since + timedelta(hours=1):%Y-%m-%dT%H:%M}", "ground": "property", "relation": "self", "words": "电动车被撞，想看是谁",
        "name": "莫须有", "phone": "13900009876",
    }  # fmt: skip
    assert guest.post("/footage/", told | {"ground": ""}).status_code == 422
    sent = guest.post("/footage/", told | {"key": str(new_id())})
    assert (sent.status_code, sent["location"]) == (303, "/footage/mine/")
    mine = guest.get("/footage/mine/")
    assert "等答复" in text(mine)
    link = mine.content.decode().partition("http://localhost/f/")[2].partition("<")[0]
    boss = room.browser("supervisor")
    request = sql.value("select id from devices_footagerequest")
    address = f"/cameras/requests/footage/{request}/"
    seen = boss.get(address)
    assert "莫须有" not in text(seen)
    assert "莫须有" in text(boss.post(address, {"verb": "reveal", "purpose": "约查阅时间"}))
    answer = {"key": key_of(seen.content.decode()), "verb": "decide", "decision": "granted", "reason": ""}
    assert boss.post(address, answer).status_code == 422
    assert (
        boss.post(
            address, answer | {"key": str(new_id()), "reason": "请带身份证 11 月 25 日到镇集成指挥中心"}
        ).status_code
        == 302
    )
    other = Client(headers={"host": "localhost"})
    assert other.get(f"/f/{link}").status_code == 303
    assert "请带身份证" in text(other.get("/footage/mine/"))
    assert other.get("/f/nonsense/").status_code == 404
    raw = bytes(sql.value("select sealed from devices_footagerequest"))
    assert b"13900009876" not in raw


def test_counts_for_everybody_hide_what_is_small(room):
    page = text(Client(headers={"host": "localhost"}).get("/cameras/public/"))
    assert re.search(r"20\d\d 年 \d+ 月", page)
    assert "合计" in page
    assert WORDS not in page
    assert "handler" not in page
    assert "摄像头看了多少次" in text(Client(headers={"host": "localhost"}).get("/seen/"))


def test_nobody_but_the_flow_offers_cameras(room):
    lon, lat = room.scene.point(0)
    order = OfferViews(
        case=new_id(), area=room.scene.made.at(17)[0].code, kind=Code("blocked_fire_lane"), lon=lon, lat=lat, units=(), accounts=(),
        barred_unit=None, barred_account=None,
    )  # fmt: skip
    with pytest.raises(Refusal):
        room.scene.order(order, room.scene.actor("desk"))


def test_who_reported_or_is_complained_about_sees_no_offer(room):
    case = dispatched(room)
    sql.run('update devices_viewoffer set barred_account = %s where "case" = %s', (room.scene.account("handler"), case))
    assert views.offers_for(room.scene.actor("handler"), case, datetime.now(UTC)) == []
    _, answer = ticket(room, case)
    assert "与您本人有关" in text(answer)


def test_an_import_is_asked_over_its_area(room):
    order = ImportCameras(area=TOWN, rows=(entry(room, 20),))
    with pytest.raises(Refusal):
        gate.execute(order, actor=room.scene.actor("supervisor"), now=datetime.now(UTC), key=uuid5(id_of("x"), "y"))
