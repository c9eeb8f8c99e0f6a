"""Whoever may see a post in a world made by chance finds it on ten routes, and nobody else does."""

from collections.abc import Callable
from random import Random

from django.test import Client

from tests.api.asking import Phone
from tests.domain.worlds import World, make_world
from tests.web.looks import HTMX
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post
from verandah.domain.posts.seeing import sees

# All that someone has said fits on one page of an app.
PEOPLE, POSTS, CASES = 12, 36, 24

type Look = Callable[[Client, Phone, Post], bool]


def is_there(path: str, **headers: str) -> Look:
    """Whether there is a page about the post."""

    def look(client: Client, phone: Phone, post: Post) -> bool:
        answer = client.get(path.format(post.pk), headers=headers)
        assert answer.status_code in {200, 302, 404}, answer.status_code
        return answer.status_code != 404

    return look


def is_told(path: str) -> Look:
    """Whether an app gets an answer about the post."""

    def look(client: Client, phone: Phone, post: Post) -> bool:
        answer = phone.get(path.format(post.pk))
        assert answer.status_code in {200, 404}, answer.status_code
        return answer.status_code == 200

    return look


def is_among(path: str) -> Look:
    """Whether an app finds it in a list."""

    def look(client: Client, phone: Phone, post: Post) -> bool:
        answer = phone.get(path.format(post.author_id, post.pk))
        assert answer.status_code in {200, 404}, answer.status_code
        return answer.status_code == 200 and str(post.pk) in [one["id"] for one in answer.json()]

    return look


def on_profile(client: Client, phone: Phone, post: Post) -> bool:
    """Whether it stands on its author's profile."""
    return f'id="p{post.pk}"' in client.get(f"/@{post.author.username}/?after={post.pk - 1}").content.decode()


ROUTES: dict[str, Look] = {
    "page": is_there("/p/{}/"),
    "fragment": is_there("/p/{}/", **HTMX),
    "who reacted": is_there("/p/{}/reactions/"),
    "who shared": is_there("/p/{}/shares/"),
    "profile": on_profile,
    "app: post": is_told("/api/v1/statuses/{}"),
    "app: context": is_told("/api/v1/statuses/{}/context"),
    "app: likes": is_told("/api/v1/statuses/{}/favourited_by"),
    "app: audience": is_told("/api/verandah/v1/statuses/{}/audience"),
    "app: by id": is_among("/api/v1/statuses?id[]={1}"),
    "app: profile": is_among("/api/v1/accounts/{0}/statuses?limit=40"),
    "app: tag": is_among("/api/v1/timelines/tag/worlds?limit=40"),
    "app: home": is_among("/api/v1/timelines/home?limit=40"),
}
# Where a guest is asked to sign in, whatever there is.
FOR_MEMBERS = {"who reacted", "who shared", "app: home"}
WITHOUT_COMMENTS = {"profile", "app: home"}


def expected(world: World, viewer: Account | None, post: Post, route: str) -> bool:
    """What the rule says, where the post would stand on this route at all."""
    number = viewer.pk if viewer else 0
    if route in WITHOUT_COMMENTS and post.is_comment:
        return False
    if route == "app: home" and number != post.author_id and (number, post.author_id) not in world.follows:
        return False
    return sees(world.said(number, post))


def test_whoever_may_see_it_finds_it(client_of, site) -> None:
    world = make_world(200, PEOPLE, POSTS)
    chance, wrong = Random(200), []
    viewers = [None, *(one for one in world.people if one.suspended_at is None)]
    pairs = [(viewer, post) for viewer in viewers for post in world.posts]
    seen = [pair for pair in pairs if expected(world, *pair, "page")]
    unseen = [pair for pair in pairs if pair not in seen]
    for viewer, post in chance.sample(seen, CASES) + chance.sample(unseen, CASES):
        client, phone = client_of(viewer), Phone(viewer)
        for route, look in ROUTES.items():
            if viewer is None and route in FOR_MEMBERS:
                continue
            if look(client, phone, post) != expected(world, viewer, post, route):
                wrong.append((viewer and viewer.username, post.text, post.is_comment, post.share_of_id, route))
    assert wrong == []
