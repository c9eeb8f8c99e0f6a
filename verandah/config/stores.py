"""Where files of people lie, and from which host they are served."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .env import Env, SettingError

FILES = "django.core.files.storage.FileSystemStorage"


def media_store(env: Env, data: Path) -> dict[str, Any]:
    """A folder of the data folder, or the bucket that `VERANDAH_STORAGE` names."""
    bucket = bucket_of(env)
    keys = {
        "endpoint": endpoint_of(env),
        "region": env.text("VERANDAH_BUCKET_REGION", "us-east-1"),
        "key": env.text("VERANDAH_BUCKET_KEY"),
        "secret": env.text("VERANDAH_BUCKET_SECRET"),
    }
    if not bucket:
        return {"BACKEND": FILES, "OPTIONS": {"location": data / "media", "base_url": "/media/"}}
    if not keys["key"] or not keys["secret"]:
        raise SettingError("VERANDAH_STORAGE names a bucket: set VERANDAH_BUCKET_KEY and VERANDAH_BUCKET_SECRET too.")
    if find_spec("obstore") is None:
        raise SettingError("Files in a bucket need one more package. Install it with: pip install 'verandah[s3]'")
    return {"BACKEND": "verandah.base.bucket.Bucket", "OPTIONS": {"bucket": bucket, **keys}}


def bucket_of(env: Env) -> str:
    """The name in `s3://name`; empty for files on this machine."""
    given = env.text("VERANDAH_STORAGE", "files")
    if given == "files":
        return ""
    scheme, _, bucket = given.partition("://")
    if scheme != "s3" or not bucket.strip("/") or "/" in bucket.strip("/") or "@" in bucket:
        raise SettingError('VERANDAH_STORAGE must be "files", or a bucket as in "s3://town-photos".')
    return bucket.strip("/")


def endpoint_of(env: Env) -> str:
    """Where the bucket is, when it is not Amazon's."""
    return env.origin("VERANDAH_BUCKET_ENDPOINT", "") if env.text("VERANDAH_BUCKET_ENDPOINT") else ""


def media_origin(env: Env, site: str) -> str:
    """The host that serves files and nothing else; empty when the site does it itself."""
    if not env.text("VERANDAH_MEDIA_ORIGIN"):
        return ""
    origin = env.origin("VERANDAH_MEDIA_ORIGIN", "")
    # Ports keep no cookies apart, so that only another name makes it another place.
    if urlsplit(origin).hostname == urlsplit(site).hostname:
        raise SettingError("VERANDAH_MEDIA_ORIGIN must have another host than VERANDAH_URL.")
    if urlsplit(origin).scheme != urlsplit(site).scheme:
        raise SettingError("VERANDAH_MEDIA_ORIGIN must begin like VERANDAH_URL: both http:// or both https://.")
    return origin
