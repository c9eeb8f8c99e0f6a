"""What a member wants to be told of, and where: how it begins, and what they have changed of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from verandah.domain.accounts.models import Account

from .kinds import KINDS
from .models import Notification, NotificationChoices

Digest = NotificationChoices.Digest

CHANNELS = ("app", "push", "email")
DIGESTS = {Digest.NEVER: "never", Digest.DAILY: "daily", Digest.WEEKLY: "weekly"}

# The order in which settings show them. What only the staff is told stands at the end, and only for the staff.
WORDS = (
    "mention",
    "comment",
    "wall",
    "friend_request",
    "friend_accepted",
    "follow_request",
    "follow",
    "follow_accepted",
    "reaction",
    "share",
    "quote",
    "post",
    "edited",
    "poll_ended",
    "birthday",
    "moderation",
    "case",
    "announcement",
    "report",
    "joined",
)
STAFF_WORDS = ("report", "joined")

# Where each kind is told as long as its reader has not said anything else. In the app: all of them. What is not sent
# at once by letter is part of the letter that comes daily or weekly.
BEGINS_WITH_PUSH = frozenset(
    {
        "mention",
        "comment",
        "wall",
        "friend_request",
        "friend_accepted",
        "follow_request",
        "quote",
        "post",
        "poll_ended",
        "moderation",
        "case",
        "announcement",
        "report",
    }
)
BEGINS_WITH_EMAIL = frozenset({"mention", "comment", "wall", "friend_request", "moderation", "case", "announcement"})

# What nobody can choose not to hear: what the staff has decided about them, answers them, and asks them to read.
FIXED = frozenset({("moderation", "app"), ("moderation", "email"), ("case", "app"), ("announcement", "app")})


@dataclass(frozen=True, slots=True)
class ShownChoices:
    """What someone wants: `wants` by kind and channel, how often a letter comes with the rest, and their night.

    The moments are minutes after midnight; None is the site's night.
    """

    wants: Mapping[tuple[str, str], bool]
    digest: str
    quiet_from: int | None
    quiet_until: int | None
    has_no_night: bool


def wanting(account_ids: Collection[int], kind: Notification.Kind, channel: str) -> set[int]:
    """Which of these want to be told of this kind there. One query; none for nobody."""
    if not account_ids:
        return set()
    word, ids = KINDS[kind], set(account_ids)
    if (word, channel) in FIXED:
        return ids
    said = {number: changed.get(f"{word}:{channel}") for number, changed in changes_of(ids)}
    usual = begins(word, channel)
    return {number for number in ids if (usual if said.get(number) is None else said[number])}


def changes_of(account_ids: Collection[int]) -> Iterator[tuple[int, Mapping[str, bool]]]:
    """What these have changed; those who have changed nothing are left out."""
    yield from NotificationChoices.objects.filter(account__in=account_ids).values_list("account_id", "changed")


def choices_of(viewer: Account) -> ShownChoices:
    """What `viewer` wants. One query."""
    row = NotificationChoices.objects.filter(account=viewer).first() or NotificationChoices()
    wants = {
        (word, channel): (word, channel) in FIXED or bool(row.changed.get(f"{word}:{channel}", begins(word, channel)))
        for word in WORDS
        for channel in CHANNELS
    }
    return ShownChoices(wants, DIGESTS[Digest(row.digest)], row.quiet_from, row.quiet_until, row.has_no_night)


def begins(word: str, channel: str) -> bool:
    """Whether this kind is told there as long as its reader has not said anything else."""
    if channel == "push":
        return word in BEGINS_WITH_PUSH
    return channel == "app" or word in BEGINS_WITH_EMAIL
