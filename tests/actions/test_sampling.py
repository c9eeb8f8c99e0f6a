"""Sample data: the demo is believable and whole, a town is as large as asked, both are the same for the same seed."""

import io
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from tests.factories import make_account
from verandah.actions import enrolling, imagining, populating, sampling
from verandah.base import markup
from verandah.base.errors import Conflict, Invalid
from verandah.base.ids import moment_of
from verandah.base.letters import scripts_of
from verandah.domain.accounts.models import Account, Preferences, User
from verandah.domain.accounts.names import check_username, skeleton
from verandah.domain.accounts.queries import members_count
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.birthdays import birthdays_lately
from verandah.domain.graph.models import Follow, FollowRequest
from verandah.domain.instance.models import Announcement, Site
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Mention, Post, PostTag, Reaction

NOW = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)


def settings_of_posts() -> list[tuple[int, str, str, int, datetime]]:
    """All that should be the same for the same seed."""
    return list(Post.objects.order_by("id").values_list("id", "author__username", "text", "audience", "created_at"))


def follow_pairs() -> list[tuple[str, str]]:
    return list(Follow.objects.order_by("id").values_list("follower__username", "followee__username"))


def assert_counters_equal_rows() -> None:
    followers = Counter(Follow.objects.values_list("followee", flat=True))
    following = Counter(Follow.objects.values_list("follower", flat=True))
    for account in Account.objects.all():
        assert (account.followers_count, account.following_count) == (followers[account.id], following[account.id])
        assert_counts_posts(account)
    answers = Counter(
        number
        for parent, root in Post.objects.filter(is_comment=True).values_list("parent", "root")
        for number in {parent, root}
    )
    shares = Counter(Post.objects.values_list("share_of", flat=True))
    reactions = Counter(Reaction.objects.values_list("post", flat=True))
    for post in Post.objects.all():
        counted = (post.comments_count, post.shares_count, post.reactions_count)
        assert counted == (answers[post.id], shares[post.id], reactions[post.id])


def assert_counts_posts(account: Account) -> None:
    """What an account says of its posts is what there is."""
    posts = list(Post.objects.filter(author=account, is_comment=False, share_of=None).order_by("id"))
    shown = [post for post in posts if post.audience in (Audience.PUBLIC, Audience.MEMBERS)]
    public = [post for post in posts if post.audience == Audience.PUBLIC]
    assert (account.posts_count, account.open_posts_count) == (len(posts), len(shown))
    assert account.newest_open_on == (shown[-1].created_at.date() if shown else None)
    assert account.public_posts_count == len(public)
    assert account.newest_public_on == (public[-1].created_at.date() if public else None)


def assert_posts_are_whole() -> None:
    """HTML, tags and mentions say what the text says, and ids are in the order of time."""
    names = dict(Account.objects.values_list("username", "id"))
    tags, mentions = {}, {}
    for row in PostTag.objects.select_related("tag"):
        tags.setdefault(row.post_id, set()).add(row.tag.name)
    for row in Mention.objects.all():
        mentions.setdefault(row.post_id, set()).add(row.account_id)
    posts = list(Post.objects.order_by("id"))
    assert [post.created_at for post in posts] == sorted(post.created_at for post in posts)
    for post in posts:
        parsed = markup.parse(markup.clean(post.text, 5000))
        assert parsed.text == post.text
        known = {name: names[name] for name in parsed.mentions if name in names}
        html = parsed.html(lambda name: f"/@{name}/" if name in known else None, lambda name: f"/tags/{name}/")  # noqa: B023
        assert post.html == html
        assert tags.get(post.id, set()) == set(parsed.tags)
        assert mentions.get(post.id, set()) == set(known.values())
        assert abs(moment_of(post.id) - post.created_at) < timedelta(milliseconds=2)


@pytest.fixture
def demo(site: Site) -> sampling.Demo:
    return sampling.demo(now=NOW)


def test_the_demo_has_forty_people_of_many_scripts(demo):
    accounts = list(Account.objects.all())
    assert demo.people == len(accounts) == 40
    scripts = Counter(name for one in accounts for name in scripts_of(one.username + one.display_name))
    assert scripts["ARABIC"] >= 6
    assert {"HEBREW", "GREEK", "CYRILLIC", "HAN", "HIRAGANA", "DEVANAGARI", "HANGUL", "LATIN"} <= set(scripts)
    assert all(one.bio and one.username == check_username(one.username) for one in accounts)
    assert all(one.skeleton == skeleton(one.username) for one in accounts)
    assert Site.objects.get().name == "Alder Bay"


def test_everyone_of_the_demo_has_a_birthday_and_two_have_it_today(demo):
    days = list(Preferences.objects.values_list("birthday", flat=True))
    assert len(days) == 40
    assert days.count(f"{NOW:%m-%d}") == 2
    # Most who look around as one of them find somebody's beside the timeline.
    assert sum(bool(birthdays_lately(one, NOW.date())) for one in Account.objects.all()) > 20


