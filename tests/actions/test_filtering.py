"""Filters: what can be in one, whose it is, when it ends, and that streams hear of every change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_post
from verandah.actions import filtering
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.base import pubsub
from verandah.base.errors import Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.filters import active_filters, all_filters, one_filter
from verandah.domain.posts.models import Filter, FilterKeyword

SPOILERS = FilterDraft(
    "Spoilers", ("home", "public"), "hide", 60, (KeywordDraft("ending"), KeywordDraft("twist", False))
)


def words(viewer: Account, number: int) -> list[tuple[str, bool]]:
    return [(word.keyword, word.is_whole_word) for word in one_filter(viewer, number).keywords]


def test_a_filter_is_kept_as_it_was_said(alice: Account) -> None:
    number = filtering.create(alice, SPOILERS)
    [found] = active_filters(alice)
    assert (found.id, found.title, found.contexts, found.action) == (number, "Spoilers", ("home", "public"), "hide")
    assert found.until is not None
    assert timedelta(seconds=50) < found.until - timezone.now() <= timedelta(seconds=60)
    assert words(alice, number) == [("ending", True), ("twist", False)]
    assert active_filters(alice, "home") == (found,)
    assert active_filters(alice, "thread") == ()
    assert active_filters(None) == ()


def test_what_is_not_named_stays(alice: Account) -> None:
    number = filtering.create(alice, SPOILERS)
    before = one_filter(alice, number)
    filtering.change(alice, number, FilterDraft("Secrets"))
    after = one_filter(alice, number)
    assert (after.title, after.contexts, after.action, after.until) == (
        "Secrets",
        before.contexts,
        before.action,
        before.until,
    )
    filtering.change(alice, number, FilterDraft(seconds=0))
    assert one_filter(alice, number).until is None


def test_words_are_added_changed_and_removed_at_once(alice: Account) -> None:
    number = filtering.create(alice, SPOILERS)
    first, second = (word.id for word in one_filter(alice, number).keywords)
    drafts = (KeywordDraft(id=first, is_gone=True), KeywordDraft("turn", id=second), KeywordDraft("end"))
    filtering.change(alice, number, FilterDraft(keywords=drafts))
    assert words(alice, number) == [("turn", False), ("end", True)]


def test_when_one_word_is_wrong_nothing_is_changed(alice: Account, bob: Account) -> None:
    number, his = filtering.create(alice, SPOILERS), filtering.create(bob, SPOILERS)
    foreign = one_filter(bob, his).keywords[0].id
    for wrong, refusal in ((KeywordDraft("mine now", id=foreign), NotFound), (KeywordDraft(" "), Invalid)):
        with pytest.raises(refusal):
            filtering.change(alice, number, FilterDraft("Other", keywords=(KeywordDraft("new"), wrong)))
    assert one_filter(alice, number).title == "Spoilers"
    assert words(alice, number) == words(bob, his) == [("ending", True), ("twist", False)]


@pytest.mark.parametrize(
    "draft",
    [
        FilterDraft(None, ("home",)),
        FilterDraft("Title"),
        FilterDraft("Title", ()),
        FilterDraft("Title", ("home", "everywhere")),
        FilterDraft("Title", ("home",), "delete"),
        FilterDraft("Title", ("home",), seconds=-1),
        FilterDraft("Title", ("home",), seconds=filtering.LONGEST_SECONDS + 1),
        FilterDraft("x" * 201, ("home",)),
        FilterDraft("Title", ("home",), keywords=(KeywordDraft("x" * 201),)),
        FilterDraft("Title", ("home",), keywords=(KeywordDraft(is_whole_word=True),)),
    ],
)
def test_what_no_filter_can_be_is_refused(alice: Account, draft: FilterDraft) -> None:
    with pytest.raises(Invalid):
        filtering.create(alice, draft)
    assert all_filters(alice) == ()


def test_a_filter_that_has_run_out_is_kept_and_counts_for_nothing(alice: Account) -> None:
    number = filtering.create(alice, SPOILERS)
    Filter.objects.update(until=timezone.now() - timedelta(hours=1))
    assert active_filters(alice) == ()
    assert [one.id for one in all_filters(alice)] == [number]


def test_a_filter_can_be_for_a_post_that_one_sees(alice: Account, bob: Account) -> None:
    number, hidden = filtering.create(alice, SPOILERS), make_post(bob, audience=Audience.ONLY_ME)
    seen = make_post(bob)
    assert filtering.add_post(alice, number, seen.id) == filtering.add_post(alice, number, seen.id)
    [row] = one_filter(alice, number).posts
    assert row.post_id == seen.id
    with pytest.raises(NotFound):
        filtering.add_post(alice, number, hidden.id)
    filtering.remove_post(alice, row.id)
    with pytest.raises(NotFound):
        filtering.remove_post(alice, row.id)


def test_someone_elses_filter_is_not_there(alice: Account, eve: Account) -> None:
    number, post = filtering.create(alice, SPOILERS), make_post(alice)
    row = filtering.add_post(alice, number, post.id)
    word = one_filter(alice, number).keywords[0].id
    for deed in (
        lambda: filtering.change(eve, number, SPOILERS),
        lambda: filtering.delete(eve, number),
        lambda: filtering.add_keyword(eve, number, KeywordDraft("mine")),
        lambda: filtering.change_keyword(eve, word, KeywordDraft("mine")),
        lambda: filtering.remove_keyword(eve, word),
        lambda: filtering.add_post(eve, number, post.id),
        lambda: filtering.remove_post(eve, row),
        lambda: one_filter(eve, number),
    ):
        with pytest.raises(NotFound):
            deed()
    assert words(alice, number) == [("ending", True), ("twist", False)]


def test_an_older_app_leaves_no_empty_filter_behind(alice: Account) -> None:
    number = filtering.create(alice, SPOILERS)
    first, second = (word.id for word in one_filter(alice, number).keywords)
    filtering.remove_keyword(alice, first, with_filter=True)
    assert words(alice, number) == [("twist", False)]
    filtering.remove_keyword(alice, second)
    assert words(alice, number) == []
    third = filtering.add_keyword(alice, number, KeywordDraft("end"))
    filtering.remove_keyword(alice, third, with_filter=True)
    assert all_filters(alice) == ()


def test_filters_are_limited(alice: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filtering, "MOST_FILTERS", 1)
    monkeypatch.setattr(filtering, "MOST_KEYWORDS", 3)
    monkeypatch.setattr(filtering, "MOST_POSTS", 1)
    number = filtering.create(alice, SPOILERS)
    filtering.add_keyword(alice, number, KeywordDraft("third"))
    filtering.add_post(alice, number, make_post(alice).id)
    for deed in (
        lambda: filtering.create(alice, SPOILERS),
        lambda: filtering.add_keyword(alice, number, KeywordDraft("fourth")),
        lambda: filtering.change(alice, number, FilterDraft(keywords=(KeywordDraft("fourth"),))),
        lambda: filtering.add_post(alice, number, make_post(alice).id),
    ):
        with pytest.raises(Invalid):
            deed()
    assert FilterKeyword.objects.count() == 3


def test_streams_hear_of_every_change(alice: Account, django_capture_on_commit_callbacks) -> None:
    post = make_post(alice)
    with django_capture_on_commit_callbacks() as announced:
        number = filtering.create(alice, SPOILERS)
        word = filtering.add_keyword(alice, number, KeywordDraft("end"))
        filtering.change_keyword(alice, word, KeywordDraft("fin"))
        filtering.remove_keyword(alice, word)
        filtering.remove_post(alice, filtering.add_post(alice, number, post.id))
        filtering.change(alice, number, FilterDraft("Other"))
        filtering.delete(alice, number)
    assert [(tell.func, *tell.args) for tell in announced] == [(pubsub.announce, "people", "filters", alice.id)] * 8


def test_reading_filters_costs_one_query_or_two(alice: Account, django_assert_num_queries) -> None:
    # Most people have none, and that is found out at once.
    with django_assert_num_queries(1):
        assert active_filters(alice) == ()
    for number in range(5):
        filtering.add_keyword(alice, filtering.create(alice, SPOILERS), KeywordDraft(f"word {number}"))
    with django_assert_num_queries(2):
        assert [len(one.keywords) for one in active_filters(alice)] == [3] * 5
    with django_assert_num_queries(0):
        active_filters(None)
