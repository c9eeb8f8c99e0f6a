"""What verbs tell the open streams: that something happened to these ids, as soon as the write has committed.

Never more than ids: who may know, and what they see, the door asks the database when it brings the news.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from verandah.base import pubsub

# The channels, and below the words for what can happen on each.
POSTS = "posts"
PEOPLE = "people"
ACCESS = "access"
READERS = "readers"
SITE = "site"
GATE = "gate"

OUT = "post"
BACK = "back"
CHANGED = "changed"
GONE = "gone"
TOLD = "told"
READ = "read"
FILTERS = "filters"
TOKENS = "tokens"
ACCOUNTS = "accounts"
ANNOUNCED = "announced"
ENDED = "ended"
REACTED = "reacted"
NETWORKS = "networks"
RULES = "rules"
SWITCHES = "switches"
MODE = "mode"


def post_is_out(post_id: int) -> None:
    """A new post, comment or share. Twice: it is brought twice, and apps know it by its id."""
    tell(POSTS, OUT, [post_id])


def post_is_back(post_id: int) -> None:
    """A deleted post was restored. Twice: as above."""
    tell(POSTS, BACK, [post_id])


def post_changed(post_id: int) -> None:
    """Its author changed what it says. Twice: it is brought twice."""
    tell(POSTS, CHANGED, [post_id])


def post_is_gone(post_id: int) -> None:
    """A post was deleted, or a share taken back; its row is still there. Twice: the same."""
    tell(POSTS, GONE, [post_id])


def told(notification_ids: Iterable[int]) -> None:
    """New notices, of any kind and for anyone. Twice: they are brought twice."""
    tell(PEOPLE, TOLD, notification_ids)


def notices_read(account_id: int) -> None:
    """Fewer notices are new to someone than before. Twice: the same."""
    tell(READERS, READ, [account_id])


def filters_changed(account_id: int) -> None:
    """What someone does not want to read has changed. Twice: the same."""
    tell(PEOPLE, FILTERS, [account_id])


def tokens_revoked(token_ids: Iterable[int]) -> None:
    """These tokens may no longer hold: their streams are looked at again, now. Twice: the same."""
    tell(ACCESS, TOKENS, token_ids)


def signed_out(account_id: int) -> None:
    """A session of theirs ended, or they may not sign in any more: all their streams are looked at again, now."""
    tell(ACCESS, ACCOUNTS, [account_id])


def announcement_is_out(announcement_id: int) -> None:
    """The site tells its members something. Twice: the same."""
    tell(SITE, ANNOUNCED, [announcement_id])


def announcement_is_gone(announcement_id: int) -> None:
    """The site has taken an announcement back. Twice: the same."""
    tell(SITE, ENDED, [announcement_id])


def announcement_reacted(announcement_id: int, emoji: str) -> None:
    """More or fewer think this of an announcement. The emoji travels as the numbers of its signs. Twice: the same."""
    tell(SITE, REACTED, [announcement_id, *map(ord, emoji)])


def networks_changed(number: int) -> None:
    """What is kept from networks has changed: every process looks at it again. Twice: the same."""
    tell(GATE, NETWORKS, [number])


def rules_changed(number: int) -> None:
    """What is asked before publication has changed: every process reads it again. Twice: the same."""
    tell(GATE, RULES, [number])


def switched() -> None:
    """A switch of policy was set: every process looks at them again. Twice: the same."""
    tell(GATE, SWITCHES, [1])


def mode_changed() -> None:
    """The site was paused or opened: every process looks again, and ends what may not stay open. Twice: the same."""
    tell(GATE, MODE, [1])


def tell(channel: str, kind: str, ids: Iterable[int]) -> None:
    """After this transaction, tell whoever listens. None: nobody is told."""
    if numbers := tuple(ids):
        transaction.on_commit(partial(pubsub.announce, channel, kind, *numbers), robust=True)
