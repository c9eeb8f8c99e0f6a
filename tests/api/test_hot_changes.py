"""Quick answers after a change: the next read shows what the database says. And what they leave to the endpoints."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.asking import Phone
from tests.api.hot_town import NUMBERS, quick
from tests.api.test_hot import agree
from tests.factories import decide_about, decide_on, make_account, make_follow, make_post
from tests.pictures import make_media
from verandah.actions import (
    authorizing,
    editing,
    filtering,
    following,
    listing,
    moderating,
    muting,
    posting,
    presenting,
    reacting,
    saving,
    sharing,
    uploading,
    voting,
)
from verandah.api.hot import frame
from verandah.api.hot.frame import Request
from verandah.base import limits, reading
from verandah.base.reading import Direct
from verandah.domain.accounts.models import AccessToken, Account
from verandah.domain.accounts.quoting import QuotePolicy
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, Post, Reaction

POST = Subject.Kind.POST
HOME = "/api/v1/timelines/home"


def said(author: Account, text: str = "A wren #birds", **more: object) -> Post:
    return posting.publish(author, posting.Draft(text, key=f"key {next(NUMBERS)}", **more))  # type: ignore[arg-type]


def edited(alice: Account, post: Post, carol: Account) -> None:
    editing.edit(alice, post.id, editing.Change("Something else"))


def described(alice: Account, post: Post, carol: Account) -> None:
    number = post_media(post)
    change = editing.MediaChange(number, uploading.Details("Another wren"))
    editing.edit(alice, post.id, editing.Change(post.text, media_ids=(number,), media=(change,)))


def post_media(post: Post) -> int:
    return int(Phone(post.author).get(f"/api/v1/statuses/{post.id}").json()["media_attachments"][0]["id"])


def thrown_away_and_restored(alice: Account, post: Post, carol: Account) -> None:
    posting.delete(alice, post.id)
    uploading.discard_all_of(alice, post.id)
    posting.restore(alice, post.id)


def voted(alice: Account, post: Post, carol: Account) -> None:
    voting.vote(carol, Poll.objects.get(post=post).id, [1])


def voted_by_another(alice: Account, post: Post, carol: Account) -> None:
    voting.vote(make_account(), Poll.objects.get(post=post).id, [1])


def for_one_less(alice: Account, post: Post, carol: Account) -> None:
    following.unfollow(carol, alice)


CHANGES: dict[str, Callable[[Account, Post, Account], object]] = {
    "edit": edited,
    "description": described,
    "files gone": thrown_away_and_restored,
    "vote": voted,
    "another's vote": voted_by_another,
    "reaction": lambda alice, post, carol: reacting.react(carol, post.id),
    "another's reaction": lambda alice, post, carol: reacting.react(make_account(), post.id, Reaction.Kind.CHEER),
    "share": lambda alice, post, carol: sharing.share(carol, post.id),
    "comment": lambda alice, post, carol: said(make_account(), parent_id=post.id),
    "bookmark": lambda alice, post, carol: saving.bookmark(carol, post.id),
    "muted conversation": lambda alice, post, carol: saving.mute_conversation(carol, post.id),
    "rename": lambda alice, post, carol: presenting.change_profile(alice, "Ally", "Hello"),
    "another follower": lambda alice, post, carol: following.follow(make_account(), alice),
    "she follows someone": lambda alice, post, carol: following.follow(alice, make_account()),
    "always sensitive": lambda alice, post, carol: moderating.mark_sensitive(alice, make_account(role=Role.ADMIN)),
    "quote policy": lambda alice, post, carol: editing.change_quote_policy(alice, post.id, QuotePolicy.NOBODY),
    "audience": lambda alice, post, carol: editing.change_audience(alice, post.id, Audience.ONLY_ME),
    "deletion": lambda alice, post, carol: posting.delete(alice, post.id),
    "block": lambda alice, post, carol: following.block(alice, carol),
    "mute": lambda alice, post, carol: muting.mute(carol, alice),
    "unfollow": for_one_less,
    "hidden": lambda alice, post, carol: decide_on(POST, post.id, Effect.HIDE),
    "removed": lambda alice, post, carol: decide_on(POST, post.id, Effect.REMOVE),
    "blurred": lambda alice, post, carol: decide_on(POST, post.id, Effect.BLUR),
    "closed": lambda alice, post, carol: decide_on(POST, post.id, Effect.LOCK),
    "stripped": lambda alice, post, carol: decide_about(alice, Effect.STRIP),
    "suspension": lambda alice, post, carol: moderating.suspend(alice, make_account(role=Role.ADMIN)),
    "filter": lambda alice, post, carol: filtering.create(
        carol, filtering.FilterDraft("Birds", ("home",), "hide", 0, (filtering.KeywordDraft("birds"),))
    ),
    "exclusive list": lambda alice, post, carol: listing.add(
        carol, listing.create(carol, listing.ListDraft("Apart", is_exclusive=True)).id, [alice.id]
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_next_read_shows_a_change(alice: Account, carol: Account, name: str) -> None:
    post = said(
        alice,
        media_ids=(make_media(alice, "A wren").id,),
        poll=voting.Question(("Tea", "Coffee"), 300),
        quote_policy=QuotePolicy.EVERYONE,
    )
    phone = Phone(carol)
    before = agree(phone, HOME).content
    assert before.count(b'"poll":{') == 1
    CHANGES[name](alice, post, carol)
    assert agree(phone, HOME, must_be_quick=name != "filter").content != before


@pytest.mark.parametrize("place", ["share", "quote", "share of a quote"])
@pytest.mark.parametrize("name", ["edit", "rename", "deletion", "block", "reaction", "another's vote"])
def test_also_of_what_is_within_another_post(
    alice: Account, carol: Account, eve: Account, place: str, name: str
) -> None:
    make_follow(carol, eve)
    inner = said(alice, poll=voting.Question(("Tea", "Coffee"), 300), quote_policy=QuotePolicy.EVERYONE)
    post = inner
    if place != "share":
        post = said(eve, "Look", quote_id=inner.id)
    if place != "quote":
        sharing.share(eve if place == "share" else make_followed(carol), post.id)
    following.unfollow(carol, alice)
    phone = Phone(carol)
    before = agree(phone, HOME).content
    assert b"A wren" in before
    CHANGES[name](alice, inner, carol)
    assert agree(phone, HOME).content != before


def make_followed(reader: Account) -> Account:
    """Someone whom `reader` follows."""
    one = make_account()
    make_follow(reader, one)
    return one


def test_a_parent_that_is_gone_is_answered_no_more(alice: Account, carol: Account) -> None:
    root = said(alice)
    first = said(alice, "First", parent_id=root.id)
    second = said(alice, "Second", parent_id=first.id)
    path, phone = f"/api/v1/statuses/{second.id}", Phone(carol)
    assert agree(phone, path).json()["in_reply_to_id"] == str(first.id)
    posting.delete(alice, first.id)
    assert agree(phone, path).json()["in_reply_to_id"] is None


def test_a_token_that_is_revoked_or_whose_owner_is_suspended_says_nothing(alice: Account, carol: Account) -> None:
    phone, other = Phone(carol), Phone(carol)
    for one in (phone, other):
        agree(one, HOME)
    authorizing.revoke([AccessToken.objects.latest("id").id])
    assert quick(other, HOME) is None
    assert agree(other, HOME).status_code == 401
    assert quick(phone, HOME) is not None
    moderating.suspend(carol, make_account(role=Role.ADMIN))
    assert quick(phone, HOME) is None
    assert agree(phone, HOME).status_code in (401, 403)


@pytest.mark.parametrize(
    ("scopes", "path", "status"),
    [
        ("read", HOME, 200),
        ("read:statuses", HOME, 200),
        ("read:accounts", HOME, 403),
        ("profile", "/api/v1/accounts/verify_credentials", 200),
        ("read:statuses", "/api/v1/accounts/verify_credentials", 403),
        ("read:statuses", "/api/v1/notifications", 403),
        ("write", "/api/v1/timelines/public", 403),
        ("write", "/api/v1/instance", 200),
    ],
)
def test_scopes_count_here_too(alice: Account, carol: Account, scopes: str, path: str, status: int) -> None:
    make_post(alice)
    assert agree(Phone(carol, scopes), path).status_code == status


def test_limits_count_here_too(alice: Account, carol: Account, settings) -> None:
    settings.LIMITED = True
    limits.LIMITS.update(api_token=(4, 300))
    try:
        phone = Phone(carol)
        assert phone.get(HOME)["X-RateLimit-Remaining"] == "3"
        ready = quick(phone, HOME)
        assert ready is not None
        assert dict(ready.headers)[b"x-ratelimit-remaining"] == b"2"
        assert phone.get(HOME)["X-RateLimit-Remaining"] == "1"
        assert quick(phone, HOME) is not None
        assert quick(phone, HOME) is None
        assert phone.get(HOME).status_code == 429
    finally:
        limits.LIMITS.update(api_token=(300, 300))


def test_guests_are_counted_by_their_network(alice: Account, settings) -> None:
    settings.LIMITED = True
    post = make_post(alice, "For all", Audience.PUBLIC)
    path = f"/api/v1/statuses/{post.id}"
    assert Phone().get(path)["X-RateLimit-Remaining"] == "299"
    for address, left in (("127.0.0.1", b"298"), ("2001:db8::1", b"299"), ("2001:db8::2", b"298")):
        ready = quick(Phone(), path, address)
        assert ready is not None
        assert dict(ready.headers)[b"x-ratelimit-remaining"] == left


@pytest.mark.parametrize(
    "path",
    [
        f"{HOME}?limit=twenty",
        f"{HOME}?limit=",
        f"{HOME}?limit=2&limit=3",
        f"{HOME}?max_id=9999999999999999999",
        f"{HOME}?access_token=x",
        f"{HOME}?local=false",
        f"{HOME}?unknown=1",
        f"{HOME}?limit=%00",
        f"{HOME}?%ff=1",
        f"{HOME}//",
        "/api/v1/timelines/public?only_media=true",
        "/api/v1/timelines/public?remote=true",
        "/api/v1/timelines/tag/birds?any[]=cats",
        "/api/v1/notifications?types[]=mention",
        "/api/v1/accounts/lookup",
        "/api/v1/accounts/lookup?acct=eve@elsewhere.example",
        "/api/v1/accounts/relationships?id[]=1&id[]=2",
        "/api/v1/statuses/1",
        "/api/v1/statuses/99999999999999999999",
        "/api/v1/timelines/list/1",
        "/api/v1/nothing",
    ],
)
def test_what_is_unusual_is_left_to_the_endpoints(alice: Account, carol: Account, path: str) -> None:
    make_post(alice, "Birds #birds")
    phone = Phone(carol)
    phone.get(HOME)
    assert quick(phone, path) is None


@pytest.mark.parametrize(
    "header", [b"Basic abc", b"Bearer", b"Bearer nobody", b"Bearer \xff\xfe", b"Bearer " + b"x" * 300]
)
def test_other_words_in_the_header_are_left_too(alice: Account, header: bytes) -> None:
    make_post(alice, "For all", Audience.PUBLIC)
    assert frame.answer(Request("/api/v1/timelines/public", b"", header, "127.0.0.1")) is None


def test_a_new_token_is_noted_by_the_endpoint_first(alice: Account, carol: Account) -> None:
    make_post(alice)
    assert quick(Phone(carol), HOME) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="The loop has a connection of its own only to a file.")
def test_the_same_by_the_connection_of_the_event_loop(alice: Account, carol: Account) -> None:
    post = said(alice, media_ids=(make_media(alice, "A wren").id,))
    reacting.react(carol, post.id)
    phone, direct = Phone(carol), Direct(str(connection.settings_dict["NAME"]))
    paths = (
        HOME,
        "/api/v1/timelines/public",
        "/api/v1/timelines/tag/birds",
        f"/api/v1/statuses/{post.id}",
        f"/api/v1/statuses/{post.id}/context",
        f"/api/v1/accounts/{alice.id}",
        f"/api/v1/accounts/{alice.id}/statuses",
        "/api/v1/accounts/lookup?acct=alice",
        f"/api/v1/accounts/relationships?id={alice.id}",
        "/api/v1/accounts/verify_credentials",
        "/api/v1/notifications",
        "/api/v2/instance",
    )
    try:
        for one, path in [(phone, path) for path in paths] + [(Phone(alice), "/api/v1/notifications")]:
            told = agree(one, path)
            with reading.by(direct):
                ready = quick(one, path)
            assert ready is not None, path
            assert ready.body == told.content
        reacting.unreact(carol, post.id)
        with reading.by(direct):
            # It holds a picture, and is left to a thread.
            assert quick(phone, HOME) is None
        comment = said(alice, "Plain @carol #birds", parent_id=post.id)
        presenting.change_profile(alice, "Ally", "Hello")
        path = f"/api/v1/statuses/{comment.id}"
        with reading.by(direct), CaptureQueriesContext(connection) as queries:
            at_first = quick(phone, path)
        assert at_first is not None
        assert len(queries) == 0
        assert agree(phone, path).content == at_first.body
    finally:
        direct.close()


DEEDS = {
    "reaction": lambda carol, post: reacting.react(carol, post.id, Reaction.Kind.LAUGH),
    "share": lambda carol, post: sharing.share(carol, post.id),
    "bookmark": lambda carol, post: saving.bookmark(carol, post.id),
    "muted conversation": lambda carol, post: saving.mute_conversation(carol, post.id),
    "vote": lambda carol, post: voting.vote(carol, Poll.objects.get(post=post).id, [0]),
    "follow": lambda carol, post: following.follow(carol, post.author),
}


@pytest.mark.parametrize("name", DEEDS)
def test_nobody_is_shown_what_someone_else_has_done(alice: Account, eve: Account, name: str) -> None:
    reader = make_account()
    poll = voting.Question(("Tea", "Coffee"), 300)
    post = said(alice, audience=Audience.PUBLIC, poll=poll, quote_policy=QuotePolicy.FOLLOWERS)
    plain = said(alice, "Without a poll", audience=Audience.PUBLIC, quote_policy=QuotePolicy.FOLLOWERS)
    DEEDS[name](reader, post)
    if name != "vote":
        DEEDS[name](reader, plain)
    seen = [agree(Phone(one), "/api/v1/timelines/public").content for one in (reader, eve, alice, None)]
    assert len(set(seen)) == 4


def test_a_poll_ends_without_anybody_doing_anything(alice: Account, carol: Account) -> None:
    post = said(alice, poll=voting.Question(("Tea", "Coffee"), 300))
    end = timezone.now() + timedelta(seconds=1)
    Poll.objects.filter(post=post).update(ends_at=end)
    phone = Phone(carol)
    assert agree(phone, HOME).json()[0]["poll"]["expired"] is False
    time.sleep(max(0, (end - timezone.now()).total_seconds()))
    assert agree(phone, HOME).json()[0]["poll"]["expired"] is True
