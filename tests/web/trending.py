"""A post as if it trended, and its tag: whether it shows there is left to the rule."""

from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.web.notified import WORD
from verandah.domain.accounts.models import Account
from verandah.domain.posts.models import Post
from verandah.domain.search.models import Trend, TrendReview


def trend(post: Post) -> None:
    """Found for members and for guests, and let through."""
    for is_public in (False, True):
        Trend.objects.get_or_create(
            kind=Trend.Kind.POST,
            post=post,
            language="",
            is_public=is_public,
            defaults={"score": 1.0, "people": 9, "uses": 9, "rank": 1, "found_at": timezone.now()},
        )
    said = {"is_allowed": True, "decided_at": timezone.now()}
    TrendReview.objects.get_or_create(kind=TrendReview.Kind.POST, ref=post.pk, host="", defaults=said)


def page_of_trends_shows(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the page of what the town talks about shows it."""
    trend(post)
    return WORD in client.get("/explore/").content.decode()


def app_is_shown_trends(client: Client, viewer: Account | None, post: Post) -> bool:
    """The same of an app."""
    trend(post)
    return WORD in Phone(viewer).get("/api/v1/trends/statuses").content.decode()
