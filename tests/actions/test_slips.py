"""People are found although there is a slip in their name: by exactly those who may find them."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_block, suspend
from verandah.actions import finding, presenting
from verandah.domain.accounts.models import Account, NameGram
from verandah.domain.graph.alike import people_alike

pytestmark = pytest.mark.django_db


@pytest.fixture
def margarethe() -> Account:
    one = make_account("greta")
    presenting.change_profile(one, "Margarethe Öztürk", "")
    return Account.objects.get(pk=one.pk)


@pytest.mark.parametrize("typed", ["margarete", "Magarethe", "margrathe", "oztruk", "margarte öztürk", "GRATEA"])
def test_one_or_two_slips(alice: Account, margarethe: Account, typed: str) -> None:
    found = people_alike(alice, typed, 5)
    assert found == ([margarethe.pk] if typed != "GRATEA" else [])


def test_who_may_not_find_them_does_not(alice: Account, eve: Account, margarethe: Account) -> None:
    make_block(margarethe, alice)
    assert people_alike(alice, "margarete", 5) == []
    assert people_alike(eve, "margarete", 5) == [margarethe.pk]
    suspend(margarethe)
    assert people_alike(eve, "margarete", 5) == []


def test_short_words_and_nonsense_find_nobody(alice: Account, margarethe: Account) -> None:
    for typed in ("", "mar", "xqxqxq", "!?", "🌻🌻🌻🌻"):
        assert people_alike(alice, typed, 5) == []


def test_a_new_name_is_found_and_the_old_one_no_more(alice: Account, margarethe: Account) -> None:
    presenting.change_profile(margarethe, "Wilhelmine", "")
    assert people_alike(alice, "wilhelmina", 5) == [margarethe.pk]
    assert people_alike(alice, "margarete", 5) == []


def test_who_was_here_before_is_found_too(alice: Account, margarethe: Account) -> None:
    NameGram.objects.all().delete()
    assert people_alike(alice, "margarete", 5) == []
    assert finding.fill_grams() >= 2
    assert finding.fill_grams() == Account.objects.exclude(pk__in=NameGram.objects.values("account")).count()
    assert people_alike(alice, "margarete", 5) == [margarethe.pk]


def test_pages_and_apps_say_so(client_of, alice: Account, margarethe: Account, django_assert_num_queries) -> None:
    page = client_of(alice).get("/search/?q=margarete").content.decode()
    assert "These names are similar" in page
    assert "Margarethe" in page
    assert "These names are similar" not in client_of(alice).get("/search/?q=margarethe").content.decode()
    found = Phone(alice).get("/api/v1/accounts/search?q=margarete").json()
    assert [one["username"] for one in found] == ["greta"]
    assert Phone(alice).get("/api/v2/search?q=margarete").json()["accounts"][0]["username"] == "greta"
    with django_assert_num_queries(2):
        people_alike(alice, "margarete", 5)
