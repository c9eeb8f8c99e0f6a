"""Telling people what concerns them: who is told, what of, and who is not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_account, make_block, make_follow, make_post
from verandah.actions import notifying
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import Follow, Mute
from verandah.domain.notifications.models import Notification
from verandah.domain.notifications.queries import notification_ids
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience, ThreadState
from verandah.domain.posts.quoting import QuoteState

Kind = Notification.Kind


def kinds_of(person: Account) -> list[Kind]:
    """What someone has been told, newest first, held back or not."""
    rows = Notification.objects.filter(recipient=person).order_by("-id")
    return [Kind(row.kind) for row in rows]


def stored(author: Account, text: str = "Words", **more: object) -> Post:
    """A post that nobody has been told of yet."""
    facts = {"audience": Audience.MEMBERS, "html": f"<p>{text}</p>", "created_at": timezone.now()}
    number = Post.objects.count()
    return Post.objects.create(author=author, text=text, key=f"stored-{number}", **(facts | more))


def comment(author: Account, parent: Post) -> Post:
    root = parent.root or parent
    return stored(author, parent=parent, root=root, is_comment=True, audience=parent.audience)


def test_a_deed_is_told_once_and_taken_back(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    for kind in (Kind.REACTION, Kind.SHARE):
        notifying.about_deed(kind, eve, post)
        notifying.about_deed(kind, eve, post)
    assert kinds_of(alice) == [Kind.SHARE, Kind.REACTION]
    for _time in range(2):
        notifying.withdraw_deed(Kind.SHARE, eve, post)
    assert kinds_of(alice) == [Kind.REACTION]


def test_nobody_is_told_of_their_own_deeds_but_the_end_of_their_poll(alice: Account) -> None:
    post = make_post(alice)
    for kind in (Kind.REACTION, Kind.SHARE, Kind.EDITED, Kind.POLL_ENDED):
        notifying.about_deed(kind, alice, post)
    assert kinds_of(alice) == [Kind.POLL_ENDED]


def test_someone_else_than_the_author_can_be_told(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    notifying.about_deed(Kind.POLL_ENDED, alice, post, eve)
    assert (kinds_of(eve), kinds_of(alice)) == ([Kind.POLL_ENDED], [])


def test_each_edit_is_told_once_and_replaces_the_one_before(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    found = []
    for _edit in range(2):
        post.edited_at = timezone.now()
        for _time in range(2):
            notifying.about_deed(Kind.EDITED, alice, post, eve)
        found.append(Notification.objects.get(recipient=eve, kind=Kind.EDITED).id)
    assert found[0] < found[1]


@pytest.mark.parametrize("audience", [Audience.ONLY_ME, Audience.FOLLOWERS, Audience.FRIENDS, Audience.PEOPLE])
def test_who_may_not_see_the_post_is_not_told(alice: Account, eve: Account, audience: Audience) -> None:
    post = stored(alice, audience=audience)
    notifying.about_deed(Kind.POLL_ENDED, alice, post, eve)
    assert kinds_of(eve) == []


def test_the_blocked_and_the_muted_tell_nothing(alice: Account, dan: Account, eve: Account) -> None:
    post, mia = make_post(alice), make_account("mia")
    make_block(mia, alice)
    now = timezone.now()
    Mute.objects.create(muter=alice, muted=eve, created_at=now)
    for person in (dan, eve, mia):
        notifying.about_deed(Kind.REACTION, person, post)
        notifying.about_relation(Kind.FOLLOW, person, alice)
    assert kinds_of(alice) == []
    for facts in ({"hides_notifications": False}, {"hides_notifications": True, "until": now - timedelta(minutes=1)}):
        Mute.objects.filter(muted=eve).update(**facts)
        notifying.about_deed(Kind.REACTION, eve, post)
        assert kinds_of(alice) == [Kind.REACTION]
        notifying.withdraw_deed(Kind.REACTION, eve, post)


def test_what_was_told_before_a_mute_is_not_shown_during_it(alice: Account, eve: Account) -> None:
    notifying.about_deed(Kind.REACTION, eve, make_post(alice))
    assert len(notification_ids(alice, Page())) == 1
    Mute.objects.create(muter=alice, muted=eve, created_at=timezone.now())
    assert notification_ids(alice, Page()) == []


def test_a_muted_conversation_is_quiet(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    answer = comment(eve, post)
    ThreadState.objects.create(root=post, account=alice, is_muted=True)
    notifying.about_post(answer)
    notifying.about_deed(Kind.REACTION, eve, post)
    assert kinds_of(alice) == []
    ThreadState.objects.update(is_muted=False)
    notifying.about_post(answer)
    assert kinds_of(alice) == [Kind.COMMENT]


def test_a_post_is_one_notice_for_each_however_much_it_concerns_them(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    Follow.objects.create(follower=alice, followee=eve, notifies=True, created_at=timezone.now())
    answer = make_post(eve, "Yes @alice")
    Post.objects.filter(pk=answer.pk).update(
        parent=post, root=post, is_comment=True, quote_of=post, quote_state=QuoteState.ACCEPTED
    )
    Notification.objects.all().delete()
    answer.refresh_from_db()
    for _time in range(2):
        notifying.about_post(answer)
    assert kinds_of(alice) == [Kind.MENTION]


def test_whose_post_is_answered_or_quoted_is_told(alice: Account, eve: Account) -> None:
    post = make_post(alice)
    notifying.about_post(comment(eve, post))
    notifying.about_post(stored(eve, quote_of=post, quote_state=QuoteState.ACCEPTED))
    notifying.about_post(stored(eve, quote_of=post, quote_state=QuoteState.REVOKED))
    assert kinds_of(alice) == [Kind.QUOTE, Kind.COMMENT]


def test_who_asked_is_told_of_each_post_but_not_of_answers_shares_and_edits(alice: Account) -> None:
    nora, carl = make_account("nora"), make_account("carl")
    make_follow(carl, alice)
    Follow.objects.create(follower=nora, followee=alice, notifies=True, created_at=timezone.now())
    other = make_post(carl)
    notifying.about_post(comment(alice, other))
    notifying.about_post(stored(alice, share_of=other))
    notifying.about_post(stored(alice, edited_at=timezone.now()))
    notifying.about_post(stored(alice, audience=Audience.ONLY_ME))
    assert (kinds_of(nora), kinds_of(carl)) == ([], [Kind.COMMENT])
    own = make_post(alice)
    notifying.about_post(comment(alice, own))
    assert kinds_of(nora) == [Kind.POST, Kind.POST]


def test_only_in_the_languages_one_asked_for(alice: Account, eve: Account) -> None:
    Follow.objects.create(follower=eve, followee=alice, notifies=True, languages=["de"], created_at=timezone.now())
    notifying.about_post(stored(alice, language="en"))
    assert kinds_of(eve) == []
    notifying.about_post(stored(alice, language="de"))
    assert kinds_of(eve) == [Kind.POST]


def test_one_recipient_more_costs_no_query_more(alice: Account, django_assert_max_num_queries) -> None:
    for _number in range(3):
        Follow.objects.create(follower=make_account(), followee=alice, notifies=True, created_at=timezone.now())
    post = stored(alice)
    with django_assert_max_num_queries(14):
        notifying.about_post(post)
    for _number in range(20):
        Follow.objects.create(follower=make_account(), followee=alice, notifies=True, created_at=timezone.now())
    post = stored(alice)
    with django_assert_max_num_queries(14):
        notifying.about_post(post)
    assert Notification.objects.filter(post=post).count() == 23


def test_deeds_within_half_a_day_are_one_group(alice: Account, bob: Account, carol: Account, eve: Account) -> None:
    post = make_post(alice)
    notifying.about_deed(Kind.REACTION, bob, post)
    first = Notification.objects.get(actor=bob)
    hour = int(timezone.now().timestamp()) // 3600
    for back, joins in ((11, True), (12, False)):
        key = f"favourite-{post.id}-{hour - back}"
        Notification.objects.filter(pk=first.pk).update(group_key=key)
        notifying.about_deed(Kind.REACTION, eve, post)
        assert (Notification.objects.get(actor=eve).group_key == key) == joins
        notifying.withdraw_deed(Kind.REACTION, eve, post)
    notifying.about_deed(Kind.SHARE, carol, post)
    assert Notification.objects.get(actor=carol).group_key == f"reblog-{post.id}-{hour}"


def test_naming_someone_privately_needs_that_they_may_see_it(alice: Account, eve: Account) -> None:
    post = stored(alice, audience=Audience.PEOPLE)
    PostAudience.objects.create(post=post, account=eve)
    notifying.about_deed(Kind.EDITED, alice, post, eve)
    assert kinds_of(eve) == [Kind.EDITED]


def test_staff_is_told_of_who_has_joined(site, eve: Account, mo: Account) -> None:
    ada, late = make_account("ada", role=Role.ADMIN), make_account("late")
    notifying.about_joined(late)
    assert [row.actor.username for row in Notification.objects.filter(recipient=ada)] == ["late"]
    assert (kinds_of(mo), kinds_of(eve), kinds_of(late)) == ([], [], [])
