"""Where files lie, in words that show no key."""

from django.conf import settings


def place() -> str:
    """A folder, or a bucket."""
    options = settings.STORAGES["media"]["OPTIONS"]
    return f"the bucket {options['bucket']}" if "bucket" in options else f"the folder {options['location']}"
