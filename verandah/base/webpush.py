"""Messages for push services: encrypted for one app, and signed so that the service knows which site sends them."""

import binascii
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from email.utils import parseaddr
from functools import lru_cache
from os import urandom
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid01, Vapid02

AUTH_LENGTH = 16
# How long a push service keeps a message for an app that is not there.
KEPT_FOR = 48 * 3600
# Push services take no signature that is good for more than a day.
SIGNED_FOR = 12 * 3600


@dataclass(frozen=True, slots=True)
class Receiver:
    """An app at a push service: where, and the keys of which it has the other halves."""

    endpoint: str
    p256dh: str
    auth: str
    # RFC 8291, or the draft that came before it.
    is_standard: bool


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent to the push service."""

    body: bytes
    headers: dict[str, str]


def public_key() -> str:
    """The key by which push services know this site, as apps are told it."""
    return text_of(point_of(signer(settings.VAPID_KEY).public_key))


def message(receiver: Receiver, content: bytes) -> Message:
    """`content` for the receiver alone, encrypted with a key that is used this once."""
    return standard(receiver, content) if receiver.is_standard else draft(receiver, content)


def standard(receiver: Receiver, content: bytes) -> Message:
    """As RFC 8291 and RFC 8292 say."""
    body = encrypted(receiver, content, ec.generate_private_key(ec.SECP256R1()), None, "aes128gcm")
    signed = Vapid02(signer(settings.VAPID_KEY).private_key).sign(claims(receiver.endpoint))
    return Message(body, common("aes128gcm") | signed)


def draft(receiver: Receiver, content: bytes) -> Message:
    """As apps expect it that are older than the RFCs: what decrypts it stands in headers."""
    key, salt = ec.generate_private_key(ec.SECP256R1()), urandom(16)
    body = encrypted(receiver, content, key, salt, "aesgcm")
    signed = Vapid01(signer(settings.VAPID_KEY).private_key).sign(claims(receiver.endpoint))
    keys = f"dh={text_of(point_of(key.public_key()))};{signed['Crypto-Key']}"
    return Message(
        body,
        common("aesgcm")
        | {"Encryption": f"salt={text_of(salt)}", "Crypto-Key": keys, "Authorization": signed["Authorization"]},
    )


def encrypted(
    receiver: Receiver, content: bytes, key: ec.EllipticCurvePrivateKey, salt: bytes | None, version: str
) -> bytes:
    """The body, in one of the two encodings."""
    body: bytes = http_ece.encrypt(
        content,
        salt=salt,
        private_key=key,
        dh=bytes_of(receiver.p256dh),
        auth_secret=bytes_of(receiver.auth),
        version=version,
    )
    return body


def common(encoding: str) -> dict[str, str]:
    """The headers of every message."""
    return {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": encoding,
        "TTL": str(KEPT_FOR),
        "Urgency": "normal",
    }


def claims(endpoint: str) -> dict[str, str | int]:
    """Who sends, to which service, and until when that holds."""
    parts = urlsplit(endpoint)
    return {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + SIGNED_FOR,
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }


@lru_cache(2)
def signer(key: str) -> Vapid01:
    """The site's key, which signs."""
    return Vapid01(ec.derive_private_key(int(key, 16), ec.SECP256R1()))


def is_public_key(text: str) -> bool:
    """Whether it is a point of the curve in base64, of either alphabet, with or without its padding."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(text))
    except ValueError:
        return False
    return len(bytes_of(text)) == 65


def is_auth(text: str) -> bool:
    """Whether it is a shared secret in base64."""
    try:
        return len(bytes_of(text)) == AUTH_LENGTH
    except ValueError:
        return False


def bytes_of(text: str) -> bytes:
    """What the base64 stands for. Raises ValueError."""
    plain = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error as error:
        raise ValueError from error


def text_of(value: bytes) -> str:
    """Base64 as it stands in addresses and headers, without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The 65 bytes of a public key."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
