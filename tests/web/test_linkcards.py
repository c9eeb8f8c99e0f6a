"""What a post links to, on its page: one link of ours, and for what can be played a button that says whom it tells."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.elsewhere import Elsewhere, elsewhere
from tests.factories import make_post
from tests.pictures import make_media, picture
from verandah.actions import posting
from verandah.domain.accounts.models import Account
from verandah.domain.links.models import Kind, Link, State
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

PAGE = """<title>A &lt;script&gt; page</title><meta name="description" content="About">
<meta property="og:image" content="/p">"""
YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture
def there(settings) -> Iterator[Elsewhere]:
    settings.SENDS_TO_LOOPBACK = settings.PREVIEWS = True
    with elsewhere() as there:
        there.has("/p", picture(size=(300, 200)), "image/jpeg")
        there.has("/page", PAGE)
        yield there


@pytest.fixture
def video(there: Elsewhere, alice: Account) -> Post:
    """A post with a video of another site, of which nobody has been asked for anything."""
    post = make_post(alice, "Look")
    now = timezone.now()
    link = Link.objects.create(
        address=YOUTUBE, digest="y", state=State.READY, leads_to=YOUTUBE, kind=Kind.VIDEO, title="Low tide",
        author_name="Harbour TV", fetched_at=now, used_at=now,
    )  # fmt: skip
    Post.objects.filter(pk=post.pk).update(link=link)
    return post


def page(client_of, viewer: Account, post: Post) -> str:
    return client_of(viewer).get(reverse("post", args=[post.id])).content.decode()


def test_a_page_is_one_link_with_a_picture_of_ours(there: Elsewhere, alice: Account, bob: Account, client_of):
    text = page(client_of, bob, make_post(alice, f"{there.origin}/page"))
    assert f'<a class="linkcard" href="{there.origin}/page" rel="nofollow noopener ugc">' in text
    assert "A &lt;script&gt; page" in text
    assert '<img src="/media/links/' in text
    assert f'src="{there.origin}' not in text
    assert "<iframe" not in text


def test_a_post_with_pictures_of_its_own_shows_these(there: Elsewhere, alice: Account, client_of):
    draft = posting.Draft(f"{there.origin}/page", key="k", media_ids=(make_media(alice).id,))
    assert "linkcard" not in page(client_of, alice, posting.publish(alice, draft))


def test_a_covered_post_covers_the_picture(there: Elsewhere, alice: Account, client_of):
    draft = posting.Draft(f"{there.origin}/page", key="k", is_sensitive=True)
    text = page(client_of, alice, posting.publish(alice, draft))
    assert "linkcard" in text
    assert "/media/links/" not in text


def test_a_comment_shows_it(there: Elsewhere, alice: Account, bob: Account, client_of):
    post = make_post(alice, "x")
    posting.publish(bob, posting.Draft(f"{there.origin}/page", key="k", parent_id=post.id))
    assert "linkcard" in page(client_of, alice, post)


def test_what_can_be_played_waits_for_a_click(video: Post, alice: Account, client_of):
    answer = client_of(alice).get(reverse("post", args=[video.id]))
    text = answer.content.decode()
    assert "<iframe" not in text
    assert 'data-frame="https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"' in text
    assert f'<a class="pic" href="{YOUTUBE.replace("&", "&amp;")}"' in text
    assert "Loads from youtube.com, which then sees your address and the name of this site." in text
    policy = answer["Content-Security-Policy"]
    frames = next(part for part in policy.split(";") if part.strip().startswith("frame-src")).split()[1:]
    assert frames == [
        "https://www.youtube-nocookie.com", "https://player.vimeo.com", "https://w.soundcloud.com",
        "https://open.spotify.com",
    ]  # fmt: skip
    assert "youtube" not in "".join(part for part in policy.split(";") if "frame-src" not in part)


def test_who_does_not_want_it_says_so(there: Elsewhere, alice: Account, client_of):
    client = client_of(alice)
    post = make_post(alice, f"{there.origin}/page")
    assert 'role="switch" name="previews" checked' in client.get("/settings/display/").content.decode()
    client.post("/settings/display/", {"theme": "", "language": ""})
    text = client.get(reverse("post", args=[post.id])).content.decode()
    assert 'data-previews="no"' in text
    assert 'role="switch" name="previews">' in client.get("/settings/display/").content.decode()
    client.post("/settings/display/", {"theme": "", "language": "", "previews": "on"})
    assert "data-previews" not in client.get(reverse("post", args=[post.id])).content.decode()


def test_who_may_not_see_a_post_is_told_nothing_of_what_it_links_to(
    there: Elsewhere, alice: Account, eve: Account, client_of
):
    """Neither in a list nor on its own: a page that one post alone links to has no address here but its picture's."""
    post = make_post(alice, f"{there.origin}/page", Audience.ONLY_ME)
    name = Link.objects.get().image_name
    for path in ("/", "/all/", "/@alice/", reverse("post", args=[post.id]),
                 "/api/v1/timelines/public", "/api/v1/trends/links",
                 f"/api/v1/statuses/{post.id}", f"/api/v1/statuses/{post.id}/card",
                 f"/api/v1/timelines/link?url={there.origin}/page", f"/api/v2/search?q={there.origin}/page",
                 "/media/links/", f"/media/links/{Link.objects.get().pk}.jpg"):  # fmt: skip
        text = client_of(eve).get(path, follow=True).content.decode()
        assert name not in text, path
        assert "A &lt;script&gt; page" not in text, path
