"""A3: what is not for everyone leaks nowhere.

Pixelfed CVE-2025-30741 (followed private accounts by itself), Mastodon CVE-2024-37903 (a wider audience than was said),
Misskey CVE-2025-66402 (export of favourites) and CVE-2026-28431 (read without signing in), Lemmy GHSA-95q8-x6r6-672m.
"""

import pytest
from django.test import Client

from tests.api.asking import Phone
from tests.attacks.every_route import filled
from tests.factories import decide_on, make_account, make_block
from tests.pictures import make_media
from verandah.actions import compiling, following, posting
from verandah.actions.compiling import AlbumDraft
from verandah.actions.posting import Draft
from verandah.base import limits
from verandah.domain.accounts.models import Account
from verandah.domain.media.models import Media
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Subject
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

SECRET = "marmalade under the stairs"
WHO = ("guest", "stranger", "blocked", "ex-follower", "pending", "suspended")


@pytest.fixture
def secret(alice: Account) -> Post:
    """For Alice's friends, with a file, a tag and a share of it in an album."""
    row = make_media(alice, SECRET)
    draft = Draft(
        f"The {SECRET} #marmaladestairs", Audience.FRIENDS, "secret", media_ids=(row.pk,), warning="marmalade"
    )
    post = posting.publish(alice, draft)
    album = compiling.create(alice, AlbumDraft(SECRET, audience=Audience.FRIENDS), "album")
    compiling.add(alice, album.pk, [row.pk])
    return post


@pytest.fixture
def viewers(alice: Account, bob: Account) -> dict[str, Account | None]:
    """Who is to see nothing of it."""
    found = {name: make_account(name.replace("-", "")) for name in WHO if name != "guest"}
    alice.approves_followers = True
    alice.save(update_fields=["approves_followers"])
    following.follow(found["pending"], alice)
    make_block(alice, found["blocked"])
    decide_on(Subject.Kind.ACCOUNT, found["suspended"].pk, Effect.SUSPEND)
    return {"guest": None, **found}


@pytest.mark.parametrize("who", ["guest", "stranger", "blocked"])
def test_no_page_and_no_answer_tells_of_it(secret: Post, viewers, client_of, who: str):
    viewer: Account | None = viewers[who]
    browser: Client = client_of(viewer)
    phone = Phone(viewer)
    asked = 0
    for path in filled(secret.pk, others={"media": Media.objects.get(post=secret).pk}):
        limits.forget()
        answer = phone.get(path) if path.startswith("/api/") else browser.get(path)
        asked += 1
        assert answer.status_code < 500, path
        if not answer.streaming:
            assert "marmalade" not in answer.content.decode(errors="replace"), path
    assert asked > 400


@pytest.mark.parametrize("who", WHO)
def test_no_list_no_search_and_no_count_tells_of_it(secret: Post, viewers, who: str):
    phone = Phone(viewers[who])
    for path in (
        "/api/v2/search?q=stairs&type=statuses",
        "/api/v1/timelines/tag/marmaladestairs",
        "/api/v1/timelines/public",
        f"/api/v1/accounts/{secret.author_id}/statuses",
        f"/api/v1/statuses?id[]={secret.pk}",
    ):
        answer = phone.get(path)
        assert answer.status_code < 500
        assert SECRET not in answer.content.decode(), path
    account = phone.get(f"/api/v1/accounts/{secret.author_id}")
    if account.status_code == 200:
        assert account.json()["statuses_count"] == 0


@pytest.mark.parametrize("who", WHO)
def test_its_file_has_no_address_for_them(secret: Post, viewers, client_of, who: str):
    row = Media.objects.get(post=secret)
    browser: Client = client_of(viewers[who])
    for rendition in ("full", "feed", "small"):
        for extension in ("jpg", "avif", "webp", "png"):
            for place in (
                f"/media/{row.name}/{rendition}.{extension}",
                f"/media/{row.name[:2]}/{row.name}/{rendition}.{extension}",
            ):
                assert browser.get(place).status_code in (302, 303, 400, 401, 403, 404)
