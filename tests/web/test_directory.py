"""The owner's fields themselves, and the directory: who is found, in which order, by what."""

import pytest
from django.test import Client

from tests.factories import limit_account, make_account, make_post
from tests.web.asking import asked, browser_of
from verandah.actions import describing, fielding
from verandah.actions.fielding import Draft, Words
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.answers import Given, Kind, all_fields, fields_of_site
from verandah.domain.accounts.fields import For
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.directory import Look, Sort, directory
from verandah.domain.graph.profile_fields import answers_for
from verandah.domain.instance.models import ProfileAnswer, ProfileField
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.posts.audience import Audience


@pytest.fixture
def owner(site) -> Account:
    return make_account("olga", role=Role.OWNER)


@pytest.fixture
def street(owner: Account, alice: Account) -> ProfileField:
    """Where Alice lives, for everyone on the web, to whom she speaks."""
    field = asked(owner, "Street")
    make_post(alice, "Hello", Audience.PUBLIC)
    describing.answer(alice, {field.pk: Given("Linden Street", For.PUBLIC)})
    return field


def test_the_directory_holds_only_who_wants_to_be_found(street, alice: Account, eve: Account) -> None:
    path = f"/people/?f{street.pk}=linden"
    assert "/@alice/" in browser_of(eve).get(path).content.decode()
    Account.objects.filter(pk=alice.pk).update(discoverable=False)
    assert "/@alice/" not in browser_of(eve).get(path).content.decode()
    assert "/@alice/" not in browser_of(eve).get("/people/").content.decode()
    # Whoever knows the name finds them, as everywhere.
    assert "/@alice/" in browser_of(eve).get("/people/?q=alice").content.decode()
    assert "/@alice/" not in Client().get("/people/?q=alice").content.decode()
    Account.objects.filter(pk=alice.pk).update(discoverable=True)
    limit_account(alice)
    assert "/@alice/" not in browser_of(eve).get(path).content.decode()


def test_a_guest_finds_only_who_speaks_to_everyone(street, alice: Account, eve: Account, site) -> None:
    page = Client().get("/people/").content.decode()
    assert "/@alice/" in page
    assert "/@eve/" not in page
    assert "/follow/" not in page
    site.allows_guests = False
    site.save()
    SWITCHBOARD.read()
    assert Client().get("/people/").status_code == 302


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_go_on_in_every_order(site, sort: Sort) -> None:
    people = [make_account(f"person{number}") for number in range(7)]
    for number, account in enumerate(people):
        Account.objects.filter(pk=account.pk).update(
            display_name="Same" if number % 2 else f"name {number}", newest_open_on=f"2026-01-0{1 + number % 3}"
        )
    whole = [row.account_id for row in directory(people[0], Look(sort=sort, length=20))]
    assert len(whole) == 7
    seen, last = [], None
    while True:
        look = Look(sort=sort, length=2) if last is None else Look(sort=sort, length=2, last=last)
        page = [row.account_id for row in directory(people[0], look)]
        if not page:
            break
        seen, last = seen + page, page[-1]
    assert seen == whole


