"""The index follows what is said, and search finds only what one may see."""

from collections.abc import Sequence

import pytest
from django.db import connection

from tests.factories import make_account, make_post
from tests.pictures import make_media
from verandah.actions import editing, indexing, moderating, posting, voting
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.domain.search.asked import understood
from verandah.domain.search.queries import best_ids, found_ids


def found(viewer: Account, typed: str) -> list[int]:
    return found_ids(viewer, understood(typed), Page())


def texts(viewer: Account, typed: str) -> list[str]:
    return [Post.objects.get(pk=number).text for number in best_ids(viewer, understood(typed), 20)]


def kept() -> Sequence[int]:
    number = "rowid" if connection.vendor == "sqlite" else "post_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {number} FROM verandah_postsearch ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_a_post_is_found_by_what_is_said_in_it_at_once(alice: Account, bob: Account) -> None:
    media = make_media(alice, description="A heron in the reeds")
    poll = voting.Question(("Tomatoes", "Courgettes"), 3600)
    posting.publish(alice, posting.Draft("Seedlings", key="a", poll=poll, warning="mud", place="Alder Bay"))
    posting.publish(alice, posting.Draft("Look", key="b", media_ids=(media.pk,)))
    for typed in ("seedlings", "courgettes", "mud", "alder bay"):
        assert texts(bob, typed) == ["Seedlings"], typed
    assert texts(bob, "heron") == ["Look"]


def test_an_edit_is_found_by_its_new_words_alone(alice: Account, bob: Account) -> None:
    post = make_post(alice, "The ferry leaves at nine")
    editing.edit(alice, post.pk, editing.Change("The tram leaves at nine"))
    assert (texts(bob, "ferry"), texts(bob, "tram")) == ([], ["The tram leaves at nine"])


def test_what_is_gone_is_not_found(alice: Account, bob: Account, mo: Account) -> None:
    post = make_post(alice, "lantern")
    posting.delete(alice, post.pk)
    assert found(bob, "lantern") == []
    posting.restore(alice, post.pk)
    assert found(bob, "lantern") == [post.pk]
    moderating.suspend(alice, mo)
    assert found(bob, "lantern") == []


@pytest.mark.parametrize(
    ("audience", "seers"),
    [
        (Audience.PUBLIC, {"alice", "bob", "carol", "eve", None}),
        (Audience.MEMBERS, {"alice", "bob", "carol", "eve"}),
        (Audience.FOLLOWERS, {"alice", "carol"}),
        (Audience.FRIENDS, {"alice", "bob"}),
        (Audience.ONLY_ME, {"alice"}),
    ],
)
def test_only_who_may_see_it_finds_it(alice, bob, carol, dan, eve, audience, seers) -> None:
    post = make_post(alice, "quietword", audience)
    for viewer in (alice, bob, carol, dan, eve, None):
        name = viewer.username if viewer else None
        for typed in ("quietword", "quiet", "from:alice", '"quietword"'):
            assert found(viewer, typed) == ([post.pk] if name in seers else []), (name, typed)


def test_what_was_there_before_is_put_in_and_what_is_gone_taken_out(alice: Account, bob: Account) -> None:
    posts = [make_post(alice, f"meadow {number}") for number in range(3)]
    indexing.forget([post.pk for post in posts[:2]])
    assert found(bob, "meadow") == [posts[2].pk]
    assert indexing.fill_index() == 2
    assert indexing.fill_index() == 0
    assert found(bob, "meadow") == [post.pk for post in reversed(posts)]
    Post.objects.filter(pk=posts[0].pk).delete()
    indexing.fill_index()
    assert kept() == [posts[1].pk, posts[2].pk]


def test_nothing_asked_is_nothing_found(alice: Account, django_assert_num_queries) -> None:
    make_post(alice, "something")
    with django_assert_num_queries(0):
        for typed in ("", "   ", "-something", '""', "in:posts", "...", "has:feathers"):
            assert found(alice, typed) == [], typed


ODD = ['"', "' OR 1=1 --", "a:b:c", "NEAR(a b)", "x*", "^a", "\\", "{a} : b", "'a' & !b", "\x00", "٪"]


@pytest.mark.parametrize("typed", ODD, ids=range(len(ODD)))
def test_whatever_is_typed_breaks_nothing(alice: Account, typed: str) -> None:
    make_post(alice, "something else")
    assert found(alice, typed) == []


def test_operators(alice: Account, bob: Account) -> None:
    photo = posting.publish(alice, posting.Draft("harbour", key="p", media_ids=(make_media(alice).pk,)))
    plain = make_post(bob, "harbour in the morning #boats")
    comment = posting.publish(bob, posting.Draft("harbour again", key="c", parent_id=photo.pk))
    assert found(bob, "harbour") == [comment.pk, plain.pk, photo.pk]
    assert found(bob, "harbour from:alice") == [photo.pk]
    assert found(bob, "harbour from:me in:posts") == [plain.pk]
    assert found(bob, "has:photo") == [photo.pk]
    assert found(bob, "harbour -morning") == [comment.pk, photo.pk]
    assert found(bob, '"in the morning"') == [plain.pk]
    assert found(bob, '"the in morning"') == []
    assert found(bob, "#boats") == [plain.pk]
    assert found(bob, "harbour in:comments") == [comment.pk]
    assert found(bob, "from:bob -morning -#boats") == [comment.pk]
    assert found(bob, "from:bob -morning -again") == []
    assert found(bob, f"harbour before:{photo.created_at:%Y}-01-01") == []
    assert len(found(bob, f"harbour on:{photo.created_at:%Y-%m-%d}")) == 3


SAMPLE = [
    (
        "Die Bäckerei an der Straße backt Apfelstrudelkuchen",
        ["backerei", "baeckerei", "BÄCKEREI", "strasse", "Straße", "apfel"],
    ),
    ("أخبار المدينة اليوم", ["اخبار", "المدينه", "مدينة", "أخبارُ"]),
    ("東京タワーの写真を撮りました", ["東京", "タワー", "写真", "東"]),
    ("İstanbul'da ılık bir akşam", ["istanbul", "ilik", "akşam", "aksam"]),
    ("Le café près de l'église est fermé", ["cafe", "église", "eglise", "ferme"]),
    ("Tomatoes from the allotment", ["tomato", "ALLOTMENT", "tomatoes"]),
]


@pytest.mark.parametrize(
    ("text", "asked"), SAMPLE, ids=["german", "arabic", "japanese", "turkish", "french", "english"]
)
def test_any_script_is_found_as_it_is_typed(site, text: str, asked: list[str]) -> None:
    writer = make_account()
    for other, _words in SAMPLE:
        make_post(writer, other)
    for typed in asked:
        assert texts(writer, typed)[:1] == [text], typed


def test_whole_words_and_words_together_come_first(alice: Account) -> None:
    for text in ("garden fence", "gardening is long", "fence the old garden", "a fence of the garden far"):
        make_post(alice, text)
    assert texts(alice, "garden fence")[0] == "garden fence"
    assert texts(alice, "garden")[-1] == "gardening is long"


def test_an_apostrophe_may_be_left_out(alice: Account) -> None:
    for text in ("Grandmother's bread", "Grandmother so far", "Grandmother’s chair", "Grandmother"):
        make_post(alice, text)
    assert texts(alice, "grandmothers") == ["Grandmother’s chair", "Grandmother's bread"]
    assert texts(alice, "-grandmothers grandmother") == ["Grandmother", "Grandmother so far"]
