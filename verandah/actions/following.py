"""Following, letting oneself be followed, and keeping someone away."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.reading import rows, vendor
from verandah.base.writing import changed, returned, stored
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Block, Follow, FollowRequest, FriendRequest, Friendship
from verandah.domain.notifications.models import Notification

from .notifying import about_relation, withdraw
from .permitting import refuse_read_only

Kind = Notification.Kind
MOST_LANGUAGES = 20
# As posts have them: a code in small letters, of at most twelve signs.
LANGUAGE = re.compile(r"(?=.{2,12}$)[a-z]{2,8}(?:-[a-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Wish:
    """How I want to follow someone. What is None stays as it is, or as it usually is."""

    shows_shares: bool | None = None
    notifies: bool | None = None
    # Only posts in these; in all when empty.
    languages: tuple[str, ...] | None = None

    def columns(self) -> dict[str, bool | str]:
        """What is wished for, as it is kept."""
        wanted = {
            "shows_shares": self.shows_shares,
            "notifies": self.notifies,
            "languages": None if self.languages is None else " ".join(dict.fromkeys(self.languages)),
        }
        return {name: value for name, value in wanted.items() if value is not None}


AS_USUAL = Wish()
# The same as it is stored.
AS_STORED: dict[str, bool | str] = {"shows_shares": True, "notifies": False, "languages": ""}

# How two stand to each other: whether she blocks me, I her, I follow her; whether she approves her followers, which is
# nothing when nobody sees her; and whether she takes none, unless they are friends of hers.
STANDING = """SELECT
    EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = %(her)s AND b.blocked_id = %(me)s),
    EXISTS (SELECT 1 FROM verandah_block b WHERE b.blocker_id = %(me)s AND b.blocked_id = %(her)s),
    EXISTS (SELECT 1 FROM verandah_follow f WHERE f.follower_id = %(me)s AND f.followee_id = %(her)s),
    (SELECT a.approves_followers FROM verandah_account a WHERE a.id = %(her)s AND a.suspended_at IS NULL),
    EXISTS (SELECT 1 FROM verandah_preferences p WHERE p.account_id = %(her)s AND NOT p.takes_followers)
        AND NOT EXISTS (SELECT 1 FROM verandah_friendship s WHERE s.account_id = %(her)s AND s.friend_id = %(me)s)"""

# Always in the same order, so that two people who follow each other at once never wait for one another.
HOLD = "SELECT id FROM verandah_account WHERE id IN (%(me)s, %(her)s) ORDER BY id FOR NO KEY UPDATE"

JOIN = """INSERT INTO verandah_follow (follower_id, followee_id, shows_shares, notifies, languages, created_at)
VALUES (%(me)s, %(her)s, %(shows_shares)s, %(notifies)s, %(languages)s, %(now)s)"""

PART = "DELETE FROM verandah_follow WHERE follower_id = %(me)s AND followee_id = %(her)s"

END_REQUEST = """DELETE FROM verandah_followrequest WHERE follower_id = %(me)s AND followee_id = %(her)s
RETURNING shows_shares, notifies, languages"""

# I read one more or one less, and she is read by as many. Whoever is suspended is not among the others' numbers
# (`hiding`). It counts each time: to be run only when a follow has come or gone.
COUNT = """UPDATE verandah_account SET rev = rev + 1,
    following_count = following_count + CASE WHEN id = %(me)s THEN %(step)s ELSE 0 END,
    followers_count = followers_count + CASE WHEN id = %(her)s THEN %(step)s ELSE 0 END
