"""A town with people, and browsers signed in as them: what the tests of staff pages play on."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from liren.trust.accounts import Backend
from tests import scene
from tests.scene import Scene


class Room:
    """The scene at the present moment, with one browser per person."""

    def __init__(self, folder: Path, cluster: Any) -> None:
        self.scene = Scene(scene.found(folder), cluster, now=datetime.now(UTC))

    def browser(self, name: str) -> Client:
        client = Client(headers={"host": "localhost"})
        account = Backend().get_user(self.scene.account(name))
        assert account is not None, name
        client.force_login(account, backend="liren.trust.accounts.Backend")
        return client

    def act(self, client: Client, case: UUID, act: str, told: dict[str, Any], **form: Any) -> HttpResponse:
        """Send the form of one act as the page of the case gives it (`form` overrides key and version)."""
        page = client.get(f"/case/{case}/").content.decode()
        hidden = {"key": form.get("key") or key_of(page), "version": form.get("version") or version_of(page)}
        fields = {f"{act}-{name}": value for name, value in told.items() if name != "verb"}
        verb = {"verb": told["verb"]} if "verb" in told else {}
        return client.post(f"/case/{case}/{act}/", hidden | fields | verb)


def key_of(page: str) -> str:
    return re.findall(r'name="key" value="([^"]+)"', page)[0]


def version_of(page: str) -> str:
    return re.findall(r'name="version" value="([^"]+)"', page)[0]


def text(answer: HttpResponse) -> str:
    """The page as a reader sees it: tags gone, spaces single."""
    body = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
