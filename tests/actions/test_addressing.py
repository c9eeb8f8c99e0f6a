"""For whom something is said: lists and people chosen, remembered, changed, and never more than that."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.albums import make_album
from tests.factories import make_account, make_friends, make_post
from tests.pictures import make_media
from verandah.actions import addressing, compiling, editing, listing, posting, scheduling, uploading
from verandah.actions.addressing import Addressed
from verandah.actions.compiling import AlbumDraft
from verandah.actions.posting import Draft
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account, Preferences
from verandah.domain.albums.models import AlbumAudience
from verandah.domain.albums.queries import visible_album
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.media.show import media_of
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, PostAudience
from verandah.domain.posts.queries import visible_post
from verandah.domain.posts.rules import MOST_LISTS, MOST_PEOPLE, NAMING


def make_list(owner: Account, *people: Account, title: str = "Sailors") -> PeopleList:
    row = PeopleList.objects.create(owner=owner, title=title, created_at=timezone.now())
    now = timezone.now()
    PeopleListMember.objects.bulk_create(
        PeopleListMember(people_list=row, account=one, created_at=now) for one in people
    )
    return row


def sees(viewer: Account, post: Post) -> bool:
    try:
        visible_post(viewer, post.pk)
    except NotFound:
        return False
    return True


def rows(post: Post) -> set[tuple[int | None, int | None]]:
    return set(PostAudience.objects.filter(post=post).values_list("people_list_id", "account_id"))


def test_a_post_to_a_list_is_seen_by_who_is_on_it_now(alice: Account, bob: Account, carol: Account) -> None:
    sailors = make_list(alice, bob)
    post = posting.publish(alice, Draft("Ahoy", Audience.LISTS, "k", list_ids=(sailors.pk, sailors.pk)))
    assert rows(post) == {(sailors.pk, None)}
    assert (sees(alice, post), sees(bob, post), sees(carol, post)) == (True, True, False)
    listing.remove(alice, sailors.pk, [bob.pk])
    PeopleListMember.objects.create(people_list=sailors, account=carol, created_at=timezone.now())
    assert (sees(bob, post), sees(carol, post)) == (False, True)


def test_named_people_are_those_chosen_and_those_the_words_name(
    alice: Account, bob: Account, carol: Account, eve: Account
) -> None:
    draft = Draft("Hello @carol", Audience.PEOPLE, "k", account_ids=(bob.pk, alice.pk), is_chosen=True)
    post = posting.publish(alice, draft)
    assert rows(post) == {(None, bob.pk), (None, carol.pk)}
    assert (sees(bob, post), sees(carol, post), sees(eve, post)) == (True, True, False)


def test_friends_but_one(alice: Account, bob: Account, carol: Account) -> None:
    mo = make_account("mo")
    make_friends(alice, mo)
    post = posting.publish(alice, Draft("A surprise", Audience.FRIENDS_EXCEPT, "k", account_ids=(bob.pk,)))
    assert (sees(mo, post), sees(bob, post), sees(carol, post)) == (True, False, False)


def test_a_list_that_goes_never_opens_what_was_kept_from_it(alice: Account, bob: Account) -> None:
    family = make_list(alice, bob, title="Family")
    post = posting.publish(alice, Draft("A surprise", Audience.FRIENDS_EXCEPT, "k", list_ids=(family.pk,)))
    said = posting.publish(alice, Draft("To them", Audience.LISTS, "l", list_ids=(family.pk,)))
    album = make_album(alice)
    compiling.change(alice, album.pk, AlbumDraft(audience=Audience.FRIENDS_EXCEPT, list_ids=(family.pk,)))
    listing.delete(alice, family.pk)
    assert (sees(bob, post), sees(bob, said)) == (False, False)
    assert (rows(post), rows(said)) == ({(None, bob.pk)}, set())
    with pytest.raises(NotFound):
        visible_album(bob, album.pk)


@pytest.mark.parametrize("audience", [Audience.FRIENDS_EXCEPT, Audience.LISTS])
def test_an_empty_choice_is_refused(alice: Account, audience: Audience) -> None:
    post = make_post(alice)
    for deed in (
        lambda: posting.publish(alice, Draft("Hm", audience, "k")),
        lambda: posting.publish(alice, Draft("Hm", audience, "k", account_ids=(alice.pk,))),
        lambda: editing.change_audience(alice, post.pk, audience),
        lambda: compiling.create(alice, AlbumDraft("Hm", audience=audience), "k"),
    ):
        refused(deed, "at least one list or person")


def test_named_people_must_be_some_where_they_were_chosen(alice: Account, bob: Account) -> None:
    refused(lambda: posting.publish(alice, Draft("Hm", Audience.PEOPLE, "k", is_chosen=True)), "at least one")
    refused(lambda: compiling.create(alice, AlbumDraft("Hm", audience=Audience.PEOPLE), "k"), "at least one")
    post = posting.publish(alice, Draft("Hm", key="k"))
    refused(lambda: editing.change_audience(alice, post.pk, Audience.PEOPLE), "at least one")
    assert posting.publish(alice, Draft("Hm", Audience.PEOPLE, "l")).audience == Audience.ONLY_ME
    assert rows(posting.publish(alice, Draft("@bob", Audience.PEOPLE, "m", is_chosen=True))) == {(None, bob.pk)}


def test_lists_of_others_and_people_who_keep_apart_are_refused_by_name(
    alice: Account, bob: Account, dan: Account, eve: Account
) -> None:
    theirs = make_list(eve, bob)
    for ids in ((theirs.pk,), (make_list(alice).pk, 2**62)):
        refused(lambda ids=ids: posting.publish(alice, Draft("Hm", Audience.LISTS, "k", list_ids=ids)), "Choose again")
    for one, other in ((alice, dan), (dan, alice)):
        draft = Draft("Hm", Audience.PEOPLE, "k", account_ids=(bob.pk, other.pk))
        refused(lambda one=one, draft=draft: posting.publish(one, draft), str(other.pk))
    assert not Post.objects.exists()


@pytest.mark.parametrize("audience", NAMING)
def test_as_many_people_as_there_can_be_and_one_more(alice: Account, audience: Audience) -> None:
    people = [make_account(f"p{number}").pk for number in range(MOST_PEOPLE + 1)]
    posting.publish(alice, Draft("Many", audience, "k", account_ids=tuple(people[:-1])))
    draft = Draft("Too many", audience, "l", account_ids=tuple(people))
    refused(lambda: posting.publish(alice, draft), f"at most {MOST_PEOPLE}")


def test_as_many_lists_as_there_can_be_and_one_more(alice: Account) -> None:
    lists = [make_list(alice, title=f"L{number}").pk for number in range(MOST_LISTS + 1)]
    posting.publish(alice, Draft("Many", Audience.LISTS, "k", list_ids=tuple(lists[:-1])))
    draft = Draft("Too many", Audience.LISTS, "l", list_ids=tuple(lists))
    refused(lambda: posting.publish(alice, draft), f"at most {MOST_LISTS}")


def test_what_an_audience_does_not_ask_for_is_not_kept(alice: Account, bob: Account) -> None:
    sailors = make_list(alice, bob)
    for audience in (Audience.MEMBERS, Audience.FRIENDS, Audience.ONLY_ME):
        draft = Draft("Hm", audience, f"k{audience}", list_ids=(sailors.pk,), account_ids=(bob.pk,))
        assert rows(posting.publish(alice, draft)) == set()


def test_the_same_words_to_other_people_are_another_post(alice: Account, bob: Account, carol: Account) -> None:
    def say(key: str, *people: Account, text: str = "Tea at four?") -> int:
        ids = tuple(one.pk for one in people)
        day = timedelta(days=1)
        return posting.publish(alice, Draft(text, Audience.PEOPLE, key, account_ids=ids, same_within=day)).pk

    first = say("a", bob)
    assert say("b", bob) == first
    assert len({first, say("c", carol), say("d", bob, carol)}) == 3
    named = say("e", bob, text="With @carol")
    assert say("f", bob, text="With @carol") == named
    assert say("g", text="With @carol") != named


def test_changing_who_is_named_is_a_change_and_twice_the_same(alice: Account, bob: Account, carol: Account) -> None:
    post = posting.publish(alice, Draft("Tea, @carol?", key="k"))
    editing.change_audience(alice, post.pk, Audience.PEOPLE, account_ids=[bob.pk])
    assert rows(post) == {(None, bob.pk), (None, carol.pk)}
    rev = Post.objects.get(pk=post.pk).rev
    editing.change_audience(alice, post.pk, Audience.PEOPLE, account_ids=[bob.pk])
    assert Post.objects.get(pk=post.pk).rev == rev
    sailors = make_list(alice, carol)
    editing.change_audience(alice, post.pk, Audience.LISTS, [sailors.pk])
    assert rows(post) == {(sailors.pk, None)}
    assert Post.objects.get(pk=post.pk).rev == rev + 1
    assert (sees(bob, post), sees(carol, post)) == (False, True)
    editing.change_audience(alice, post.pk, Audience.FRIENDS)
    assert rows(post) == set()


def test_a_choice_is_remembered_and_only_a_choice(alice: Account, bob: Account) -> None:
    sailors = make_list(alice, bob)
    posting.publish(alice, Draft("From an app", Audience.ONLY_ME, "a"))
    assert not Preferences.objects.exists()
    posting.publish(alice, Draft("Ahoy", Audience.LISTS, "b", list_ids=(sailors.pk,), is_chosen=True))
    said = {"audience": "lists", "lists": [sailors.pk], "people": []}
    assert Preferences.objects.get(account=alice).last_audience == said
    posting.publish(alice, Draft("Hi", Audience.PUBLIC, "c", is_chosen=True))
    addressing.remember(alice, Addressed(Audience.PUBLIC))
    said = {"audience": "public", "lists": [], "people": []}
    assert Preferences.objects.get(account=alice).last_audience == said


def test_what_is_said_later_is_for_the_same(alice: Account, bob: Account, eve: Account) -> None:
    sailors = make_list(alice, bob)
    draft = Draft("Later", Audience.LISTS, "k", list_ids=(sailors.pk,))
    row = scheduling.schedule(alice, draft, timezone.now() + timedelta(days=1))
    row.refresh_from_db()
    post = posting.publish(alice, scheduling.read(row))
    assert (sees(bob, post), sees(eve, post)) == (True, False)


def test_an_album_is_for_lists_and_people_too(alice: Account, bob: Account, carol: Account) -> None:
    sailors = make_list(alice, bob)
    draft = AlbumDraft("Two weeks", audience=Audience.LISTS, list_ids=(sailors.pk,))
    album = compiling.create(alice, draft, "k")
    assert compiling.create(alice, draft, "k").pk == album.pk
    assert visible_album(bob, album.pk)
    with pytest.raises(NotFound):
        visible_album(carol, album.pk)
    compiling.change(alice, album.pk, AlbumDraft("Named anew"))
    assert visible_album(bob, album.pk)
    rev = compiling.change(alice, album.pk, AlbumDraft(audience=Audience.PEOPLE, account_ids=(carol.pk,))).rev
    assert compiling.change(alice, album.pk, AlbumDraft(audience=Audience.PEOPLE, account_ids=(carol.pk,))).rev == rev
    assert visible_album(carol, album.pk)
    with pytest.raises(NotFound):
        visible_album(bob, album.pk)
    compiling.change(alice, album.pk, AlbumDraft(audience=Audience.FRIENDS))
    assert not AlbumAudience.objects.exists()


def refused(deed: Callable[[], object], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        deed()


def test_addresses_of_files_end_for_who_is_not_named_any_more(alice: Account, bob: Account, carol: Account) -> None:
    sailors = make_list(alice, bob, carol)
    post = make_post(alice)
    with transaction.atomic():
        uploading.attach(alice, post, [make_media(alice).pk])
    Post.objects.filter(pk=post.pk).update(has_media=True)

    def told() -> str:
        return media_of([post.pk])[post.pk][0].url

    editing.change_audience(alice, post.pk, Audience.PEOPLE, account_ids=[bob.pk])
    named = told()
    assert Client().get(named).status_code == 200
    editing.change_audience(alice, post.pk, Audience.PEOPLE, account_ids=[carol.pk])
    assert (Client().get(named).status_code, Client().get(told()).status_code) == (404, 200)
    editing.change_audience(alice, post.pk, Audience.LISTS, [sailors.pk])
    listed, rev = told(), Post.objects.get(pk=post.pk).rev
    listing.remove(alice, sailors.pk, [bob.pk])
    listing.remove(alice, sailors.pk, [bob.pk])
    assert (Client().get(listed).status_code, Client().get(told()).status_code) == (404, 200)
    assert Post.objects.get(pk=post.pk).rev == rev + 1
