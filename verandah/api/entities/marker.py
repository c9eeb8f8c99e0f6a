"""Marker: how far someone has read."""

from typing import TypedDict

from verandah.domain.feeds.queries import Reading

from .dates import moment


class MarkerJson(TypedDict):
    last_read_id: str
    version: int
    updated_at: str


def marker(reading: Reading) -> MarkerJson:
    """How far someone has got on one timeline."""
    return {
        "last_read_id": str(reading.last_read_id),
        "version": reading.version,
        "updated_at": moment(reading.updated_at),
    }
