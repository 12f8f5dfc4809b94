"""Sessions under seal: what a visitor is writing, and which account wrote it, is not to be read from the table."""

from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from django.contrib.sessions.backends.db import SessionStore as PlainStore

from liren.trust import sealed


class SessionStore(PlainStore):
    """Django's own sessions in the database, with the content sealed instead of signed."""

    @classmethod
    def get_model_class(cls) -> Any:
        return PlainStore.get_model_class()

    def encode(self, session_dict: dict[str, Any]) -> str:
        return sealed.seal(msgspec.json.encode(session_dict).decode()).hex()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content again; empty for one written under another key, as Django does with a bad signature."""
        try:
            content: dict[str, Any] = msgspec.json.decode(sealed.unseal(bytes.fromhex(str(session_data))))
        except (InvalidTag, ValueError):
            return {}
        return content
