"""Whatever happens in a town: pages on the event loop are those of the views, and those of the plain database."""

import re
from contextlib import suppress

import pytest
from django.test import Client

from tests.api.hot_town import Town
from tests.factories import make_account
from tests.web.quick_pages import agree, profile_of
from verandah.base.errors import Refusal
from verandah.domain.accounts.models import Account
from verandah.web.cards import cards
from verandah.web.tags import post_card

DEEDS, ASKED = 70, 3
CARD = re.compile(r'<article class="card post".*?</article>', re.DOTALL)
CONTEXTS = {"/": "home", "/all/": "public"}


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_whatever_happens_pages_say_the_same(
    alice: Account,
    bob: Account,
    carol: Account,
    dan: Account,
    eve: Account,
    mo: Account,
    client_of,
    seed: int,
    settings,
) -> None:
    settings.LIMITED, settings.PREVIEWS, settings.SENDS_TO_LOOPBACK = False, True, True
    people: list[Account] = [alice, bob, carol, dan, eve, make_account("frida")]
    town = Town(people, mo, seed)
    browsers = [(person, client_of(person)) for person in people] + [(None, client_of(None))]
    browsers[1][1].cookies["django_language"] = "ar"
    for _deed in range(DEEDS):
        town.something()
        for viewer, client in town.chance.sample(browsers, ASKED):
            look(town, viewer, client)
    for viewer, client in browsers:
        look(town, viewer, client)


def look(town: Town, viewer: Account | None, client: Client) -> None:
    """One of the pages, by all ways."""
    path = town.chance.choice(["/", "/", "/all/", profile_of(town.one.username)])
    told = agree(client, path, must_be_quick=False)
    if told.status_code == 200 and viewer is not None and Account.objects.filter(pk=viewer.pk, suspended_at=None):
        shown = CARD.findall(told.content.decode())
        ids = [int(found) for card in shown for found in re.findall(r'id="p(\d+)"', card)[:1]]
        plain = [post_card(card) for card in cards(viewer, ids, CONTEXTS.get(path, "account"))]
        if 'lang="en"' in told.content.decode()[:60]:
            assert shown == [str(one).strip() for one in plain]


def test_most_of_it_is_quick(alice: Account, bob: Account, carol: Account, client_of, settings) -> None:
    """The test above would hold as well if nothing were ever answered at once."""
    settings.LIMITED, settings.PREVIEWS, settings.SENDS_TO_LOOPBACK = False, True, True
    town = Town([alice, bob, carol], alice, 7)
    for _deed in range(40):
        with suppress(Refusal):
            town.do_say()
    for viewer in (alice, bob, carol):
        for path in ("/", "/all/", "/@alice/"):
            agree(client_of(viewer), path)
