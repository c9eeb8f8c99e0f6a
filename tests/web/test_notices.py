"""The page of notifications: every kind has its sentence and leads somewhere, and several deeds are one line."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_account, make_post
from verandah.actions import choosing, following, holding, moderating, notifying
from verandah.actions.choosing import Wish
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.kinds import GROUPED
from verandah.domain.notifications.models import Notification
from verandah.domain.notifications.queries import new_count
from verandah.domain.notifications.words import said
from verandah.domain.posts.models import Reaction

Kind = Notification.Kind
PATH = "/notifications/"


def text_of(client) -> str:
    answer = client.get(PATH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Kind.MENTION, "<b><bdi>Eve</bdi></b> named you in a post"),
        (Kind.COMMENT, "<b><bdi>Eve</bdi></b> commented on your post"),
        (Kind.REACTION, "<b><bdi>Eve</bdi></b> reacted to your post"),
        (Kind.SHARE, "<b><bdi>Eve</bdi></b> shared your post"),
        (Kind.POST, "<b><bdi>Eve</bdi></b> posted something"),
        (Kind.POLL_ENDED, "Your poll has ended"),
        (Kind.EDITED, "<b><bdi>Eve</bdi></b> changed a post that you answered, shared or reacted to"),
        (Kind.QUOTE, "<b><bdi>Eve</bdi></b> quoted your post"),
        (Kind.WALL, "<b><bdi>Eve</bdi></b> wrote on your wall"),
    ],
)
def test_what_is_about_a_post_leads_to_it(client_of, alice: Account, eve: Account, kind: Kind, sentence: str) -> None:
    post = make_post(alice, "Cake at three")
    notifying.tell(notifying.Deed(kind, eve, post), [alice.id])
    page = text_of(client_of(alice))
    assert f'<a href="/p/{post.id}/">{sentence}</a>' in page
    assert "Cake at three" in page


@pytest.mark.parametrize(
    ("kind", "path", "sentence"),
    [
        (Kind.FOLLOW, "/@eve/", "<b><bdi>Eve</bdi></b> follows you now"),
        (Kind.FOLLOW_REQUEST, "/requests/", "<b><bdi>Eve</bdi></b> asks to follow you"),
        (Kind.FOLLOW_ACCEPTED, "/@eve/", "<b><bdi>Eve</bdi></b> let you follow them"),
        (Kind.JOINED, "/@eve/", "<b><bdi>Eve</bdi></b> joined the community"),
        (Kind.FRIEND_REQUEST, "/people/friend-requests/", "<b><bdi>Eve</bdi></b> would like to be your friend"),
        (Kind.FRIEND_ACCEPTED, "/@eve/", "<b><bdi>Eve</bdi></b> and you are friends now"),
        (Kind.BIRTHDAY, "/@eve/", "It’s <b><bdi>Eve</bdi></b>’s birthday today"),
    ],
)
def test_what_is_about_a_person_leads_to_them(
    client_of, alice: Account, eve: Account, kind: Kind, path: str, sentence: str
) -> None:
    notifying.about_relation(kind, eve, alice)
    assert f'<a href="{path}">{sentence}</a>' in text_of(client_of(alice))


def test_several_who_did_the_same_are_one_line(client_of, alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice)
    for person in (bob, make_account("nora"), eve):
        Reaction.objects.create(post=post, account=person, created_at=post.created_at)
        notifying.about_deed(Kind.REACTION, person, post)
    following.follow(bob, alice)
    following.follow(eve, alice)
    page = text_of(client_of(alice))
    assert "<b><bdi>Eve</bdi></b> and 2 others liked your post" in page
    assert "<b><bdi>Eve</bdi></b> and 1 other follow you now" in page
    assert page.count('class="nt new"') == 2
    Reaction.objects.filter(account=bob).update(kind=Reaction.Kind.SAD)
    assert "<b><bdi>Eve</bdi></b> and 2 others reacted to your post" in text_of(client_of(alice))


def test_names_are_written_as_text(client_of, alice: Account, eve: Account) -> None:
    eve.display_name = "<i>100%(s)"
    eve.save(update_fields=["display_name"])
    following.follow(eve, alice)
    assert "<b><bdi>&lt;i&gt;100%(s)</bdi></b> follows you now" in text_of(client_of(alice))


def test_a_page_leads_to_the_next_without_losing_a_group(client_of, alice: Account) -> None:
    people = [make_account() for _number in range(2)]
    for number in range(25):
        post = make_post(alice, f"Post {number:02}")
        for person in people:
            notifying.about_deed(Kind.SHARE, person, post)
    client = client_of(alice)
    first = client.get(PATH)
    second = client.get(first.context["older"])
    shown = [notice.newest.post.text for page in (first, second) for notice in page.context["notices"]]
    assert shown == [f"Post {number:02}" for number in range(24, -1, -1)]
    assert not second.context["older"]


def test_what_is_held_back_is_not_on_the_page(client_of, alice: Account, eve: Account) -> None:
    holding.change_policy(alice, {"not_following": "filter"})
    following.follow(eve, alice)
    page = text_of(client_of(alice))
    assert "Nothing yet" in page
    assert "Eve" not in page


def test_groups_cost_the_same_for_few_and_many(client_of, alice: Account) -> None:
    client, people = client_of(alice), [make_account() for _number in range(3)]

    def cost() -> int:
        for person in people:
            notifying.about_deed(Kind.SHARE, person, make_post(alice))
        client.get(PATH)
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        return len(queries)

    few = cost()
    for _number in range(4):
        post = make_post(alice)
        for person in people:
            notifying.about_deed(Kind.SHARE, person, post)
    assert cost() == few <= 11


def test_every_kind_has_words_alone_and_in_company() -> None:
    for kind in GROUPED:
        for others in (1, 2, 11):
            assert said(kind, "", others, True) % {"name": "Eve", "others": others} != ""
    assert said("reaction", "like", 2, True) != said("reaction", "", 2, True)
    assert said("poll_ended", "", 0, False) % {"name": "Eve"} == "A poll by Eve has ended"


def test_a_thousand_of_one_kind_are_one_line(client_of, alice: Account, django_assert_max_num_queries) -> None:
    post, now = make_post(alice), timezone.now()
    people = Account.objects.bulk_create(
        [
            Account(
                username=f"n{number}",
                display_name=f"Neighbour {number}",
                skeleton=f"n{number}",
                joined_at=now,
                created_at=now,
            )
            for number in range(1000)
        ]
    )
    Reaction.objects.bulk_create([Reaction(post=post, account=person, created_at=now) for person in people])
    key = f"favourite-{post.id}-{int(now.timestamp()) // 3600}"
    Notification.objects.bulk_create(
        [
            Notification(recipient=alice, kind=Kind.REACTION, actor=person, post=post, group_key=key, created_at=now)
            for person in people
        ]
    )
    client = client_of(alice)
    client.get("/")
    page = text_of(client)
    assert page.count('class="nt new"') == 1
    assert "<b><bdi>Neighbour 999</bdi></b> and 999 others liked your post" in page
    assert "See all 1000 people" in page
    # One more than for shares: what each of them thought may be something else by now. And one for the members, who
    # are counted again every five seconds.
    with django_assert_max_num_queries(13):
        client.get(PATH)
    newest = Notification.objects.order_by("-id")[0]
    first = client.get(f"{PATH}{newest.id}/people/")
    assert [one.account.display_name for one in first.context["people"]][:2] == ["Neighbour 999", "Neighbour 998"]
    second = client.get(first.context["older"])
    assert second.context["people"][0].account.display_name == f"Neighbour {999 - len(first.context['people'])}"
    assert new_count(alice) == 0


def test_parts_can_be_looked_at_by_themselves_and_stay_new(client_of, alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    post = make_post(alice)
    notifying.about_deed(Kind.REACTION, eve, post)
    make_post(eve, "Hello @alice")
    client = client_of(alice)

    def shown(show: str) -> list[str]:
        return [line.newest.kind for line in client.get(f"{PATH}?show={show}").context["notices"]]

    assert shown("reactions") == ["reaction"]
    assert shown("people") == ["follow"]
    assert shown("conversations") == ["mention"]
    assert shown("staff") == []
    assert shown("new") == ["mention", "reaction", "follow"]
    assert "Mark all as read" in client.get(f"{PATH}?show=new").content.decode()
    assert new_count(alice) == 3
    assert client.post(f"{PATH}read/")["Location"] == PATH
    assert new_count(alice) == 0
    assert (shown("new"), shown("reactions")) == ([], ["reaction"])
    assert shown("gossip") == ["mention", "reaction", "follow"]


def test_what_is_from_today_and_what_is_older(client_of, alice: Account, eve: Account, bob: Account) -> None:
    choosing.choose(alice, Wish(time_zone="Pacific/Apia"))
    following.follow(eve, alice)
    Notification.objects.update(created_at=timezone.now() - timedelta(days=2))
    following.follow(bob, alice)
    Notification.objects.filter(actor=bob).update(group_key="")
    titles = [(title, len(lines)) for title, lines in client_of(alice).get(PATH).context["sections"]]
    assert titles == [("Today", 1), ("Earlier", 1)]


def test_what_the_staff_decided_is_told_without_a_name(client_of, alice: Account, mo: Account) -> None:
    moderating.warn(alice, mo, "Please be kind.")
    moderating.limit(alice, mo)
    moderating.unlimit(alice, mo)
    page = text_of(client_of(alice))
    assert "have written to you" in page
    assert "Please be kind." in page
    assert "Only people who follow you come across what you say now" in page
    assert "Everyone comes across what you say again" in page
    assert "mo</bdi>" not in page.lower()
    assert page.count('class="nt new"') == 3


def test_nobody_looks_into_the_notices_of_others(client_of, alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    number = Notification.objects.get().id
    assert client_of(alice).get(f"{PATH}{number}/").status_code == 302
    for person in (eve, None):
        for path in (f"{PATH}{number}/", f"{PATH}{number}/people/"):
            answer = client_of(person).get(path)
            assert answer.status_code == (404 if person else 302)
    assert client_of(alice).get(f"{PATH}{number + 1}/").status_code == 404
    assert client_of(eve).get(f"{PATH}count/").json() == {"count": 0}
    assert client_of(alice).get(f"{PATH}count/").json() == {"count": 1}
