"""The first day: four steps with plain forms, and a front page that is never empty."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import make_account, make_block, make_follow, make_post
from verandah.actions import greeting, posting
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.graph.models import NotSuggested
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import FollowedTag

HTMX = {"HX-Request": "true"}


def test_each_step_can_be_skipped(client_of, alice: Account) -> None:
    client, place = client_of(alice), "/first-day/"
    for word in ("picture", "people", "tags", "post"):
        place = client.get(place).get("Location", place) if place == "/first-day/" else place
        assert place == f"/first-day/{word}/"
        assert client.get(place).status_code == 200
        place = client.post(place, {"skip": "1"})["Location"]
    assert place == "/"
    assert Preferences.objects.get(account=alice).first_steps == ["picture", "people", "tags", "post"]
    assert client.get("/first-day/")["Location"] == "/"
    assert "Your first day" not in client.get("/").content.decode()


def test_home_tells_what_is_left_until_it_is_put_away(client_of, alice: Account) -> None:
    client = client_of(alice)
    assert "0 of 4 steps are done." in client.get("/").content.decode()
    greeting.pass_step(alice, "people")
    greeting.pass_step(alice, "people", "no step")
    assert "1 of 4 steps are done." in client.get("/").content.decode()
    assert "Your first day" not in client.get("/all/").content.decode()
    assert client.post("/first-day/")["Location"] == "/"
    assert "Your first day" not in client.get("/").content.decode()


def test_after_two_weeks_nothing_is_told(client_of, alice: Account) -> None:
    Account.objects.filter(pk=alice.pk).update(joined_at=timezone.now() - timedelta(days=15))
    assert "Your first day" not in client_of(Account.objects.get(pk=alice.pk)).get("/").content.decode()


def test_what_was_done_elsewhere_counts(client_of, alice: Account) -> None:
    make_post(alice)
    assert "1 of 4 steps are done." in client_of(alice).get("/").content.decode()


def test_no_picture_is_refused_with_its_reason(client_of, alice: Account) -> None:
    file = SimpleUploadedFile("me.png", b"no picture at all", "image/png")
    answer = client_of(alice).post("/first-day/picture/", {"avatar": file})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert client_of(alice).post("/first-day/picture/")["Location"] == "/first-day/people/"


def test_tags_that_several_use_in_the_open_are_offered(client_of, alice: Account, bob: Account, eve: Account) -> None:
    for author in (bob, eve):
        make_post(author, "#tomatoes #mine" + author.username)
        make_post(author, "#hushhush", Audience.ONLY_ME)
    page = client_of(alice).get("/first-day/tags/").content.decode()
    assert 'value="tomatoes"' in page
    assert "minebob" not in page
    assert "hushhush" not in page
    assert client_of(alice).post("/first-day/tags/", {"tags": ["tomatoes"]})["Location"] == "/first-day/post/"
    assert FollowedTag.objects.get(account=alice).tag.name == "tomatoes"
    assert client_of(alice).post("/first-day/tags/", {"tags": ["a b"]}).status_code == 422


def test_there_is_no_fifth_step(client_of, alice: Account) -> None:
    assert client_of(alice).get("/first-day/dance/").status_code == 404


def test_an_empty_home_shows_what_was_said_to_all(client_of, alice: Account, eve: Account, dan: Account) -> None:
    make_post(eve, "The lanterns are lit")
    make_post(eve, "Between us alone", Audience.FOLLOWERS)
    make_post(dan, "From whom she blocks")
    page = client_of(alice).get("/").content.decode()
    assert "The lanterns are lit" in page
    assert "You follow nobody yet" in page
    assert "Between us alone" not in page
    assert "From whom she blocks" not in page
    make_follow(alice, make_account("quiet"))
    assert "The lanterns are lit" not in client_of(Account.objects.get(pk=alice.pk)).get("/").content.decode()


def test_someone_is_put_away_with_one_button(client_of, alice: Account, carol: Account) -> None:
    client = client_of(alice)
    assert "/@carol/not-suggested/" in client.get("/first-day/people/").content.decode()
    answer = client.post("/@carol/not-suggested/", {"for": "month", "next": "/explore/"})
    assert (answer.status_code, answer["Location"]) == (303, "/explore/")
    row = NotSuggested.objects.get(account=alice, other=carol)
    assert row.until is not None
    assert timedelta(days=29) < row.until - timezone.now() <= timedelta(days=30)
    assert "/@carol/not-suggested/" not in client.get("/first-day/people/").content.decode()
    answer = client.post("/@carol/not-suggested/", {"for": "ever"}, headers=HTMX).content.decode()
    assert "never suggested" in answer
    assert "Undo" in answer
    assert NotSuggested.objects.get(account=alice, other=carol).until is None
    client.post("/@carol/not-suggested/", {"for": "again"}, headers=HTMX)
    assert not NotSuggested.objects.exists()
    assert client.post("/@carol/not-suggested/", {"next": "//evil.example/"})["Location"] == "/"


def test_who_keeps_me_away_cannot_be_told_by_putting_them_away(client_of, alice: Account) -> None:
    make_block(make_account("keeper"), alice)
    assert client_of(alice).post("/@keeper/not-suggested/").status_code == 404


@pytest.mark.parametrize("is_quick", [False, True])
def test_the_card_stands_on_a_home_with_posts_too(client_of, alice: Account, bob: Account, is_quick: bool) -> None:
    make_follow(alice, bob)
    posting.publish(bob, posting.Draft("Good evening", Audience.MEMBERS, "one"))
    client = client_of(Account.objects.get(pk=alice.pk))
    if is_quick:
        client.get("/")
    page = client.get("/").content.decode()
    assert "Good evening" in page
    assert "0 of 4 steps are done." in page


def test_the_staff_recommends_by_a_button(client_of, alice: Account, mo: Account) -> None:
    client = client_of(mo)
    assert "Recommend to everyone" in client.get("/admin/members/@alice/").content.decode()
    assert client.post("/admin/members/@alice/pick/")["Location"] == "/admin/members/@alice/"
    assert "Recommend no longer" in client.get("/admin/members/@alice/").content.decode()
    client.post("/admin/members/@alice/pick/", {"end": "1"})
    assert "Recommend to everyone" in client.get("/admin/members/@alice/").content.decode()
    assert client_of(alice).post("/admin/members/@alice/pick/").status_code == 404


def test_where_few_are_suggested_who_writes_fills_up(client_of, alice: Account, eve: Account, dan: Account) -> None:
    Account.objects.filter(pk=eve.pk).update(newest_open_on=timezone.now().date(), discoverable=True)
    Account.objects.filter(pk=dan.pk).update(newest_open_on=timezone.now().date())
    Preferences.objects.create(account=alice, takes_suggestions=False)
    page = client_of(alice).get("/first-day/people/").content.decode()
    assert "Writes to everyone here" in page
    assert "/@eve/follow/" in page
    assert "/@dan/" not in page
    assert client_of(alice).post("/@eve/follow/", {"next": "/first-day/people/"})["Location"] == "/first-day/people/"
    assert "/@eve/" not in client_of(alice).get("/first-day/people/").content.decode()
