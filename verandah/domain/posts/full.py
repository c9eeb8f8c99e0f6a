"""Posts and people with all that apps show of them: who is named, and how much someone has said."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from verandah.domain.accounts.models import Account
from verandah.domain.accounts.show import ShownAccount, show_account, show_accounts

from .models import Mention
from .queries import Tally, tallies
from .show import ShownPost, show_posts


@dataclass(frozen=True, slots=True)
class Named:
    """Someone whom a post names."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class FullAccount:
    """A person, and what the viewer may see of their posts in numbers."""

    account: ShownAccount
    tally: Tally


@dataclass(frozen=True, slots=True)
class FullPost:
    """A post, its author and whom it names."""

    post: ShownPost
    author: FullAccount
    named: tuple[Named, ...]


def full_posts(viewer: Account | None, ids: Sequence[int]) -> list[FullPost]:
    """Those of `ids` that `viewer` may see, in the order given. Three queries for any number of posts."""
    return filled(viewer, show_posts(ids, viewer))


def filled(viewer: Account | None, posts: Sequence[ShownPost]) -> list[FullPost]:
    """Posts that `viewer` has been found to see, with what belongs to them. Two queries."""
    counted = tallies(viewer, [post.author.id for post in posts])
    named = named_in([post.id for post in posts])
    return [
        FullPost(post, FullAccount(post.author, counted[post.author.id]), tuple(named.get(post.id, ())))
        for post in posts
    ]


def named_in(post_ids: Sequence[int]) -> dict[int, list[Named]]:
    """Whom each of the posts names, in one query."""
    found: defaultdict[int, list[Named]] = defaultdict(list)
    rows = Mention.objects.filter(post__in=post_ids).order_by("id") if post_ids else Mention.objects.none()
    for post_id, number, username in rows.values_list("post_id", "account_id", "account__username"):
        found[post_id].append(Named(number, username))
    return found


def full_accounts(viewer: Account | None, ids: Sequence[int]) -> list[FullAccount]:
    """The accounts `ids`, which a query for `viewer` has found, in the order given. Two queries."""
    shown = show_accounts(ids)
    return with_tallies(viewer, [shown[number] for number in ids if number in shown])


def full_account(viewer: Account | None, account: Account) -> FullAccount:
    """One account that a query for `viewer` has found."""
    return with_tallies(viewer, [show_account(account)])[0]


def with_tallies(viewer: Account | None, accounts: Sequence[ShownAccount]) -> list[FullAccount]:
    """Accounts with their numbers, in one query."""
    counted = tallies(viewer, [account.id for account in accounts])
    return [FullAccount(account, counted[account.id]) for account in accounts]
