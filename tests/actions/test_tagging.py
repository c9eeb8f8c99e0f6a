"""Tags one follows and tags one shows, and domains one wants nothing from."""

import pytest

from tests.factories import make_post
from verandah.actions import avoiding, following, tagging
from verandah.actions.following import Wish
from verandah.base.errors import Invalid
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import home_ids
from verandah.domain.graph.models import DomainBlock, FollowRequest
from verandah.domain.graph.queries import domain_blocks
from verandah.domain.graph.show import relations
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.tags import featured_tags, followed_tags, suggested_tags, tag_stands


def test_a_tag_is_followed_in_any_spelling(alice: Account, eve: Account) -> None:
    post = make_post(alice, "I saw #Birds")
    assert home_ids(eve, Page()) == []
    assert tagging.follow(eve, "#BIRDS") == tagging.follow(eve, "birds") == "birds"
    assert [entry.name for entry in followed_tags(eve, Page())] == ["birds"]
    assert tag_stands(eve, ["birds", "cats"]).followed == {"birds"}
    assert home_ids(eve, Page()) == [post.id]
    assert tagging.unfollow(eve, "Birds") == tagging.unfollow(eve, "birds") == "birds"
    assert followed_tags(eve, Page()) == []
    assert home_ids(eve, Page()) == []


def test_a_tag_is_followed_as_it_is_typed_in_persian(alice: Account, eve: Account) -> None:
    """Between the parts of a word stands a sign that cannot be seen; the tag is kept without it."""
    post = make_post(alice, "#می\u200cروم")
    for deed in (tagging.follow, tagging.feature):
        assert deed(eve, "#می\u200cروم") == "میروم"
    assert home_ids(eve, Page()) == [post.id]
    for deed in (tagging.unfollow, tagging.unfeature):
        assert deed(eve, "می\u200cروم") == "میروم"
    assert followed_tags(eve, Page()) == []


@pytest.mark.parametrize(
    "name", ["", "#", "\u200c", "two words", "a-b", "a/b", "123", "x" * 101, "#birds #cats", "\u202e"]
)
def test_what_cannot_be_a_tag_is_refused(eve: Account, name: str) -> None:
    for deed in (tagging.follow, tagging.unfollow, tagging.feature, tagging.unfeature):
        with pytest.raises(Invalid):
            deed(eve, name)


def test_a_tag_that_i_see_nowhere_has_no_number(alice: Account, eve: Account) -> None:
    make_post(alice, "#secret", Audience.ONLY_ME)
    make_post(alice, "#birds")
    for name in ("secret", "birds", "unheard"):
        tagging.follow(eve, name)
    found = {entry.name: entry.tag_id for entry in followed_tags(eve, Page())}
    assert found["secret"] == found["unheard"] == 0
    assert found["birds"] != 0


def test_a_profile_counts_a_tag_for_whoever_looks(alice: Account, carol: Account, eve: Account) -> None:
    tagging.feature(alice, "birds")
    tagging.feature(alice, "#Birds")
    tagging.feature(alice, "cats")
    make_post(eve, "#birds by someone else")
    posts = {
        audience: make_post(alice, f"#birds {audience}", audience)
        for audience in (Audience.PUBLIC, Audience.MEMBERS, Audience.FOLLOWERS, Audience.ONLY_ME)
    }
    told = {
        name: [(row.name, row.count, row.newest_id) for row in featured_tags(viewer, alice)]
        for name, viewer in (("guest", None), ("eve", eve), ("carol", carol), ("alice", alice))
    }
    none = ("cats", 0, 0)
    assert told == {
        "guest": [("birds", 1, posts[Audience.PUBLIC].id), none],
        "eve": [("birds", 2, posts[Audience.MEMBERS].id), none],
        "carol": [("birds", 3, posts[Audience.FOLLOWERS].id), none],
        "alice": [("birds", 4, posts[Audience.ONLY_ME].id), none],
    }


def test_what_one_uses_and_does_not_show_is_suggested(alice: Account, eve: Account) -> None:
    for text in ("#birds", "#cats", "#cats", "#dogs"):
        make_post(alice, f"{text} again")
    make_post(eve, "#eels")
    tagging.feature(alice, "dogs")
    assert [name for _number, name in suggested_tags(alice)] == ["cats", "birds"]
    tagging.unfeature(alice, "dogs")
    tagging.unfeature(alice, "dogs")
    assert [name for _number, name in suggested_tags(alice)] == ["cats", "dogs", "birds"]


def test_tags_are_limited(alice: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "MOST_FOLLOWED", 1)
    monkeypatch.setattr(tagging, "MOST_FEATURED", 1)
    for deed in (tagging.follow, tagging.feature):
        deed(alice, "birds")
        deed(alice, "birds")
        with pytest.raises(Invalid):
            deed(alice, "cats")


def test_a_follow_is_as_it_is_wished_now(alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    usual = relations(eve, [alice.id])[alice.id]
    assert (usual.shows_shares, usual.notifies, usual.languages) == (True, False, ())
    following.follow(eve, alice, Wish(shows_shares=False, languages=("en", "pt-br", "en")))
    following.follow(eve, alice, Wish(notifies=True))
    found = relations(eve, [alice.id])[alice.id]
    assert (found.shows_shares, found.notifies, found.languages) == (False, True, ("en", "pt-br"))
    following.follow(eve, alice, Wish(languages=()))
    assert relations(eve, [alice.id])[alice.id].languages == ()
    assert not FollowRequest.objects.exists()


def test_a_request_keeps_what_was_wished(alice: Account, eve: Account) -> None:
    alice.approves_followers = True
    alice.save()
    following.follow(eve, alice, Wish(notifies=True, languages=("de",)))
    following.follow(eve, alice, Wish(shows_shares=False))
    following.accept(alice, eve)
    found = relations(eve, [alice.id])[alice.id]
    assert (found.following, found.shows_shares, found.notifies, found.languages) == (True, False, True, ("de",))


@pytest.mark.parametrize("languages", [("english please",), ("",), ("en",) * 21, ("%",), ("EN",)])
def test_languages_are_codes(alice: Account, eve: Account, languages: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        following.follow(eve, alice, Wish(languages=languages))
    assert not relations(eve, [alice.id])[alice.id].following


def test_a_domain_is_avoided_in_any_spelling(alice: Account, eve: Account) -> None:
    for name in ("Example.ORG", "example.org.", "bücher.example", "xn--bcher-kva.example"):
        avoiding.avoid(alice, name)
    assert [domain for _position, domain in domain_blocks(alice, Page())] == ["xn--bcher-kva.example", "example.org"]
    assert domain_blocks(eve, Page()) == []
    avoiding.admit(alice, "EXAMPLE.org")
    avoiding.admit(alice, "example.org")
    assert DomainBlock.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["", "localhost", "a b.org", "-a.org", "http://a.org", "a..org", "x" * 64 + ".org", "*"]
)
def test_what_is_no_domain_is_refused(alice: Account, name: str) -> None:
    with pytest.raises(Invalid):
        avoiding.avoid(alice, name)


def test_domains_are_limited(alice: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(avoiding, "MOST_DOMAINS", 1)
    avoiding.avoid(alice, "example.org")
    avoiding.avoid(alice, "example.org")
    with pytest.raises(Invalid):
        avoiding.avoid(alice, "example.net")
