"""People and posts for tests, made by the same verbs that make them for everyone."""

from itertools import count

from django.utils import timezone

from verandah.actions import enrolling, posting
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import Block, Follow, Friendship
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

PASSWORD = "a veranda in the evening"
NUMBERS = count(1)


def make_account(username: str = "", *, role: Role = Role.MEMBER, approves_followers: bool = False) -> Account:
    """A member who has confirmed their e-mail address and signs in with PASSWORD."""
    username = username or f"person{next(NUMBERS)}"
    user = enrolling.enrol(
        username, f"{username}@example.org", PASSWORD, username.capitalize(), role=role, confirmed=True
    )
    if approves_followers:
        user.account.approves_followers = True
        user.account.save(update_fields=["approves_followers"])
    return user.account


def make_post(author: Account, text: str = "", audience: Audience = Audience.MEMBERS) -> Post:
    """A post by `author`; each call makes another one."""
    number = next(NUMBERS)
    return posting.publish(author, posting.Draft(text or f"Post number {number}", audience, f"key-{number}"))


def make_follow(follower: Account, followee: Account) -> None:
    """`follower` has followed `followee` for long: counted, but no news to anyone."""
    Follow.objects.create(follower=follower, followee=followee, created_at=timezone.now())
    follower.following_count += 1
    follower.save(update_fields=["following_count"])
    followee.followers_count += 1
    followee.save(update_fields=["followers_count"])


def make_friends(one: Account, other: Account) -> None:
    """Both are friends. That alone makes neither follow the other."""
    now = timezone.now()
    Friendship.objects.bulk_create(
        [Friendship(account=one, friend=other, created_at=now), Friendship(account=other, friend=one, created_at=now)]
    )


def make_block(blocker: Account, blocked: Account) -> None:
    """`blocker` has put `blocked` out of sight."""
    Block.objects.create(blocker=blocker, blocked=blocked, created_at=timezone.now())