WHERE id IN (%(me)s, %(her)s) AND NOT EXISTS (SELECT 1 FROM verandah_account z
    WHERE z.id IN (%(me)s, %(her)s) AND z.id <> verandah_account.id AND z.suspended_at IS NOT NULL)"""

UNLIST = """DELETE FROM verandah_peoplelistmember WHERE account_id = %(her)s
    AND people_list_id IN (SELECT l.id FROM verandah_peoplelist l WHERE l.owner_id = %(me)s)"""
UNLESS_FRIENDS = """
    AND NOT EXISTS (SELECT 1 FROM verandah_friendship s WHERE s.account_id = %(me)s AND s.friend_id = %(her)s)"""

WITHDRAW = "DELETE FROM verandah_recommendation WHERE account_id = %(me)s AND recommended_id = %(her)s"


def follow(me: Account, her: Account, wish: Wish = AS_USUAL) -> None:
    """I read what she writes from now on; if she approves followers, I ask her. Twice: the same, as I wish it now.

    Raises NotFound, Forbidden, or Invalid for languages that are none.
    """
    refuse_read_only(me)
    refuse_languages(wish.languages or ())
    if me.id == her.id:
        raise Forbidden(_("You can't follow yourself. Your own posts are on your home page anyway."))
    with held(me, her):
        [(is_away, keeps_away, follows, asks_first, takes_none)] = rows(STANDING, both(me, her))
        if is_away:
            raise NotFound
        if keeps_away:
            raise Forbidden(_("You have blocked this person. Unblock them first to follow them."))
        if follows:
            rewish(Follow, me, her, wish)
        elif asks_first is None:
            # She has just been suspended.
            raise NotFound
        elif takes_none:
            raise Forbidden(_("They have chosen not to be followed. You can still read what is for everyone."))
        elif asks_first:
            ask(me, her)
            rewish(FollowRequest, me, her, wish)
        else:
            join(me, her, wish)


def unfollow(me: Account, her: Account) -> None:
    """I stop reading her, or withdraw my request. Twice: the same."""
    with held(me, her):
        forget(me, her)


def remove_follower(me: Account, her: Account) -> None:
    """She no longer reads what I write for followers. She is not told. Twice: the same."""
    with held(me, her):
        part(her, me)
        withdraw(Kind.FOLLOW, her, me)


def accept(me: Account, her: Account) -> None:
    """I let her follow me. Twice: the same. Raises NotFound when she does not ask."""
    refuse_read_only(me)
    with held(me, her):
        if Follow.objects.filter(follower=her, followee=me).exists():
            return
        if not FollowRequest.objects.filter(follower=her, followee=me).exists():
            raise NotFound
        join(her, me)
        about_relation(Kind.FOLLOW_ACCEPTED, me, her)


def decline(me: Account, her: Account) -> None:
    """I do not let her follow me. She is not told, and may ask again. Twice: the same."""
    with held(me, her):
        FollowRequest.objects.filter(follower=her, followee=me).delete()
        withdraw(Kind.FOLLOW_REQUEST, her, me)


def block(me: Account, her: Account) -> None:
    """We no longer see each other: follows, requests and friendship end on both sides. Twice: the same."""
    if me.id == her.id:
        raise Forbidden(_("You can't block yourself."))
    with held(me, her):
        Block.objects.get_or_create(blocker=me, blocked=her, defaults={"created_at": timezone.now()})
        for one, other in ((me, her), (her, me)):
            forget(one, other)
            withdraw(Kind.FOLLOW_ACCEPTED, one, other)
            end_friendship(one, other)
            unlist(one, other)


def unblock(me: Account, her: Account) -> None:
    """We can see each other again; what the block ended stays ended. Twice: the same."""
    Block.objects.filter(blocker=me, blocked=her).delete()


@contextmanager
def held(me: Account, her: Account) -> Iterator[None]:
    """A transaction in which nobody else changes how the two stand to each other."""
    with transaction.atomic():
        if vendor() == "postgresql":
            rows(HOLD, both(me, her))
        yield


def both(me: Account, her: Account) -> dict[str, int]:
    """The two, as the statements name them."""
    return {"me": me.pk, "her": her.pk}


def refuse_languages(names: tuple[str, ...]) -> None:
    """Raises Invalid when one of them cannot be a language, or when they are too many."""
    if len(names) > MOST_LANGUAGES or not all(LANGUAGE.fullmatch(name) for name in names):
        raise Invalid("languages", _("Name languages by their codes, like en or pt-BR."))


def rewish(table: type[Follow | FollowRequest], me: Account, her: Account, wish: Wish) -> None:
    """The follow or the request that is there, as I wish it."""
    if wanted := wish.columns():
        table.objects.filter(follower=me, followee=her).update(**wanted)


def forget(me: Account, her: Account) -> None:
    """Neither my follow nor my request is there any more, nor what she was told of them."""
    part(me, her)
    withdraw(Kind.FOLLOW, me, her)
    if returned(END_REQUEST, both(me, her)):
        withdraw(Kind.FOLLOW_REQUEST, me, her)


def ask(me: Account, her: Account) -> None:
    """A request that she can accept or decline."""
    _request, new = FollowRequest.objects.get_or_create(
        follower=me, followee=her, defaults={"created_at": timezone.now()}
    )
    if new:
        about_relation(Kind.FOLLOW_REQUEST, me, her)


def join(me: Account, her: Account, wish: Wish = AS_USUAL, tells: bool = True) -> None:
    """The follow itself, counted on both sides; as I wish it, or have wished it in my request."""
    pair, wished = both(me, her), wish.columns()
    # A request may have waited since the days when she approved her followers.
    for shows_shares, notifies, languages in returned(END_REQUEST, pair):
        wished = {"shows_shares": shows_shares, "notifies": notifies, "languages": languages} | wished
        withdraw(Kind.FOLLOW_REQUEST, me, her)
    changed(JOIN, {**AS_STORED, **wished, **pair, "now": stored(timezone.now())})
    changed(COUNT, {**pair, "step": 1})
    if tells:
        about_relation(Kind.FOLLOW, me, her)


def part(me: Account, her: Account) -> None:
    """The end of a follow, counted on both sides. A friend stays on my lists."""
    pair = both(me, her)
    if changed(PART, pair):
        changed(COUNT, {**pair, "step": -1})
        changed(UNLIST + UNLESS_FRIENDS, pair)
        changed(WITHDRAW, pair)


def end_friendship(me: Account, her: Account) -> None:
    """My side of it: neither the friendship nor my request is there any more, nor what she was told of them."""
    Friendship.objects.filter(account=me, friend=her).delete()
    FriendRequest.objects.filter(asker=me, asked=her).delete()
    withdraw(Kind.FRIEND_REQUEST, me, her)
    withdraw(Kind.FRIEND_ACCEPTED, me, her)


def unlist(me: Account, her: Account) -> None:
    """She is on none of my lists, and I do not recommend her."""
    changed(UNLIST, both(me, her))
    changed(WITHDRAW, both(me, her))
