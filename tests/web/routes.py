"""Where a post would stand for those who may see it: every place that shows one, for the matrix of who sees what."""

import re
from collections.abc import Callable

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.api.asking import Phone
from tests.web.heard import app_hears, app_hears_list
from tests.web.in_albums import ALBUM_ROUTES
from tests.web.looks import (
    HTMX,
    Look,
    around,
    commented_on,
    deep_down,
    following_nobody,
    four_years_later,
    fragment_shows,
    is_found_at,
    is_kept,
    page_finds,
    page_shows,
    under,
)
from tests.web.notified import (
    WORD,
    app_is_notified,
    app_is_pushed,
    app_is_told_of_group,
    app_is_told_of_what_is_held_back,
    is_notified,
    is_told_of_group,
    is_told_of_what_is_held_back,
)
from tests.web.pictured import shows_photo, shows_video
from tests.web.quick_pages import page_shows_at_once
from tests.web.trending import app_is_shown_trends, page_of_trends_shows
from verandah.actions import reporting, tagging
from verandah.actions.reporting import Complaint
from verandah.domain.accounts.models import Account
from verandah.domain.feeds.queries import readers_among
from verandah.domain.graph.models import PeopleList, PeopleListMember
from verandah.domain.graph.queries import visible_accounts
from verandah.domain.instance.models import Site
from verandah.domain.posts.full import full_account
from verandah.domain.posts.models import Bookmark, Poll, Post, Reaction

SIGNED_IN = {"alice", "bob", "carol", "dan", "eve", "mo", "lina", "nina"}


def app_shows(path: Callable[[Post], str]) -> Look:
    """Whether an app is told the post's words at that address, on behalf of the viewer."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        answer = Phone(viewer).get(path(post))
        assert answer.status_code in {200, 401, 404}
        return WORD in answer.content.decode()

    return look


def app_knows_of(name: str, api: str = "v1") -> Look:
    """Whether an app finds the post at all, where its words do not stand: there is an answer below its address."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        return Phone(viewer).get(f"/api/{api}/statuses/{post.id}/{name}").status_code == 200

    return look


def app_keeps(name: str, table: type[Reaction] | type[Bookmark]) -> Look:
    """Whether a post that the viewer has once reacted to, or saved, is in the list of such posts."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        if viewer is None:
            return False
        table.objects.get_or_create(post=post, account=viewer, defaults={"created_at": post.created_at})
        return WORD in Phone(viewer).get(f"/api/v1/{name}").content.decode()

    return look


def app_is_told_why(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether it is told whether Eve sees the post, and why."""
    eve = Account.objects.get(username="eve")
    return Phone(viewer).get(f"/api/verandah/v1/statuses/{post.id}/audience/{eve.id}").status_code == 200


