"""Who can see a post: viewer × audience × route, all as specified. The table in docs/visibility.md is made here.

With VERANDAH_WRITE_DOCS=1 in the environment the table is written anew; otherwise the test compares.
"""

import os
import re
from pathlib import Path

import pytest

from tests.factories import make_account, make_block, make_follow, make_friends, make_post
from tests.streaming.hearing import heard_of_end
from tests.web.in_albums import album_with
from tests.web.notified import WORD
from tests.web.routes import AS_GUEST, FOR_ALL_MEMBERS, NUMBERS, OF_STRANGERS, ROUTES, SIGNED_IN, older_public
from verandah.actions.tallying import count_post
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience
from verandah.domain.posts.rules import OPEN

DOC = Path(__file__).parent.parent.parent / "docs" / "visibility.md"
TOWN = SIGNED_IN - {"dan"}

# The specification: whom a post of Alice's is for. Dan is blocked, Bob a friend, Carol a follower, Lina on the list
# and Nina named in the audience; Eve is nobody to her, and Mo moderates, which opens nothing here.
SEES: dict[str | Audience, set[str]] = {
    Audience.PUBLIC: TOWN | {"guest"},
    Audience.MEMBERS: TOWN,
    Audience.FOLLOWERS: {"alice", "carol", "lina", "nina"},
    Audience.FRIENDS: {"alice", "bob"},
    Audience.LISTS: {"alice", "lina", "nina"},
    Audience.PEOPLE: {"alice", "nina"},
    Audience.GROUP: {"alice"},
    Audience.ONLY_ME: {"alice"},
    Audience.FRIENDS_EXCEPT: {"alice", "bob"},
}
# Whom Bob lets see his wall. Carol follows him, Nina is a friend of his as Alice is, and he has blocked Mo.
WALLS = {
    Audience.PUBLIC: TOWN - {"mo"} | {"guest"},
    Audience.MEMBERS: TOWN - {"mo"},
    Audience.FOLLOWERS: {"carol"},
    Audience.FRIENDS: {"alice", "nina"},
    Audience.ONLY_ME: set(),
}
# A post on his wall is also for him, whomever else it is for. Everywhere is tried what is for Alice's followers, on a
# wall for his friends.
ON_WALL = "On a friend's wall"
SEES[ON_WALL] = {"alice", "bob"} | SEES[Audience.FOLLOWERS] & WALLS[Audience.FRIENDS]


def expected(viewer: str, audience: str | Audience, route: str) -> bool:
    """What the specification says."""
    if route in AS_GUEST:
        return "guest" in SEES[audience]
    if route in FOR_ALL_MEMBERS and audience not in (Audience.PUBLIC, Audience.MEMBERS):
        return False
    if route in NUMBERS | OF_STRANGERS and audience not in OPEN and viewer != "alice":
        return False
    if route == "delete page" and audience == ON_WALL and viewer == "bob":
        # He may take it from his wall.
        return True
    return viewer in SEES[audience] & ROUTES[route][1]


def post_of(alice: Account, audience: str | Audience, people: dict[str, Account]) -> Post:
    """A post for `audience`, or on a wall; stored as it will be, whatever a form offers."""
    if audience == ON_WALL:
        return on_wall(post_of(alice, Audience.FOLLOWERS, people), people, Audience.FRIENDS)
    post = make_post(alice, f"I heard a {WORD} today #birds", Audience.MEMBERS)
    change_audience_of(post, audience)
    if audience == Audience.FRIENDS_EXCEPT:
        make_friends(alice, people["lina"])
        make_friends(alice, people["nina"])
    if audience in (Audience.LISTS, Audience.FRIENDS_EXCEPT):
        chosen = PeopleList.objects.create(owner=alice, title="Choir", created_at=post.created_at)
        PeopleListMember.objects.create(people_list=chosen, account=people["lina"], created_at=post.created_at)
        PostAudience.objects.create(post=post, people_list=chosen)
    if audience in (Audience.LISTS, Audience.PEOPLE, Audience.FRIENDS_EXCEPT):
        PostAudience.objects.create(post=post, account=people["nina"])
    post.refresh_from_db()
    return post


def on_wall(post: Post, people: dict[str, Account], audience: Audience) -> Post:
    """The post stands on Bob's wall, which is for `audience`."""
    bob = people["bob"]
    make_block(bob, people["mo"])
    make_friends(bob, people["nina"])
    make_follow(people["carol"], bob)
    Account.objects.filter(pk=bob.pk).update(wall_audience=audience)
    count_post(post, -1)
    Post.objects.filter(pk=post.pk).update(wall=bob)
    post.refresh_from_db()
    count_post(post, 1)
    return post


def change_audience_of(post: Post, audience: Audience) -> None:
    """The post is for others from now on, also in its author's numbers."""
    count_post(post, -1)
    Post.objects.filter(pk=post.pk).update(audience=audience)
    post.audience = audience
    count_post(post, 1)


def name_of(audience: str | Audience) -> str:
    """As a headline."""
    return audience if isinstance(audience, str) else audience.name.replace("_", " ").capitalize()


