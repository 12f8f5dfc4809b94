"""Tencent Cloud SMS on a local socket: checks the TC3 signature, answers codes, limits and silence, and holds receipts.

Written from the provider's own description of the protocol, not from our client: what it accepts is what the provider would.
"""

import hashlib
import hmac
import json
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ID, KEY, APP, SIGN = "AKIDtest", "Gu5t9xGARNpq86cd98joQYCN3", "1400006666", "界牌镇"
DRIFT = 300


class Provider:
    """`answers` are codes to give next instead of Ok; `silent`: takes the message and never answers; `down`: 503."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.answers: list[str] = []
        self.silent = self.down = False
        self.statuses: list[dict[str, Any]] = []
        self.replies: list[dict[str, Any]] = []
        self.drift = 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if provider.down:
                    self.send_error(503)
                    return
                found = provider.answer(dict(self.headers), body)
                if provider.silent:
                    time.sleep(0.4)
                    self.close_connection = True
                    return
                said = json.dumps({"Response": {**found, "RequestId": "test"}}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *args: object) -> None:
                """Nothing on the terminal of the tests."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """What LIREN_SMS would hold."""
        host, port = self.server.server_address[:2]
        return f"tencent+http://{ID}:{KEY}@{host}:{port}/{APP}?sign={SIGN}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        if trouble := self.mistrust(headers, body):
            return {"Error": {"Code": trouble, "Message": trouble}}
        asked, action = json.loads(body), headers["X-Tc-Action"] if "X-Tc-Action" in headers else headers["X-TC-Action"]
        if asked.get("SmsSdkAppId") != APP:
            return {"Error": {"Code": "UnauthorizedOperation.SmsSdkAppIdVerifyFail", "Message": ""}}
        if action == "PullSmsSendStatus":
            held, self.statuses = self.statuses, []
            return {"PullSmsSendStatusSet": held}
        if action == "PullSmsReplyStatus":
            held, self.replies = self.replies, []
            return {"PullSmsReplyStatusSet": held}
        return self.take(asked)

    def take(self, asked: dict[str, Any]) -> dict[str, Any]:
        code = self.answers.pop(0) if self.answers else "Ok"
        if asked["SignName"] != SIGN:
            code = "FailedOperation.SignatureIncorrectOrUnapproved"
        serial = f"5000:{len(self.taken) + 1:024d}"
        if code == "Ok":
            self.taken.append({**asked, "SerialNo": serial})
        phone = asked["PhoneNumberSet"][0]
        status = {
            "SerialNo": serial if code == "Ok" else "", "PhoneNumber": phone, "Fee": int(code == "Ok"),
            "SessionContext": asked["SessionContext"], "Code": code, "Message": "", "IsoCode": "CN",
        }  # fmt: skip
        return {"SendStatusSet": [status]}

    def report(self, serial: str, *, arrived: bool, why: str = "DELIVRD", phone: str = "13800000147") -> None:
        """The operator's receipt, to be fetched once."""
        self.statuses.append(
            {"UserReceiveTime": int(time.time()), "CountryCode": "86", "SubscriberNumber": phone, "SerialNo": serial,
             "PhoneNumber": f"+86{phone}", "ReportStatus": "SUCCESS" if arrived else "FAIL", "Description": why,
             "SessionContext": ""}
        )  # fmt: skip

    def reply(self, phone: str, words: str) -> None:
        """Somebody answers the county's number."""
        self.replies.append(
            {"ExtendCode": "", "CountryCode": "86", "PhoneNumber": f"+86{phone}", "SignName": SIGN,
             "ReplyContent": words, "ReplyTime": int(time.time()), "SubscriberNumber": phone}
        )  # fmt: skip

    def mistrust(self, headers: dict[str, str], body: bytes) -> str:
        """The provider's code for what is wrong with the signature, "" when it is good."""
        held = {name.lower(): value for name, value in headers.items()}
        at = int(held["x-tc-timestamp"])
        if abs(time.time() + self.drift - at) > DRIFT:
            return "AuthFailure.SignatureExpire"
        day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
        signed = "content-type;host;x-tc-action"
        canonical = "\n".join(
            ["POST", "/", "", f"content-type:{held['content-type']}", f"host:{held['host']}",
             f"x-tc-action:{held['x-tc-action'].lower()}", "", signed, hashlib.sha256(body).hexdigest()]
        )  # fmt: skip
        scope = f"{day}/sms/tc3_request"
        text = f"TC3-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        secret = hmac.new(("TC3" + KEY).encode(), day.encode(), hashlib.sha256).digest()
        secret = hmac.new(secret, b"sms", hashlib.sha256).digest()
        secret = hmac.new(secret, b"tc3_request", hashlib.sha256).digest()
        signature = hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
        good = f"TC3-HMAC-SHA256 Credential={ID}/{scope}, SignedHeaders={signed}, Signature={signature}"
        return "" if held["authorization"] == good else "AuthFailure.SignatureFailure"
