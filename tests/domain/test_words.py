"""People are found by the beginnings of the words in their names, however they are written. On both databases alike."""

import pytest

from tests.factories import make_account, make_follow
from verandah.actions import finding, following, presenting
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account, AccountWord
from verandah.domain.accounts.words import LONGEST_WORD, end_of, words_asked, words_of
from verandah.domain.graph.queries import people

pytestmark = pytest.mark.django_db


def found(viewer: Account, text: str, page: Page | None = None) -> list[str]:
    ids = [entry.account_id for entry in people(viewer, text, page or Page())]
    names = dict(Account.objects.values_list("id", "username"))
    return [names[number] for number in ids]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Mary O’Brien", ["mary", "MAR", "brien", "o brien", "brien mary", "  b  m "]),
        ("Łukasz Øster-Þór", ["lukasz", "łuk", "oster", "øst", "thor", "ost luk"]),
        ("Lê Thị Hằng", ["le thi", "hang", "hằng", "Thị"]),
        ("Straße Œuvre", ["strasse", "straße", "oeuvre"]),
        ("عبد الرَّحمٰن أحمد", ["عبد", "الرحمن", "رحمن", "احمد", "أحمد", "احم عبد", "الرَّحمن"]),
        ("موسى فاطمة ک", ["موسي", "فاطمه", "ك"]),
        ("Σίσυφος", ["σισυφος", "ΣΊΣΥΦΟΣ", "σισ"]),
        ("田中太郎", ["田中", "太郎", "田中 太郎", "田中太郎"]),
        ("田中 ゆき", ["田中ゆき", "田中ゆ", "ゆき", "田中 ゆき"]),
        ("김 민수", ["김민수", "김민", "민수"]),
        ("김민수", ["김", "민수", "김민"]),
        ("สมชาย ใจดี", ["สมชาย", "ชาย", "ใจดี"]),
        ("राम कुमार", ["राम", "कुमा"]),
        ("Unit ٣٢١", ["321", "٣٢"]),
    ],
)
def test_a_name_is_found_as_it_is_typed(alice: Account, eve: Account, name: str, asked: list[str]) -> None:
    presenting.change_profile(alice, name, "")
    assert {text: found(eve, text) for text in asked} == {text: ["alice"] for text in asked}


@pytest.mark.parametrize("text", ["lice", "alicee", "alice bob", "%", "_", "🦊", "*", "\\", "'", '"'])
def test_what_begins_no_word_of_a_name_finds_nobody(alice: Account, eve: Account, text: str) -> None:
    assert found(eve, text) == []


def test_without_words_all_are_found_who_want_to_be(alice: Account, eve: Account) -> None:
    assert found(eve, " ") == found(eve, "") == ["eve", "alice"]
    presenting.revise(alice, presenting.Revision(discoverable=False))
    assert found(eve, "") == ["eve"]
    assert found(eve, "alice") == ["alice"]


def test_both_names_are_found_and_the_old_one_no_more(alice: Account, eve: Account) -> None:
    presenting.change_profile(alice, "Wren Bell", "")
    assert found(eve, "wren") == found(eve, "alice") == found(eve, "wren ali") == ["alice"]
    presenting.change_profile(alice, "Bell", "")
    assert found(eve, "wren") == []
    finding.keep_words([alice])
    finding.keep_words([alice])
    assert sorted(bytes(row.word) for row in AccountWord.objects.filter(account=alice)) == [b"alice", b"bell"]


def test_pages_hold_each_person_once_newest_first(eve: Account) -> None:
    names = [make_account(f"wren_wren{letter}").username for letter in "abcde"]
    assert found(eve, "wren") == names[::-1]
    assert found(eve, "wren", Page(length=2)) == names[:-3:-1]
    ids = [entry.position for entry in people(eve, "wren", Page())]
    assert found(eve, "wren", Page(before=ids[1], length=2)) == names[2:0:-1]
    assert [entry.position for entry in people(eve, "wren", Page(after=ids[3], length=2, forward=True))] == ids[1:3]


def test_whoever_is_kept_apart_is_not_found(alice: Account, bob: Account, eve: Account) -> None:
    make_follow(eve, bob)
    following.block(alice, eve)
    assert (found(eve, "alice"), found(eve, "bob")) == ([], ["bob"])
    following.block(eve, bob)
    assert found(eve, "bob") == []


def test_words_are_bounded() -> None:
    long = words_of("名" * 60, "a" * 60)
    assert max(map(len, long)) == LONGEST_WORD
    assert len(words_asked(" ".join("abcdefghijk"))) == 6
    assert words_asked("a bbb cc a") == [b"bbb", b"cc", b"a"]
    for word in (b"a", "ÿ".encode(), "\U0010ffff".encode()):
        assert word < word + b"\xf4\x8f\xbf\xbf" < end_of(word)
