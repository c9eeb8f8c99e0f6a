"""What someone is writing is kept, written over by nobody else, and gone with what is sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.pictures import make_media
from verandah.actions import awaiting, clearing, drafting, posting
from verandah.actions.drafting import Writing
from verandah.base.errors import Conflict, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media, State
from verandah.domain.posts.drafts import LONGEST_DRAFT, MOST_DRAFTS, newest_draft, saved_drafts, unsaid
from verandah.domain.posts.models import SavedDraft

KEY = "0123456789abcdef"


def said(text: str, **more) -> Writing:
    return Writing(more.pop("place", ""), (("text", text), ("audience", "members")), **more)


def texts(account: Account, place: str = "") -> list[str]:
    return [draft.text for draft in saved_drafts(account) if draft.place == place]


def test_what_is_kept_is_there_again_and_for_nobody_else(alice: Account, eve: Account) -> None:
    drafting.save(alice, KEY, said("The river", place="c12"))
    drafting.save(alice, KEY, said("The river is high", place="c12"))
    found = newest_draft(alice, "c12")
    assert found
    assert (found.text, found.version, found.about) == ("The river is high", 2, 12)
    assert not newest_draft(alice, "")
    assert not saved_drafts(eve)
    drafting.save(eve, KEY, said("Mine"))
    assert texts(alice, "c12") == ["The river is high"]


def test_an_older_window_writes_nothing_over(alice: Account) -> None:
    drafting.save(alice, KEY, said("One", seen=0, writer="a", turn=1))
    drafting.save(alice, KEY, said("One two", seen=1, writer="b", turn=1))
    with pytest.raises(Conflict):
        drafting.save(alice, KEY, said("One three", seen=1, writer="a", turn=2))
    assert texts(alice) == ["One two"]


def test_the_same_window_need_not_have_heard_what_it_saved(alice: Account) -> None:
    drafting.save(alice, KEY, said("One", seen=0, writer="a", turn=1))
    drafting.save(alice, KEY, said("One two", seen=0, writer="a", turn=2))
    drafting.save(alice, KEY, said("One", seen=0, writer="a", turn=1))
    assert texts(alice) == ["One two"]


def test_the_same_words_from_another_window_are_no_conflict(alice: Account) -> None:
    drafting.save(alice, KEY, said("One", seen=0, writer="a"))
    drafting.save(alice, KEY, said("One", seen=0, writer="b"))
    assert texts(alice) == ["One"]


def test_an_empty_form_is_no_draft(alice: Account) -> None:
    assert drafting.save(alice, KEY, said("  \n")) is None
    drafting.save(alice, KEY, said("Words"))
    assert drafting.save(alice, KEY, said("")) is None
    assert texts(alice) == []
    assert not unsaid(alice).is_begun


def test_it_goes_with_the_post_and_does_not_come_again(alice: Account) -> None:
    drafting.save(alice, KEY, said("The river", seen=0, writer="a", turn=1))
    assert unsaid(alice).is_begun
    draft = posting.Draft("The river", key="post-of-the-form", form_key=KEY)
    assert posting.publish(alice, draft) == posting.publish(alice, draft)
    assert not unsaid(alice).is_begun
    # What the browser sent a moment before the post comes a moment after it.
    with pytest.raises(Conflict):
        drafting.save(alice, KEY, said("The rive", seen=1, writer="a", turn=2))
    with pytest.raises(NotFound):
        drafting.bring_back(alice, KEY)
    assert texts(alice) == []


def test_what_was_never_kept_does_not_come_after_its_post(alice: Account) -> None:
    posting.publish(alice, posting.Draft("The river", key="post-of-the-form", form_key=KEY))
    with pytest.raises(Conflict):
        drafting.save(alice, KEY, said("The rive", seen=0, writer="a", turn=1))


def test_a_refused_post_leaves_its_draft(alice: Account) -> None:
    drafting.save(alice, KEY, said("x" * 6000))
    with pytest.raises(Invalid):
        posting.publish(alice, posting.Draft("x" * 6000, key="post-of-the-form", form_key=KEY))
    assert len(texts(alice)) == 1


def test_put_away_and_brought_back(alice: Account, eve: Account) -> None:
    drafting.save(alice, KEY, said("The river"))
    for verb in (drafting.drop, drafting.bring_back):
        with pytest.raises(NotFound):
            verb(eve, KEY)
    drafting.drop(alice, KEY)
    drafting.drop(alice, KEY)
    assert texts(alice) == []
    drafting.bring_back(alice, KEY)
    drafting.bring_back(alice, KEY)
    assert texts(alice) == ["The river"]
    drafting.drop(alice, KEY)
    SavedDraft.objects.update(dropped_at=timezone.now() - drafting.DROPPED_FOR - timedelta(minutes=1))
    assert drafting.clear_dropped() == 1
    with pytest.raises(NotFound):
        drafting.bring_back(alice, KEY)


def test_there_is_a_limit_and_it_names_the_oldest(alice: Account) -> None:
    for number in range(MOST_DRAFTS):
        drafting.save(alice, f"key-{number}", said("Words"))
    with pytest.raises(Invalid, match=f"{MOST_DRAFTS} drafts already, the oldest of "):
        drafting.save(alice, "one-more", said("Words"))
    # What is there can still be written on.
    drafting.save(alice, "key-3", said("More words"))
    drafting.drop(alice, "key-3")
    drafting.save(alice, "one-more", said("Words"))


def test_too_much_and_nonsense_are_refused(alice: Account) -> None:
    for writing in (
        said("x" * LONGEST_DRAFT),
        Writing("", (*[("a", "b")] * 101, ("text", "x"))),
        Writing("", (("text", "x"), ("n" * 65, "x"))),
        said("x", place="q12"),
        said("x", place="c"),
    ):
        with pytest.raises(Invalid):
            drafting.save(alice, KEY, writing)
    for key in ("", "a b", "x" * 65, "å"):
        with pytest.raises(Invalid):
            drafting.save(alice, key, said("x"))
    drafting.save(alice, KEY, said("a\0b\ud800c"))
    assert texts(alice) == ["abc"]


def test_files_of_drafts_are_kept(alice: Account) -> None:
    kept, loose = (make_media(alice).pk for _number in range(2))
    drafting.save(alice, KEY, Writing("", (("media", str(kept)),)))
    Media.objects.update(created_at=timezone.now() - clearing.LOOSE_FOR - timedelta(minutes=1))
    clearing.clear_rows()
    assert set(Media.objects.values_list("pk", flat=True)) == {kept}
    assert loose != kept


def test_what_waits_for_its_files_is_no_draft_any_more(alice: Account) -> None:
    file = make_media(alice).pk
    Media.objects.filter(pk=file).update(state=State.WAITING)
    drafting.save(alice, KEY, Writing("", (("text", "A film"), ("media", str(file)))))
    draft = posting.Draft("A film", key="post-of-the-form", form_key=KEY, media_ids=(file,))
    assert awaiting.publish_when_ready(alice, draft) is None
    assert texts(alice) == []
    assert unsaid(alice) == (True, False)