@pytest.fixture
def people(
    alice: Account, bob: Account, carol: Account, dan: Account, eve: Account, mo: Account
) -> dict[str, Account | None]:
    lina, nina = make_account("lina"), make_account("nina")
    # Were it not for the block and the audience, their home pages would show it.
    for reader in (dan, lina, nina):
        make_follow(reader, alice)
    # Whoever follows nobody is shown the community's posts; that page has a line of its own.
    for other in (bob, eve, mo):
        make_follow(other, lina)
    named = (alice, bob, carol, dan, eve, mo, lina, nina)
    return {person.username: person for person in named} | {"guest": None}


@pytest.mark.parametrize("audience", list(SEES), ids=name_of)
def test_who_sees_it_where(people, client_of, audience: str | Audience) -> None:
    alice = people["alice"]
    post = post_of(alice, audience, people)
    wrong = []
    for route, (look, _places) in ROUTES.items():
        beside = route == "more by author"
        if beside:
            Post.objects.create(
                id=post.id - 1_000_000,
                author=alice,
                audience=Audience.PUBLIC,
                text="old news",
                html="<p>old news</p>",
                key="older",
                created_at=post.created_at,
            )
        for name, viewer in people.items():
            seen = look(client_of(viewer), viewer, post)
            if seen != expected(name, audience, route):
                wrong.append(f"{name} {'sees' if seen else 'does not see'} a post by {route}: {name_of(audience)}")
        if beside:
            older_public(post).delete()
    assert wrong == []


@pytest.mark.parametrize("audience", list(Audience), ids=name_of)
def test_what_stands_on_a_wall_obeys_both(people, client_of, audience: Audience) -> None:
    post = on_wall(post_of(people["alice"], audience, people), people, Audience.ONLY_ME)
    for wall, lets_in in WALLS.items():
        Account.objects.filter(pk=people["bob"].pk).update(wall_audience=wall)
        sees = {"alice", "bob"} | SEES[audience] & lets_in
        for name, viewer in people.items():
            for route in ("permalink", "app: post"):
                assert ROUTES[route][0](client_of(viewer), viewer, post) == (name in sees), (name, wall, route)


@pytest.mark.parametrize("audience", list(Audience), ids=lambda audience: audience.name)
def test_of_its_end_hears_who_could_see_it(people, audience: Audience) -> None:
    post = post_of(people["alice"], audience, people)
    Post.objects.filter(pk=post.pk).update(deleted_at=post.created_at)
    streams = {
        "app: home, live": {"stream": "user"},
        "app: public, live": {"stream": "public"},
        "app: tag, live": {"stream": "hashtag", "tag": "birds"},
    }
    for route, asked in streams.items():
        for name, viewer in people.items():
            told = heard_of_end(viewer, post, **asked) if viewer else []
            assert [one.message.payload for one in told] == [str(post.id)] * expected(name, audience, route)


def test_what_is_hidden_looks_like_what_is_not_there(people, client_of) -> None:
    post = make_post(people["alice"], audience=Audience.ONLY_ME)
    for name in ("eve", "dan", "mo", "guest"):
        client = client_of(people[name])
        hidden, missing = client.get(f"/p/{post.id}/"), client.get(f"/p/{post.id + 7}/")
        assert hidden.status_code == missing.status_code == 404
        assert without_secrets(hidden.content) == without_secrets(missing.content).replace(
            str(post.id + 7), str(post.id)
        )


def test_the_deleted_is_gone_for_everyone(people, client_of) -> None:
    post = post_of(people["alice"], Audience.PUBLIC, people)
    album_with(post)
    client_of(people["alice"]).post(f"/p/{post.id}/delete/")
    for route, (look, _places) in ROUTES.items():
        if route not in ("more by author",):
            for viewer in people.values():
                assert not look(client_of(viewer), viewer, post), route


def test_the_table_in_the_docs_is_this_specification() -> None:
    table = written_table()
    if os.environ.get("VERANDAH_WRITE_DOCS"):
        DOC.write_text(table)
    assert DOC.read_text() == table


def written_table() -> str:
    viewers = {
        "guest": "a guest",
        "alice": "Alice, who wrote it",
        "bob": "Bob, a friend",
        "carol": "Carol, a follower",
        "lina": "Lina, a follower on the list",
        "nina": "Nina, a follower named in the audience",
        "eve": "Eve, a member",
        "mo": "Mo, a moderator",
        "dan": "Dan, blocked",
    }
    lines = [
        "# Who can see a post",
        "",
        "Made and checked by `tests/web/test_visibility.py`: every cell is tried on a real page, fragment, count,",
        "notification, live event or answer to an app.",
        "A dot is “no”; where it says no, the post is as if it did not exist.",
        "A place that is only for members, or only for those who follow Alice, has no post for the others anyway.",
    ]
    for audience in SEES:
        lines += ["", f"## {name_of(audience)}", ""]
        lines += ["| viewer | " + " | ".join(ROUTES) + " |", "|---|" + "---|" * len(ROUTES)]
        for name, words in viewers.items():
            cells = ["yes" if expected(name, audience, route) else "·" for route in ROUTES]
            lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def without_secrets(page: bytes) -> str:
    """A page without what differs each time: the form's secret and the nonce."""
    return re.sub(r'(nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*")', "", page.decode())
