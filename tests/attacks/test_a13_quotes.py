"""A13: nobody quotes or shares out of its circle what is not for everyone; its author's own share changes nothing."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_follow, make_post
from verandah.actions import sharing
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def protected(alice: Account) -> Post:
    return make_post(alice, "For those who follow me", Audience.FOLLOWERS)


@pytest.fixture
def follower(alice: Account) -> Account:
    someone = make_account("fay")
    make_follow(someone, alice)
    return someone


def quoting(who: Account, number: int):
    return Phone(who).post("/api/v1/statuses", {"status": "Look at this", "quoted_status_id": str(number)})


def test_a_protected_post_is_quoted_by_nobody_else(protected, follower, eve):
    for who in (follower, eve):
        assert quoting(who, protected.pk).status_code in {404, 422, 403}
    assert not Post.objects.exclude(pk=protected.pk).exists()


def test_nor_is_its_author_s_own_share_of_it(alice, protected, follower, eve):
    share = sharing.share(alice, protected.pk)
    assert share.audience == Audience.FOLLOWERS
    for who in (follower, eve):
        answer = quoting(who, share.pk)
        if answer.status_code == 200:
            assert answer.json()["quote"] is None or "For those" not in answer.content.decode()
            assert not Post.objects.filter(author=who, quote_of=protected).exists()
        else:
            assert answer.status_code in {404, 422, 403}


def test_its_author_shares_it_no_wider(alice, protected, eve, client_of):
    sharing.share(alice, protected.pk, Audience.PUBLIC)
    for page in (client_of(eve).get("/@alice/"), client_of(None).get("/@alice/"), client_of(eve).get("/all/")):
        assert "For those who follow me" not in page.content.decode()


def test_a_follower_does_not_share_it(protected, follower):
    assert Phone(follower).post(f"/api/v1/statuses/{protected.pk}/reblog").status_code in {403, 404, 422}
    assert not Post.objects.filter(author=follower).exists()
