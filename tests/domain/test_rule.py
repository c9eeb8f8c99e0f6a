"""The rule of who may see a post says in SQL what it says in Python, and to everyone what it says to one."""

from dataclasses import replace

import pytest

from tests.domain.worlds import GUEST, PEOPLE, POSTS, World, make_albums, make_world
from verandah.base.errors import NotFound
from verandah.base.paging import Page
from verandah.base.reading import rows
from verandah.domain.albums.queries import ALBUM_VISIBLE
from verandah.domain.posts.explaining import answer
from verandah.domain.posts.facts import of_post
from verandah.domain.posts.queries import visible_posts
from verandah.domain.posts.seeing import SEES, Reason, by_itself, reason, sees
from verandah.domain.posts.seers import decided_by, reach, seers
from verandah.domain.posts.visible import VISIBLE, VISIBLE_TO_ROW

SEEDS = range(14)
# A hundred thousand cases: each person and a guest before each post, in each world.
assert len(SEEDS) * (PEOPLE + 1) * POSTS > 100_000

OF_ALBUM = f"SELECT al.id FROM verandah_album al WHERE {ALBUM_VISIBLE}"
# What could be forgotten in the rule, and would be noticed: a piece of its text, and another for it.
SLIPS = [
    ("b.blocker_id = %(viewer)s", "b.blocker_id = -1"),
    ("b.blocked_id = %(viewer)s", "b.blocked_id = -1"),
    ("p.deleted_at IS NULL", "1 = 1"),
    ("z.suspended_at IS NOT NULL", "1 = 0"),
    ("p.withheld <> 2", "1 = 1"),
    ("p.withheld = 0", "1 = 1"),
    ("p.withheld = 0", "p.withheld <> 2"),
    ("r.withheld = 0", "1 = 1"),
    ("o.withheld = 0", "1 = 1"),
    ("p.audience = 4 OR NOT EXISTS", "1 = 1 OR NOT EXISTS"),
    ("m.account_id = %(viewer)s", "m.account_id = -1"),
    ("a.account_id = %(viewer)s", "a.account_id = -1"),
    ("p.wall_id = %(viewer)s OR", "1 = 0 OR"),
    ("ow.suspended_at IS NULL", "1 = 1"),
    ("ow.wall_audience = 3", "ow.wall_audience = 99"),
    ("ow.wall_audience = 4", "ow.wall_audience = 8"),
    ("p.is_comment = false OR", "1 = 1 OR"),
    ("p.share_of_id IS NULL OR", "1 = 1 OR"),
]

FOR_ONE = f"SELECT p.id FROM verandah_post p WHERE {VISIBLE}"
FOR_ALL = f"SELECT v.id, p.id FROM verandah_account v CROSS JOIN verandah_post p WHERE {VISIBLE_TO_ROW}"


def by_python(world: World) -> set[tuple[int, int]]:
    """Who sees which post, as `seeing` judges what the world was made of."""
    viewers = [GUEST, *(one.pk for one in world.people)]
    return {(viewer, post.pk) for viewer in viewers for post in world.posts if sees(world.said(viewer, post))}


def by_sql(world: World) -> set[tuple[int, int]]:
    """The same, as the database is asked for one viewer after the other."""
    viewers = [GUEST, *(one.pk for one in world.people)]
    return {(viewer, row[0]) for viewer in viewers for row in rows(FOR_ONE, {"viewer": viewer})}


@pytest.mark.parametrize("seed", SEEDS)
def test_sql_and_python_say_the_same(db: None, seed: int) -> None:
    world = make_world(seed)
    expected = by_python(world)
    assert by_sql(world) == expected
    assert set(rows(FOR_ALL, {})) == {pair for pair in expected if pair[0] != GUEST}


def test_a_slip_in_the_rule_would_be_noticed(db: None) -> None:
    viewers = [GUEST, *(one.pk for seed in (106, 107, 108) for one in make_world(seed).people)]
    for right, wrong in SLIPS:
        assert right in FOR_ONE, right
        slipped = FOR_ONE.replace(right, wrong)
        assert any(rows(slipped, {"viewer": one}) != rows(FOR_ONE, {"viewer": one}) for one in viewers), right


def test_the_facts_are_those_the_world_was_made_of(db: None) -> None:
    world = make_world(100)
    viewers = [GUEST, *(one.pk for one in world.people)]
    for post in world.posts:
        found = of_post(post, viewers)
        for viewer in viewers:
            assert found[viewer] == world.said(viewer, post)


def test_an_album_is_for_the_same_people_as_a_post_on_no_wall(db: None) -> None:
    world = make_world(103)
    albums = make_albums(world)
    for viewer in [GUEST, *(one.pk for one in world.people)]:
        judged = {post: replace(world.said(viewer, post), wall=None) for post in world.posts}
        expected = {albums[post.pk].pk for post, said in judged.items() if by_itself(said) in SEES}
        assert {row[0] for row in rows(OF_ALBUM, {"viewer": viewer})} == expected


def test_what_is_told_of_it_is_what_is_so(db: None) -> None:
    world, counts = make_world(104), {True: 0, False: 0, None: 0}
    seen = by_sql(world)
    for post in world.posts:
        is_mine_alone = decided_by(post) is None
        for viewer in [GUEST, *(one.pk for one in world.people)]:
            told = answer(world.said(viewer, post), "Ann 100%", {one: "Close %s" for one in world.members})
            counts[told.visible] += 1
            assert told.visible in ((viewer, post.pk) in seen, None)
            assert told.text.startswith(
                {True: "Yes, ", False: "No, ", None: "As far as you decide, yes."}[told.visible]
            )
            # Nothing is kept back where nobody else has a say.
            assert not (is_mine_alone and told.visible is None)
    assert min(counts.values()) > 100


def test_the_number_of_people_is_that_of_those_who_see_it(db: None) -> None:
    world = make_world(105)
    seen, told = by_sql(world), 0
    for post in world.posts:
        if post.deleted_at or post.author.suspended_at or (post.author_id, post.pk) not in seen:
            with pytest.raises(NotFound):
                reach(post.author, post.pk)
            continue
        others = {
            one.pk
            for one in world.people
            if one.suspended_at is None and one != post.author and (one.pk, post.pk) in seen
        }
        found, people = reach(post.author, post.pk), seers(post.author, post.pk, Page(length=100))
        if found.decided_by:
            assert (found.count, people) == (None, [])
        else:
            assert found.count == len(others)
            assert {entry.account_id for entry in people} == others
            told += 1
    assert told > POSTS / 4


def test_django_s_own_queries_hold_it(db: None) -> None:
    world = make_world(101)
    ids = [post.pk for post in world.posts]
    for viewer in world.people[:20]:
        expected = {post.pk for post in world.posts if sees(world.said(viewer.pk, post))}
        assert {post.pk for post in visible_posts(viewer, ids)} == expected


def test_the_worlds_hold_every_reason(db: None) -> None:
    world = make_world(102)
    viewers = [GUEST, *(one.pk for one in world.people)]
    assert {reason(world.said(viewer, post)) for viewer in viewers for post in world.posts} == set(Reason)
