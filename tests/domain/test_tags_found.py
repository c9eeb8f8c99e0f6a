"""Tags are found as they are typed in a hurry: in any script, the same in every database, those that may be seen."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories import make_account, make_block, make_post
from verandah.actions import tagging
from verandah.base.markup import tag_name
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Tag
from verandah.domain.posts.tags_found import MOST_COUNTED, folded_tag, has_tag_like, tag_named, tags_like
from verandah.domain.search.asked import understood
from verandah.domain.search.queries import found_ids

pytestmark = pytest.mark.django_db


def called(viewer: Account | None, start: str, offset: int = 0, length: int = 9) -> list[str]:
    return [name for _number, name in tags_like(viewer, start, offset, length)]


@pytest.mark.parametrize(
    ("tag", "typed"),
    [
        ("café", "cafe"),
        ("café", "CAF"),
        ("café", "cafe\u0301"),
        ("cafe", "café"),
        ("أخبار", "اخبار"),
        ("اخبار", "أخبار"),
        ("إسكندرية", "اسكندريه"),
        ("مُحَمَّد", "محمد"),
        ("محمد", "مُحَمَّد"),
        ("فارسی", "فارسي"),
        ("ışık", "isik"),
        ("isik", "IŞIK"),
        ("İzmir", "izmir"),
        ("izmir", "İZM"),
        ("straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Σίσυφος", "σισυφοσ"),
        ("한국", "하"),
        ("がっこう", "かっ"),
        ("ﬁsh", "fish"),
        ("a_b", "A_"),
        ("tag٣", "tag3"),
        ("ـ", "ـ"),
        ("می‌روم", "میروم"),
    ],
)
def test_a_tag_is_found_as_it_is_typed_in_a_hurry(alice: Account, tag: str, typed: str) -> None:
    make_post(alice, f"#{tag} #zzz")
    assert called(alice, typed) == [tag_name(tag)]
    assert has_tag_like(alice, typed)


@pytest.mark.parametrize("typed", ["", "\u0301", "_", "%", "caf_", "caf%", "cafés", "\U0010ffff", "x" * 5000, "\ud800"])
def test_what_no_tag_begins_with_finds_none(alice: Account, typed: str) -> None:
    make_post(alice, "#café")
    typed = typed.encode("utf-8", "replace").decode()
    assert called(alice, typed) == []
    assert not has_tag_like(alice, typed)


def test_the_exact_name_comes_first_then_the_whole_word_then_what_is_used_most(alice: Account, bob: Account) -> None:
    for text in ("#cafeteria",) * 3 + ("#caféine",) * 2 + ("#cafes", "#cafe", "#café"):
        make_post(bob, text)
    assert called(alice, "cafe") == ["cafe", "café", "cafeteria", "caféine", "cafes"]
    # Whoever types accents means them.
    assert called(alice, "café") == ["café", "caféine", "cafe", "cafeteria", "cafes"]
    assert called(alice, "caf") == ["cafeteria", "caféine", "cafe", "café", "cafes"]
    assert called(alice, "cafe", 1, 2) == ["café", "cafeteria"]


def test_the_order_tells_nothing_of_what_one_may_not_see(alice: Account, bob: Account, eve: Account) -> None:
    for audience in (Audience.MEMBERS, Audience.ONLY_ME, Audience.ONLY_ME, Audience.FRIENDS):
        make_post(bob, "#gardening", audience)
    make_post(bob, "#garages")
    make_post(bob, "#garages")
    make_post(bob, "#garments", Audience.ONLY_ME)
    assert called(eve, "gar") == ["garages", "gardening"]
    assert called(bob, "gar") == ["gardening", "garages", "garments"]
    assert not has_tag_like(eve, "garm")
    assert tag_named(eve, "garments") is None
    make_block(bob, eve)
    assert called(eve, "gar") == called(None, "gar") == []


def test_so_many_uses_are_as_good_as_more(alice: Account) -> None:
    for name in ("much",) * MOST_COUNTED + ("muc2",) * (MOST_COUNTED + 1):
        make_post(alice, f"#{name}")
    assert called(alice, "mu") == ["muc2", "much"]


def test_posts_are_found_by_a_tag_without_its_accents(alice: Account, bob: Account) -> None:
    accents, plain = make_post(alice, "One #école"), make_post(alice, "Other #ecole")
    hidden = make_post(alice, "Mine #École", Audience.ONLY_ME)
    make_post(alice, "#ecoles and école")
    for typed in ("#ecole", "#ÉCOLE", "#école"):
        assert found_ids(bob, understood(typed), Page()) == [plain.pk, accents.pk]
        assert found_ids(alice, understood(typed), Page()) == [hidden.pk, plain.pk, accents.pk]
    # The page of a tag is that of one spelling.
    pages = [tag_named(bob, name) for name in ("école", "ecole")]
    assert [page[1] for page in pages if page] == ["école", "ecole"]


def test_nothing_of_the_longest_name_is_cut_off(alice: Account) -> None:
    for name in ("t" * 100, "한" * 100, "æ" * 100, "ي" * 99 + "ا", "ي" * 99 + "ب"):
        make_post(make_account(), f"#{name}")
        assert called(alice, name) == [name]


def test_tags_of_before_are_found_as_new_ones_are(alice: Account) -> None:
    names = ["café", "أخبار", "مُحَمَّد", "ışık", "straße", "Σίσυφος", "한국", "園芸", "a_b", "tag٣", "ـ", "Ḩāfiẓ"]
    make_post(alice, " ".join(f"#{name}" for name in names))
    tagging.follow(alice, "Été")
    now = dict(Tag.objects.values_list("name", "folded"))
    assert {name: bytes(folded) for name, folded in now.items()} == {name: folded_tag(name) for name in now}
    Tag.objects.update(folded=b"")
    assert called(alice, "cafe") == []
    for _time in range(2):
        import_module("verandah.migrations.0013_tags_without_accents").fold(apps, None)
    assert {name: bytes(row) for name, row in Tag.objects.values_list("name", "folded")} == {
        name: bytes(folded) for name, folded in now.items()
    }


def test_a_row_that_was_made_without_it_is_a_tag_as_any(alice: Account) -> None:
    Tag.objects.bulk_create([Tag(name="bare"), Tag(name="other")])
    make_post(alice, "#bare")
    assert tag_named(alice, "bare") is not None
    assert called(alice, "bar") == []
