"""People and posts for tests, made by the same verbs that make them for everyone."""

from itertools import count

from django.utils import timezone

from tests.factors import give_factor
from verandah.actions import casing, deciding, enrolling, posting, snapshotting
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import Block, Follow, Friendship
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Case, Decision, Queue, Restriction, Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

PASSWORD = "a veranda in the evening"
NUMBERS = count(1)


def make_account(username: str = "", *, role: Role = Role.MEMBER, approves_followers: bool = False) -> Account:
    """A member who has confirmed their e-mail address and signs in with PASSWORD; of the staff, with a code as well."""
    username = username or f"person{next(NUMBERS)}"
    user = enrolling.enrol(
        username, f"{username}@example.org", PASSWORD, username.capitalize(), role=role, confirmed=True
    )
    if role > Role.MEMBER:
        give_factor(user)
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


def suspend(account: Account) -> Decision:
    """The site has decided that nobody sees `account`. They are told, and their sessions end."""
    return decide_about(account, Effect.SUSPEND)


def limit_account(account: Account) -> Decision:
    """The site has decided that only their followers come across `account`."""
    return decide_about(account, Effect.LIMIT)


def close_account(account: Account) -> Decision:
    """The site has decided that `account` cannot sign in."""
    return decide_about(account, Effect.DISABLE)


def decide_about(account: Account, *effects: Effect) -> Decision:
    """A decision of the site itself about a person."""
    return decide_on(Subject.Kind.ACCOUNT, account.pk, *effects, account=account)


def decide_on(kind: Subject.Kind, ref: int, *effects: Effect, account: Account | None = None) -> Decision:
    """A decision of the site itself about any thing; `account` is loaded anew."""
    subject = snapshotting.subject_of(kind, ref)
    decision = deciding.decide(casing.case_about(subject, Queue.RULES), None, deciding.Verdict(effects))
    if account is not None:
        account.refresh_from_db()
    return decision


def some_restriction() -> Restriction:
    """A decision with what it restricts, as rows alone: for tests that set columns by hand, which must name one."""
    now, number = timezone.now(), next(NUMBERS)
    subject = Subject.objects.create(kind=Subject.Kind.LINK, ref=number, created_at=now)
    case = Case.objects.create(
        code=f"ZZ-{number}", subject=subject, queue=Queue.RULES, created_at=now, updated_at=now, closed_at=now
    )
    decision = Decision.objects.create(case=case, subject=subject, created_at=now)
    return Restriction.objects.create(decision=decision, subject=subject, kind="hide", active_from=now)
