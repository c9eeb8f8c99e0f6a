"""What a post links to is looked at once, as nobody, and shown in all posts that link there."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.utils import timezone
from PIL import Image

from tests.elsewhere import Elsewhere, elsewhere
from tests.factories import make_post
from tests.pictures import moving_gif, picture
from verandah.actions import editing, linking, posting
from verandah.base.ids import new_id
from verandah.domain.accounts.models import Account
from verandah.domain.links.models import Kind, Link, State
from verandah.domain.links.show import ShownLink
from verandah.domain.media import files
from verandah.domain.moderation.models import ServerBlock
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.models import Post

PAGE = """<!doctype html><html lang="pt-PT"><head><title>Plain title</title>
<meta property="og:title" content="The ferry &amp; its timetable"><meta name="description" content="Plain description">
<meta property="og:description" content="Boats every 40 minutes">
<meta property="og:site_name" content="Alder Bay Ferries">
<meta property="og:image" content="/ferry.jpg?utm_source=og"><meta property="og:image:alt" content="A ferry at dawn">
<meta name="author" content="Mara"><meta property="og:url" content="https://elsewhere.org/lie"></head><body></body></html>"""


@pytest.fixture
def there(settings) -> Iterator[Elsewhere]:
    settings.SENDS_TO_LOOPBACK = settings.PREVIEWS = True
    with elsewhere() as there:
        yield there


def shown(viewer: Account, post: Post) -> ShownLink | None:
    """What is shown of the page that the post links to."""
    [full] = full_posts(viewer, [post.id])
    return full.link


def a_page(there: Elsewhere, path: str = "/timetable", body: str = PAGE) -> str:
    there.has("/ferry.jpg", picture(size=(300, 200), exif=with_place()), "image/jpeg")
    return there.has(path, body)


def with_place() -> Image.Exif:
    """What a camera writes beside the picture."""
    found = Image.Exif()
    found[0x010F] = "A camera"
    return found


def test_a_page_is_shown_in_its_own_words(there: Elsewhere, alice: Account):
    post = make_post(alice, f"Look: {a_page(there)}?utm_source=x&fbclid=y#part and {there.origin}/other")
    link = shown(alice, post)
    assert link is not None
    assert (link.title, link.description) == ("The ferry & its timetable", "Boats every 40 minutes")
    assert (link.kind, link.provider_name, link.author_name) == ("link", "Alder Bay Ferries", "Mara")
    # Neither what the page says of its own address, nor what only tracks.
    assert (link.url, link.provider_url) == (there.origin + "/timetable", there.origin + "/")
    assert (link.language, link.image_description) == ("pt", "A ferry at dawn")
    assert (link.width, link.height) == (300, 200)
    assert link.blurhash
    assert there.asked == ["/timetable", "/ferry.jpg"]


def test_nobody_is_told_who_asks(there: Elsewhere, alice: Account):
    make_post(alice, a_page(there))
    for _path, headers in there.seen:
        assert not {"Cookie", "Referer", "Authorization", "Origin"} & set(headers)
        assert "alice" not in str(headers).lower()


def test_its_picture_is_made_anew_and_ours(there: Elsewhere, alice: Account, client_of):
    link = shown(alice, make_post(alice, a_page(there)))
    assert link is not None
    assert link.image_url.startswith("/media/links/")
    answer = client_of(None).get(link.image_url)
    content = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "max-age=31536000" in answer["Cache-Control"]
    made = Image.open(BytesIO(content))
    assert made.size == (300, 200)
    assert not made.getexif()
    name = link.image_url.rpartition("/")[2].partition(".")[0]
    assert len(name) >= 40
    assert client_of(None).get(f"/media/links/{name}.png").status_code == 404
    assert client_of(None).get(f"/media/links/{name[:-1]}0.jpg").status_code in (200, 404)
    assert client_of(None).get("/media/links/x.jpg").status_code == 404
    assert client_of(None).post(link.image_url).status_code == 405


def test_it_is_looked_at_once_for_all_posts(there: Elsewhere, alice: Account, bob: Account):
    address = a_page(there)
    one, other = make_post(alice, address), make_post(bob, f"{address}?utm_medium=mail#x")
    assert shown(alice, one) == shown(alice, other)
    assert there.asked == ["/timetable", "/ferry.jpg"]
    assert Link.objects.count() == 1


def test_the_first_page_of_another_site_is_shown(there: Elsewhere, settings, alice: Account):
    address = a_page(there)
    text = f"@alice #tag {settings.URL}/@alice/1 {settings.URL} https://river.example/ {address} {there.origin}/second"
    link = shown(alice, make_post(alice, text))
    assert link is not None
    assert link.url == address
    assert shown(alice, make_post(alice, f"{settings.URL}/about and mailto:x@river.town")) is None
    assert Link.objects.count() == 1


def test_nothing_is_asked_where_that_is_switched_off(there: Elsewhere, settings, alice: Account):
    address = a_page(there)
    before = make_post(alice, address)
    settings.PREVIEWS = False
    there.seen.clear()
    assert shown(alice, before) is None
    after = make_post(alice, f"{address}x")
    linking.look_at.func(before.link_id)
    assert after.link_id is None
    assert there.seen == []


def test_what_admins_keep_away_is_not_asked(there: Elsewhere, alice: Account):
    ServerBlock.objects.create(domain="127.0.0.1", severity=ServerBlock.Severity.SUSPEND, created_at=timezone.now())
    assert make_post(alice, a_page(there)).link_id is None
    assert there.seen == []


def test_an_edit_shows_another_page_or_none(there: Elsewhere, alice: Account):
    a_page(there, "/other", PAGE.replace("The ferry", "The bus"))
    post = make_post(alice, a_page(there))
    editing.edit(alice, post.id, editing.Change(f"{there.origin}/other"))
    link = shown(alice, post)
    assert link is not None
    assert link.title.startswith("The bus")
    editing.edit(alice, post.id, editing.Change("No link"))
    assert shown(alice, post) is None


def test_a_comment_and_a_share_show_it_too(there: Elsewhere, alice: Account, bob: Account):
    post = make_post(alice, a_page(there))
    answer = posting.publish(bob, posting.Draft(a_page(there), parent_id=post.id, key="k"))
    assert shown(alice, answer) == shown(alice, post)


def test_a_page_without_words_is_not_shown_and_that_is_remembered(there: Elsewhere, alice: Account):
    address = there.has("/blank", "<html><head></head><body>Nothing</body></html>")
    assert shown(alice, make_post(alice, address)) is None
    assert shown(alice, make_post(alice, address)) is None
    assert there.asked == ["/blank"]
    Link.objects.update(fetched_at=timezone.now() - timedelta(days=2))
    make_post(alice, address)
    assert there.asked == ["/blank", "/blank"]


def test_what_is_not_there_is_remembered(there: Elsewhere, alice: Account):
    make_post(alice, there.origin + "/missing")
    make_post(alice, there.origin + "/missing")
    assert there.asked == ["/missing"]
    assert Link.objects.get().state == State.EMPTY


def test_who_does_not_answer_is_asked_again_and_then_no_more(there: Elsewhere, alice: Account):
    make_post(alice, there.has("/busy", "x", status=503))
    link = Link.objects.get()
    assert (link.state, link.tries) == (State.WAITING, 1)
    linking.look_at.func(link.pk)
    linking.look_at.func(link.pk)
    link.refresh_from_db()
    assert (link.state, link.tries) == (State.EMPTY, 0)
    linking.look_at.func(link.pk)
    assert there.asked == ["/busy"] * 3


def test_an_old_page_is_looked_at_again_when_someone_links_to_it(there: Elsewhere, alice: Account):
    address = a_page(there)
    post = make_post(alice, address)
    before, rev = Link.objects.get(), Post.objects.get(pk=post.pk).rev
    Link.objects.update(fetched_at=timezone.now() - timedelta(days=8))
    there.has("/timetable", PAGE.replace("The ferry", "The new ferry"))
    make_post(alice, address)
    link, after = shown(alice, post), Link.objects.get()
    assert link is not None
    assert link.title.startswith("The new ferry")
    assert Post.objects.get(pk=post.pk).rev > rev
    # Its old picture has gone with what it was of.
    assert after.image_name != before.image_name
    assert files.listed(f"{before.image_name[:2]}/{before.image_name}")[1] == []


def test_what_was_known_stays_when_the_page_goes(there: Elsewhere, alice: Account):
    address = a_page(there)
    post = make_post(alice, address)
    Link.objects.update(fetched_at=timezone.now() - timedelta(days=8))
    there.has("/timetable", "gone", status=410)
    make_post(alice, address)
    assert shown(alice, post) is not None
    assert there.asked.count("/timetable") == 2


def test_posts_that_were_there_before_are_rendered_anew(there: Elsewhere, alice: Account):
    post = make_post(alice, "x")
    link = Link.objects.create(address=a_page(there), digest="x", used_at=timezone.now())
    Post.objects.filter(pk=post.pk).update(link=link)
    assert shown(alice, post) is None
    rev = Post.objects.get(pk=post.pk).rev
    linking.look_at.func(link.pk)
    assert shown(alice, post) is not None
    assert Post.objects.get(pk=post.pk).rev == rev + 1
    # Done twice: asked once.
    linking.look_at.func(link.pk)
    assert there.asked == ["/timetable", "/ferry.jpg"]
    linking.look_at.func(link.pk + 1)


def test_a_card_is_no_edit(there: Elsewhere, alice: Account, bob: Account):
    post = make_post(alice, a_page(there))
    linking.look_at.func(post.link_id)
    [full] = full_posts(bob, [post.id])
    assert full.post.edited_at is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text", b"no picture"),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("dot", picture("PNG", (1, 1))),
        ("moving", moving_gif()),
        ("broken", picture()[:200]),
        ("video", b"\0\0\0\x18ftypmp42" + b"\0" * 100),
    ],
    ids=["text", "svg", "dot", "moving", "broken", "video"],
)
def test_what_is_no_picture_is_not_shown_as_one(there: Elsewhere, alice: Account, name: str, content: bytes):
    address = there.has("/page", PAGE)
    there.has("/ferry.jpg?", content, "image/jpeg")
    there.has("/ferry.jpg", content, "image/jpeg")
    link = shown(alice, make_post(alice, address))
    assert link is not None
    assert (link.image_url, link.width, link.blurhash) == ("", 0, "")
    assert "/ferry.jpg" in there.asked


def test_pictures_from_elsewhere_are_not_asked_for(there: Elsewhere, alice: Account):
    for bad in ("http://169.254.169.254/x.png", "file:///etc/passwd", "data:image/png;base64,xx", "https://u@x.town/"):
        address = there.has(f"/{len(bad)}", PAGE.replace("/ferry.jpg?utm_source=og", bad))
        link = shown(alice, make_post(alice, address))
        assert link is not None
        assert link.image_url == ""
    assert "/ferry.jpg" not in there.asked


def test_a_picture_alone_is_shown(there: Elsewhere, alice: Account):
    link = shown(alice, make_post(alice, there.has("/dawn%20boat.png", picture("PNG", (200, 100)), "image/png")))
    assert link is not None
    assert (link.kind, link.title, link.width) == ("photo", "dawn boat.png", 200)


def test_what_oembed_says_is_heard(there: Elsewhere, alice: Account):
    said = {
        "type": "photo", "title": "From oEmbed", "author_name": "Bo\u202eb", "author_url": "javascript:alert(1)",
        "provider_name": "A site", "thumbnail_url": there.origin + "/ferry.jpg", "html": "<script>alert(1)</script>",
        "width": "NaN", "url": 7,
    }  # fmt: skip
    there.has("/o?x=1", json.dumps(said), "application/json")
    there.has("/ferry.jpg", picture(), "image/jpeg")
    page = '<title>A page</title><link rel="alternate" type="application/json+oembed" href="/o?x=1">'
    link = shown(alice, make_post(alice, there.has("/page", page)))
    assert link is not None
    assert (link.title, link.author_name, link.author_url) == ("A page", "Bob", "")
    assert (link.kind, link.provider_name) == ("photo", "A site")
    assert link.image_url
    assert link.player is None


@pytest.mark.parametrize("said", ["", "[]", "[" * 50_000, "{}", '{"title": 7}', '"x"', "\0", '{"title": "\\ud800"}'])
def test_what_is_no_oembed_does_no_harm(there: Elsewhere, alice: Account, said: str):
    there.has("/o", said, "application/json")
    page = '<title>A page</title><link rel="alternate" type="application/json+oembed" href="/o">'
    link = shown(alice, make_post(alice, there.has("/page", page)))
    assert link is not None
    assert link.title == "A page"
    assert there.asked == ["/page", "/o"]


def test_a_redirect_is_shown_as_where_it_leads(there: Elsewhere, alice: Account):
    link = shown(alice, make_post(alice, there.leads("/short", a_page(there) + "?utm_campaign=x")))
    assert link is not None
    assert link.url == there.origin + "/timetable"


def test_texts_are_made_plain(there: Elsewhere, alice: Account):
    title = "  A\u202e\u0000 <b>title</b>\n" + "x" * 5000
    zalgo = "Z" + "\u0301" * 20
    page = f'<meta property="og:title" content="{title}"><meta property="og:description" content="{zalgo}">'
    link = shown(alice, make_post(alice, there.has("/page", page)))
    assert link is not None
    assert link.title.startswith("A\ufffd <b>title</b> xxx") or link.title.startswith("A <b>title</b> xxx")
    assert len(link.title) == 200
    assert link.title.endswith("…")
    assert link.description == ""


def test_arabic_pages_are_read_in_their_letters(there: Elsewhere, alice: Account):
    page = "<title>جدول العبّارات</title>"
    for number, (body, kind) in enumerate(
        [
            (page.encode(), "text/html"),
            (page.encode("cp1256"), "text/html"),
            (page.encode("cp1256"), "text/html; charset=windows-1256"),
            (f"<meta charset=windows-1256>{page}".encode("cp1256"), "text/html"),
            (page.encode("utf-16"), "text/html"),
        ]
    ):
        link = shown(alice, make_post(alice, there.has(f"/{number}", body, kind)))
        assert link is not None
        assert link.title == "جدول العبّارات"


def test_nothing_is_left_lying_about(there: Elsewhere, alice: Account):
    before = set(Path(site_settings.QUARANTINE).iterdir())
    make_post(alice, a_page(there))
    make_post(alice, there.has("/page", "<title>x</title>"))
    assert set(Path(site_settings.QUARANTINE).iterdir()) == before


def test_one_site_is_not_overrun(there: Elsewhere, alice: Account, monkeypatch):
    monkeypatch.setitem(linking.limits.LIMITS, "preview", (2, 3600))
    for number in range(5):
        make_post(alice, there.has(f"/{number}", "<title>x</title>"))
    assert there.asked == ["/0", "/1"]
    assert Link.objects.filter(state=State.WAITING).count() == 3


def test_pages_that_nobody_links_to_are_forgotten(there: Elsewhere, alice: Account):
    post = make_post(alice, a_page(there))
    name = Link.objects.get().image_name
    Link.objects.update(used_at=timezone.now() - timedelta(days=31))
    assert linking.clear_links() == 0
    post.delete()
    assert linking.clear_links() == 1
    assert linking.clear_links() == 0
    assert files.listed(f"{name[:2]}/{name}")[1] == []


def test_what_is_asked_for_while_it_is_forgotten_leaves_no_picture(there: Elsewhere, alice: Account):
    before = {name for heap in files.names() for name in heap}
    linking.find_out(Link(id=new_id(), address=a_page(there), kind=Kind.LINK))
    assert there.asked == ["/timetable", "/ferry.jpg"]
    assert Link.objects.count() == 0
    assert {name for heap in files.names() for name in heap if files.listed(f"{heap[0][:2]}/{name}")[1]} <= before
