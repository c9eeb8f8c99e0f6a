"""PreviewCard: complete, whatever a page says, and for no one but who sees the post."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.asking import Phone
from tests.elsewhere import Elsewhere, elsewhere
from tests.factories import make_post
from tests.pictures import picture
from verandah.actions import editing, filtering, linking, posting, sharing
from verandah.actions.filtering import FilterDraft, KeywordDraft
from verandah.api.entities.card import PreviewCardJson
from verandah.base import pubsub
from verandah.domain.accounts.models import Account
from verandah.domain.links.models import Kind, Link, State
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

PAGE = """<html lang=ar><title>The ferry</title><meta name=description content=Boats><meta name=author content=Mara>
<meta property="og:image" content="/p"><meta property="og:image:alt" content="A ferry">"""


@pytest.fixture
def there(settings) -> Iterator[Elsewhere]:
    settings.SENDS_TO_LOOPBACK = settings.PREVIEWS = True
    with elsewhere() as there:
        there.has("/p", picture(size=(300, 200)), "image/jpeg")
        there.has("/page", PAGE)
        there.has("/bare", "<title>x</title>")
        yield there


def card_of(viewer: Account | None, post: Post) -> PreviewCardJson | None:
    return Phone(viewer).get(f"/api/v1/statuses/{post.id}").json()["card"]


def test_a_card_is_complete(there: Elsewhere, settings, alice: Account, bob: Account):
    post = make_post(alice, f"{there.origin}/page?utm_source=x")
    found = card_of(bob, post)
    assert found is not None
    image, blurhash = found.pop("image"), found.pop("blurhash")
    assert image.startswith(f"{settings.URL}/media/links/")
    assert len(blurhash) > 10
    assert found == {
        "url": f"{there.origin}/page", "title": "The ferry", "description": "Boats", "language": "ar", "type": "link",
        "author_name": "Mara", "author_url": "", "provider_name": "127.0.0.1", "provider_url": f"{there.origin}/",
        "html": "", "width": 300, "height": 200, "image_description": "A ferry", "embed_url": "", "published_at": None,
        "missing_attribution": False, "authors": [{"name": "Mara", "url": "", "account": None}],
    }  # fmt: skip


def test_what_apps_need_is_never_null(there: Elsewhere, alice: Account):
    found = card_of(alice, make_post(alice, f"{there.origin}/bare"))
    assert found is not None
    assert {name for name, value in found.items() if value is None} == {"image", "blurhash", "language", "published_at"}
    assert set(found) == set(PreviewCardJson.__annotations__)
    assert (found["width"], found["height"], found["authors"]) == (0, 0, [])


def test_the_old_address_says_the_same(there: Elsewhere, alice: Account, bob: Account, eve: Account):
    post, plain = make_post(alice, f"{there.origin}/page"), make_post(alice, "no link")
    assert Phone(bob).get(f"/api/v1/statuses/{post.id}/card").json() == card_of(bob, post)
    assert Phone(bob).get(f"/api/v1/statuses/{plain.id}/card").json() == {}
    assert Phone(None).get(f"/api/v1/statuses/{post.id}/card").status_code == 404
    hidden = make_post(alice, f"{there.origin}/page", Audience.ONLY_ME)
    assert Phone(eve).get(f"/api/v1/statuses/{hidden.id}/card").status_code == 404
    share = sharing.share(bob, post.id)
    assert Phone(bob).get(f"/api/v1/statuses/{share.id}/card").json() == card_of(bob, post)
    told = Phone(bob).get(f"/api/v1/statuses/{share.id}").json()
    assert told["card"] == told["reblog"]["card"] == card_of(bob, post)


def test_what_can_be_played_is_told_with_its_frame(there: Elsewhere, alice: Account):
    post, now = make_post(alice, "x"), timezone.now()
    address = "https://vimeo.com/123456789"
    link = Link.objects.create(
        address=address, digest="v", state=State.READY, leads_to=address, kind=Kind.VIDEO, title='Low "tide"',
        fetched_at=now, used_at=now,
    )  # fmt: skip
    Post.objects.filter(pk=post.pk).update(link=link)
    found = card_of(alice, post)
    assert found is not None
    assert (found["type"], found["width"], found["height"]) == ("video", 560, 315)
    assert found["embed_url"] == "https://player.vimeo.com/video/123456789?dnt=1"
    assert found["html"].startswith('<iframe src="https://player.vimeo.com/video/123456789?dnt=1" ')
    assert 'sandbox="allow-scripts ' in found["html"]
    assert 'referrerpolicy="no-referrer"' in found["html"]


def test_a_card_comes_later_and_apps_see_it_at_once(there: Elsewhere, alice: Account, bob: Account):
    """Whatever was rendered before is not found again."""
    phone, now = Phone(bob), timezone.now()
    link = Link.objects.create(address=f"{there.origin}/page", digest="p", used_at=now)
    post = make_post(alice, "x")
    Post.objects.filter(pk=post.pk).update(link=link)
    path = f"/api/v1/statuses/{post.id}"
    assert phone.get(path).json()["card"] is None
    assert phone.get(path).json()["card"] is None
    linking.look_at.func(link.pk)
    told = phone.get(path).json()
    assert told["card"]["title"] == "The ferry"
    assert told["edited_at"] is None
    assert phone.get("/api/v1/notifications").json() == []


def test_open_screens_are_told_of_a_card(
    there: Elsewhere, alice: Account, monkeypatch, django_capture_on_commit_callbacks
):
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(pubsub, "announce", lambda *words: told.append(words))
    post, old = make_post(alice, "x"), make_post(alice, "y")
    link = Link.objects.create(address=f"{there.origin}/page", digest="p", used_at=timezone.now())
    Post.objects.filter(pk=post.pk).update(link=link)
    hour_ago = old.pk - (2 * 3600 * 1000 << 16)
    Post.objects.filter(pk=old.pk).delete()
    Post.objects.create(
        id=hour_ago, author=alice, audience=Audience.MEMBERS, text="z", html="z", key="z", link=link,
        created_at=timezone.now(),
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        linking.look_at.func(link.pk)
    assert told == [("posts", "changed", post.pk)]


def test_who_does_not_want_to_read_a_word_is_not_shown_it_in_a_title(there: Elsewhere, alice: Account, bob: Account):
    filtering.create(bob, FilterDraft("Boats", ("home",), "warn", 0, (KeywordDraft("ferry"),)))
    post = make_post(alice, f"{there.origin}/page")
    told = Phone(bob).get(f"/api/v1/statuses/{post.id}").json()
    assert [found["keyword_matches"] for found in told["filtered"]] == [["ferry"]]


def test_an_edit_takes_it_away(there: Elsewhere, alice: Account):
    post = posting.publish(alice, posting.Draft(f"{there.origin}/page", key="k"))
    assert card_of(alice, post) is not None
    editing.edit(alice, post.id, editing.Change("nothing"))
    assert card_of(alice, post) is None


def test_a_list_of_posts_asks_once_for_all_their_pages(there: Elsewhere, alice: Account):
    """As many queries for one post with a card as for five."""
    counts = []
    for number in range(5):
        there.has(f"/{number}", f"<title>Page {number}</title>")
        make_post(alice, f"{there.origin}/{number}")
        linking.show_in_posts(Link.objects.latest("id").pk)
        phone = Phone(alice)
        phone.get("/api/v1/accounts/verify_credentials")
        with CaptureQueriesContext(connection) as found:
            rows = phone.get(f"/api/v1/accounts/{alice.id}/statuses").json()
        assert len(rows) == number + 1
        counts.append(len(found))
    assert len(set(counts[1:])) == 1, counts