def test_all_sign_in_with_the_one_password_that_is_told_once(demo):
    assert all(user.check_password(demo.password) for user in User.objects.all()[:3])
    assert User.objects.values("password").distinct().count() == 1
    addresses = EmailAddress.objects.filter(verified=True, primary=True).values_list("user__username", "email")
    assert {f"{name}@demo.example" for name, _email in addresses} == {email for _name, email in addresses}
    assert members_count() == 40
    assert enrolling.purge_unconfirmed() == 0


def test_nobody_owns_the_demo_and_the_owners_link_stays_valid(site):
    path = enrolling.offer_ownership()
    sampling.demo(now=NOW)
    assert Counter(User.objects.values_list("role", flat=True)) == {Role.MEMBER: 39, Role.MODERATOR: 1}
    secret = path.strip("/").split("/")[1]
    owner = enrolling.claim_ownership(secret, "harbourmaster", "harbour@demo.example", "a veranda in the evening")
    assert owner.role == Role.OWNER


def test_the_demo_has_four_hundred_different_posts_of_the_last_thirty_days(demo):
    posts = list(Post.objects.select_related("author"))
    assert demo.posts == len(posts) == len({post.text for post in posts}) == 400
    audiences = Counter(post.audience for post in posts)
    assert set(audiences) == {Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME}
    assert min(audiences.values()) >= 10
    assert len({post.author_id for post in posts}) >= 35
    for post in posts:
        assert NOW - timedelta(days=30) < post.created_at < NOW
        assert post.created_at > post.author.created_at
        assert 7 <= timezone.localtime(post.created_at).hour <= 22
        assert not re.search(r"[{}|\[\]]", post.text)
        assert f"@{post.author.username}" not in post.text.split()
        assert all(re.match(r"https://[\w.]+\.example(/|$)", link) for link in markup.parse(post.text).links)
    assert_posts_are_whole()


def test_most_of_it_is_english_and_much_is_not(demo):
    scripts = Counter(name for text in Post.objects.values_list("text", flat=True) for name in scripts_of(text))
    assert scripts["ARABIC"] >= 25
    assert (
        min(scripts[name] for name in ("HEBREW", "GREEK", "CYRILLIC", "HIRAGANA", "DEVANAGARI", "HANGUL", "HAN")) >= 2
    )
    english = [one for one in sampling.in_some_order(sampling.talks(), Random(1)) if one.language == "en"]
    assert 200 < len(english) < 280


def test_enough_of_it_is_written_by_hand_and_every_author_can_say_it():
    talks = sampling.talks()
    fixed = [one.text for one in talks if "{" not in one.text]
    assert len(set(fixed)) == len(fixed) >= 120
    people = {person.username: person for person in sampling.townspeople()}
    assert all(one.language in people[one.author].languages for one in talks if one.author)
    # A name that nobody has would stay plain text.
    assert {name for one in talks for name in sampling.NAMED.findall(one.text)} <= set(people)


def test_follows_of_the_demo(demo):
    pairs = set(follow_pairs())
    assert demo.follows == len(pairs) > 250
    assert sum((other, one) in pairs for one, other in pairs) > 40
    assert_counters_equal_rows()
    assert Account.objects.filter(approves_followers=True).count() == 3
    asked = set(FollowRequest.objects.values_list("follower__username", "followee__username"))
    assert asked == set(sampling.ASKING)
    assert not asked & pairs
    told = Notification.objects.filter(kind=Notification.Kind.FOLLOW_REQUEST)
    assert set(told.values_list("actor__username", "recipient__username")) == asked


def test_people_are_told_of_mentions_that_they_may_see(demo):
    told = Notification.objects.filter(kind=Notification.Kind.MENTION)
    rows = set(told.values_list("post", "recipient", "actor"))
    seen = Mention.objects.filter(post__audience__in=(Audience.PUBLIC, Audience.MEMBERS))
    assert rows == set(seen.values_list("post", "account", "post__author")) != set()
    assert all(abs(moment_of(one.id) - one.created_at) < timedelta(milliseconds=2) for one in told)


def test_announcements_of_the_demo(demo):
    first, second = Announcement.objects.order_by("starts_at")
    assert first.created_by.username == "mo"
    assert second.created_by is None
    assert [text.language for text in first.texts.order_by("id")] == ["en", "ar"]
    assert [text.language for text in second.texts.order_by("id")] == ["ar", "en"]
    assert scripts_of(second.texts.get(language="ar").title) == {"ARABIC"}


def test_the_demo_can_be_made_only_once(demo):
    with pytest.raises(Conflict):
        sampling.demo(now=NOW)
    assert (Account.objects.count(), Post.objects.count()) == (40, 400)


def made_and_undone(make) -> tuple[list, list]:
    """What a verb makes, taken back at once."""
    with transaction.atomic():
        make()
        made = settings_of_posts(), follow_pairs()
        transaction.set_rollback(True)
    return made


def test_the_same_seed_makes_the_same_demo_and_another_one_another(site):
    first = made_and_undone(lambda: sampling.demo(1, now=NOW))
    assert made_and_undone(lambda: sampling.demo(1, now=NOW)) == first
    other = made_and_undone(lambda: sampling.demo(2, now=NOW))
    assert other[0] != first[0]
    assert other[1] != first[1]


