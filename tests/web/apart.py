"""Two people who have had much to do with each other before one blocked the other, and all that can be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from tests.albums import make_album, make_file
from tests.api.asking import Phone
from tests.factories import make_account, make_post
from tests.house.test_routes import ROUTES
from verandah.actions import (
    befriending,
    following,
    listing,
    noting,
    opening,
    posting,
    reacting,
    recommending,
    saving,
    sharing,
    voting,
)
from verandah.actions.listing import ListDraft
from verandah.actions.posting import Draft
from verandah.api.openapi import offered
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account
from verandah.domain.graph.openness import Circles
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, Post

KEYS = count(1)
EVERYTHING = "read write follow push profile"
# Parts of an address that are not an id.
WORDS = {":name": ("birds",), ":quoting": ("1",), ":account": ("1",)}


def say(author: Account, text: str, audience: Audience = Audience.MEMBERS, **more: object) -> Post:
    return posting.publish(author, Draft(text, audience, f"apart-{next(KEYS)}", **more))  # type: ignore[arg-type]


class Neighbours:
    """Zed and Quinn were friends; Alice is a friend of both. Then Zed blocks Quinn."""

    def __init__(self) -> None:
        self.zed, self.quinn, self.alice = (make_account(name) for name in ("zedekiah", "quintina", "alice"))
        for one, name in ((self.zed, "Zedekiah Oldacre"), (self.quinn, "Quintina Farrow")):
            Account.objects.filter(pk=one.pk).update(display_name=name)
            one.refresh_from_db()
            opening.choose(one, Circles(wall_open_to=Circle.MEMBERS))
        opening.choose(self.alice, Circles(wall_open_to=Circle.MEMBERS))
        self.lists = [listing.create(one, ListDraft("Choir")).id for one in (self.zed, self.quinn, self.alice)]
        self.befriend()
        self.of_alice = self.speak()
        for one, other in ((self.zed, self.quinn), (self.quinn, self.zed)):
            self.meet(one, other)
        make_album(self.zed, make_file(self.zed))
        make_album(self.quinn, make_file(self.quinn))
        following.block(self.zed, self.quinn)

    def befriend(self) -> None:
        for one, other in ((self.zed, self.quinn), (self.alice, self.zed), (self.quinn, self.alice)):
            befriending.ask(one, other)
            befriending.accept(other, one)
        everyone = (self.zed, self.quinn, self.alice)
        for number, one in zip(self.lists, everyone, strict=True):
            listing.add(one, number, [other.id for other in everyone if other is not one])
        recommending.recommend(self.alice, self.zed)
        recommending.recommend(self.alice, self.quinn)

    def speak(self) -> list[int]:
        """What Alice says, to which both answer, and in which both are named."""
        question = voting.Question(("Tea", "Coffee"), 3600)
        plain = make_post(self.alice, "About #birds and tea")
        poll = say(self.alice, "Tea or coffee?", poll=question)
        named = make_post(self.alice, "With ~@zedekiah~ and ~@quintina~", Audience.PUBLIC)
        for one in (self.zed, self.quinn):
            for post in (plain, poll, named):
                reacting.react(one, post.id)
                sharing.share(one, post.id)
                say(one, "I answer #birds", parent_id=post.id)
            voting.vote(one, Poll.objects.get(post=poll).pk, [0])
            say(one, "On the wall of Alice", wall_id=self.alice.id)
            say(one, "I quote #birds", Audience.PUBLIC, quote_id=named.id)
            say(self.alice, "On a wall", Audience.PUBLIC, wall_id=one.id)
        say(self.alice, "~@zedekiah~ ~@quintina~ between us", Audience.PEOPLE)
        return [poll.id, named.id]

    def meet(self, one: Account, other: Account) -> None:
        """What one has to do with the other."""
        post = make_post(one, f"Of #birds, to ~@{other.username}~")
        reacting.react(other, post.id)
        sharing.share(other, post.id)
        saving.bookmark(other, post.id)
        comment = say(other, "An answer", parent_id=post.id)
        reacting.react(self.alice, comment.id)
        say(other, "For a wall", wall_id=one.id)
        say(other, "I quote", quote_id=post.id)
        say(one, f"~@{other.username}~ for us alone", Audience.PEOPLE)
        noting.note(one, other, "Someone I know")
        sharing.share(self.alice, post.id)
        say(self.alice, "Quoted by Alice", quote_id=post.id)

    def list_of(self, one: Account) -> int:
        return self.lists[[self.zed, self.quinn, self.alice].index(one)]

    def first_posts(self, one: Account) -> list[int]:
        """The post that the other has answered, and a comment below one of Alice's."""
        mine = Post.objects.filter(author=one, share_of=None).order_by("id").values_list("id", flat=True)
        return [*mine.filter(is_comment=False, wall=None, quote_of=None)[:1], *mine.filter(is_comment=True)[:1]]

    def signs_of(self, one: Account) -> re.Pattern[str]:
        """What may not be told: the names, and the ids of the person and of all they said."""
        ids = [one.id, *Post.objects.filter(author=one).values_list("id", flat=True)]
        numbers = "|".join(str(number) for number in ids)
        return re.compile(rf"{one.username}|{one.display_name}|(?<![0-9])({numbers})(?![0-9])", re.IGNORECASE)


def pages(near: Neighbours, me: Account, other: Account) -> Iterator[str]:
    """The address of every page, of Alice, of oneself, and of the other."""
    numbers = [*near.of_alice, near.list_of(me), *near.first_posts(other)]
    for path in [
        route.path for name, route in sorted(ROUTES.items()) if name not in ("account_logout", "welcome_owner")
    ]:
        for person in (near.alice, me, other) if "@" in path else (me,):
            for number in numbers if re.search("/[12]/", path) else (1,):
                yield re.sub("/[12]/", f"/{number}/", re.sub("@[a-z]+", f"@{person.username}", path))
    yield from (f"/people/?q={word}" for word in (other.username[:4], other.display_name))
    yield from (f"/lists/{number}/?q={other.username[:4]}" for number in [near.list_of(me)])
    yield from (f"/lists/{number}/offers/?q={other.username[:4]}" for number in [near.list_of(me)])


def endpoints(near: Neighbours, me: Account, other: Account) -> Iterator[tuple[str, dict[str, object]]]:
    """The address of everything that apps can read, with every id that could stand in it."""
    ids = [near.alice.id, other.id, near.list_of(me), *near.of_alice, *near.first_posts(other)]
    ids += [
        *Poll.objects.values_list("id", flat=True),
        *Notification.objects.filter(actor=other).values_list("id", flat=True)[:2],
    ]
    for name in sorted(offered()):
        method, path = name.split(" ", 1)
        if method != "GET" or "/admin/" in path or path == "/api/openapi.json":
            continue
        for number in ids if ":id" in path else (1,):
            for word in next((words for part, words in WORDS.items() if part in path), ("",)):
                yield re.sub(":name|:quoting|:account", word, path.replace(":id", str(number))), {}
    start = other.username[:4]
    for path in ("/api/v1/accounts/search", "/api/v2/search", "/api/v1/directory"):
        yield from ((path, {"q": word}) for word in (start, other.username, other.display_name))
    yield "/api/v1/accounts/lookup", {"acct": other.username}
    for path in ("/api/v1/accounts", "/api/v1/accounts/relationships", "/api/v1/accounts/familiar_followers"):
        yield path, {"id[]": [other.id, near.alice.id]}
    yield "/api/v1/statuses", {"id[]": list(Post.objects.values_list("id", flat=True)[:40])}


def app_of(account: Account) -> Phone:
    return Phone(account, EVERYTHING)
