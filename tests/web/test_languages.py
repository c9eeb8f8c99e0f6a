"""Who reads which language, with which digits; and in which language a post is, when nobody has said."""

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.actions import editing, posting, presenting
from verandah.actions.editing import Change
from verandah.actions.posting import Draft
from verandah.base.errors import Invalid
from verandah.base.tongues import SPOKEN
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.posts.audience import Audience

GERMAN, ENGLISH = "Kaffee und Kuchen um drei im Garten", "The bread is ready at the corner."


def offer(*languages: str, own: str = "") -> None:
    Site.objects.update(languages=list(languages), language=own)
    SPOKEN.read()


def language_for(client: Client, header: str) -> str:
    answer = client.get("/rules/", headers={"accept-language": header})
    assert answer["Content-Language"] == answer.content.decode().partition('lang="')[2].partition('"')[0]
    assert int(answer["Content-Length"]) == len(answer.content)
    return answer["Content-Language"]


@pytest.mark.parametrize(("header", "language"), [("de-AT", "de"), ("ar-EG", "ar"), ("tr", "en"), ("", "en")])
def test_a_guest_reads_what_the_browser_asks_for(site, header, language):
    assert language_for(Client(), header) == language


def test_only_what_is_on_offer_is_spoken(site, alice: Account, client_of):
    presenting.choose_language(alice.user, "de")
    assert language_for(client_of(alice), "fr") == "de"
    offer("ar", "fr", own="ar")
    assert language_for(Client(), "de") == "ar"
    assert language_for(client_of(alice), "fr") == "fr"
    with pytest.raises(Invalid):
        presenting.choose_language(alice.user, "es")
    assert Phone(None).get("/api/v2/instance").json()["languages"] == ["ar", "fr"]
    assert 'value="de" lang="de"' not in Client().get("/rules/").content.decode()


def test_arabic_pages_have_their_digits_and_people_keep_theirs(site, alice: Account, client_of):
    post = make_post(alice, "Bread at 6 for 12 people", Audience.PUBLIC)
    page = client_of(alice).get(f"/p/{post.id}/", headers={"accept-language": "ar"}).content.decode()
    assert "Bread at 6 for 12 people" in page
    assert f'id="p{post.id}"' in page
    assert 'data-locale="ar-u-nu-arab"' in page
    rules = Client().get("/rules/", headers={"accept-language": "ar"}).content.decode()
    assert any(digit in rules for digit in "٠١٢٣٤٥٦٧٨٩")


def test_the_language_of_words_is_found(alice: Account):
    assert make_post(alice, GERMAN).language == "de"
    assert make_post(alice, "ok").language == ""


@pytest.mark.parametrize("named", ["fr", ""])
def test_what_the_author_named_stays(alice: Account, named):
    assert posting.publish(alice, Draft(GERMAN, key="k", language=named)).language == named


def test_what_the_author_always_writes_in_stays(alice: Account):
    Account.objects.filter(pk=alice.pk).update(default_language="lb")
    alice.refresh_from_db()
    assert make_post(alice, GERMAN).language == "lb"


def test_other_words_may_be_in_another_language(alice: Account):
    found = make_post(alice, GERMAN)
    editing.edit(alice, found.id, Change(ENGLISH))
    found.refresh_from_db()
    assert found.language == "en"
    named = posting.publish(alice, Draft(GERMAN, key="named", language="fr"))
    editing.edit(alice, named.id, Change(ENGLISH))
    named.refresh_from_db()
    assert named.language == "fr"


def test_words_in_another_language_say_so(alice: Account, client_of):
    post = make_post(alice, GERMAN, Audience.PUBLIC)
    for language, said in (("en", True), ("de", False)):
        page = client_of(alice).get(f"/p/{post.id}/", headers={"accept-language": language}).content.decode()
        assert ('dir="auto" lang="de"' in page) == said
