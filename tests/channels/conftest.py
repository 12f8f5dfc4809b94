"""A town, and the fakes of WeCom and WeChat set up in it."""

import pytest
from django.conf import settings

from liren.channels import media, platforms
from liren.kernel import ports
from liren.trust import sql
from tests.fakes import wechat as fake_wechat
from tests.fakes import wecom as fake_wecom
from tests.web.staffroom import Room


@pytest.fixture(scope="module")
def room(db, tmp_path_factory):
    return Room(tmp_path_factory.mktemp("town"), db)


@pytest.fixture
def clean(room):
    """No message, no letter and no limit from another test."""
    for table in ("cases_incomingmessage", "cases_incoming", "notices_letter", "notices_message", "notices_channel",
                  "notices_callback", "notices_address", "web_rate"):  # fmt: skip
        sql.run(f"delete from {table}")
    before = dict(ports.SENDERS)
    ports.SENDERS.clear()
    yield
    ports.SENDERS.clear()
    ports.SENDERS.update(before)
    media.FETCHERS.clear()


@pytest.fixture
def wecom(clean, monkeypatch):
    with fake_wecom.Wecom() as fake:
        monkeypatch.setattr(settings, "WECOM", {**fake_wecom.SETTINGS, "base": fake.base})
        monkeypatch.setattr(settings, "SITE_URL", "http://localhost")
        platforms.register()
        yield fake


@pytest.fixture
def wechat(clean, monkeypatch):
    with fake_wechat.Wechat() as fake:
        monkeypatch.setattr(settings, "WECHAT", {**fake_wechat.SETTINGS, "base": fake.base})
        monkeypatch.setattr(settings, "SITE_URL", "http://localhost")
        platforms.register()
        yield fake
