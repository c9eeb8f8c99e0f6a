"""Who may come near someone: as they have chosen, in every verb, and what stays as it was."""

import pytest

from tests.factories import make_account, make_follow, make_post
from verandah.actions import befriending, following, opening, posting, removing
from verandah.actions.posting import Draft
from verandah.actions.wording import unheard
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.circles import Circle
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import profile_ids
from verandah.domain.graph.openness import Circles, chosen, circles
from verandah.domain.graph.show import relations
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.models import Mention, Post
from verandah.domain.posts.queries import visible_posts

KEYS = iter(range(1_000_000))


def write(author: Account, owner: Account, audience: Audience = Audience.MEMBERS, text: str = "Good day") -> Post:
    draft = Draft(text, audience, f"wall-{next(KEYS)}", wall_id=owner.id, list_ids=(), account_ids=())
    return posting.publish(author, draft)


def kinds_for(account: Account) -> list[str]:
    rows = Notification.objects.filter(recipient=account).order_by("id")
    return [Notification.Kind(row.kind).name for row in rows]


def test_what_is_chosen_is_kept(alice: Account) -> None:
    assert circles(alice) == Circles()
    wanted = Circles(False, Circle.NOBODY, Circle.MEMBERS, Circle.FOLLOWED)
    opening.choose(alice, wanted)
    opening.choose(alice, wanted)
    assert circles(alice) == wanted


@pytest.mark.parametrize(
    "circles",
    [Circles(befriended_by=Circle.FRIENDS), Circles(wall_open_to=Circle.FRIENDS_OF_FRIENDS)],
)
def test_what_is_not_offered_is_refused(alice: Account, circles: Circles) -> None:
    with pytest.raises(Invalid):
        opening.choose(alice, circles)
    with pytest.raises(Invalid):
        opening.show_wall(alice, Audience.LISTS)


# Whom each circle holds: Bob is a friend, Carol is followed, Fay is a friend of Bob's, Eve is a stranger.
HELD = {
    Circle.MEMBERS: {"bob", "carol", "fay", "eve"},
    Circle.FOLLOWED: {"bob", "carol"},
    Circle.FRIENDS_OF_FRIENDS: {"bob", "fay"},
    Circle.FRIENDS: {"bob"},
    Circle.NOBODY: set(),
}


@pytest.mark.parametrize("circle", list(Circle))
def test_each_circle_holds_whom_it_says(
    alice: Account, bob: Account, carol: Account, eve: Account, circle: Circle
) -> None:
    fay = make_account("fay")
    befriending.ask(fay, bob)
    befriending.accept(bob, fay)
    make_follow(alice, carol)
    from_rows = Circles(True, circle, circle, circle)
    # Straight into the row, because not every circle is offered for everything.
    opening.Preferences.objects.create(account=alice, befriended_by=circle, wall_open_to=circle, mentioned_by=circle)
    assert circles(alice) == from_rows
    for one in (bob, carol, fay, eve):
        open_to, stands = chosen(one, [alice.id])[alice.id], relations(one, [alice.id])[alice.id]
        is_held = one.username in HELD[circle]
        assert (open_to.to_befriend, open_to.to_write, open_to.to_mention) == (is_held,) * 3, one
        assert (stands.may_befriend, stands.may_write) == (is_held, is_held), one


def test_who_takes_no_followers_is_followed_by_friends_alone(alice: Account, bob: Account, eve: Account) -> None:
    opening.choose(alice, Circles(takes_followers=False))
    with pytest.raises(Forbidden):
        following.follow(eve, alice)
    following.follow(bob, alice)
    assert not relations(eve, [alice.id])[alice.id].takes_followers


def test_a_name_that_may_not_be_named_is_plain_text(alice: Account, bob: Account, eve: Account) -> None:
    opening.choose(alice, Circles(mentioned_by=Circle.FRIENDS))
    post = make_post(eve, "Hello @alice and @bob")
    assert 'href="/@alice/"' not in post.html
    assert 'href="/@bob/"' in post.html
    assert list(Mention.objects.filter(post=post).values_list("account", flat=True)) == [bob.id]
    assert kinds_for(alice) == []
    assert unheard(eve, post.text) == ["alice"]
    assert unheard(bob, post.text) == unheard(eve, "nobody here") == []
    assert 'href="/@alice/"' in make_post(bob, "Hello @alice").html
    assert kinds_for(alice) == ["MENTION"]


def test_a_wall_is_open_to_friends_as_it_begins(alice: Account, bob: Account, eve: Account, dan: Account) -> None:
    post = write(bob, alice)
    assert kinds_for(alice) == ["WALL"]
    assert profile_ids(eve, alice, Page()) == profile_ids(alice, alice, Page()) == [post.id]
    assert profile_ids(dan, alice, Page()) == []
    with pytest.raises(Forbidden):
        write(eve, alice)
    with pytest.raises(NotFound):
        write(dan, alice)
    with pytest.raises(NotFound):
        posting.publish(bob, Draft("x", key="k", wall_id=1))
    with pytest.raises(Invalid):
        posting.publish(bob, Draft("x", key="k2", wall_id=alice.id, parent_id=post.id))


def test_ones_own_wall_is_ones_profile(alice: Account) -> None:
    assert write(alice, alice).wall_id is None


def test_the_same_words_on_two_walls_are_two_posts(alice: Account, bob: Account, eve: Account) -> None:
    befriending.ask(bob, eve)
    befriending.accept(eve, bob)
    assert write(bob, alice).pk != write(bob, eve).pk


def test_who_sees_a_wall_is_for_its_owner_to_say(alice: Account, bob: Account, eve: Account) -> None:
    post = write(bob, alice)
    assert visible_posts(eve, [post.id]).exists()
    opening.show_wall(alice, Audience.FRIENDS)
    assert not visible_posts(eve, [post.id]).exists()
    assert profile_ids(eve, alice, Page()) == []
    assert visible_posts(bob, [post.id]).exists()
    assert profile_ids(alice, alice, Page()) == [post.id]


def test_its_owner_can_remove_what_stands_on_it(alice: Account, bob: Account, eve: Account) -> None:
    post = write(bob, alice)
    with pytest.raises(NotFound):
        removing.take_away(eve, post.id)
    removing.take_away(alice, post.id)
    removing.take_away(alice, post.id)
    assert not visible_posts(bob, [post.id]).exists()
    with pytest.raises(Forbidden):
        removing.bring_back(bob, post.id)
    removing.bring_back(alice, post.id)
    assert visible_posts(bob, [post.id]).exists()
    removing.take_away(bob, post.id)
    with pytest.raises(NotFound):
        removing.bring_back(alice, post.id)


def test_whose_wall_it_is_is_told_to_whoever_may_know(alice: Account, bob: Account, eve: Account) -> None:
    post = write(bob, alice)
    assert [full.wall.username for full in full_posts(eve, [post.id]) if full.wall] == ["alice"]
    following.block(alice, bob)
    [full] = full_posts(bob, [post.id])
    assert full.wall is None
    assert full_posts(alice, [post.id]) == []
