"""Whether someone is told of a post: as a notice on a page, to an app, in a group, held back, or in the background."""

from django.test import Client
from django.urls import reverse

from tests.api.asking import Phone
from tests.pushed import App
from verandah.actions import notifying
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.models import Marker
from verandah.domain.notifications.models import Notification, NotificationRequest
from verandah.domain.notifications.push import due
from verandah.domain.notifications.queries import new_count, notification_ids
from verandah.domain.posts.models import Mention, Post

# The word by which the post is known wherever it stands.
WORD = "nightingale"


def is_notified(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether someone whom the post names is told so, as list, as number and as page."""
    if viewer is None or viewer.id == post.author_id:
        return False
    Mention.objects.get_or_create(post=post, account=viewer)
    notifying.about_post(post)
    # Even a notice that was stored while the post could be seen must not show once it cannot.
    Notification.objects.get_or_create(
        recipient=viewer,
        kind=Notification.Kind.MENTION,
        post=post,
        defaults={"actor": post.author, "created_at": post.created_at},
    )
    told = bool(notification_ids(viewer, Page()))
    # Whose wall it stands on is told of that as well.
    assert (new_count(viewer) > 0) == told
    assert (WORD in client.get(reverse("notifications")).content.decode()) == told
    return told


def is_told_of_group(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether a notice about the post leads anywhere, and names who did the same."""
    if viewer is None or viewer.id == post.author_id:
        return False
    facts = {"actor": post.author, "created_at": post.created_at, "group_key": f"reblog-{post.id}-1"}
    kind = Notification.Kind.SHARE
    notice, _made = Notification.objects.get_or_create(recipient=viewer, kind=kind, post=post, defaults=facts)
    told = WORD in client.get(reverse("notification_people", args=[notice.id])).content.decode()
    assert (client.get(reverse("notification", args=[notice.id])).status_code == 302) == told
    Notification.objects.filter(recipient=viewer, kind=kind).delete()
    return told


def is_told_of_what_is_held_back(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the page of what is held back shows the post."""
    if viewer is None or viewer.id == post.author_id:
        return False
    facts = {"actor": post.author, "created_at": post.created_at, "is_held": True}
    kind = Notification.Kind.QUOTE
    Notification.objects.get_or_create(recipient=viewer, kind=kind, post=post, defaults=facts)
    moments = {"created_at": post.created_at, "updated_at": post.created_at}
    NotificationRequest.objects.get_or_create(recipient=viewer, actor=post.author, defaults=moments)
    told = WORD in client.get(reverse("notice_requests")).content.decode()
    Notification.objects.filter(recipient=viewer, kind=kind).delete()
    return told


def app_is_notified(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether an app is told of a notice about the post: in the list, in the groups and as a number."""
    if viewer is None or viewer.id == post.author_id:
        return False
    Mention.objects.get_or_create(post=post, account=viewer)
    facts = {"actor": post.author, "created_at": post.created_at}
    kind = Notification.Kind.MENTION
    Notification.objects.get_or_create(recipient=viewer, kind=kind, post=post, defaults=facts)
    # The page has been looked at before.
    Marker.objects.filter(account=viewer).delete()
    phone = Phone(viewer)
    told = WORD in phone.get("/api/v1/notifications").content.decode()
    assert (WORD in phone.get("/api/v2/notifications").content.decode()) == told
    assert (phone.get("/api/v2/notifications/unread_count").json()["count"] > 0) == told
    return told


def app_is_told_of_group(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether an app finds the group of a notice about the post, its people, and its place in the numbers."""
    if viewer is None or viewer.id == post.author_id:
        return False
    key = f"reblog-{post.id}-1"
    facts = {"actor": post.author, "created_at": post.created_at, "group_key": key}
    kind = Notification.Kind.SHARE
    Notification.objects.get_or_create(recipient=viewer, kind=kind, post=post, defaults=facts)
    phone = Phone(viewer)
    told = WORD in phone.get(f"/api/v2/notifications/{key}").content.decode()
    assert (phone.get(f"/api/v2/notifications/{key}/accounts").status_code == 200) == told
    assert (key in phone.get("/api/v2/notifications").content.decode()) == told
    Notification.objects.filter(recipient=viewer, kind=kind).delete()
    return told


def app_is_told_of_what_is_held_back(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether an app finds the post among what is held back: as the newest of a request, in its list, as a number."""
    if viewer is None or viewer.id == post.author_id:
        return False
    facts = {"actor": post.author, "created_at": post.created_at, "is_held": True}
    kind = Notification.Kind.QUOTE
    Notification.objects.get_or_create(recipient=viewer, kind=kind, post=post, defaults=facts)
    moments = {"created_at": post.created_at, "updated_at": post.created_at}
    NotificationRequest.objects.get_or_create(recipient=viewer, actor=post.author, defaults=moments)
    phone = Phone(viewer)
    told = WORD in phone.get("/api/v1/notifications/requests").content.decode()
    counted = phone.get("/api/v2/notifications/policy").json()["summary"]["pending_notifications_count"]
    held = phone.get("/api/v1/notifications?include_filtered=1&types[]=quote").content.decode()
    assert (WORD in held) == (counted == 1) == told
    assert WORD not in phone.get("/api/v1/notifications?types[]=quote").content.decode()
    Notification.objects.filter(recipient=viewer, kind=kind).delete()
    return told


def app_is_pushed(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether a notice about the post, stored while it could be seen, is still sent in the background."""
    if viewer is None or viewer.id == post.author_id:
        return False
    phone = Phone(viewer)
    phone.post("/api/v1/push/subscription", App().asked("https://push.example/", "reblog"))
    facts = {"actor": post.author, "created_at": post.created_at}
    kind = Notification.Kind.SHARE
    notice, _made = Notification.objects.get_or_create(recipient=viewer, kind=kind, post=post, defaults=facts)
    found = due(notice.id, phone.get("/api/v1/push/subscription").json()["id"])
    Notification.objects.filter(recipient=viewer, kind=kind).delete()
    return found is not None
