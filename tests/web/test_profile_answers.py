"""Answers to the owner's fields are told to whom they are for, on every way to a person; nobody is found by others."""

import pytest

from tests.api.asking import Phone
from tests.api.hot_town import quick
from tests.factories import decide_on, make_account, make_post
from tests.web.asking import asked, browser_of
from verandah.actions import casing, deciding, describing, fielding, following, snapshotting
from verandah.actions.fielding import Draft, Words
from verandah.base.errors import Forbidden, Invalid
from verandah.domain.accounts.answers import Given, Kind, fields_of_site
from verandah.domain.accounts.fields import For
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.directory import Look, Wanted, counts
from verandah.domain.graph.profile_fields import answers_for
from verandah.domain.instance.models import ProfileAnswer, ProfileField
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Queue, Subject
from verandah.domain.posts.audience import Audience
from verandah.web.viewing_as import GUEST, MEMBER

SECRETS = {one: f"for-{one.value.replace('_', '-')}-eyes" for one in For}
SEEN = {
    "guest": {For.PUBLIC},
    "dan": set[For](),
    "eve": {For.PUBLIC, For.MEMBERS},
    "carol": {For.PUBLIC, For.MEMBERS, For.FOLLOWERS},
    "bob": {For.PUBLIC, For.MEMBERS, For.FRIENDS},
    "mo": {For.PUBLIC, For.MEMBERS},
    "alice": set(For),
}
PAGES = ("/@alice/", "/@alice/about/")
ALONE = ("/api/v1/accounts/{id}", "/api/v1/accounts/lookup?acct=alice")
# All that is shown alike to everyone holds no answer at all.
SHARED = (
    "/api/v1/accounts/search?q=alice",
    "/api/v2/search?q=alice&resolve=false",
    "/api/v1/accounts?id[]={id}",
    "/api/v1/statuses/{post}",
    "/api/v1/accounts/{id}/statuses",
    "/api/v1/timelines/public?local=true",
    "/api/v1/directory?local=true",
    "/api/v1/accounts/verify_credentials",
    "/api/v1/profile",
)


@pytest.fixture
def owner(site) -> Account:
    return make_account("olga", role=Role.OWNER)


@pytest.fixture
def fields(owner: Account) -> dict[For, ProfileField]:
    """A field of words for each audience."""
    return {one: asked(owner, f"Field {one}") for one in For}


@pytest.fixture
def cast(alice, bob, carol, dan, eve, mo) -> dict[str, Account | None]:
    make_post(alice, "Hello", Audience.PUBLIC)
    return {"guest": None, "alice": alice, "bob": bob, "carol": carol, "dan": dan, "eve": eve, "mo": mo}


@pytest.fixture
def told(cast, fields, alice: Account) -> dict[str, Account | None]:
    """Alice has given an answer for each audience."""
    describing.answer(alice, {field.pk: Given(SECRETS[one], one) for one, field in fields.items()})
    return cast


def found_in(text: str) -> set[For]:
    return {one for one, secret in SECRETS.items() if secret in text}


@pytest.mark.parametrize("name", SEEN)
def test_each_is_told_what_is_for_them(told, alice: Account, name: str) -> None:
    viewer = told[name]
    phone, browser = Phone(viewer), browser_of(viewer)
    assert {one.audience for one in answers_for(viewer, alice)} == (SEEN[name] or {For.PUBLIC, For.MEMBERS})
    for _round in range(2):
        for path in ALONE:
            path = path.format(id=alice.pk)
            assert found_in(phone.get(path).content.decode()) == SEEN[name], path
            at_once = quick(phone, path)
            assert at_once is None or found_in(at_once.body.decode()) == SEEN[name], path
        for path in PAGES:
            assert found_in(browser.get(path).content.decode()) == SEEN[name], path


