"""Who sees an album, and what of it: viewer × audience, on pages, in apps, and by the addresses of the files."""

import re

import pytest
from django.test import Client

from tests.albums import make_album, make_file
from tests.api.asking import Phone
from tests.factories import make_post, suspend
from tests.pictures import make_media, picture, sent
from verandah.actions import compiling, posting
from verandah.domain.accounts.models import Account
from verandah.domain.albums.models import Album
from verandah.domain.albums.queries import item_ids
from verandah.domain.albums.show import show_albums, show_items
from verandah.domain.media.models import Media
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

TOWN = {"alice", "bob", "carol", "eve", "mo"}
# Whom an album of Alice's is for. Bob is a friend, Carol a follower, Dan is blocked, Mo moderates.
SEES = {
    Audience.PUBLIC: TOWN | {"guest"},
    Audience.MEMBERS: TOWN,
    Audience.FOLLOWERS: {"alice", "carol"},
    Audience.FRIENDS: {"alice", "bob"},
    Audience.LISTS: {"alice"},
    Audience.PEOPLE: {"alice"},
    Audience.GROUP: {"alice"},
    Audience.ONLY_ME: {"alice"},
    Audience.FRIENDS_EXCEPT: {"alice", "bob"},
}
NAMES = {"alice", "bob", "carol", "dan", "eve", "mo", "guest"}


@pytest.fixture
def people(alice, bob, carol, dan, eve, mo) -> dict[str, Account | None]:
    return {person.username: person for person in (alice, bob, carol, dan, eve, mo)} | {"guest": None}


def page_of(client: Client, album: Album, rest: str = "") -> str:
    """The words of the page, or nothing."""
    answer = client.get(f"/@alice/albums/{album.pk}/{rest}")
    assert answer.status_code in (200, 404)
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize("audience", Audience)
def test_who_sees_an_album(people, client_of, audience: Audience):
    alice = people["alice"]
    make_post(alice, audience=Audience.PUBLIC)
    row = make_file(alice)
    album = make_album(alice, row, audience=audience, title="A week of rain")
    seen: dict[str, set[str]] = {}
    for name, viewer in people.items():
        phone, client = Phone(viewer), client_of(viewer)
        places = {
            "page": row.name in page_of(client, album),
            "picture": row.name in page_of(client, album, f"{row.pk}/"),
            "tab": "A week of rain" in client.get("/@alice/albums/").content.decode(),
            "app": phone.get(f"/api/verandah/v1/albums/{album.pk}").status_code == 200,
            "app: pictures": phone.get(f"/api/verandah/v1/albums/{album.pk}/items").status_code == 200,
            "app: albums": "A week" in phone.get(f"/api/verandah/v1/accounts/{alice.pk}/albums").content.decode(),
        }
        for place, shown in places.items():
            seen.setdefault(place, set()).update({name} if shown else ())
    assert seen == dict.fromkeys(seen, SEES[audience])


@pytest.mark.parametrize("audience", Audience)
def test_a_picture_of_a_post_is_seen_by_who_sees_both(people, client_of, audience: Audience):
    """The album is for everyone; of its two pictures one stands in a post for these."""
    alice = people["alice"]
    post = make_post(alice)
    Post.objects.filter(pk=post.pk).update(audience=audience)
    posted, loose = make_file(alice, post), make_file(alice)
    album = make_album(alice, posted, loose, audience=Audience.PUBLIC)
    for name, viewer in people.items():
        page = page_of(client_of(viewer), album)
        assert (posted.name in page) == (name in SEES[audience]), name
        assert (loose.name in page) == (name in TOWN | {"guest"}), name
        told = Phone(viewer).get(f"/api/verandah/v1/albums/{album.pk}")
        count = 0 if name == "dan" else 1 + (name in SEES[audience])
        assert (told.json()["items_count"] if told.status_code == 200 else 0) == count, name
        if name != "dan":
            assert (posted.name in told.content.decode()) == (name in SEES[audience]), name


def test_the_album_narrows_what_the_post_shows(people, client_of):
    posted = make_file(people["alice"], make_post(people["alice"], audience=Audience.PUBLIC))
    album = make_album(people["alice"], posted, audience=Audience.ONLY_ME)
    for name, viewer in people.items():
        assert bool(page_of(client_of(viewer), album)) == (name == "alice")


def test_nothing_of_a_suspended_person(people, client_of):
    alice = people["alice"]
    album = make_album(alice, make_file(alice), audience=Audience.PUBLIC)
    suspend(alice)
    assert not page_of(client_of(people["bob"]), album)
    assert Phone(people["bob"]).get(f"/api/verandah/v1/albums/{album.pk}/items").status_code == 404


def test_an_album_stands_below_its_author_alone(alice: Account, bob: Account, client_of):
    album = make_album(alice, make_file(alice))
    assert client_of(bob).get(f"/@bob/albums/{album.pk}/").status_code == 404
    other = make_file(alice)
    assert client_of(bob).get(f"/@alice/albums/{album.pk}/{other.pk}/").status_code == 404


