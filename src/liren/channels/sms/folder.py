"""SMS by a folder: each message is one file that another program of the county picks up, and puts its receipts beside.

`out/<key>.json` is one line: key, to, text, template, slots, at. It appears whole (rename), and a message that is tried again has
the same name: it is there once. `receipts/*.json` holds {"key", "state": "delivered" | "failed", "trouble", "at"} and
`answers/*.json` {"from", "text", "at"}; a file that was read is removed, one that can't be read goes to `unread/`.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from liren.kernel.ports import Answer, Outgoing, Receipt, Report, Undelivered
from liren.notices.rules.texts import whole

FOLDERS = ("out", "receipts", "answers", "unread")
log = structlog.get_logger()


class FolderSender:
    """A Sender that drops files. `sign` is the county's signature, without its brackets."""

    name = "sms"

    def __init__(self, folder: str, sign: str) -> None:
        self.folder = Path(folder)
        self.sign = sign

    def send(self, message: Outgoing) -> Receipt:
        """One file. Raises Undelivered(down) when the folder can't be written."""
        told = {
            "key": message.key, "to": message.address, "text": whole(self.sign, message.body, message.url),
            "template": message.template, "slots": dict(message.slots), "at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        try:
            self._folders()
            fresh = self.folder / f".{message.key}.{os.getpid()}"
            fresh.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
            os.replace(fresh, self.folder / "out" / f"{message.key}.json")
        except OSError as error:
            raise Undelivered(f"短信文件夹写不进去（{error.strerror}）", down=True) from error
        return Receipt(id=message.key)

    def heard(self) -> Iterator[Report | Answer]:
        """Receipts and answers, oldest first; each file goes when the next one is asked for."""
        for kind, read in (("receipts", _report), ("answers", _answer)):
            for file in sorted((self.folder / kind).glob("*.json"), key=lambda f: (f.stat().st_mtime, f.name)):
                try:
                    said = read(json.loads(file.read_text("utf-8")))
                except (ValueError, KeyError, TypeError) as error:
                    log.warning("a receipt can't be read", file=str(file), trouble=repr(error))
                    self._folders()
                    os.replace(file, self.folder / "unread" / file.name)
                    continue
                yield said
                file.unlink(missing_ok=True)

    def _folders(self) -> None:
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)


def _report(told: dict[str, Any]) -> Report:
    if told["state"] not in ("delivered", "failed"):
        raise ValueError(told["state"])
    return Report(
        id=str(told["key"]), delivered=told["state"] == "delivered", trouble=str(told.get("trouble", "")),
        at=_moment(told),
    )  # fmt: skip


def _answer(told: dict[str, Any]) -> Answer:
    return Answer(address=str(told["from"]), words=str(told["text"]), at=_moment(told))


def _moment(told: dict[str, Any]) -> datetime:
    at = datetime.fromisoformat(told["at"])
    return at if at.tzinfo else at.replace(tzinfo=UTC)
