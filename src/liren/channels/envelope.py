"""The envelope in which WeCom and WeChat call back: signed with a token, encrypted under an EncodingAESKey.

signature = sha1 of token, timestamp, nonce and ciphertext, sorted and joined. The key is base64 without its last "=";
AES-256-CBC with the key's first 16 bytes as initial vector, PKCS#7 to blocks of 32; inside stand 16 random bytes, the
length of the message (4 bytes, network order), the message, and whom it is for: CorpID, AppID, or nothing for a robot.
Source: developer.work.weixin.qq.com/document/path/90968 and 101033.
"""

import os
import secrets
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
RANDOM = 16
LENGTH = 4
KEY_CHARACTERS = 43
FRESH = timedelta(minutes=5)


class Rejected(Exception):
    """A callback that is not taken. The text says why, for the health page; `code` is a word for tests and logs."""

    def __init__(self, code: str, trouble: str) -> None:
        super().__init__(trouble)
        self.code = code


def signature(*parts: str) -> str:
    """40 hexadecimal digits. What is no text at all fits no signature."""
    return sha1("".join(sorted(parts)).encode(errors="replace")).hexdigest()


def check_fresh(timestamp: str, now: datetime) -> None:
    """Raise Rejected for a callback of another time: replayed, or one of the two clocks is wrong."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise Rejected("timestamp", "回调没有写时间，或者写得不对。")
    off = int(now.timestamp()) - int(timestamp)
    if abs(off) > FRESH.total_seconds():
        which = "早" if off > 0 else "晚"
        raise Rejected(
            "clock", f"回调的时间比服务器{which} {_span(abs(off))}：旧的回调被重放，或者服务器的钟不准，请校时。"
        )


def _span(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分"


class Envelope:
    """Opens and seals for one receiver. Raises ValueError with a sentence for a key that can't be one."""

    def __init__(self, token: str, key: str, receiver: str) -> None:
        self.token, self.receiver = token, receiver
        try:
            self.key = b64decode(key + "=", validate=True)
        except ValueError:
            self.key = b""
        if len(key) != KEY_CHARACTERS or len(self.key) != BLOCK:
            raise ValueError(f"EncodingAESKey 是 {KEY_CHARACTERS} 个字符，请从管理后台原样复制。")

    def check(self, signed: str, timestamp: str, nonce: str, encrypted: str) -> None:
        """Raise Rejected unless whoever knows the token signed this."""
        right = signature(self.token, timestamp, nonce, encrypted)
        if not secrets.compare_digest(right.encode(), signed.encode()):
            raise Rejected("signature", "回调的签名不对：不是平台发来的，或者 Token 填错了。")

    def open(self, encrypted: str) -> bytes:
        """The message inside. Raises Rejected for what was not sealed under this key or is for somebody else."""
        try:
            plain = decrypted(self.key, b64decode(encrypted, validate=True))
            length = int.from_bytes(plain[RANDOM : RANDOM + LENGTH], "big")
            message = plain[RANDOM + LENGTH : RANDOM + LENGTH + length]
            receiver = plain[RANDOM + LENGTH + length :].decode()
        except ValueError as error:
            raise Rejected("sealed", "回调解不开：EncodingAESKey 可能填错了。") from error
        if len(message) != length or receiver != self.receiver:
            raise Rejected("receiver", "回调是发给别的企业或公众号的：CorpID 或 AppID 可能填错了。")
        return message

    def seal(self, message: bytes) -> str:
        """The ciphertext of a message, with fresh random bytes."""
        plain = os.urandom(RANDOM) + len(message).to_bytes(LENGTH, "big") + message + self.receiver.encode()
        return b64encode(encrypted_bytes(self.key, plain)).decode()


def decrypted(key: bytes, content: bytes) -> bytes:
    """AES-256-CBC with the platforms' vector and padding; photos of a robot come like this, too. Raises ValueError."""
    engine = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    plain = engine.update(content) + engine.finalize()
    padding = plain[-1] if plain else 0
    if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise ValueError("padding")
    return plain[:-padding]


def encrypted_bytes(key: bytes, plain: bytes) -> bytes:
    """The inverse of `decrypted`."""
    padding = BLOCK - len(plain) % BLOCK
    engine = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return engine.update(plain + bytes([padding]) * padding) + engine.finalize()
