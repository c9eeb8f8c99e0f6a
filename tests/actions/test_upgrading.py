"""A site that is older than this version: what it has is carried over."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories import make_post
from verandah.actions import posting
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience

NUMBERS = ("posts_count", "open_posts_count", "public_posts_count", "newest_open_on", "newest_public_on")


@pytest.mark.parametrize(
    "audiences", [(), (Audience.ONLY_ME,), (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS)]
)
def test_posts_of_before_are_counted_as_new_ones_are(alice: Account, bob: Account, audiences) -> None:
    for audience in audiences:
        make_post(alice, audience=audience)
    posting.delete(alice, make_post(alice, audience=Audience.PUBLIC).id)
    now = Account.objects.filter(pk=alice.pk).values(*NUMBERS).get()
    Account.objects.update(posts_count=0, open_posts_count=0, public_posts_count=0)
    Account.objects.update(newest_open_on=None, newest_public_on=None)
    import_module("verandah.migrations.0003_count_posts").count(apps, None)
    assert Account.objects.filter(pk=alice.pk).values(*NUMBERS).get() == now
    assert Account.objects.get(pk=bob.pk).posts_count == 0
