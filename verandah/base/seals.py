"""Secrets that must be read again: sealed with a key made from the site's own, which is not in the database."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def sealed(secret: str, purpose: str) -> str:
    """`secret` as it can be stored. Each call gives another text."""
    return cipher(settings.SECRET_KEY, purpose).encrypt(secret.encode()).decode()


def opened(seal: str, purpose: str) -> str:
    """What was sealed for this purpose; empty when the site has another key by now, or the seal is broken."""
    try:
        return cipher(settings.SECRET_KEY, purpose).decrypt(seal.encode()).decode()
    except InvalidToken:
        return ""


@lru_cache(8)
def cipher(key: str, purpose: str) -> Fernet:
    """What seals and opens; a key for each purpose."""
    derived = HKDF(SHA256(), 32, salt=None, info=f"verandah.seals.{purpose}".encode()).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
