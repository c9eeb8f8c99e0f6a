"""What stands on a wall is never everyone's: neither its files nor the numbers that count it."""

import pytest

from tests.albums import make_file
from tests.factories import make_post
from verandah.actions.populating import count_posts
from verandah.actions.tallying import count_post
from verandah.base.errors import NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.doubts import is_doubtful
from verandah.domain.media.queries import fetchable
from verandah.domain.media.show import media_of
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import full_account
from verandah.domain.posts.models import Post


def is_for_all(name: str) -> bool:
    """Whether a file is given to whoever knows its name."""
    try:
        return fetchable(None, name, "full", "", "").is_open
    except NotFound:
        return False


def test_its_files_have_signed_addresses(alice: Account, bob: Account) -> None:
    post = make_post(alice, audience=Audience.PUBLIC)
    comment = make_post(bob, audience=Audience.PUBLIC)
    Post.objects.filter(pk=comment.pk).update(root=post, parent=post, is_comment=True)
    files = [make_file(alice, post), make_file(bob, comment)]
    open_addresses = {number: shown[0].url for number, shown in media_of([post.pk, comment.pk]).items()}
    assert [is_for_all(row.name) for row in files] == [True, True]
    Post.objects.filter(pk=post.pk).update(wall=bob)
    signed = {number: shown[0].url for number, shown in media_of([post.pk, comment.pk]).items()}
    assert [is_for_all(row.name) for row in files] == [False, False]
    assert all(signed[number] != open_addresses[number] for number in (post.pk, comment.pk))


@pytest.mark.parametrize("anew", [True, False], ids=["counted anew", "counted on"])
def test_numbers_for_all_leave_it_out(alice: Account, bob: Account, anew: bool) -> None:
    on_own = make_post(alice, audience=Audience.PUBLIC)
    post = make_post(alice, audience=Audience.PUBLIC)
    count_post(post, -1)
    Post.objects.filter(pk=post.pk).update(wall=bob)
    post.refresh_from_db()
    count_post(post, 1)
    if anew:
        count_posts()
    alice.refresh_from_db()
    assert [full_account(viewer, alice).tally.count for viewer in (None, bob, alice)] == [1, 1, 2]
    assert on_own.wall_id is None


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE "verandah_account" SET "wall_audience" = 4 WHERE id = 1',
        'UPDATE "verandah_post" SET "wall_id" = 4 WHERE id = 1',
        'DELETE FROM "verandah_postaudience" WHERE "verandah_postaudience"."post_id" = 4',
        'INSERT INTO "verandah_friendship" ("id") VALUES (1)',
    ],
)
def test_whatever_changes_who_sees_it_is_a_doubt(statement: str) -> None:
    assert is_doubtful(statement)
