"""Conversations with single people: read, unread, put away."""

from verandah.domain.accounts.models import Account
from verandah.domain.posts.correspondence import thread
from verandah.domain.posts.models import ThreadState


def mark_read(account: Account, root_id: int) -> None:
    """`account` has read the conversation up to now. Twice: the same. Raises NotFound."""
    note(account, root_id, last_read_id=thread(account, root_id).newest_id)


def mark_unread(account: Account, root_id: int) -> None:
    """Its newest post shall be looked at again. Twice: the same. Raises NotFound."""
    note(account, root_id, last_read_id=thread(account, root_id).newest_id - 1)


def put_away(account: Account, root_id: int) -> None:
    """It is in the list no more, until someone says something new. Raises NotFound, also the second time."""
    note(account, root_id, hidden_until_id=thread(account, root_id).newest_id)


def note(account: Account, root_id: int, **values: int) -> None:
    ThreadState.objects.update_or_create(account=account, root_id=root_id, defaults=values)