def test_the_directory_costs_the_same_for_few_and_many(
    owner: Account, eve: Account, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    field = asked(owner, "Side", Kind.CHOICE, "North", "South")
    browser, path = browser_of(eve), f"/people/?f{field.pk}=north&sort=name"

    def add(many: int) -> None:
        for _number in range(many):
            describing.answer(make_account(), {field.pk: Given("north", For.MEMBERS)})

    add(2)
    browser.get(path)
    with django_assert_max_num_queries(20) as few:
        browser.get(path)
    add(12)
    with django_assert_num_queries(len(few)):
        page = browser.get(path).content.decode()
    assert page.count('class="row person"') == 14


def test_filters_narrow_together_and_are_taken_off_one_by_one(owner: Account, alice: Account, eve: Account) -> None:
    side = asked(owner, "Side", Kind.CHOICE, "North", "South")
    street = asked(owner, "Street")
    describing.answer(alice, {side.pk: Given("north", For.MEMBERS), street.pk: Given("Lindenstraße 5", For.MEMBERS)})
    describing.answer(eve, {side.pk: Given("north", For.MEMBERS), street.pk: Given("Harbour", For.MEMBERS)})
    look = lambda query: browser_of(eve).get(f"/people/?{query}").content.decode().partition("<main")[2]  # noqa: E731
    page = look(f"f{side.pk}=north&f{street.pk}=lindenstrasse")
    assert ("/@alice/" in page, 'id="person-' + str(eve.pk) in page) == (True, False)
    assert f'href="/people/?f{street.pk}=lindenstrasse"' in page
    assert "/@alice/" in look(f"f{street.pk}=%21%21")
    assert "/@alice/" in look(f"f{side.pk}=nowhere")
    assert "Nobody found" in look(f"f{side.pk}=south")


@pytest.mark.parametrize("query", ["sort=x", "before=a", "f1=%00", "f99=x", "q=%00", "f1=%ED%A0%80", "before=9"])
def test_what_makes_no_sense_is_left_out(owner: Account, eve: Account, query: str) -> None:
    asked(owner, "Street")
    assert browser_of(eve).get(f"/people/?{query}").status_code == 200


def test_a_retired_field_keeps_its_answers_to_itself(owner: Account, alice: Account, eve: Account) -> None:
    field = asked(owner, "Street")
    describing.answer(alice, {field.pk: Given("Linden", For.PUBLIC)})
    (shown,) = fields_of_site(eve)
    fielding.retire_field(owner, field.pk)
    fielding.retire_field(owner, field.pk)
    assert answers_for(eve, alice) == []
    assert "Linden" not in browser_of(eve).get("/@alice/about/").content.decode()
    assert fields_of_site(eve) == []
    assert f'name="f{shown.id}"' not in browser_of(eve).get("/people/").content.decode()
    describing.answer(alice, {field.pk: Given("Harbour", For.PUBLIC)})
    fielding.restore_field(owner, field.pk)
    assert [one.value for one in answers_for(eve, alice)] == ["Linden"]
    assert [one.is_retired for one in all_fields(owner)] == [False]


def test_a_choice_keeps_its_key_when_it_is_called_otherwise(owner: Account, alice: Account, eve: Account) -> None:
    field = asked(owner, "Side", Kind.CHOICE, "North", "South")
    describing.answer(alice, {field.pk: Given("north", For.PUBLIC)})

    def say(*english: str, arabic: tuple[str, ...] = ()) -> list[str]:
        words = {"en": Words("Side", "", english), "ar": Words("الجهة", "", arabic)}
        fielding.change_field(owner, field.pk, Draft(words=words if arabic else {"en": words["en"]}))
        return [one.value for one in answers_for(eve, alice)]

    assert say("Upper town", "South") == ["Upper town"]
    assert say("South", "Upper town", "West") == ["Upper town"]
    assert say("South", "Upper town", "West", arabic=("جنوب", "المدينة العليا", "غرب")) == ["Upper town"]
    # What is taken away is kept, shown to nobody, and there again when it comes back.
    assert say("South", "West") == []
    with pytest.raises(Invalid):
        say("South", "West", arabic=("جنوب",))
    assert ProfileAnswer.objects.get().value == "north"


def test_limits_of_fields(owner: Account, eve: Account) -> None:
    for number in range(fielding.MOST_ASKED):
        asked(owner, f"Field {number}")
    with pytest.raises(Invalid, match="at most 20"):
        asked(owner, "One more")
    with pytest.raises(Forbidden):
        asked(eve, "Mine")
    with pytest.raises(Invalid):
        asked(owner, "")


def test_what_is_asked_on_joining_is_stored_with_the_account(client, owner: Account, eve: Account, site) -> None:
    site.joining = 1
    site.save()
    asked(owner, "Not here")
    street = asked(owner, "Street", is_asked_at_sign_up=True, is_required=True)
    page = client.get("/sign-up/").content.decode()
    assert ("Street" in page, "Not here" in page) == (True, False)
    form = {
        "display_name": "New",
        "email": "new@example.org",
        "username": "newcomer",
        "old_enough": "on",
        "agreement": "on",
    }
    form |= {"password1": "a veranda in the morning", f"answer-{street.pk}": "", f"answer-{street.pk}-for": "friends"}
    wrong = client.post("/sign-up/", form)
    assert (wrong.status_code, "Please answer this" in wrong.content.decode()) == (422, True)
    assert not Account.objects.filter(username="newcomer").exists()
    form[f"answer-{street.pk}"] = "Linden Street"
    assert client.post("/sign-up/", form).status_code == 303
    kept = ProfileAnswer.objects.get(account__username="newcomer")
    assert (kept.value, kept.audience) == ("Linden Street", "friends")


def test_the_owner_writes_fields_on_their_page(client_of, owner: Account, mo: Account) -> None:
    client, path = client_of(owner), "/admin/fields/"
    assert "Nothing is asked yet" in client.get(path).content.decode()
    for number in range(1, 6):
        assert client.get(f"{path}new/?kind={number}").status_code == 200
    sent = {"kind": "3", "label-en": "Side", "choices-en": "North\nSouth", "audience": "members", "filter": "on"}
    answer = client.post(f"{path}new/", sent | {"choices-en": "North"})
    assert (answer.status_code, "at least two answers" in answer.content.decode()) == (422, True)
    assert client.post(f"{path}new/", sent).status_code == 303
    (field,) = all_fields(owner)
    assert (field.label, [one.label for one in field.choices], field.is_filter) == ("Side", ["North", "South"], True)
    client.post(f"{path}new/", {"kind": "1", "label-en": "Street", "label-ar": "الشارع", "audience": "friends"})
    second = all_fields(owner)[1]
    client.post(f"{path}{second.id}/move/", {"up": ""})
    assert [one.label for one in all_fields(owner)] == ["Street", "Side"]
    page = client.get(f"{path}{second.id}/").content.decode()
    assert "الشارع" in page
    client.post(f"{path}{second.id}/", {"label-en": "Road", "audience": "public", "required": "on"})
    changed = all_fields(owner)[0]
    assert (changed.label, changed.audience, changed.is_required) == ("Road", For.PUBLIC, True)
    client.post(f"{path}{second.id}/move/", {"retire": ""})
    assert "No longer asked" in client.get(path).content.decode()
    client.post(f"{path}{second.id}/move/", {"restore": ""})
    assert "No longer asked" not in client.get(path).content.decode()
    assert client.get(f"{path}999/").status_code == 404
    looking = client_of(mo)
    assert looking.get(path).status_code == 200
    assert looking.post(f"{path}new/", sent).status_code == 403