def test_the_demo_can_be_made_at_any_time_of_day(site):
    midnight = datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC)
    posts, _follows = made_and_undone(lambda: sampling.demo(now=midnight))
    assert len(posts) == 400
    assert all(midnight - timedelta(days=30) < post[4] < midnight for post in posts)


def test_a_town_is_as_large_as_asked(site):
    lines: list[str] = []
    made = populating.town(200, 500, 2_000, seed=3, now=NOW, report=lines.append)
    assert (made.people, made.posts, made.follows) == (200, 500, 2_000)
    assert (Account.objects.count(), Post.objects.count(), Follow.objects.count()) == (200, 500, 2_000)
    assert (made.tags, made.mentions) == (PostTag.objects.count(), Mention.objects.count())
    assert min(made.tags, made.mentions, made.rows_per_second) > 0
    assert made.rows == 3 * 200 + 500 + 2_000 + made.tags + made.mentions + made.reactions + made.notices
    assert lines == ["200 people", "2000 follows", "500 of 500 posts"]
    assert_counters_equal_rows()
    assert_posts_are_whole()
    assert all(NOW - timedelta(days=90) <= post[4] < NOW for post in settings_of_posts())


def test_people_of_a_town_talk_to_each_other(site):
    made = populating.town(100, 1_000, 1_000, now=NOW)
    comments = Post.objects.filter(is_comment=True).select_related("parent", "root")
    assert 100 < comments.count() < 300
    for one in comments:
        assert one.audience == one.parent.audience == one.root.audience
        assert one.root_id == (one.parent.root_id or one.parent_id)
        assert one.parent_id < one.id
    assert Post.objects.exclude(share_of=None).count() > 10
    assert Reaction.objects.count() == made.reactions > 500
    assert Notification.objects.count() == made.notices
    assert set(Notification.objects.values_list("kind", flat=True)) == {
        Notification.Kind.COMMENT,
        Notification.Kind.REACTION,
        Notification.Kind.SHARE,
    }
    assert not any(one.recipient_id == one.actor_id or one.created_at > NOW for one in Notification.objects.all())


def test_few_are_heard_by_many(site):
    populating.town(300, 900, 3_000, now=NOW)
    followers = sorted(Account.objects.values_list("followers_count", flat=True), reverse=True)
    assert sum(followers[:30]) > 0.3 * 3_000
    posts = sorted(Counter(Post.objects.values_list("author", flat=True)).values(), reverse=True)
    assert sum(posts[:30]) > 0.3 * 900
    assert set(Post.objects.values_list("audience", flat=True)) == set(imagining.AUDIENCES)


def test_nobody_of_a_town_can_sign_in_and_nobody_is_swept_away(site):
    populating.town(20, 0, 0, now=NOW)
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert enrolling.purge_unconfirmed() == 0
    assert members_count() == 20


def test_the_same_seed_makes_the_same_town(site):
    first = made_and_undone(lambda: populating.town(40, 80, 100, seed=1, now=NOW))
    assert made_and_undone(lambda: populating.town(40, 80, 100, seed=1, now=NOW)) == first
    assert made_and_undone(lambda: populating.town(40, 80, 100, seed=2, now=NOW)) != first


def test_a_town_can_stand_beside_another(site):
    populating.town(40, 80, 100, now=NOW)
    populating.town(40, 80, 100, now=NOW + timedelta(seconds=1))
    assert (Account.objects.count(), Post.objects.count(), Follow.objects.count()) == (80, 160, 200)


@pytest.mark.parametrize(("people", "posts", "follows"), [(10, 0, 46), (1, 0, 0), (0, 0, 0), (5, -1, 0), (5, 0, -1)])
def test_a_town_without_room_is_refused(site, people, posts, follows):
    with pytest.raises(Invalid):
        populating.town(people, posts, follows)
    assert Account.objects.count() == 0


def test_a_small_town_can_be_as_dense_as_allowed(site):
    populating.town(10, 0, 45, now=NOW)
    assert len(set(follow_pairs())) == 45
    assert_counters_equal_rows()


@pytest.mark.parametrize("command", [["demo", "--no-files"], ["town", "--people=5", "--posts=5", "--follows=5"]])
def test_a_command_asks_before_it_touches_a_site_with_members(site, monkeypatch, command):
    make_account("alma")
    for answer in ("", "no\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command(*command, stdout=io.StringIO(), stderr=io.StringIO())
        assert Account.objects.count() == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    call_command(*command, stdout=io.StringIO(), stderr=io.StringIO())
    assert Account.objects.count() > 1


def test_a_command_with_yes_does_not_ask(site, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    out, progress = io.StringIO(), io.StringIO()
    call_command("town", people=20, posts=30, follows=40, yes=True, stdout=out, stderr=progress)
    assert "20 people, 40 follows, 30 posts" in out.getvalue()
    assert "rows a second" in out.getvalue()
    assert "30 of 30 posts" in progress.getvalue()
    out = io.StringIO()
    call_command("demo", yes=True, no_files=True, stdout=out)
    password = re.search(r"Password of them all: (\S+)", out.getvalue())[1]
    assert User.objects.get(username="alice").check_password(password)