@pytest.mark.parametrize("name", SEEN)
def test_what_is_shown_to_all_alike_holds_no_answer(told, alice: Account, name: str) -> None:
    post = make_post(alice, "Again", Audience.PUBLIC)
    # Alice comes first: what was rendered for her must not be kept for others.
    for phone in (Phone(alice), Phone(told[name])):
        for path in SHARED:
            path = path.format(id=alice.pk, post=post.pk)
            assert found_in(phone.get(path).content.decode()) == set(), path


@pytest.mark.parametrize("name", SEEN)
def test_nobody_is_found_by_what_they_keep_from_the_viewer(told, fields, alice: Account, name: str) -> None:
    browser = browser_of(told[name])
    for one, field in fields.items():
        page = browser.get(f"/people/?f{field.pk}={SECRETS[one][:6]}").content.decode()
        assert ("/@alice/" in page.partition("<main")[2]) is (one in SEEN[name]), one


@pytest.mark.parametrize("name", SEEN)
def test_chips_count_only_what_the_viewer_may_see(cast, owner: Account, alice: Account, name: str) -> None:
    viewer, browser = cast[name], browser_of(cast[name])
    for one in For:
        field = asked(owner, f"Side {one}", Kind.CHOICE, "North", "South")
        describing.answer(alice, {field.pk: Given("north", one)})
        (shown,) = [row for row in fields_of_site(alice) if row.id == field.pk]
        assert counts(viewer, Look(), [shown])[field.pk, "north"] == int(one in SEEN[name]), one
        page = browser.get(f"/people/?f{field.pk}=north").content.decode().partition("<main")[2]
        assert ("/@alice/" in page) is (one in SEEN[name]), one
        assert counts(viewer, Look(wanted=(Wanted(shown, "south"),)), [shown])[field.pk, "north"] == int(
            one in SEEN[name]
        )


def test_ties_that_end_end_what_is_told(told, fields, alice: Account, carol: Account) -> None:
    assert For.FOLLOWERS in {one.audience for one in answers_for(carol, alice)}
    following.unfollow(carol, alice)
    assert {one.audience for one in answers_for(carol, alice)} == {For.PUBLIC, For.MEMBERS}
    field = fields[For.FOLLOWERS]
    assert "/@alice/" not in browser_of(carol).get(f"/people/?f{field.pk}=for").content.decode().partition("<main")[2]


def test_through_other_eyes(told, alice: Account) -> None:
    browser = browser_of(alice)
    for who, eyes in (("bob", "bob"), ("carol", "carol"), (GUEST, "guest"), (MEMBER, "eve")):
        assert found_in(browser.get(f"/@alice/as/?who={who}").content.decode()) == SEEN[eyes], who


def test_answers_are_given_in_the_settings(client_of, owner: Account, alice: Account, eve: Account) -> None:
    street, side = asked(owner, "Street"), asked(owner, "Side", Kind.CHOICE, "North", "South")
    day, page = asked(owner, "Here since", Kind.DATE), asked(owner, "Page", Kind.LINK)
    client, path = client_of(alice), "/settings/profile/answers/"
    rev = Account.objects.get(pk=alice.pk).rev
    sent = {
        f"answer-{street.pk}": "Linden  Street",
        f"answer-{street.pk}-for": "friends",
        f"answer-{side.pk}": "north",
        f"answer-{side.pk}-for": "members",
        f"answer-{day.pk}": "2020-05-31",
        f"answer-{page.pk}": "example.org/me",
    }
    assert client.post(path, sent)["Location"] == path
    assert Account.objects.get(pk=alice.pk).rev > rev
    shown = client_of(eve).get("/@alice/about/").content.decode()
    assert "Linden Street" not in shown
    for words in ("North", "31 May 2020", "https://example.org/me"):
        assert words in shown
    assert 'rel="nofollow"' in shown
    assert "Linden Street" in client.get("/@alice/about/").content.decode()
    rev = Account.objects.get(pk=alice.pk).rev
    client.post(path, sent)
    assert Account.objects.get(pk=alice.pk).rev == rev
    client.post(path, {f"answer-{side.pk}": ""})
    assert "North" not in client_of(eve).get("/@alice/about/").content.decode()
    assert ProfileAnswer.objects.filter(account=alice).count() == 3


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.CHOICE, "west"),
        (Kind.DATE, "31.5.2020"),
        (Kind.DATE, "0001-01-01"),
        (Kind.LINK, "javascript://alert(1)"),
        (Kind.LINK, "not a link"),
        (Kind.TEXT, "x" * 201),
        (Kind.LONG, "x" * 501),
        (Kind.TEXT, "\0"),
        (Kind.TEXT, "\ud800"),
    ],
)
def test_what_cannot_be_an_answer_is_refused(owner: Account, alice: Account, kind: Kind, text: str) -> None:
    field = asked(owner, "Field", kind, *(("North", "South") if kind == Kind.CHOICE else ()))
    with pytest.raises(Invalid):
        describing.answer(alice, {field.pk: Given(text, For.MEMBERS)})
    assert not ProfileAnswer.objects.exists()


