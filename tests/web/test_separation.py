"""Whoever blocks and whoever is blocked find nothing of each other: on no page, and in no answer to an app."""

import re
from urllib.parse import quote, quote_plus

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.web.apart import Neighbours, app_of, endpoints, pages
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site

# Somebody's words stay what they are; only no link leads from the name in them, and then no tag stands between.
WRITTEN = re.compile("~@(?:zedekiah|quintina)~")
FEED = re.compile(r"/feed\.atom$|\.rss$")
# Where whoever blocks finds whom they block, to end it: their list, and whoever is asked for by the very name or id.
OF_BLOCKER = re.compile(
    r"/people/blocked/|/api/v1/blocks|/@quintina/|/api/v1/(directory|accounts/(search|lookup)) {'(q|acct)': 'quintina'}"
    r"|/api/v2/search {'q': 'quintina'}|/api/v1/accounts/[0-9]+(/[a-z_]+)?$|/api/verandah/v1/accounts/"
    r"|/api/v1/accounts(/relationships|/familiar_followers)? {'id\[\]'"
)


@pytest.fixture
def near(site: Site, settings) -> Neighbours:
    # Nobody is so quick.
    settings.LIMITED = False
    return Neighbours()


def leaks(near: Neighbours, me: Account, other: Account, client: Client) -> list[tuple[str, str]]:
    """Where `me` is told anything of `other`."""
    signs, phone, found = near.signs_of(other), app_of(me), []
    for path in dict.fromkeys(pages(near, me, other)):
        if FEED.search(path):
            # What guests see, for programs that nobody has signed in: the same for everyone, whoever asks.
            continue
        found.append((path, told(client.get(path), signs, path)))
    for path, asked in endpoints(near, me, other):
        found.append((f"{path} {asked or ''}".strip(), told(phone.get(path, **asked), signs, path)))
    return [leak for leak in found if leak[1]]


def told(answer: HttpResponse, signs: re.Pattern[str], path: str) -> str:
    """The part of an answer that tells of the other; nothing where they are not found. It never breaks."""
    assert answer.status_code < 500, path
    assert answer.status_code != 429, path
    if answer.status_code >= 400 or answer.streaming:
        return ""
    # What was typed stands in its field again.
    words = path.partition("?q=")[2] or "\0"
    body = WRITTEN.sub("", answer.content.decode(errors="replace"))
    for typed in (words, quote(words), quote_plus(words)):
        body = body.replace(typed, "")
    found = signs.search(body)
    return body[max(0, found.start() - 80) : found.end() + 40] if found else ""


def test_the_blocked_is_told_nothing_of_who_blocks_them(client_of, near: Neighbours) -> None:
    assert dict(leaks(near, near.quinn, near.zed, client_of(near.quinn))) == {}


def test_who_blocks_is_told_nothing_of_the_blocked_but_where_it_ends(client_of, near: Neighbours) -> None:
    found = leaks(near, near.zed, near.quinn, client_of(near.zed))
    assert [leak[0] for leak in found if not OF_BLOCKER.match(leak[0])] == []


def test_the_walk_sees_what_there_is_to_see(client_of, near: Neighbours) -> None:
    """The same walk by someone who is kept from nobody finds both of them nearly everywhere."""
    found = {path.split(" ")[0] for path, _text in leaks(near, near.alice, near.zed, client_of(near.alice))}
    assert len(found) > 60
    for path in ("/", "/all/", "/people/", "/notifications/", "/api/v1/timelines/home", "/api/verandah/v1/friends"):
        assert path in found, path