def addresses(album: Album, viewer: Account) -> list[str]:
    found = show_items(item_ids(viewer, album.pk, 10))
    return [address for one in found for address in (one.media.url, one.media.preview_url) if address]


def codes(told: list[str], bare: bool = False) -> set[int]:
    return {Client().get(address.partition("?")[0] if bare else address).status_code for address in told}


def test_its_files_are_as_private_as_the_album(alice: Account, bob: Account):
    row = make_media(alice)
    album = make_album(alice, row, audience=Audience.MEMBERS)
    told = addresses(album, bob)
    assert (codes(told), codes(told, bare=True)) == ({200}, {404})
    compiling.change(alice, album.pk, compiling.AlbumDraft(audience=Audience.ONLY_ME))
    assert codes(told) == {404}
    now = addresses(album, alice)
    assert codes(now) == {200}
    compiling.delete(alice, album.pk)
    assert codes(now) == {404}
    compiling.restore(alice, album.pk)
    compiling.change(alice, album.pk, compiling.AlbumDraft(audience=Audience.PUBLIC))
    assert codes(addresses(album, bob), bare=True) == {200}
    compiling.take_out(alice, album.pk, [row.pk])
    assert codes(now) == {404}


def test_no_query_more_for_more_pictures(alice: Account, bob: Account, django_assert_max_num_queries):
    post = make_post(alice)
    albums = [make_album(alice, *(make_file(alice, post) for _ in range(count))) for count in (1, 12)]
    for album in albums:
        with django_assert_max_num_queries(6):
            show_albums([album.pk], bob)
            show_items(item_ids(bob, album.pk, 50))


def test_a_sensitive_picture_is_covered(alice: Account, bob: Account, client_of):
    post = make_post(alice)
    Post.objects.filter(pk=post.pk).update(is_sensitive=True)
    row = make_file(alice, post)
    album = make_album(alice, row)
    client = client_of(bob)
    assert row.name not in re.sub(r'src="data:[^"]*"', "", page_of(client, album))
    assert row.name not in page_of(client, album, f"{row.pk}/")
    assert row.name in page_of(client, album, f"{row.pk}/?show=1")
    assert row.name not in client.get("/@alice/albums/").content.decode()


def test_the_forms(alice: Account, bob: Account, client_of):
    client = client_of(alice)
    posted = make_file(alice, make_post(alice))
    answer = client.post("/albums/new/", {"title": "", "audience": "members", "key": "k"})
    assert (answer.status_code, "Give the album a name." in answer.content.decode()) == (422, True)
    answer = client.post("/albums/new/", {"title": "Garden", "text": "Roses", "audience": "public", "key": "k"})
    album = Album.objects.get()
    assert answer["Location"] == f"/albums/{album.pk}/add/"
    assert posted.name in client.get(answer["Location"]).content.decode()
    answer = client.post(f"/albums/{album.pk}/add/", {"posted": posted.pk, "files": sent(picture(), "rose.jpg")})
    assert answer["Location"] == f"/@alice/albums/{album.pk}/"
    loose = Media.objects.get(album=album)
    assert item_ids(alice, album.pk, 9) == [loose.pk, posted.pk]
    assert "Garden" in client.get(f"/albums/{album.pk}/change/").content.decode()
    said = {
        "title": "Garden", "text": "", "audience": "members", "item": [loose.pk, posted.pk],
        f"place-{loose.pk}": "2", f"place-{posted.pk}": "1", "cover": posted.pk,
    }  # fmt: skip
    client.post(f"/albums/{album.pk}/change/", said)
    album.refresh_from_db()
    assert (album.audience, album.text, album.cover_id) == (Audience.MEMBERS, "", posted.pk)
    assert item_ids(alice, album.pk, 9) == [posted.pk, loose.pk]
    client.post(f"/albums/{album.pk}/change/", said | {"out": [loose.pk]})
    assert item_ids(alice, album.pk, 9) == [posted.pk]
    broken = client.post(f"/albums/{album.pk}/add/", {"files": sent(b"no picture", "x.txt")})
    assert (broken.status_code, "x.txt: This kind of file is not taken" in broken.content.decode()) == (422, True)
    for path in ("change/", "add/", "delete/"):
        for method in (client_of(bob).get, client_of(bob).post):
            assert method(f"/albums/{album.pk}/{path}").status_code == 404
    assert client_of(bob).post(f"/albums/{album.pk}/restore/").status_code == 404
    assert "Garden" in client.get(f"/albums/{album.pk}/delete/").content.decode()
    client.post(f"/albums/{album.pk}/delete/")
    assert "/restore/" in client.get("/@alice/albums/").content.decode()
    assert client.get(f"/@alice/albums/{album.pk}/").status_code == 404
    client.post(f"/albums/{album.pk}/restore/")
    assert client.get(f"/@alice/albums/{album.pk}/").status_code == 200
    posting.delete(alice, Media.objects.get(pk=posted.pk).post_id)
    assert "Nothing in it yet" in client.get(f"/@alice/albums/{album.pk}/").content.decode()
