"""My profile through other eyes: what they get, and nothing that is theirs."""

import pytest
from django.utils import timezone

from tests.factories import make_block, make_follow, make_friends, make_post
from verandah.domain.accounts.models import Account
from verandah.domain.graph.models import Mute
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Bookmark, Post, PostAudience, Reaction

AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.FRIENDS, Audience.ONLY_ME)


@pytest.fixture
def said(alice: Account) -> dict[Audience, Post]:
    """A post of Alice's for each of these."""
    return {audience: make_post(alice, f"For {audience.name}", audience) for audience in AUDIENCES}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("a guest", {Audience.PUBLIC}),
        ("a member", {Audience.PUBLIC, Audience.MEMBERS}),
        ("carol", {Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS}),
        ("Bob", {Audience.PUBLIC, Audience.MEMBERS, Audience.FRIENDS}),
        ("@eve", {Audience.PUBLIC, Audience.MEMBERS}),
    ],
)
def test_it_is_what_they_get(client_of, alice, bob, carol, eve, said, who: str, sees: set[Audience]) -> None:
    page = client_of(alice).get("/@alice/as/", {"who": who}).content.decode()
    assert {audience for audience in AUDIENCES if f"For {audience.name}<" in page} == sees
    other = (
        {"a guest": None, "a member": eve}.get(who)
        if " " in who
        else Account.objects.get(username=who.lower().strip("@"))
    )
    theirs = client_of(other).get("/@alice/").content.decode()
    assert {audience for audience in AUDIENCES if f"For {audience.name}<" in theirs} == sees
    count = '<b class="num">{}</b> <span class="quiet">post'.format
    assert [count(number) in page for number in range(6)] == [count(number) in theirs for number in range(6)]


def test_the_lines_of_a_profile_are_those_they_get(client_of, alice, bob, carol) -> None:
    Account.objects.filter(pk=alice.pk).update(
        fields=[["Site", "bees.example"], ["Phone", "0123", "audience:friends"], ["Plot", "17", "audience:followers"]]
    )
    found = {
        who: {line for line in ("bees.example", "0123", ">17<") if line in main_of(client_of(alice).get(path))}
        for who in ("a member", "bob", "carol")
        if (path := f"/@alice/as/?who={who}")
    }
    assert found == {
        "a member": {"bees.example"},
        "bob": {"bees.example", "0123"},
        "carol": {"bees.example", ">17<"},
    }


def test_nothing_on_it_does_anything(client_of, alice, bob, said) -> None:
    page = client_of(alice).get("/@alice/as/?who=bob").content.decode()
    main = page.partition('id="main"')[2].partition("</main>")[0]
    assert "This is what Bob sees of your profile." in main
    assert 'method="post"' not in main
    assert 'form="deeds"' not in main
    assert f"/p/{said[Audience.PUBLIC].pk}/delete/" not in main


def test_nothing_of_theirs_is_told(client_of, alice, bob, carol, eve, said) -> None:
    """What Bob has saved, reacted to and muted, and whom he stands to, makes no difference."""
    now, path = timezone.now(), "/@alice/as/?who=bob"
    wall, shared = make_post(carol, "On her wall", Audience.FRIENDS), make_post(eve, "Eve was here", Audience.PUBLIC)
    Post.objects.filter(pk=wall.pk).update(wall=alice)
    Post.objects.create(author=alice, audience=Audience.PUBLIC, share_of=shared, key="share", created_at=now)
    before = main_of(client_of(alice).get(path))
    Bookmark.objects.create(post=said[Audience.PUBLIC], account=bob, created_at=now)
    Reaction.objects.create(post=said[Audience.PUBLIC], account=bob, created_at=now)
    Mute.objects.create(muter=bob, muted=alice, created_at=now)
    make_friends(bob, carol)
    make_follow(bob, carol)
    make_block(eve, bob)
    assert main_of(client_of(alice).get(path)) == before
    assert "On her wall" not in before
    assert "Eve was here" not in before


def test_who_is_left_out_sees_friends_above_what_others_see(client_of, alice, bob) -> None:
    post = make_post(alice, "But not all")
    Post.objects.filter(pk=post.pk).update(audience=Audience.FRIENDS_EXCEPT)
    page = client_of(alice).get("/@alice/as/?who=bob").content.decode()
    assert "But not all" in page
    assert "Friends except" not in page
    PostAudience.objects.create(post=post, account=bob)
    assert "But not all" not in client_of(alice).get("/@alice/as/?who=bob").content.decode()


def test_whoever_blocks_me_is_not_found(client_of, alice, bob, eve, said) -> None:
    make_block(eve, alice)
    for name in ("eve", "nemo"):
        page = client_of(alice).get("/@alice/as/", {"who": name}).content.decode()
        assert f"Nobody called “{name}” is found." in page
        assert "For PUBLIC<" not in page


def test_whom_i_block_finds_nothing(client_of, alice, dan, said) -> None:
    page = client_of(alice).get("/@alice/as/?who=dan").content.decode()
    assert "They don’t find your profile." in page
    assert "For PUBLIC<" not in page


def test_a_guest_finds_only_those_who_speak_to_everyone(client_of, alice) -> None:
    make_post(alice, audience=Audience.MEMBERS)
    page = client_of(alice).get("/@alice/as/", {"who": "a guest"}).content.decode()
    assert "You have not said anything for everyone on the web yet." in page
    assert client_of(None).get("/@alice/").status_code == 404


def test_it_is_mine_alone(client_of, alice, bob) -> None:
    assert client_of(bob).get("/@alice/as/").status_code == 404
    assert client_of(None).get("/@alice/as/").status_code == 302
    assert "Bob" in main_of(client_of(alice).get("/@alice/as/"))


def main_of(answer) -> str:
    """What stands in the middle of a page, without what differs each time."""
    return answer.content.decode().partition('id="main"')[2].partition("</main>")[0]
