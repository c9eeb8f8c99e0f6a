"""Who may only read: every endpoint that writes is named here, and refuses or does not, with its reason."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import decide_about, make_account, make_follow, make_post
from tests.pictures import make_media, sent
from verandah.actions import (
    befriending,
    compiling,
    following,
    posting,
    presenting,
    proclaiming,
    removing,
    reporting,
    scheduling,
)
from verandah.actions.compiling import AlbumDraft
from verandah.actions.posting import Draft
from verandah.actions.proclaiming import Words
from verandah.actions.reporting import Complaint
from verandah.api.door import Needs
from verandah.api.openapi import offered
from verandah.domain.accounts.models import Account
from verandah.domain.instance.models import Announcement
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Report
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, Post

# What others would see of it. The words after the address are sent; `<…>` is one of the things of the town below.
SHUT: dict[str, dict[str, Any]] = {
    "POST /api/v1/statuses": {"status": "Hello"},
    "PUT /api/v1/statuses/<mine>": {"status": "Hello again"},
    "POST /api/v1/statuses/<theirs>/favourite": {},
    "PUT /api/verandah/v1/statuses/<theirs>/reaction": {"kind": "like"},
    "POST /api/v1/statuses/<theirs>/reblog": {},
    "POST /api/v1/statuses/<mine>/pin": {},
    "PUT /api/verandah/v1/statuses/<mine>/audience": {"audience": "public"},
    "POST /api/verandah/v1/comments/<removed>/restore": {},
    "POST /api/v1/polls/<poll>/votes": {"choices": [0]},
    "POST /api/v1/accounts/<eve>/follow": {},
    "POST /api/v1/follow_requests/<gil>/authorize": {},
    "POST /api/v1/accounts/<bob>/endorse": {},
    "POST /api/v1/accounts/<bob>/pin": {},
    "POST /api/verandah/v1/accounts/<eve>/befriend": {},
    "POST /api/verandah/v1/friend_requests/<hal>/accept": {},
    "PATCH /api/v1/accounts/update_credentials": {"display_name": "Somebody"},
    "PATCH /api/v1/profile": {"note": "Other words"},
    "PUT /api/v1/profile": {"display_name": "Somebody"},
    "POST /api/v1/featured_tags": {"name": "birds"},
    "POST /api/v1/tags/birds/feature": {},
    "PUT /api/v1/announcements/<announcement>/reactions/🎂": {},
    "POST /api/verandah/v1/albums": {"title": "Pictures"},
    "PUT /api/verandah/v1/albums/<album>": {"title": "Photos"},
    "POST /api/verandah/v1/albums/<album>/items": {"media_ids": ["<photo>"]},
    "PUT /api/verandah/v1/albums/<album>/order": {"media_ids": ["<photo>"]},
    "POST /api/verandah/v1/albums/<album>/restore": {},
    "POST /api/verandah/v1/media/<photo>/captions": {"language": "en", "label": "English"},
}
# What they can go on doing.
OPEN = {
    "Taking something of one's own back is always possible.": """
        DELETE /api/v1/statuses/:id | POST /api/v1/statuses/:id/unfavourite | POST /api/v1/statuses/:id/unreblog
        POST /api/v1/statuses/:id/unpin | DELETE /api/verandah/v1/statuses/:id/reaction
        DELETE /api/verandah/v1/comments/:id | DELETE /api/verandah/v1/shares/:id | POST /api/v1/accounts/:id/unfollow
        POST /api/v1/accounts/:id/unendorse | POST /api/v1/accounts/:id/unpin | DELETE /api/v1/featured_tags/:id
        POST /api/v1/tags/:name/unfeature | DELETE /api/v1/announcements/:id/reactions/:name
        DELETE /api/v1/profile/avatar | DELETE /api/v1/profile/header | POST /api/verandah/v1/accounts/:id/unfriend
        DELETE /api/verandah/v1/albums/:id | DELETE /api/verandah/v1/albums/:id/items
        DELETE /api/verandah/v1/media/:id/captions/:name | POST /api/v1/statuses/:id/quotes/:quoting/revoke
        POST /api/verandah/v1/statuses/limit""",
    "It protects them from others.": """
        POST /api/v1/accounts/:id/block | POST /api/v1/accounts/:id/unblock | POST /api/v1/accounts/:id/mute
        POST /api/v1/accounts/:id/unmute | POST /api/v1/accounts/:id/remove_from_followers
        POST /api/v1/domain_blocks | DELETE /api/v1/domain_blocks | POST /api/v1/follow_requests/:id/reject
        POST /api/verandah/v1/friend_requests/:id/decline | PUT /api/v1/statuses/:id/interaction_policy
        PUT /api/verandah/v1/statuses/:id/comment_policy | POST /api/v1/statuses/:id/mute
        POST /api/v1/statuses/:id/unmute | POST /api/v1/reports""",
    "Nobody else sees it.": """
        POST /api/v1/accounts/:id/note | POST /api/v1/announcements/:id/dismiss
        POST /api/v1/annual_reports/:id/generate | POST /api/v1/annual_reports/:id/read
        DELETE /api/v1/conversations/:id | POST /api/v1/conversations/:id/read | POST /api/v1/conversations/:id/unread
        POST /api/v1/emails/confirmations | POST /api/v1/filters | PUT /api/v1/filters/:id
        DELETE /api/v1/filters/:id | POST /api/v1/lists | PUT /api/v1/lists/:id | DELETE /api/v1/lists/:id
        POST /api/v1/lists/:id/accounts | DELETE /api/v1/lists/:id/accounts | POST /api/v1/markers
        POST /api/v1/media | PUT /api/v1/media/:id | DELETE /api/v1/media/:id | DELETE /api/v1/notifications/:id
        POST /api/v1/notifications/:id/dismiss | POST /api/v1/notifications/clear
        DELETE /api/v1/notifications/destroy_multiple | PUT /api/v1/notifications/policy
        POST /api/v1/notifications/requests/:id/accept | POST /api/v1/notifications/requests/:id/dismiss
        POST /api/v1/notifications/requests/accept | POST /api/v1/notifications/requests/dismiss
        POST /api/v1/push/subscription | PUT /api/v1/push/subscription | DELETE /api/v1/push/subscription
        PUT /api/v1/scheduled_statuses/:id | DELETE /api/v1/scheduled_statuses/:id
        POST /api/v1/statuses/:id/bookmark | POST /api/v1/statuses/:id/unbookmark | DELETE /api/v1/suggestions/:id
        POST /api/v1/tags/:name/follow | POST /api/v1/tags/:name/unfollow | POST /api/v2/filters
        PUT /api/v2/filters/:id | DELETE /api/v2/filters/:id | POST /api/v2/filters/:id/keywords
        POST /api/v2/filters/:id/statuses | PUT /api/v2/filters/keywords/:id | DELETE /api/v2/filters/keywords/:id
        DELETE /api/v2/filters/statuses/:id | POST /api/v2/media | POST /api/v2/notifications/:name/dismiss
        POST /api/v2/notifications/clear | PATCH /api/v2/notifications/policy | PUT /api/v2/notifications/policy
        PUT /api/verandah/v1/drafts/:name | DELETE /api/verandah/v1/drafts/:name
        PATCH /api/verandah/v1/notification_choices | POST /api/verandah/v1/statuses/:id/conversation/follow
        POST /api/verandah/v1/statuses/:id/conversation/unfollow | POST /api/verandah/v1/uploads
        PATCH /api/verandah/v1/uploads/:id | DELETE /api/verandah/v1/uploads/:id | POST /oauth/userinfo""",
}
PLACES = {"<announcement>": ":id", "🎂": ":name", "/tags/birds/": "/tags/:name/"}


class Town:
    """Alice, who may soon only read, and what there is around her."""

    def __init__(self, alice: Account, bob: Account, eve: Account) -> None:
        gil, hal = make_account("gil"), make_account("hal")
        make_follow(alice, bob)
        presenting.change_privacy(alice, approves_followers=True)
        alice.refresh_from_db()
        following.follow(gil, alice)
        befriending.ask(hal, alice)
        mine, theirs = make_post(alice, "Mine"), make_post(bob, "Theirs", Audience.PUBLIC)
        comment = posting.publish(bob, Draft("Below", Audience.MEMBERS, "c", parent_id=mine.pk))
        removing.take_away(alice, comment.pk)
        question = {"status": "Tea?", "poll": {"options": ["Tea", "Coffee"], "expires_in": 600}}
        asked = Phone(bob).post("/api/v1/statuses", question).json()
        photo = make_media(alice, "A quay")
        album = compiling.create(alice, AlbumDraft("Pictures", None, Audience.MEMBERS), "k")
        announcement = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Cake", "Come at three.")})
        self.things = {
            "mine": mine.pk, "theirs": theirs.pk, "removed": comment.pk, "poll": Poll.objects.get(post=asked["id"]).pk,
            "eve": eve.pk, "bob": bob.pk, "gil": gil.pk, "hal": hal.pk, "album": album.pk, "photo": photo.pk,
            "announcement": announcement.pk,
        }  # fmt: skip

    def filled(self, text: str) -> str:
        for name, number in self.things.items():
            text = text.replace(f"<{name}>", str(number))
        return text


@pytest.fixture
def town(alice: Account, bob: Account, eve: Account) -> Town:
    return Town(alice, bob, eve)


def bare(name: str) -> str:
    """The endpoint behind a filled address."""
    for text, place in PLACES.items():
        name = name.replace(text, place)
    return re.sub(r"<\w+>", ":id", name)


def writing() -> set[str]:
    """Every endpoint of members that is no look."""
    found = {name for name, one in offered().items() if one.needs in (Needs.MEMBER, Needs.NEWCOMER)}
    return {name for name in found if not name.startswith("GET ") and "/admin/" not in name}


def test_every_endpoint_that_writes_is_named_here():
    free = {name.strip() for names in OPEN.values() for line in names.splitlines() for name in line.split("|")} - {""}
    shut = {bare(name) for name in SHUT}
    assert not free & shut
    assert writing() - free - shut == set(), "Does it write what others see? Then call `refuse_read_only`."
    assert (free | shut) - writing() == set()


@pytest.mark.parametrize("name", SHUT)
def test_what_others_would_see_is_refused_with_a_sentence(alice, town, name):
    before = Post.objects.count()
    decision = decide_about(alice, Effect.READ_ONLY)
    method, path = town.filled(name).split(" ", 1)
    body = json.loads(town.filled(json.dumps(SHUT[name])))
    answer = Phone(alice).send(method, path, body)
    if "captions" in name:
        file = {**body, "file": sent(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n")}
        answer = Client().post(path, file, headers=Phone(alice).headers)
    assert answer.status_code == 403, answer.content
    assert f"/decisions/{decision.pk}/" in answer.json()["error"]
    assert Post.objects.count() == before


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/p/new/", {"text": "Hello", "audience": "members", "key": "k1"}),
        ("/p/<mine>/edit/", {"text": "Other"}),
        ("/p/<theirs>/react/", {"kind": "like"}),
        ("/p/<theirs>/share/", {}),
        ("/p/<theirs>/comments/", {"text": "Hello", "key": "k2"}),
        ("/@eve/follow/", {}),
        ("/@eve/befriend/", {}),
        ("/settings/", {"display_name": "Somebody", "bio": "Words"}),
        ("/albums/new/", {"title": "Pictures", "audience": "members", "key": "k3"}),
    ],
)
def test_pages_refuse_it_as_well(alice, town, client_of, path, fields):
    decide_about(alice, Effect.READ_ONLY)
    alice.refresh_from_db()
    before = (Post.objects.count(), Account.objects.get(pk=alice.pk).display_name)
    answer = client_of(alice).post(town.filled(path), fields)
    assert answer.status_code in (403, 422), (answer.status_code, path)
    assert "/decisions/" in answer.content.decode()
    assert before == (Post.objects.count(), Account.objects.get(pk=alice.pk).display_name)


def test_what_was_put_off_is_not_said_and_says_why(alice, town):
    row = scheduling.schedule(alice, Draft("Later", Audience.MEMBERS, "later"), timezone.now() + timedelta(hours=1))
    decide_about(alice, Effect.READ_ONLY)
    type(row).objects.filter(pk=row.pk).update(due_at=timezone.now())
    scheduling.say.call(row.pk)
    row.refresh_from_db()
    assert "/decisions/" in row.failure


KEPT: list[Callable[[Account, Town], Any]] = [
    lambda alice, town: reporting.report(alice, Account.objects.get(username="eve"), Complaint()),
    lambda alice, town: posting.delete(alice, town.things["mine"]),
    lambda alice, town: presenting.revise(alice, presenting.Revision(discoverable=False)),
    lambda alice, town: following.block(alice, Account.objects.get(username="eve")),
]


def test_reading_reporting_taking_back_and_settings_go_on(alice, town):
    decide_about(alice, Effect.READ_ONLY)
    phone = Phone(alice)
    for path in ("/api/v1/timelines/home", "/api/v1/notifications", f"/api/v1/statuses/{town.things['theirs']}"):
        assert phone.get(path).status_code == 200
    for deed in KEPT:
        deed(alice, town)
    assert Report.objects.filter(reporter=alice).exists()


def test_who_was_slowed_down_says_ten_things_a_day(alice):
    decide_about(alice, Effect.RATE_LIMIT)
    phone = Phone(alice)
    for number in range(10):
        assert phone.post("/api/v1/statuses", {"status": f"Number {number}"}).status_code == 200
    answer = phone.post("/api/v1/statuses", {"status": "One more"})
    assert answer.status_code == 429
    assert "10" in answer.json()["error"]
    Post.objects.filter(author=alice).update(created_at="2026-01-01T00:00:00Z")
    assert phone.post("/api/v1/statuses", {"status": "The next day"}).status_code == 200
