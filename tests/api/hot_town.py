"""A small town in which anything can happen, and the three ways to answer what apps ask about it."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any
from urllib.parse import unquote

from django.http import HttpResponse
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import decide_about, decide_on, make_account, make_friends
from tests.pictures import make_media, picture, sent
from verandah.actions import (
    befriending,
    deciding,
    editing,
    filtering,
    following,
    linking,
    listing,
    moderating,
    muting,
    opening,
    picturing,
    posting,
    presenting,
    reacting,
    saving,
    sharing,
    switching,
    tagging,
    uploading,
    voting,
)
from verandah.actions.previewing import Facts
from verandah.api.door import COMPACT
from verandah.api.entities.status import status
from verandah.api.hot import frame
from verandah.api.hot.frame import Ready, Request
from verandah.base.errors import Refusal
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import Friendship, PeopleList
from verandah.domain.graph.openness import Circles
from verandah.domain.links.models import Kind, Link
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Restriction, Subject
from verandah.domain.posts.audience import Audience, Mood
from verandah.domain.posts.full import full_posts, listed_posts
from verandah.domain.posts.models import Poll, Post, Reaction
from verandah.domain.posts.rules import OFFERED

NUMBERS = count(1)
# What staff can decide about a post.
OF_POSTS = [Effect.BLUR, Effect.LIMIT, Effect.LOCK, Effect.HIDE, Effect.REMOVE]
# Of every answer these two are others.
OWN = ("x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset")
PUBLIC = ("/api/v1/timelines/public", "/api/v1/timelines/tag/birds", "/api/v1/timelines/tag/b%C3%ACrds")

MINE = (
    "/api/v1/timelines/home",
    "/api/v1/timelines/home/?limit=40",
    "/api/v1/notifications?limit=20",
    "/api/v1/accounts/verify_credentials",
)


def quick(phone: Phone, path: str, address: str = "127.0.0.1") -> Ready | None:
    """The answer on the event loop, if there is one."""
    address_part, _mark, query = path.partition("?")
    token = phone.headers.get("Authorization")
    return frame.answer(Request(unquote(address_part), query.encode(), token.encode() if token else None, address))


def headers_of(answer: HttpResponse | Ready) -> dict[str, str]:
    """Those that must be the same. The length is told by the server where Django does not."""
    if isinstance(answer, Ready):
        pairs = [(name.decode(), value.decode()) for name, value in answer.headers]
    else:
        pairs = list(answer.items())
    return {name.lower(): value for name, value in pairs if name.lower() not in (*OWN, "content-length")}


def plainly(phone: Phone, path: str, told: HttpResponse) -> bytes | None:
    """A list of posts, rendered as if nothing were ever kept."""
    if told.status_code != 200 or not ("/timelines/" in path or "/statuses" in path) or path.endswith("/context"):
        return None
    found = told.json()
    ids = [int(row["id"]) for row in (found if isinstance(found, list) else [found])]
    context = "home" if "/home" in path else "public" if "/timelines/" in path else ""
    posts = listed_posts(phone.account, ids, context) if context else full_posts(phone.account, ids)
    rows = [status(full, phone.account is not None) for full in posts]
    return json.dumps(rows if isinstance(found, list) else rows[0], **COMPACT).encode()


def page_elsewhere(number: int) -> Link:
    """A page that is known already, so that nobody asks for it."""
    link = linking.link_for([f"http://localhost:9/{number}"])
    assert link is not None
    linking.note(link, page_facts(link.address))
    return link


def page_facts(address: str) -> Facts:
    """What may be found out of it."""
    return {
        "leads_to": address,
        "kind": Kind.LINK,
        "title": "A page",
        "description": "What it is about",
        "author_name": "",
        "author_url": "",
        "provider_name": "",
        "provider_url": "",
        "language": "",
        "image_description": "",
        "picture": None,
    }


class Town:
    """People who do something at random, the same for the same seed."""

    def __init__(self, people: list[Account], staff: Account, seed: int) -> None:
        self.people, self.staff = people, staff
        self.chance = Random(seed)
        self.switcher = make_account("switcher", role=Role.ADMIN)
        self.phones = [Phone(person) for person in people]
        self.pages = [page_elsewhere(number) for number in range(3)]
        self.deeds: list[Callable[[], Any]] = [value for name, value in vars(Town).items() if name.startswith("do_")]

    def something(self) -> None:
        """A deed of somebody's, be it one that is refused."""
        deed = self.chance.choice([*self.deeds, *[Town.do_say] * 6])
        with suppress(Refusal):
            deed(self)

    @property
    def one(self) -> Account:
        return self.chance.choice(self.people)

    @property
    def post(self) -> int:
        ids = list(Post.objects.order_by("-id").values_list("id", flat=True)[:25])
        return self.chance.choice(ids) if ids else 0

    def two(self) -> list[Account]:
        return self.chance.sample(self.people, 2)

    def maybe[T](self, value: T) -> T | None:
        return value if self.chance.random() < 0.3 else None

    def do_say(self) -> None:
        author = self.one
        files = (make_media(author, "A wren").id,) if self.chance.random() < 0.2 else ()
        posting.publish(
            author,
            posting.Draft(
                text=f"Number {next(NUMBERS)} <b>&amp; #birds #bìrds @{self.one.username} https://x.example/a?b=c"
                + (f" {self.chance.choice(self.pages).address}" if self.chance.random() < 0.3 else ""),
                audience=self.chance.choice([Audience.PUBLIC, Audience.MEMBERS, *OFFERED]),
                account_ids=tuple(self.chance.sample([one.id for one in self.people], self.chance.choice([0, 1, 2]))),
                key=f"key {next(NUMBERS)}",
                parent_id=self.maybe(self.post) or None,
                quote_id=self.maybe(self.post) or None,
                media_ids=files,
                poll=self.maybe(voting.Question(("Tea", "Coffee"), 300, self.chance.random() < 0.5)),
                warning=self.maybe("Loud") or "",
                quote_policy=self.chance.choice(list(QuotePolicy)),
                place=self.maybe("At the <quay>") or "",
                wall_id=self.maybe(self.one.id),
                mood=self.maybe(self.chance.choice(list(Mood))) or Mood.NONE,
            ),
        )

    def do_edit(self) -> None:
        post = Post.objects.filter(pk=self.post, share_of=None).select_related("author").first()
        if post is not None:
            media = tuple(Media.objects.filter(post=post).order_by("position", "pk").values_list("pk", flat=True))
            said = tuple(
                editing.MediaChange(number, uploading.Details(f"Said anew {next(NUMBERS)}")) for number in media
            )
            editing.edit(post.author, post.id, editing.Change(f"Edited {next(NUMBERS)}", media_ids=media, media=said))

    def do_move(self) -> None:
        place, mood = f"Place {next(NUMBERS)}", self.chance.choice(list(Mood))
        post = Post.objects.filter(pk=self.post, share_of=None).select_related("author").first()
        if post is not None:
            same = {"text": post.text, "warning": post.warning, "is_sensitive": post.is_sensitive}
            editing.edit(post.author, post.id, editing.Change(**same, place=place, mood=mood))

    def do_find_out(self) -> None:
        page = self.chance.choice(self.pages)
        facts = {**page_facts(page.address), "title": f"Title <{next(NUMBERS)}>"}
        linking.note(page, self.chance.choice([None, facts]))
        linking.show_in_posts(page.pk)

    def do_change_audience(self) -> None:
        audience, named = self.chance.choice(OFFERED), [self.one.id]
        self.of_post(lambda author, number: editing.change_audience(author, number, audience, account_ids=named))

    def do_change_policy(self) -> None:
        policy = self.chance.choice(list(QuotePolicy))
        self.of_post(lambda author, number: editing.change_quote_policy(author, number, policy))

    def do_delete(self) -> None:
        self.of_post(posting.delete)

    def do_delete_with_files(self) -> None:
        self.of_post(posting.delete)
        self.of_post(uploading.discard_all_of)

    def do_restore(self) -> None:
        for post in Post.objects.exclude(deleted_at=None).select_related("author").order_by("-id")[:2]:
            with suppress(Refusal):
                posting.restore(post.author, post.id)

    def do_pin(self) -> None:
        self.of_post(self.chance.choice([saving.pin, saving.unpin]))

    def do_react(self) -> None:
        reacting.react(self.one, self.post, self.chance.choice([None, *Reaction.Kind]))

    def do_unreact(self) -> None:
        reacting.unreact(self.one, self.post)

    def do_share(self) -> None:
        self.chance.choice([sharing.share, sharing.share, sharing.unshare])(self.one, self.post)

    def do_keep(self) -> None:
        self.chance.choice([saving.bookmark, saving.unbookmark])(self.one, self.post)

    def do_mute_conversation(self) -> None:
        self.chance.choice([saving.mute_conversation, saving.unmute_conversation])(self.one, self.post)

    def do_vote(self) -> None:
        poll = Poll.objects.order_by("-id").first()
        if poll is not None:
            voting.vote(self.one, poll.id, [self.chance.randrange(2)])

    def do_end_a_poll(self) -> None:
        poll = Poll.objects.order_by("-id").first()
        if poll is not None:
            Poll.objects.filter(pk=poll.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
            voting.close.func(poll.pk)

    def do_follow(self) -> None:
        wish = following.Wish(self.maybe(False), None, self.maybe(("en",)))
        following.follow(*self.two(), wish)

    def do_unfollow(self) -> None:
        following.unfollow(*self.two())

    def do_block(self) -> None:
        following.block(*self.two())

    def do_unblock(self) -> None:
        for one in self.people:
            following.unblock(one, self.one)

    def do_mute(self) -> None:
        self.chance.choice([muting.mute, muting.unmute])(*self.two())

    def do_rename(self) -> None:
        presenting.change_profile(self.one, f"Someone {next(NUMBERS)}", "Reads #birds")

    def do_befriend(self) -> None:
        one, other = self.two()
        if not Friendship.objects.filter(account=one, friend=other).exists():
            make_friends(one, other)

    def do_list(self) -> None:
        me, her = self.two()
        mine = PeopleList.objects.filter(owner=me).first()
        number = mine.pk if mine else listing.create(me, listing.ListDraft("List", is_exclusive=True)).id
        self.chance.choice([listing.add, listing.remove])(me, number, [her.id])

    def do_filter(self) -> None:
        me = self.one
        words = (filtering.KeywordDraft("edited"),)
        number = filtering.create(me, filtering.FilterDraft("Edits", ("home", "public"), "hide", 0, words))
        if self.chance.random() < 0.8:
            filtering.delete(me, number)

    def do_ask_to_be_friends(self) -> None:
        one, other = self.two()
        self.chance.choice([befriending.ask, befriending.accept, befriending.decline])(one, other)

    def do_part(self) -> None:
        self.chance.choice([befriending.unfriend, befriending.cancel])(*self.two())

    def do_choose_circles(self) -> None:
        one, circle = self.one, self.chance.choice([Circle.MEMBERS, Circle.NOBODY])
        opening.choose(one, Circles(self.chance.random() < 0.5, circle, circle, circle))

    def do_follow_tag(self) -> None:
        self.chance.choice([tagging.follow, tagging.unfollow])(self.one, "birds")

    def do_moderate(self) -> None:
        deeds = [moderating.limit, moderating.suspend, moderating.mark_sensitive]
        self.chance.choice(deeds)(self.one, self.staff)

    def do_forgive(self) -> None:
        for deed in (moderating.unlimit, moderating.unsuspend, moderating.unmark_sensitive):
            deed(self.one, self.staff)

    def do_decide(self) -> None:
        decide_on(Subject.Kind.POST, self.post, self.chance.choice(OF_POSTS))

    def do_decide_about_a_file(self) -> None:
        row = Media.objects.filter(post=self.post).first()
        if row is not None:
            decide_on(Subject.Kind.MEDIA, row.pk, self.chance.choice([Effect.BLUR, Effect.REMOVE]))

    def do_strip(self) -> None:
        decide_about(self.one, Effect.STRIP)

    def do_reverse(self) -> None:
        for row in Restriction.objects.filter(ended_at=None).select_related("decision")[:3]:
            deciding.reverse(row.decision, None, "")

    def do_switch(self) -> None:
        switching.switch(
            self.switcher, self.chance.choice(["allows_avatars", "allows_headers"]), self.chance.random() < 0.5
        )

    def do_picture(self) -> None:
        deed = self.chance.choice([picturing.set_picture, picturing.remove_picture])
        more = [sent(picture())] if deed is picturing.set_picture else []
        deed(self.one, "avatar", *more)

    def of_post(self, deed: Callable[[Account, int], Any]) -> None:
        """Something that the author of a post does with it."""
        post = Post.objects.filter(pk=self.post).select_related("author").first()
        if post is not None:
            deed(post.author, post.id)

    def questions(self) -> Iterator[tuple[Phone, str]]:
        """Everything that each of them can ask, and that guests can."""
        for phone in (*self.phones, Phone()):
            yield from ((phone, path) for path in self.paths(phone))

    def paths(self, phone: Phone) -> Iterator[str]:
        post, person = self.post, self.one
        yield from PUBLIC
        yield from (f"/api/v1/statuses/{post}", f"/api/v1/statuses/{post}/context")
        yield from (f"/api/v1/accounts/{person.id}", f"/api/v1/accounts/lookup?acct={person.username}")
        for asked in ("", "?exclude_replies=true&limit=5", "?pinned=true", "?exclude_reblogs=1&only_media=false"):
            yield f"/api/v1/accounts/{person.id}/statuses{asked}"
        yield from ("/api/v1/instance", "/api/v2/instance/")
        if phone.account is not None:
            yield from MINE
            yield f"/api/v1/timelines/home?max_id={post}&limit=3"
            yield f"/api/v1/timelines/home?limit=3&min_id={post}&local=true"
            yield f"/api/v1/accounts/relationships?id[]={person.id}"
            yield f"/api/v1/accounts/search?q={person.username[:2]}&limit=4"
            yield f"/api/v2/search?q={person.username}&resolve=true"
            yield f"/api/v2/search?q=@{person.username[:3]}&type=accounts"
            yield "/api/v2/search?q=someone+b"
            for row in PeopleList.objects.filter(owner=phone.account):
                yield f"/api/v1/timelines/list/{row.pk}"
