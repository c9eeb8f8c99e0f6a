"""Messages for push services: the app alone reads them, and the service knows who sends them."""

import json
from base64 import b64encode, urlsafe_b64decode

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.pushed import App
from verandah.base import seals, webpush
from verandah.config.keys import vapid_key

ENDPOINT = "https://push.example:8443/one/two"


def test_the_standard_form_is_read_by_the_app_alone():
    app = App()
    found = webpush.message(app.receiver(ENDPOINT, is_standard=True), b"Hello")
    assert app.read(found.body, found.headers) == b"Hello"
    assert found.headers["Content-Encoding"] == "aes128gcm"
    assert (found.headers["TTL"], found.headers["Urgency"]) == ("172800", "normal")
    assert "Crypto-Key" not in found.headers
    with pytest.raises(http_ece.ECEException):
        App().read(found.body, found.headers)


def test_the_older_form_is_read_by_the_app_alone():
    app = App()
    found = webpush.message(app.receiver(ENDPOINT, is_standard=False), b"Hello")
    assert app.read(found.body, found.headers) == b"Hello"
    assert found.headers["Content-Encoding"] == "aesgcm"
    assert found.headers["Authorization"].startswith("WebPush ey")
    keys = dict(part.split("=", 1) for part in found.headers["Crypto-Key"].split(";"))
    assert keys["p256ecdsa"] == webpush.public_key()
    assert found.headers["Encryption"].startswith("salt=")


@pytest.mark.parametrize("is_standard", [True, False])
def test_the_service_can_check_who_sends(is_standard):
    found = webpush.message(App().receiver(ENDPOINT, is_standard), b"Hello")
    said = found.headers["Authorization"]
    token = said.split(" ", 1)[1] if not is_standard else said.split("t=")[1].split(",")[0]
    if is_standard:
        assert said.endswith(f"k={webpush.public_key()}")
    head, claims, signature = token.split(".")
    told = json.loads(urlsafe_b64decode(claims + "=="))
    assert told["aud"] == "https://push.example:8443"
    assert told["sub"].startswith("mailto:")
    assert App.is_signed(f"{head}.{claims}", signature)
    assert not App.is_signed(f"{head}.{claims}x", signature)


def test_the_same_words_twice_are_not_the_same_bytes():
    receiver = App().receiver(ENDPOINT, is_standard=True)
    assert webpush.message(receiver, b"Hello").body != webpush.message(receiver, b"Hello").body


def test_keys_are_known_in_every_spelling():
    app = App()
    raw = webpush.bytes_of(app.p256dh)
    assert [webpush.is_public_key(text) for text in (app.p256dh, b64encode(raw).decode(), app.p256dh + "=")] == [
        True
    ] * 3
    assert webpush.is_auth(b64encode(app.auth).decode())


@pytest.mark.parametrize(
    "text", ["", "x", "ä", "A" * 87, "BA", b64encode(bytes(65)).decode(), b64encode(b"\4" * 65).decode()]
)
def test_what_is_no_point_of_the_curve_is_no_key(text):
    assert not webpush.is_public_key(text)


@pytest.mark.parametrize("text", ["", "x", b64encode(bytes(15)).decode(), b64encode(bytes(17)).decode()])
def test_what_is_no_secret_is_none(text):
    assert not webpush.is_auth(text)


def test_the_site_keeps_its_key(tmp_path):
    key = vapid_key(tmp_path)
    assert vapid_key(tmp_path) == key != vapid_key(tmp_path / "other")
    assert (tmp_path / "vapid-key").stat().st_mode & 0o77 == 0
    assert ec.derive_private_key(int(key, 16), ec.SECP256R1()).key_size == 256


def test_a_seal_is_opened_with_the_same_key_for_the_same_purpose(settings):
    seal = seals.sealed("secret", "a")
    assert "secret" not in seal
    assert seals.opened(seal, "a") == "secret"
    assert seals.opened(seal, "b") == seals.opened(seal[:-4], "a") == seals.opened("", "a") == ""
    settings.SECRET_KEY = "another"
    assert seals.opened(seal, "a") == ""
