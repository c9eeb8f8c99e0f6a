"""A page read forward: what comes next after an id, still newest first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_post
from verandah.base.ids import id_at
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import home_ids, newest_scan
from verandah.domain.posts.models import Post


def test_a_query_is_turned_round_and_its_rows_back() -> None:
    assert Page().ordered("ORDER BY p.id DESC LIMIT 3") == "ORDER BY p.id DESC LIMIT 3"
    assert Page(forward=True).ordered("ORDER BY p.id DESC LIMIT 3") == "ORDER BY p.id ASC LIMIT 3"
    assert Page().newest_first([3, 2]) == Page(forward=True).newest_first([2, 3]) == [3, 2]


@pytest.mark.parametrize("read", [home_ids, newest_scan])
def test_home_is_read_forward_over_any_time(alice: Account, read) -> None:
    ids = []
    # Some lie close together and others far apart, so that one look is not enough.
    for days in (400, 399, 90, 89, 2, 1, 0):
        post = make_post(alice)
        number = id_at(timezone.now() - timedelta(days=days))
        Post.objects.filter(pk=post.pk).update(id=number)
        ids.append(number)
    assert read(alice, Page(after=ids[0], length=3, forward=True)) == ids[1:4][::-1]
    assert read(alice, Page(after=ids[4], length=3, forward=True)) == ids[5:][::-1]
    assert read(alice, Page(after=ids[0], before=ids[3], length=9, forward=True)) == ids[1:3][::-1]
    assert read(alice, Page(after=ids[0], length=3)) == ids[4:][::-1]
    assert read(alice, Page(after=0, length=2, forward=True)) == ids[:2][::-1]
