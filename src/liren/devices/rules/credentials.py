"""Passwords of devices at the MQTT broker. Pure.

mosquitto keeps a password as `$7$<rounds>$<salt>$<hash>`: PBKDF2 with HMAC-SHA512, a salt of 12 bytes, both in base64. Our
passwords are random and long, so the rounds need not make guessing dear: a broker that restarts checks thousands at once.
"""

from base64 import b64encode, urlsafe_b64encode
from hashlib import pbkdf2_hmac

from liren.kernel import Refusal

WIRE = "mqtt"
ROUNDS, SALT = 1000, 12
LONG = 24


def password(random: bytes) -> str:
    """A password that a device's screen or file takes: letters, digits, - and _. `random` has 32 bytes."""
    return urlsafe_b64encode(random).decode()[:LONG]


def hashed(password: str, salt: bytes) -> str:
    """What mosquitto's password_file holds of it. `salt` has 12 random bytes."""
    key = pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS)
    return f"$7${ROUNDS}${b64encode(salt).decode()}${b64encode(key).decode()}"


def check_wire(wire: str) -> None:
    """Raise Refusal for a device that logs in nowhere."""
    if wire != WIRE:
        raise Refusal("credential_wire", "只有走 MQTT 的设备要密码。这台走别的协议。")
