"""The key that makes what is sent twice one thing, and how long it does."""

from datetime import timedelta
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from verandah.domain.posts.models import Post, ScheduledPost


def made_before[Row: (Post, ScheduledPost)](rows: QuerySet[Row], holds: timedelta | None) -> Row | None:
    """What was made under a key and is still meant by it. `rows` are those of the key; None holds for ever."""
    return (rows if holds is None else rows.filter(created_at__gt=timezone.now() - holds)).first()


def let_go[Row: (Post, ScheduledPost)](rows: QuerySet[Row], holds: timedelta | None) -> None:
    """Take the key from what it no longer stands for. Twice: the same.

    In one transaction with the new row: of two at the same moment one takes the key, and the other then finds that
    row under it, because the constraint allows no second.
    """
    if holds is not None:
        rows.filter(created_at__lte=timezone.now() - holds).update(key=uuid4().hex)
