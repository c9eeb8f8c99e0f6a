"""The page of notifications: every kind has its sentence and leads somewhere, and several deeds are one line."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account, make_post
from verandah.actions import following, holding, notifying
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.models import Notification
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
        (Kind.EDITED, "<b><bdi>Eve</bdi></b> changed a post that you shared"),
        (Kind.QUOTE, "<b><bdi>Eve</bdi></b> quoted your post"),
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
    for kind in ("share", "follow", "joined", "reaction"):
        for others in (1, 2, 11):
            assert said(kind, "", others, True) % {"name": "Eve", "others": others} != ""
    assert said("reaction", "like", 2, True) != said("reaction", "", 2, True)
    assert said("poll_ended", "", 0, False) % {"name": "Eve"} == "A poll by Eve has ended"
