"""What the town talks about: found by a chore, let through by the staff."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from tests.factories import make_account, make_block, make_post
from verandah.actions import posting, reacting, sharing, tagging, trending
from verandah.base.errors import Forbidden, NotFound
from verandah.base.ids import id_at
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.models import Site
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostTag, Tag
from verandah.domain.search import trends
from verandah.domain.search.models import Trend, TrendReview
from verandah.domain.search.reviews import Kind, found_trends, said_before, waiting_trends

pytestmark = pytest.mark.django_db
NUMBERS = count(1)


@pytest.fixture
def town(site: Site) -> list[Account]:
    Site.objects.update(trend_people=10, reviews_trends=False)
    return [make_account(f"voice{number}") for number in range(12)]


def say(author: Account, name: str, audience: Audience = Audience.MEMBERS, days: float = 0, language: str = "") -> Post:
    """A post with a tag, so many days ago."""
    tag, _made = Tag.objects.get_or_create(name=name)
    number = id_at(timezone.now() - timedelta(days=days), next(NUMBERS))
    words = {"text": f"#{name}", "html": "", "language": language, "key": f"k{number}"}
    post = Post.objects.create(pk=number, author=author, audience=audience, created_at=timezone.now(), **words)
    PostTag.objects.create(post=post, tag=tag)
    return post


def comment(author: Account, post: Post) -> None:
    posting.publish(author, posting.Draft("A word", key=f"c{next(NUMBERS)}", parent_id=post.pk))


def names(viewer: Account | None, language: str = "") -> list[str]:
    trending.find_trends()
    return [one.name for one in trends.trending_tags(viewer, 20, language=language)]


def test_a_tag_of_many_people_trends(town: list[Account], alice: Account) -> None:
    for one in town[:10]:
        say(one, "market")
    for one in town[:9]:
        say(one, "nine")
    assert names(alice) == ["market"]
    # Guests read none of that.
    assert names(None) == []


def test_guests_are_told_of_what_everyone_on_the_web_may_read(town: list[Account], alice: Account) -> None:
    for one in town:
        say(one, "open", Audience.PUBLIC)
    assert names(None) == ["open"] == names(alice)


@pytest.mark.parametrize(
    "audience", [one for one in Audience if one not in (Audience.PUBLIC, Audience.MEMBERS, Audience.GROUP)]
)
def test_what_is_for_fewer_never_trends(town: list[Account], audience: Audience) -> None:
    for one in town:
        for _time in range(5):
            say(one, "secret", audience)
    assert trending.find_trends() == 0
    assert not Trend.objects.exists()


def test_fifty_uses_by_one_make_no_trend(town: list[Account], alice: Account) -> None:
    for _time in range(50):
        say(alice, "again")
    assert names(alice) == []


def test_many_accounts_of_one_person_make_no_trend(town: list[Account], alice: Account) -> None:
    for number in range(49):
        one = make_account(f"sock{number}")
        UserSession.objects.create(user=one.user, ip="192.0.2.7", session_key=f"s{number}", user_agent="")
        say(one, "socks")
    for number, one in enumerate(town[:10]):
        UserSession.objects.create(user=one.user, ip=f"198.51.100.{number}", session_key=f"t{number}", user_agent="")
        say(one, "people")
    assert names(alice) == ["people"]


def test_newcomers_the_limited_and_the_suspended_make_none(town: list[Account], alice: Account) -> None:
    for one in town[:10]:
        say(one, "market")
    Account.objects.filter(pk=town[0].pk).update(trust=Trust.NEW)
    assert names(alice) == []


def test_a_daily_tag_does_not_trend(town: list[Account], alice: Account) -> None:
    for day in range(3, 30):
        for one in town[:10]:
            say(one, "weather", days=day)
    for one in town[:10]:
        say(one, "weather")
        say(one, "storm")
    assert names(alice) == ["storm"]


def test_each_language_has_its_own(town: list[Account], alice: Account) -> None:
    for one in town[:11]:
        say(one, "markt", language="de")
        say(one, "suq", language="ar-EG")
    assert set(names(alice)) == {"markt", "suq"}
    assert names(alice, "de") == ["markt"]
    assert names(alice, "ar") == ["suq"]
    assert names(alice, "fr") == []
    assert trends.languages_of(alice) == ["ar", "de"]
    assert trends.languages_of(None) == []


def test_a_post_that_many_think_of_trends_for_those_who_may_see_it(town: list[Account], alice: Account) -> None:
    post, other = make_post(alice, "Look"), make_post(alice, "Also")
    for one in town[:6]:
        reacting.react(one, post.pk)
        reacting.react(one, other.pk)
    for one in town[6:9]:
        comment(one, post)
    sharing.share(town[9], post.pk)
    comment(town[10], post)
    for one in town[6:11]:
        reacting.react(one, other.pk)
    trending.find_trends()
    # Of one person only the best.
    assert trends.trending_post_ids(town[0], 10) in ([post.pk], [other.pk])
    assert trends.trending_post_ids(None, 10) == []
    make_block(alice, town[0])
    assert trends.trending_post_ids(town[0], 10) == []


def test_what_nobody_has_looked_at_waits(town: list[Account], alice: Account) -> None:
    Site.objects.update(reviews_trends=True)
    mo = make_account("mo", role=Role.MODERATOR)
    for one in town[:10]:
        say(one, "market")
    assert names(alice) == []
    assert waiting_trends(mo) == 1
    number = Tag.objects.get(name="market").pk
    trending.review(mo, Kind.TAG, number, True)
    trending.review(mo, Kind.TAG, number, True)
    assert names(alice) == ["market"]
    assert found_trends(mo, Kind.TAG)[0].is_allowed is True
    trending.review(mo, Kind.TAG, number, False)
    assert names(alice) == []
    assert [(one.name, one.is_allowed) for one in said_before(mo)] == [("market", False)]
    trending.take_review_back(mo, Kind.TAG, number)
    assert waiting_trends(mo) == 1


def test_a_refused_tag_never_trends_even_where_nothing_is_looked_at(
    town: list[Account], alice: Account, django_assert_num_queries: Callable[..., object]
) -> None:
    mo = make_account("mo", role=Role.MODERATOR)
    for one in town[:10]:
        say(one, "market")
    assert names(alice) == ["market"]
    assert [one.name for one in trends.trending_tags_lately(alice, 5)] == ["market"]
    trending.review(mo, Kind.TAG, Tag.objects.get(name="market").pk, False)
    with django_assert_num_queries(1):
        assert trends.trending_tags_lately(alice, 5) == []
        assert trends.trending_tags_lately(alice, 5) == []


def test_only_whose_role_says_so_reviews(town: list[Account], alice: Account) -> None:
    tag = Tag.objects.create(name="x")
    with pytest.raises(Forbidden):
        trending.review(alice, Kind.TAG, tag.pk, True)
    with pytest.raises(Forbidden):
        trending.take_review_back(alice, Kind.TAG, tag.pk)
    mo = make_account("mo", role=Role.MODERATOR)
    for kind, ref, host in ((Kind.TAG, 99, ""), (Kind.POST, 99, ""), (Kind.LINK, 99, ""), (Kind.HOST, 0, "")):
        with pytest.raises(NotFound):
            trending.review(mo, kind, ref, True, host)
    assert not TrendReview.objects.exists()


def test_an_author_can_be_let_through_or_refused(town: list[Account], alice: Account) -> None:
    Site.objects.update(reviews_trends=True)
    mo = make_account("mo", role=Role.MODERATOR)
    post = make_post(alice, "Look")
    for one in town:
        reacting.react(one, post.pk)
    trending.find_trends()
    assert trends.trending_post_ids(town[0], 10) == []
    trending.review(mo, Kind.AUTHOR, alice.pk, True)
    assert trends.trending_post_ids(town[0], 10) == [post.pk]
    trending.review(mo, Kind.POST, post.pk, False)
    assert trends.trending_post_ids(town[0], 10) == []


def test_tags_are_followed_as_ever(town: list[Account], alice: Account) -> None:
    assert tagging.follow(alice, "Market") == "market"
