"""For how long someone is new here."""

from datetime import timedelta

from verandah.base.ids import id_at, moment_of, new_id

NEW_FOR = timedelta(days=30)


def new_since() -> int:
    """The id after which someone is."""
    return id_at(moment_of(new_id()) - NEW_FOR)
