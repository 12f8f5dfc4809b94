"""A real mosquitto at the edge, with a certificate of the test's own authority and the files that Liren writes; and devices at it."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from liren.devices.rules.credentials import hashed
from liren.gateway.mqtt import files
from liren.gateway.mqtt.broker import Broker
from tests.debian import need

HOST = "127.0.0.1"
LIREN = "liren-own-password"
USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
    "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


class Edge:
    """The broker: `logins` are the devices it knows, by user name; `env` is what Liren is told of it."""

    def __init__(self, home: Path, port: int, logins: dict[str, str]) -> None:
        self.home, self.port, self.logins = home, port, logins
        self.ca = str(home / "ca.crt")
        self.pub = need("mosquitto_pub", "mosquitto-clients")
        (home / "own").write_text(LIREN + "\n")
        self.env = {
            "LIREN_MQTT": f"mqtts://{HOST}:{port}", "LIREN_MQTT_CA": self.ca, "LIREN_MQTT_PASSWORD_FILE": str(home / "own"),
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def broker(self) -> Broker:
        return Broker(host=HOST, port=self.port, tls=True, ca=self.ca, user="liren", password=LIREN)

    def start(self) -> None:
        words = [need("mosquitto"), "-c", str(self.home / "mosquitto.conf")]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
                return
            time.sleep(0.02)
        raise AssertionError("mosquitto did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def say(self, user: str, payload: str, *, topic: str = "", password: str | None = None, ca: str = "", qos: int = 1):
        """One message as a device sends it (MQTT 5); the finished mosquitto_pub."""
        words = [
            self.pub, "-h", HOST, "-p", str(self.port), "--cafile", ca or self.ca, "-u", user, "-V", "5", "-q", str(qos),
            "-P", self.logins.get(user, "") if password is None else password, "-t", topic or f"liren/{user}/up", "-s",
        ]  # fmt: skip
        return subprocess.run(words, input=payload.encode(), capture_output=True, timeout=10, check=False)

    def sensor(self, user: str, client_id: str = "", flight: int = 20) -> Client:
        """A device that stays on the line, as MQTT 3.1.1 has it; connected."""
        one = Client(CallbackAPIVersion.VERSION2, client_id=client_id or user, clean_session=True)
        one.username_pw_set(user, self.logins[user])
        one.tls_set(self.ca)
        one.max_inflight_messages_set(flight)
        one.connect(HOST, self.port)
        one.loop_start()
        until = time.monotonic() + 5
        while not one.is_connected() and time.monotonic() < until:
            time.sleep(0.01)
        return one


@contextmanager
def edge(home: Path, port: int, logins: dict[str, str]) -> Iterator[Edge]:
    """A broker with these devices, stopped at the end."""
    certify(home)
    one = Edge(home, port, logins)
    known = [(user, hashed(secret, os.urandom(12))) for user, secret in {"liren": LIREN, **logins}.items()]
    files.write(home, files.PASSWORDS, files.passwords(known))
    files.write(home, files.ACCESS, files.access("liren"))
    conf = files.example(home).replace("listener 8883", f"listener {port} {HOST}")
    conf = conf.replace("/etc/mosquitto/certs", str(home)) + f"user root\npersistence_location {home}/\n"
    (home / "mosquitto.conf").write_text(conf)
    one.start()
    try:
        yield one
    finally:
        one.stop()


def certify(home: Path) -> None:
    """An authority of our own and a certificate for 127.0.0.1 that it signed; and another authority that signed nothing."""
    authority = ec.generate_private_key(ec.SECP256R1())
    server = ec.generate_private_key(ec.SECP256R1())
    write(home / "ca.crt", certificate("test authority", authority.public_key(), authority, "test authority", None))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))])
    write(home / "server.crt", certificate(HOST, server.public_key(), authority, "test authority", here))
    stranger = ec.generate_private_key(ec.SECP256R1())
    write(home / "other.crt", certificate("another", stranger.public_key(), stranger, "another", None))
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (home / "server.key").write_bytes(server.private_bytes(pem, form, plain))


def certificate(name, key, signer, issuer, here) -> x509.Certificate:
    now, own, uses = datetime.now(UTC), x509.SubjectKeyIdentifier.from_public_key(key), dict.fromkeys(USES, False)
    made = (
        x509.CertificateBuilder().subject_name(called(name)).issuer_name(called(issuer)).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1)).add_extension(x509.BasicConstraints(here is None, None), critical=True)
        .add_extension(own, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(x509.KeyUsage(**uses | {"digital_signature": True, "key_cert_sign": here is None}), critical=True)
    )  # fmt: skip
    return (made.add_extension(here, critical=False) if here else made).sign(signer, hashes.SHA256())


def called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def write(path: Path, made: x509.Certificate) -> None:
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