def app_sees_poll(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the poll under the post is shown by its own id."""
    poll, _made = Poll.objects.get_or_create(post=post)
    return Phone(viewer).get(f"/api/v1/polls/{poll.id}").status_code == 200


def app_sees_signs(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether it is told who gave the post which sign."""
    return Phone(viewer).get(f"/api/verandah/v1/statuses/{post.id}/reactions").status_code == 200


def app_counts(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the number of posts that an app is told counts it."""
    answer = Phone(viewer).get(f"/api/v1/accounts/{post.author_id}")
    return answer.status_code == 200 and counts_it(answer.json()["statuses_count"], post)


def counts_it(number: int, post: Post) -> bool:
    """Whether a number of Alice's posts holds this one; it holds nothing else."""
    assert number in (0, 1)
    return number == 1


def app_finds_tag(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the tag is found, and whether its use is counted."""
    found = Phone(viewer).get("/api/v2/search?q=bird&type=hashtags")
    shown = Phone(viewer).get("/api/v1/tags/birds")
    seen = found.status_code == 200 and bool(found.json()["hashtags"])
    counted = shown.status_code == 200 and shown.json()["history"][0]["uses"] == "1"
    assert seen == counted
    return seen


def app_lists(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether it stands in the timeline of a list that the viewer has put its author on."""
    if viewer is None:
        return False
    facts = {"created_at": post.created_at}
    people, _made = PeopleList.objects.get_or_create(owner=viewer, title="Mine", defaults=facts)
    PeopleListMember.objects.get_or_create(people_list=people, account=post.author, defaults=facts)
    return WORD in Phone(viewer).get(f"/api/v1/timelines/list/{people.id}").content.decode()


def is_on_map(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether search engines are led to it, where the owner and its author want that."""
    Site.objects.update(allows_indexing=True)
    Account.objects.filter(pk=post.author_id).update(indexable=True)
    months = re.findall(r"<loc>[^<]*(/sitemap-[0-9-]+[.]xml)</loc>", client.get("/sitemap.xml").content.decode())
    assert months
    return any(f"/p/{post.id}/</loc>" in client.get(path).content.decode() for path in months)


def is_told_to_programs(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the head of its page holds its words, for programs that show a link to it."""
    return WORD in client.get(reverse("post", args=[post.id])).content.decode().partition("</head>")[0]


def app_counts_featured(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether its tag, which its author shows on their profile, counts it."""
    tagging.feature(post.author, "birds")
    found = Phone(viewer).get(f"/api/v1/accounts/{post.author_id}/featured_tags")
    return found.status_code == 200 and found.json()[0]["statuses_count"] == "1"


def app_works_on_report(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether whoever is of the staff is shown it in a report about it; nobody else is shown reports."""
    reporting.report(post.author, post.author, Complaint(post_ids=(post.id,)))
    if viewer is None or viewer.username != "mo":
        assert Phone(viewer).get("/api/v1/admin/reports").status_code in {401, 403}
        return False
    (found,) = Phone(viewer, "admin:read:reports").get("/api/v1/admin/reports").json()
    return [one["id"] for one in found["statuses"]] == [str(post.id)]


def stream_tells(feed: str) -> Look:
    """Whether the live event reaches an open page of the viewer."""

    def look(client: Client, viewer: Account | None, post: Post) -> bool:
        return viewer is not None and viewer.id in readers_among([viewer.id], post.id, feed)

    return look


def profile_counts(client: Client, viewer: Account | None, post: Post) -> bool:
    """Whether the number of posts on the profile counts it."""
    found = visible_accounts(viewer, [post.author_id])
    return bool(found) and counts_it(full_account(viewer, found[0]).tally.count, post)


# Where the post would stand for those who may see it, and for whom that place exists at all.
ROUTES: dict[str, tuple[Look, set[str]]] = {
    "photos": (shows_photo, SIGNED_IN | {"guest"}),
    "videos": (shows_video, SIGNED_IN | {"guest"}),
    "permalink": (page_shows(lambda post: reverse("post", args=[post.id])), SIGNED_IN | {"guest"}),
    "profile": (page_shows(lambda post: "/@alice/"), SIGNED_IN | {"guest"}),
    "profile, older": (
        fragment_shows(lambda post: f"/@alice/?before={post.id + 1}"),
        SIGNED_IN | {"guest"},
    ),
    "profile, number": (profile_counts, SIGNED_IN | {"guest"}),
    "more by author": (page_shows(lambda post: reverse("post", args=[older_public(post).id])), SIGNED_IN | {"guest"}),
    "home": (page_shows(lambda post: "/"), {"alice", "carol", "dan", "lina", "nina"}),
    "home of whoever follows nobody": (following_nobody(page_shows(lambda post: "/")), SIGNED_IN),
    "home, older": (fragment_shows(lambda post: f"/?before={post.id + 1}"), {"alice", "carol", "dan", "lina", "nina"}),
    "home, newer": (
        fragment_shows(lambda post: f"/newer/?feed=home&after={post.id - 1}"),
        {"alice", "carol", "dan", "lina", "nina"},
    ),
    "home, live": (stream_tells("home"), {"alice", "carol", "dan", "lina", "nina"}),
    "community": (page_shows(lambda post: "/all/"), SIGNED_IN),
    "community, newer": (fragment_shows(lambda post: f"/newer/?feed=community&after={post.id - 1}"), SIGNED_IN),
    "community, live": (stream_tells("community"), SIGNED_IN),
    "permalink, at once": (page_shows_at_once(lambda post: reverse("post", args=[post.id])), SIGNED_IN | {"guest"}),
    "profile, at once": (page_shows_at_once(lambda post: "/@alice/"), SIGNED_IN | {"guest"}),
    "home, at once": (page_shows_at_once(lambda post: "/"), {"alice", "carol", "dan", "lina", "nina"}),
    "community, at once": (page_shows_at_once(lambda post: "/all/"), SIGNED_IN),
    "tag": (page_shows(lambda post: "/tags/birds/"), SIGNED_IN),
    "catch-up": (page_shows(lambda post: "/catch-up/?since=month"), {"carol", "dan", "lina", "nina"}),
    "on this day": (four_years_later(page_shows(lambda post: "/on-this-day/")), {"alice"}),
    "explore": (page_of_trends_shows, SIGNED_IN | {"guest"}),
    "app: trends": (app_is_shown_trends, SIGNED_IN | {"guest"}),
    "notification": (is_notified, SIGNED_IN - {"alice"}),
    "people of a notice": (is_told_of_group, SIGNED_IN - {"alice"}),
    "notices held back": (is_told_of_what_is_held_back, SIGNED_IN - {"alice"}),
    "saved": (is_kept, SIGNED_IN),
    "shared": (around(by="share_of"), SIGNED_IN),
    "quoted": (around(by="quote_of"), SIGNED_IN),
    "as a comment": (under, SIGNED_IN),
    "comments on it": (commented_on, SIGNED_IN - {"dan"}),
    **{name: (look, SIGNED_IN | {"guest"}) for name, look in ALBUM_ROUTES.items()},
    "who reacted": (is_found_at("post_reactions"), SIGNED_IN),
    "who shared": (is_found_at("post_shares"), SIGNED_IN),
    "comments anew": (fragment_shows(lambda post: f"/p/{post.id}/comments/?whole=1"), SIGNED_IN),
    "rest of a branch": (deep_down, SIGNED_IN),
    "who quoted": (is_found_at("post_quotes"), SIGNED_IN),
    "told of": (is_found_at("post_telling"), SIGNED_IN),
    "report page": (page_shows(lambda post: f"/report/p{post.id}/"), SIGNED_IN),
    "reactions to choose": (is_found_at("post_react"), SIGNED_IN),
    "app: shares by id": (app_knows_of("shares", "verandah/v1"), SIGNED_IN | {"guest"}),
    "app: conversation state": (app_knows_of("conversation", "verandah/v1"), SIGNED_IN),
    "answer form": (is_found_at("post_reply", **HTMX), SIGNED_IN),
    "who sees it": (is_found_at("post_audience"), {"alice"}),
    "edit page": (page_shows(lambda post: reverse("post_edit", args=[post.id])), {"alice"}),
    "history": (page_shows(lambda post: reverse("post_history", args=[post.id])), SIGNED_IN | {"guest"}),
    "delete page": (page_shows(lambda post: reverse("post_delete", args=[post.id])), {"alice"}),
    "app: post": (app_shows(lambda post: f"/api/v1/statuses/{post.id}"), SIGNED_IN | {"guest"}),
    "app: posts by id": (app_shows(lambda post: f"/api/v1/statuses?id[]={post.id}"), SIGNED_IN | {"guest"}),
    "app: history": (app_shows(lambda post: f"/api/v1/statuses/{post.id}/history"), SIGNED_IN | {"guest"}),
    "app: source": (app_shows(lambda post: f"/api/v1/statuses/{post.id}/source"), SIGNED_IN),
    "app: context": (app_knows_of("context"), SIGNED_IN | {"guest"}),
    "app: card": (app_knows_of("card"), SIGNED_IN | {"guest"}),
    "app: likes": (app_knows_of("favourited_by"), SIGNED_IN | {"guest"}),
    "app: shares": (app_knows_of("reblogged_by"), SIGNED_IN | {"guest"}),
    "app: quotes": (app_knows_of("quotes"), SIGNED_IN | {"guest"}),
    "app: audience": (app_knows_of("audience", "verandah/v1"), SIGNED_IN | {"guest"}),
    "app: who sees it": (app_is_told_why, {"alice"}),
    "app: reactions": (app_sees_signs, SIGNED_IN | {"guest"}),
    "app: poll": (app_sees_poll, SIGNED_IN | {"guest"}),
    "app: favourites": (app_keeps("favourites", Reaction), SIGNED_IN),
    "app: bookmarks": (app_keeps("bookmarks", Bookmark), SIGNED_IN),
    "app: home": (app_shows(lambda post: "/api/v1/timelines/home"), {"alice", "carol", "dan", "lina", "nina"}),
    "app: home, live": (app_hears(stream="user"), {"alice", "carol", "dan", "lina", "nina"}),
    "app: public, live": (app_hears(stream="public"), SIGNED_IN),
    "app: tag, live": (app_hears(stream="hashtag", tag="birds"), SIGNED_IN),
    "app: list, live": (app_hears_list, SIGNED_IN),
    "app: public": (app_shows(lambda post: "/api/v1/timelines/public"), SIGNED_IN | {"guest"}),
    "app: tag": (app_shows(lambda post: "/api/v1/timelines/tag/birds"), SIGNED_IN | {"guest"}),
    "app: tag's days": (app_finds_tag, SIGNED_IN),
    "app: profile": (app_shows(lambda post: f"/api/v1/accounts/{post.author_id}/statuses"), SIGNED_IN | {"guest"}),
    "app: profile, tag": (
        app_shows(lambda post: f"/api/v1/accounts/{post.author_id}/statuses?tagged=birds"),
        SIGNED_IN | {"guest"},
    ),
    "app: profile, number": (app_counts, SIGNED_IN | {"guest"}),
    "app: search": (app_shows(lambda post: f"/api/v2/search?q={settings.URL}/p/{post.id}/"), SIGNED_IN),
    "app: search by words": (app_shows(lambda post: f"/api/v2/search?q={WORD}&type=statuses"), SIGNED_IN),
    "search": (page_finds(lambda post: reverse("search") + f"?q={WORD}&in=posts"), SIGNED_IN),
    "search, newest": (page_finds(lambda post: reverse("search") + f"?q={WORD}&in=posts&sort=new"), SIGNED_IN),
    "app: list": (app_lists, SIGNED_IN),
    "app: profile's tags": (app_counts_featured, SIGNED_IN | {"guest"}),
    "app: report": (app_works_on_report, {"mo"}),
    "app: notification": (app_is_notified, SIGNED_IN - {"alice"}),
    "app: grouped notification": (app_is_told_of_group, SIGNED_IN - {"alice"}),
    "app: held notification": (app_is_told_of_what_is_held_back, SIGNED_IN - {"alice"}),
    "app: push": (app_is_pushed, SIGNED_IN - {"alice"}),
    # Whoever asks for these is told what a guest is told.
    "feed": (page_shows(lambda post: "/@alice/feed.atom"), SIGNED_IN | {"guest"}),
    "feed, RSS": (page_shows(lambda post: "/@alice.rss"), SIGNED_IN | {"guest"}),
    "sitemap": (is_on_map, SIGNED_IN | {"guest"}),
    "what the page tells programs": (is_told_to_programs, {"guest"}),
}
FOR_ALL_MEMBERS = {"community", "community, newer", "community, live", "app: public", "app: public, live"}
FOR_ALL_MEMBERS |= {"community, at once"}
# Whoever asks is told what a guest is told, also who is blocked: programs do not say for whom they ask.
AS_GUEST = {"feed", "feed, RSS", "sitemap"}
# Numbers count only what everyone like the viewer may see, so that they tell nobody of what is for some.
NUMBERS = {"profile, number", "app: profile, number"}
# Where nobody is followed, what stands is one's own and what is for all members.
OF_STRANGERS = {"home of whoever follows nobody"}


def older_public(post: Post) -> Post:
    """An older post by the same author that everyone may see, to look beside."""
    return Post.objects.get(key="older")