def test_the_form_says_what_is_wrong(client_of, owner: Account, alice: Account) -> None:
    day = asked(owner, "Day", Kind.DATE, is_required=True)
    client, path = client_of(alice), "/settings/profile/answers/"
    for sent, words in (("x", "Enter a date"), ("", "Please answer this")):
        answer = client.post(path, {f"answer-{day.pk}": sent})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    wrong = client.post(path, {f"answer-{day.pk}": "2020-01-01", f"answer-{day.pk}-for": "everybody"})
    assert (wrong.status_code, "Choose who can see" in wrong.content.decode()) == (422, True)


def test_who_may_only_read_can_only_take_back(owner: Account, alice: Account) -> None:
    field = asked(owner, "Street")
    describing.answer(alice, {field.pk: Given("Linden", For.MEMBERS)})
    decide_on(Subject.Kind.ACCOUNT, alice.pk, Effect.READ_ONLY, account=alice)
    with pytest.raises(Forbidden):
        describing.answer(alice, {field.pk: Given("Harbour", For.MEMBERS)})
    describing.answer(alice, {field.pk: Given("", For.MEMBERS)})
    assert not ProfileAnswer.objects.exists()


def test_a_decision_takes_answers_away_and_gives_them_back(owner: Account, alice: Account, eve: Account) -> None:
    field = asked(owner, "Street")
    describing.answer(alice, {field.pk: Given("Linden", For.PUBLIC)})
    make_post(alice, "Hello", Audience.PUBLIC)
    subject = snapshotting.subject_of(Subject.Kind.ACCOUNT, alice.pk, "fields")
    assert ["Street", "Linden", "public"] in snapshotting.capture(subject).body["fields"]
    decision = deciding.decide(casing.case_about(subject, Queue.RULES), None, deciding.Verdict((Effect.STRIP,)))
    assert answers_for(eve, alice) == []
    deciding.reverse(decision, None, "")
    assert [one.value for one in answers_for(eve, alice)] == ["Linden"]


def test_answers_are_vetted_like_all_words_of_a_profile(owner: Account, alice: Account, site) -> None:
    field = asked(owner, "Page")
    Account.objects.filter(pk=alice.pk).update(trust=0)
    alice.refresh_from_db()
    site.allows_newcomer_links = False
    site.save()
    SWITCHBOARD.read()
    with pytest.raises(Invalid, match="new here"):
        describing.answer(alice, {field.pk: Given("see https://example.org", For.MEMBERS)})
    fielding.change_field(owner, field.pk, Draft(words={"en": Words("Page")}, is_asked_at_sign_up=True))
    with pytest.raises(Invalid, match="new here"):
        describing.check_at_sign_up({field.pk: Given("see https://example.org", For.MEMBERS)})
