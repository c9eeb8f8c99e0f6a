"""What the town talks about: found by a chore, let through by the staff."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from itertools import count

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from tests.factories import make_account, make_block, make_post
from verandah.actions import posting, reacting, sharing, tagging, trending
from verandah.base.errors import Forbidden, NotFound
from verandah.base.ids import id_at
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.trust import Trust
from verandah.domain.instance.models import Site
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience, PostTag, Tag
from verandah.domain.search import trends
from verandah.domain.search.models import Trend, TrendReview
from verandah.domain.search.reviews import Kind, found_trends, said_before, waiting_trends

pytestmark = pytest.mark.django_db
NUMBERS = count(1)


@pytest.fixture
def town(site: Site) -> list[Account]:
    """People of some standing, each of whom counts for themselves."""
    Site.objects.update(trend_people=10, reviews_trends=False)
    people = [make_account(f"voice{number}") for number in range(12)]
    Account.objects.update(trust=Trust.MEMBER)
    return people


def crowd(count: int, trust: Trust = Trust.MEMBER) -> list[Account]:
    """So many more, made at once."""
    rows = [
        Account(username=name, skeleton=name, created_at=timezone.now(), joined_at=timezone.now(), trust=trust)
        for name in (f"crowd{number}" for number in range(count))
    ]
    people = Account.objects.bulk_create(rows)
    User.objects.bulk_create(
        [User(account=one, username=one.username, email=f"{one.username}@example.org") for one in people]
    )
    return people


def sign_in(people: Iterable[Account], address: Callable[[int], str]) -> None:
    """Each of them in one browser, at the address of their number."""
    UserSession.objects.bulk_create(
        [
            UserSession(user=one.user, ip=address(number), session_key=f"s{one.pk}-{address(number)}", user_agent="")
            for number, one in enumerate(people)
        ]
    )


def say(author: Account, name: str, audience: Audience = Audience.MEMBERS, days: float = 0, language: str = "") -> Post:
    """A post with a tag, so many days ago."""
    tag, _made = Tag.objects.get_or_create(name=name)
    number = id_at(timezone.now() - timedelta(days=days), next(NUMBERS))
    words = {"text": f"#{name}", "html": "", "language": language, "key": f"k{number}"}
    post = Post.objects.create(pk=number, author=author, audience=audience, created_at=timezone.now(), **words)
    PostTag.objects.create(post=post, tag=tag)
    return post


def say_each(people: Sequence[Account], name: str, audience: Audience = Audience.MEMBERS) -> list[Post]:
    """One post by each of them with a tag, all at once."""
    tag, _made = Tag.objects.get_or_create(name=name)
    now = timezone.now()
    posts = Post.objects.bulk_create(
        [
            Post(pk=number, author=one, audience=audience, created_at=now, text=f"#{name}", html="", key=f"k{number}")
            for one in people
            for number in [id_at(now - timedelta(hours=1), next(NUMBERS))]
        ]
    )
    PostTag.objects.bulk_create([PostTag(post=post, tag=tag) for post in posts])
    return posts


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
def test_what_is_for_fewer_never_trends(site: Site, audience: Audience) -> None:
    Site.objects.update(trend_people=10, reviews_trends=False)
    people = crowd(50)
    posts = say_each(people, "secret", audience)
    assert trending.find_trends() == 0
    assert not Trend.objects.exists()
    # It is for this alone that it does not trend: all of them are counted.
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(audience=Audience.MEMBERS)
    trending.find_trends()
    assert Trend.objects.get().people == 50


@pytest.mark.parametrize("open_to", [Audience.MEMBERS, Audience.PUBLIC])
def test_a_tag_of_a_list_trends_by_those_alone_who_say_it_openly(site: Site, alice: Account, open_to: Audience) -> None:
    Site.objects.update(trend_people=10, reviews_trends=False)
    people = crowd(59)
    listed = say_each(people[:50], "secret", Audience.LISTS)
    PostAudience.objects.bulk_create([PostAudience(post=post, account=alice) for post in listed])
    say_each(people[50:], "secret", open_to)
    # Nine are too few, whatever fifty say among themselves; nobody is told of these, for whom they are included.
    assert names(alice) == names(people[0]) == names(None) == []
    say_each(people[:1], "secret", open_to)
    assert names(alice) == ["secret"]
    assert {(one.people, one.uses) for one in Trend.objects.all()} == {(10, 10)}


def test_fifty_uses_by_one_make_no_trend(town: list[Account], alice: Account) -> None:
    for _time in range(50):
        say(alice, "again")
    assert names(alice) == []


# Where one person is signed in with 49 accounts: in one place, with many addresses of one household (which in IPv6 has
# 2 to the 64), two by two in places that overlap, or nowhere any more.
ONE_PERSON: dict[str, tuple[Callable[[int], str], ...]] = {
    "one address": (lambda _number: "192.0.2.7",),
    "one household": (lambda number: f"2001:db8::{number + 1:x}",),
    "a chain": (lambda number: f"192.0.2.{number}", lambda number: f"192.0.2.{number + 1}"),
    "signed out": (),
}


@pytest.mark.parametrize("places", ONE_PERSON.values(), ids=ONE_PERSON)
def test_49_accounts_of_one_person_make_no_trend_that_10_people_make(
    site: Site, alice: Account, places: tuple[Callable[[int], str], ...]
) -> None:
    Site.objects.update(trend_people=10, reviews_trends=False)
    everyone = crowd(59, Trust.BASIC)
    socks, people = everyone[:49], everyone[49:]
    for place in places:
        sign_in(socks, place)
    sign_in(people, lambda number: f"198.51.100.{number}")
    say_each(socks, "socks")
    say_each(people, "people")
    assert names(alice) == ["people"]
    # It is for this alone that they do not count: as different people they make a larger trend than the ten.
    UserSession.objects.filter(user__account__in=socks).delete()
    sign_in(socks, lambda number: f"203.0.113.{number}")
    assert names(alice) == ["socks", "people"]
    assert [one.people for one in Trend.objects.filter(language="", is_public=False).order_by("rank")] == [49, 10]


def test_49_accounts_add_one_voice_to_nine_people(site: Site, alice: Account) -> None:
    Site.objects.update(trend_people=11, reviews_trends=False)
    everyone = crowd(58, Trust.BASIC)
    sign_in(everyone[:49], lambda _number: "192.0.2.7")
    sign_in(everyone[49:], lambda number: f"198.51.100.{number}")
    say_each(everyone, "market")
    assert names(alice) == []
    Site.objects.update(trend_people=10)
    assert names(alice) == ["market"]


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
