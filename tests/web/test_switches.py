"""The switches of policy hold on pages, for apps, for jobs and on both quick lanes; each can be set back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from tests.api.asking import Phone
from tests.api.hot_town import quick as quick_answer
from tests.factories import make_account, make_post, some_restriction
from tests.pictures import make_media, picture, sent
from tests.web.quick_pages import quick
from verandah.actions import editing, picturing, posting, removing, scheduling, switching
from verandah.actions.editing import Change
from verandah.actions.posting import Draft
from verandah.base.errors import Conflict, Forbidden, Invalid, NotFound
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Site
from verandah.domain.instance.switches import NAMES, SWITCHBOARD, Switches, switches
from verandah.domain.media.models import Media
from verandah.domain.moderation.models import AuditEntry, Restriction, Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, ScheduledPost

SAYS_NO_PICTURES = "This site shows no profile pictures: everyone has the initials of their name."
SAYS_NO_COMMENTS = "Comments are switched off on this site at the moment."
SAYS_NO_COVERS = "This site shows no cover pictures."


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def set_to(ada: Account, name: str, value: bool | int) -> None:
    """As it is once the transaction is over."""
    switching.switch(ada, name, value)
    SWITCHBOARD.read()


def with_pictures(account: Account) -> Account:
    for which in ("avatar", "header"):
        picturing.set_picture(account, which, sent(picture(size=(500, 500)), "a.jpg", "image/jpeg"))
    account.refresh_from_db()
    return account


def test_pictures_are_gone_everywhere_at_once_and_come_back(ada, alice, carol, client_of) -> None:
    alice = with_pictures(alice)
    post = make_post(alice, "Hello", Audience.PUBLIC)
    page, phone, guest = client_of(carol), Phone(carol), Client()
    path, name = alice.avatar_path, alice.avatar.name
    places = ("/all/", f"/p/{post.pk}/", "/@alice/", "/people/", "/")
    asked = (
        "/api/v1/timelines/home",
        f"/api/v1/statuses/{post.pk}",
        f"/api/v1/accounts/{alice.pk}",
        f"/api/v1/accounts/{alice.pk}/statuses",
        "/api/v1/accounts/search?q=alice",
    )

    def seen() -> list[bool]:
        """In each of these ways, those first that are asked twice, so that something is kept."""
        pages = [name in page.get(place).content.decode() for place in places for _twice in (1, 2)]
        quickly = [name in ready.body.decode() for place in places if (ready := quick(page, place))]
        told = [name in phone.get(place).content.decode() for place in asked for _twice in (1, 2)]
        hot = [name in ready.body.decode() for place in asked if (ready := quick_answer(phone, place))]
        assert len(quickly) > 2
        assert len(hot) > 2
        return [*pages, *quickly, *told, *hot, guest.get(path).status_code == 200]

    assert all(seen())
    set_to(ada, "allows_avatars", False)
    assert not any(seen())
    assert "missing.png" in phone.get(asked[2]).json()["avatar"]
    alice.refresh_from_db()
    # Hidden, not deleted; the picture over the profile is another switch.
    assert Media.objects.filter(pk=alice.avatar_id).exists()
    assert guest.get(alice.header_path).status_code == 200
    set_to(ada, "allows_avatars", True)
    assert all(seen())


def test_what_staff_took_from_someone_does_not_come_back(ada, alice, mo) -> None:
    alice = with_pictures(alice)
    set_to(ada, "allows_avatars", False)
    strip(alice, "avatar")
    set_to(ada, "allows_avatars", True)
    alice.refresh_from_db()
    assert alice.avatar_path == ""


def strip(account: Account, part: str) -> None:
    """As a decision leaves it."""
    row = some_restriction()
    subject = Subject.objects.create(kind=Subject.Kind.ACCOUNT, ref=account.pk, part=part, created_at=timezone.now())
    Restriction.objects.filter(pk=row.pk).update(kind="strip", subject=subject, ended_at=None)


def test_pictures_are_refused_on_pages_and_by_apps(ada, alice, client_of) -> None:
    for name, which, says in (
        ("allows_avatars", "avatar", SAYS_NO_PICTURES),
        ("allows_headers", "header", SAYS_NO_COVERS),
    ):
        set_to(ada, name, False)
        browser, phone = client_of(alice), Phone(alice)
        page = browser.get("/settings/")
        assert says in page.content.decode()
        assert f'name="{which}"' not in page.content.decode()
        form = {"display_name": "Alice", "bio": "", which: sent(picture(), "a.jpg", "image/jpeg")}
        answer = browser.post("/settings/", form)
        assert (answer.status_code, says in answer.content.decode()) == (403, True)
        answer = phone.client.patch("/api/v1/accounts/update_credentials", **multipart(which), headers=phone.headers)
        assert (answer.status_code, answer.json()["error"]) == (403, says)
        with pytest.raises(Forbidden):
            picturing.set_picture(alice, which, sent(picture(), "a.jpg", "image/jpeg"))
    alice.refresh_from_db()
    assert (alice.avatar_id, alice.header_id) == (None, None)


def multipart(which: str) -> dict[str, object]:
    """A form with one file, as apps send it."""
    data = encode_multipart(BOUNDARY, {which: sent(picture(), "a.jpg", "image/jpeg")})
    return {"data": data, "content_type": MULTIPART_CONTENT}


def test_no_comment_by_any_way(ada, alice, bob, client_of) -> None:
    post = make_post(alice, "What do you think?", Audience.PUBLIC)
    comment = posting.publish(bob, Draft(text="Nice", audience=Audience.PUBLIC, parent_id=post.pk, key="c1"))
    gone = posting.publish(bob, Draft(text="Gone", audience=Audience.PUBLIC, parent_id=post.pk, key="c2"))
    removed = posting.publish(bob, Draft(text="Removed", audience=Audience.PUBLIC, parent_id=post.pk, key="c3"))
    posting.delete(bob, gone.pk)
    removing.take_away(alice, removed.pk)
    later = scheduling.schedule(
        bob,
        Draft(text="Later", audience=Audience.PUBLIC, parent_id=post.pk, key="c4"),
        timezone.now() + timedelta(hours=1),
    )
    browser, phone = client_of(bob), Phone(bob)
    assert f'action="/p/{post.pk}/comments/"' in browser.get(f"/p/{post.pk}/").content.decode()
    assert quick(browser, f"/p/{post.pk}/") is not None
    set_to(ada, "allows_comments", False)
    page = browser.get(f"/p/{post.pk}/").content.decode()
    assert SAYS_NO_COMMENTS in page
    assert f'action="/p/{post.pk}/comments/"' not in page
    ready = quick(browser, f"/p/{post.pk}/")
    assert ready is None or SAYS_NO_COMMENTS in ready.body.decode()
    answer = browser.post(f"/p/{post.pk}/comments/", {"text": "Still", "key": "k1"})
    assert (answer.status_code, SAYS_NO_COMMENTS in answer.content.decode()) == (403, True)
    told = phone.post("/api/v1/statuses", {"status": "Still", "in_reply_to_id": str(post.pk)})
    assert (told.status_code, told.json()["error"]) == (403, SAYS_NO_COMMENTS)
    told = phone.send("PUT", f"/api/v1/statuses/{comment.pk}", {"status": "Other words"})
    assert (told.status_code, told.json()["error"]) == (403, SAYS_NO_COMMENTS)
    with pytest.raises(Forbidden, match="switched off"):
        editing.edit(bob, comment.pk, Change("Other words"))
    with pytest.raises(Forbidden, match="switched off"):
        posting.restore(bob, gone.pk)
    with pytest.raises(Forbidden, match="switched off"):
        removing.bring_back(alice, removed.pk)
    # What was to be said later stays with its reason, and can be read again.
    ScheduledPost.objects.filter(pk=later.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    scheduling.say.func(later.pk)
    assert ScheduledPost.objects.get(pk=later.pk).failure == SAYS_NO_COMMENTS
    assert Post.objects.filter(root=post, deleted_at=None).count() == 1
    # Nobody is kept from taking their words back.
    posting.delete(bob, comment.pk)
    set_to(ada, "allows_comments", True)
    assert phone.post("/api/v1/statuses", {"status": "Again", "in_reply_to_id": str(post.pk)}).status_code == 200


OPEN_TO_GUESTS = (
    "/",
    "/sign-in/",
    "/sign-up/",
    "/password/reset/",
    "/rules/",
    "/contact/",
    "/transparency/",
    "/report/",
)
TOLD_TO_GUESTS = ("/api/v1/instance", "/api/v2/instance", "/api/v1/instance/rules", "/health", "/nodeinfo/2.0")


def test_nothing_is_for_guests(ada, alice, carol, client_of) -> None:
    file = make_media(alice)
    draft = Draft(text="On the web #birds", audience=Audience.PUBLIC, media_ids=(file.pk,), key="p")
    post = posting.publish(alice, draft)
    guest, phone, app = Client(), Phone(), app_of_nobody()
    pages = (f"/p/{post.pk}/", "/@alice/", "/@alice/about/", "/@alice/photos/", "/@alice/albums/")
    asked = (
        f"/api/v1/statuses/{post.pk}",
        f"/api/v1/statuses/{post.pk}/context",
        f"/api/v1/accounts/{alice.pk}",
        f"/api/v1/accounts/{alice.pk}/statuses",
        f"/api/v1/accounts?id[]={alice.pk}",
        "/api/v1/accounts/lookup?acct=alice",
        "/api/v1/timelines/public",
        "/api/v1/timelines/tag/birds",
        "/.well-known/webfinger?resource=acct:alice@127.0.0.1:8000",
    )
    assert {guest.get(path).status_code for path in pages} == {200}
    assert {phone.get(path).status_code for path in asked} == {200}
    url = phone.get(asked[0]).json()["media_attachments"][0]["url"].partition(":8000")[2]
    assert guest.get(url).status_code == 200
    set_to(ada, "allows_guests", False)
    for path in pages:
        answer = guest.get(path)
        assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True), path
        assert guest.get(path, headers={"HX-Request": "true"}).status_code == 401
        assert quick(guest, path) is None
    for path in asked:
        assert phone.get(path).status_code == 401, path
        assert app.get(path).status_code == 401, path
        assert quick_answer(phone, path) is None, path
    assert guest.get(url).status_code == 404
    assert {path for path in OPEN_TO_GUESTS if guest.get(path).status_code != 200} == set()
    assert {phone.get(path).status_code for path in TOLD_TO_GUESTS} == {200}
    # Members see all of it, files included, though apps fetch those as nobody.
    told = Phone(carol).get(asked[0]).json()["media_attachments"][0]["url"].partition(":8000")[2]
    assert told != url
    assert guest.get(told).status_code == 200
    member = client_of(carol)
    assert {member.get(path).status_code for path in pages} == {200}
    assert file.name in member.get(pages[0]).content.decode()
    assert Phone(carol).get("/api/v2/instance").json()["configuration"]["timelines_access"]["live_feeds"]["local"] == (
        "authenticated"
    )
    set_to(ada, "allows_guests", True)
    assert {guest.get(path).status_code for path in (*pages, url)} == {200}
    assert {phone.get(path).status_code for path in asked} == {200}


def app_of_nobody() -> Phone:
    """An app that speaks for itself."""
    phone = Phone()
    made = phone.post("/api/v1/apps", {"client_name": "App", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}).json()
    asked = {**{key: made[key] for key in ("client_id", "client_secret")}, "grant_type": "client_credentials"}
    phone.headers = {"Authorization": f"Bearer {phone.post('/oauth/token', asked).json()['access_token']}"}
    return phone


def test_each_switch_is_recorded_and_can_be_set_back(ada, alice) -> None:
    assert switching.switch(ada, "allows_comments", False)
    assert not switching.switch(ada, "allows_comments", False)
    assert switching.switch(ada, "held_first_posts", 3)
    [newest, oldest] = switching.changes()
    assert (oldest.name, oldest.was, oldest.value, oldest.by_id) == ("allows_comments", True, False, ada.pk)
    assert (newest.name, newest.was, newest.value) == ("held_first_posts", 0, 3)
    assert AuditEntry.objects.filter(deed="set_switch").count() == 2
    switching.undo(ada, oldest.id)
    assert Site.objects.get().allows_comments
    with pytest.raises(Conflict):
        switching.undo(ada, oldest.id)
    with pytest.raises(NotFound):
        switching.undo(ada, 0)


def test_only_admins_switch_and_only_what_there_is(ada, alice, mo) -> None:
    for by in (alice, mo):
        with pytest.raises(Forbidden):
            switching.switch(by, "allows_guests", False)
    with pytest.raises(NotFound):
        switching.switch(ada, "launched_at", True)
    with pytest.raises(Invalid):
        switching.switch(ada, "held_first_posts", -1)
    assert Site.objects.get().allows_guests


def test_what_a_process_knows_is_what_is_stored(site) -> None:
    stored = {name: value for name, value in Site.objects.values(*NAMES).get().items()}
    assert Switches(**stored) == Switches()
    Site.objects.update(allows_comments=False, newcomer_posts_hourly=3)
    SWITCHBOARD.read()
    assert SWITCHBOARD.now == Switches(allows_comments=False, newcomer_posts_hourly=3)


def test_a_switch_costs_no_query(alice, carol, client_of, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        switches()
