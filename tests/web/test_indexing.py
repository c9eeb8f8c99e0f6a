"""What programs that walk the web are told: robots.txt, the map, feeds, and what pages say of themselves to guests."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import limit_account, make_block, make_post, suspend
from tests.pictures import make_media
from tests.web.quick_pages import quick
from verandah.actions import editing, posting
from verandah.actions.editing import Change
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post
from verandah.web.gatherers import NAMES

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def listed(alice: Account, site: Site) -> Account:
    """Alice wants to be found, and so does the owner."""
    Site.objects.update(allows_indexing=True)
    Account.objects.filter(pk=alice.pk).update(indexable=True)
    alice.refresh_from_db()
    return alice


def close(**switches: bool) -> None:
    Site.objects.update(**switches)
    SWITCHBOARD.read()


def head(path: str) -> str:
    return Client().get(path).content.decode().partition("</head>")[0]


def head_at_once(path: str) -> str:
    """The same as the event loop answers it."""
    client = Client()
    client.get(path)
    ready = quick(client, path)
    assert ready is not None
    return ready.body.decode().partition("</head>")[0]


def places() -> set[str]:
    """All that the map leads to."""
    parts = re.findall(rf"<loc>{settings.URL}(/[^<]*)</loc>", Client().get("/sitemap.xml").content.decode())
    pages = [ElementTree.fromstring(Client().get(part).content) for part in parts]
    return {(place.text or "").removeprefix(settings.URL) for page in pages for place in page.iter() if place.text}


def test_robots_until_the_owner_opens_the_site(site) -> None:
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().endswith("User-agent: *\nDisallow: /\n")
    assert "Sitemap" not in answer.content.decode()
    Site.objects.update(allows_indexing=True)
    text = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n\nUser-agent: *\nDisallow: /admin/\n" in text
    assert f"Sitemap: {settings.URL}/sitemap.xml" in text
    for name in ("GPTBot", "CCBot", "Google-Extended", "ClaudeBot", "anthropic-ai", "PerplexityBot", "Bytespider"):
        assert f"User-agent: {name}\n" in text
    Site.objects.update(allows_gathering=True)
    assert not any(name in Client().get("/robots.txt").content.decode() for name in NAMES)
    close(allows_guests=False)
    assert Client().get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_names_of_programs_stand_once_and_in_order() -> None:
    assert list(NAMES) == sorted(set(NAMES), key=str.lower)


def test_the_map_leads_to_what_is_public_and_wanted(listed, bob, carol) -> None:
    post = make_post(listed, "For all", Audience.PUBLIC)
    make_post(listed, "For members", Audience.MEMBERS)
    comment = posting.publish(listed, Draft("And", Audience.PUBLIC, "c", parent_id=post.pk))
    other = make_post(bob, "For all, but not for engines", Audience.PUBLIC)
    found = places()
    assert {"/", "/rules/", "/@alice/", f"/p/{post.pk}/"} <= found
    assert not found & {f"/p/{comment.pk}/", f"/p/{other.pk}/", "/@bob/"}
    # Of somebody who has said nothing to everyone there is no page for guests.
    Account.objects.filter(pk=carol.pk).update(indexable=True)
    assert "/@carol/" not in places()
    now = datetime.now(UTC)
    assert Client().get(f"/sitemap-{now.year}-{now.month}.xml").status_code == 200
    for part in ("1999-1", "2026-13", "0-0", f"{now.year + 1}-1"):
        assert Client().get(f"/sitemap-{part}.xml").status_code == 404
    limit_account(listed)
    assert not {"/@alice/", f"/p/{post.pk}/"} & places()


def test_there_is_no_map_unless_it_is_wanted(alice) -> None:
    make_post(alice, "Hello", Audience.PUBLIC)
    now = datetime.now(UTC)
    paths = ("/sitemap.xml", "/sitemap-pages.xml", f"/sitemap-{now.year}-{now.month}.xml")
    assert [Client().get(path).status_code for path in paths] == [404] * 3
    close(allows_indexing=True, allows_guests=False)
    assert all(Client().get(path).status_code != 200 for path in paths)


def test_the_map_costs_as_much_for_many(listed, django_assert_num_queries) -> None:
    now = datetime.now(UTC)
    for _time in range(2):
        make_post(listed, audience=Audience.PUBLIC)
        with django_assert_num_queries(4):
            Client().get(f"/sitemap-{now.year}-{now.month}.xml")


def test_pages_are_for_engines_only_where_owner_and_author_want_it(alice, bob, site) -> None:
    post, other = (make_post(person, "Hello", Audience.PUBLIC) for person in (alice, bob))
    paths = ("/", "/rules/", "/contact/", "/@alice/", f"/p/{post.pk}/", "/@bob/", f"/p/{other.pk}/", "/sign-in/")
    noindex = '<meta name="robots" content="noindex">'
    assert all(noindex in head(path) for path in paths)
    Account.objects.filter(pk=alice.pk).update(indexable=True)
    assert all(noindex in head(path) for path in paths)
    Site.objects.update(allows_indexing=True)
    assert [path for path in paths if noindex not in head(path)] == list(paths[:5])
    assert all(noindex in head(path) for path in ("/@alice/about/", "/@alice/photos/", f"/p/{post.pk}/history/"))


def test_what_a_post_says_of_itself(alice, client_of) -> None:
    media = make_media(alice, description='A "bird" <b>')
    post = posting.publish(alice, Draft('Look: "birds" & <b>bees</b>', Audience.PUBLIC, "k", media_ids=(media.pk,)))
    found = head(f"/p/{post.pk}/")
    assert f'<link rel="canonical" href="{settings.URL}/p/{post.pk}/">' in found
    assert 'property="og:description" content="Look: &quot;birds&quot; &amp; &lt;b&gt;bees&lt;/b&gt;"' in found
    assert 'property="og:type" content="article"' in found
    picture = re.search(r'property="og:image" content="([^"]+)"', found)
    assert picture is not None
    assert Client().get(picture[1].removeprefix(settings.URL)).status_code == 200
    assert 'content="A &quot;bird&quot; &lt;b&gt;"' in found
    assert "twitter:" not in found
    assert head_at_once(f"/p/{post.pk}/") == found
    assert "og:" not in client_of(alice).get(f"/p/{post.pk}/").content.decode()
    editing.edit(alice, post.pk, Change(text="Changed", warning="Spiders", media_ids=(media.pk,)))
    found = head(f"/p/{post.pk}/")
    assert head_at_once(f"/p/{post.pk}/") == found
    assert "Changed" not in found
    assert "Spiders" in found
    assert "og:image" not in found


def test_nothing_is_said_of_what_guests_do_not_see(alice) -> None:
    post = make_post(alice, "A secret heron", Audience.MEMBERS)
    for path in (f"/p/{post.pk}/", "/@alice/", "/@alice/feed.atom", "/@alice.rss"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert "og:" not in answer.content.decode()
        assert "heron" not in answer.content.decode()


def test_a_feed_as_atom_and_as_rss(alice, bob) -> None:
    media = make_media(alice, description="A bird")
    first = make_post(alice, "Hello @bob and <b>all</b> #birds", Audience.PUBLIC)
    posting.publish(alice, Draft("With a picture", Audience.PUBLIC, "k", media_ids=(media.pk,)))
    posting.publish(alice, Draft("Legs", Audience.PUBLIC, "w", warning="Spiders"))
    make_post(alice, "For members", Audience.MEMBERS)
    answer = Client().get("/@alice/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    page = ElementTree.fromstring(answer.content)
    entries = page.findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles == ["Spiders", "With a picture", "Hello @bob and <b>all</b> #birds"]
    words = entries[2].findtext(f"{ATOM}summary") or ""
    assert f'href="{settings.URL}/@bob/"' in words
    assert "&lt;b&gt;all" in words
    assert entries[2].findtext(f"{ATOM}id") == f"{settings.URL}/p/{first.pk}/"
    links = [link.attrib for link in entries[1].findall(f"{ATOM}link") if link.attrib.get("rel") == "enclosure"]
    assert [link["type"] for link in links] == ["image/jpeg"]
    assert Client().get(links[0]["href"].removeprefix(settings.URL)).status_code == 200
    answer = Client().get("/@alice.rss")
    assert answer["Content-Type"].startswith("application/rss+xml")
    assert len(ElementTree.fromstring(answer.content).findall("channel/item")) == 3
    found = head("/@alice/")
    assert '<link rel="alternate" type="application/atom+xml" href="/@alice/feed.atom"' in found


def test_whoever_has_the_feed_already_is_not_sent_it_again(alice) -> None:
    make_post(alice, "Hello", Audience.PUBLIC)
    answer = Client().get("/@alice/feed.atom")
    same = Client().get("/@alice/feed.atom", headers={"If-None-Match": answer["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    since = {"If-Modified-Since": answer["Last-Modified"]}
    assert Client().get("/@alice/feed.atom", headers=since).status_code == 304
    make_post(alice, "News", Audience.PUBLIC)
    assert Client().get("/@alice/feed.atom", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_who_has_no_feed(alice, bob, eve, client_of) -> None:
    for person in (alice, bob):
        make_post(person, "Hello", Audience.PUBLIC)
    assert Client().get("/@bob.rss").status_code == 200
    for path in ("/@eve.rss", "/@nobody.rss", "/@nobody/feed.atom"):
        assert Client().get(path).status_code == 404
    Account.objects.filter(pk=bob.pk).update(approves_followers=True)
    assert Client().get("/@bob.rss").status_code == 404
    assert "alternate" not in head("/@bob/")
    # Whoever asks is told what a guest is told: whom Alice has blocked, and Alice herself.
    make_block(alice, eve)
    make_post(alice, "For me", Audience.ONLY_ME)
    told = Client().get("/@alice.rss").content
    assert client_of(eve).get("/@alice.rss").content == client_of(alice).get("/@alice.rss").content == told
    suspend(alice)
    assert Client().get("/@alice.rss").status_code == 404


def test_the_owner_can_do_without_feeds(alice) -> None:
    make_post(alice, "Hello", Audience.PUBLIC)
    Site.objects.update(allows_feeds=False)
    assert Client().get("/@alice.rss").status_code == 404
    assert "alternate" not in head("/@alice/")
    close(allows_feeds=True, allows_guests=False)
    assert Client().get("/@alice.rss").status_code != 200


def test_a_feed_costs_as_much_for_many(alice, django_assert_max_num_queries) -> None:
    for _time in range(2):
        for _post in range(3):
            make_post(alice, audience=Audience.PUBLIC)
        with django_assert_max_num_queries(14):
            Client().get("/@alice/feed.atom")
    assert Post.objects.count() == 6
