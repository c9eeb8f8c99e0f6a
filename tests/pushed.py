"""What the tests of push share: an app with keys of its own, and a push service on this machine."""

import threading
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from os import urandom

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from verandah.base.webpush import Receiver, bytes_of, point_of, public_key, text_of


class App:
    """An app that is told something at a push service."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.p256dh = text_of(point_of(self.key.public_key()))
        self.auth = urandom(16)

    def receiver(self, endpoint: str, is_standard: bool) -> Receiver:
        return Receiver(endpoint, self.p256dh, text_of(self.auth), is_standard)

    def asked(self, endpoint: str, *alerts: str, standard: bool = True, policy: str = "all") -> dict[str, object]:
        """The body with which it subscribes."""
        return {
            "subscription": {
                "endpoint": endpoint,
                "keys": {"p256dh": self.p256dh, "auth": text_of(self.auth)},
                "standard": standard,
            },
            "data": {"alerts": dict.fromkeys(alerts, True), "policy": policy},
        }

    def read(self, body: bytes, headers: Mapping[str, str]) -> bytes:
        """What the message says."""
        if headers["Content-Encoding"] == "aes128gcm":
            return http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        return http_ece.decrypt(
            body,
            salt=bytes_of(headers["Encryption"].removeprefix("salt=")),
            private_key=self.key,
            dh=bytes_of(headers["Crypto-Key"].split("dh=")[1].split(";")[0]),
            auth_secret=self.auth,
            version="aesgcm",
        )

    @staticmethod
    def is_signed(signed: str, signature: str) -> bool:
        """Whether the site has signed it."""
        raw = urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(public_key()))
        try:
            key.verify(pair, signed.encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


class Service:
    """A push service: what it was sent, and how it answers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, str], bytes]] = []
        self.answer = 201
        self.endpoint = ""


@contextmanager
def push_service() -> Iterator[Service]:
    """A push service on this machine."""
    service = Service()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.sent.append((self.path, dict(self.headers.items()), body))
            self.send_response(service.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Desk)
    service.endpoint = f"http://127.0.0.1:{server.server_port}/to/phone"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
