"""What staff does about members: who may, what it changes for everyone, that it comes back, and that it is recorded."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Phone
from tests.factories import PASSWORD, make_account, make_follow, make_post
from verandah.actions import following, moderating, posting, reacting, reporting, sharing
from verandah.actions.posting import Draft
from verandah.actions.reporting import Complaint
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.paging import Page
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.queries import members_count
from verandah.domain.accounts.roles import Role
from verandah.domain.accounts.sessions import signed_in, still_signed_in
from verandah.domain.accounts.tokens import bearer_of, holder_of, still_held
from verandah.domain.feeds.queries import community_ids, home_ids, readers_among, tag_ids
from verandah.domain.graph.queries import people, reachable, suggestions, visible_account, visible_accounts
from verandah.domain.moderation.models import AuditEntry, Decision, Report
from verandah.domain.notifications.queries import notification_ids
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.full import full_posts
from verandah.domain.posts.models import Post, Reaction
from verandah.domain.posts.queries import open_count

type Deed = Callable[[Account, Account], None]

# Each deed with what takes it back, and how one sees that it is so.
DEEDS: dict[str, tuple[Deed, Deed, Callable[[Account], bool]]] = {
    "disable": (moderating.disable, moderating.enable, lambda one: not User.objects.get(account=one).is_active),
    "mark_sensitive": (moderating.mark_sensitive, moderating.unmark_sensitive, lambda one: one.is_always_sensitive),
    "limit": (moderating.limit, moderating.unlimit, lambda one: one.limited_at is not None),
    "suspend": (moderating.suspend, moderating.unsuspend, lambda one: one.suspended_at is not None),
}
# There is one owner only.
PAIRS = [(by, other) for by in Role for other in Role if not by == other == Role.OWNER]
EVERY = pytest.mark.parametrize("name", DEEDS)


def decided() -> list[list[str]]:
    """What was decided, in order."""
    return list(Decision.objects.order_by("pk").values_list("effects", flat=True))


def recorded(deed: str) -> int:
    """How often that is in the record."""
    return AuditEntry.objects.filter(deed=deed).count()


@EVERY
@pytest.mark.parametrize(("by", "other"), PAIRS)
def test_only_those_below_ones_own_role(site, name, by, other):
    actor, target = make_account("actor", role=by), make_account("target", role=other)
    do, undo, is_so = DEEDS[name]
    if by >= Role.MODERATOR and by > other:
        do(target, actor)
        assert is_so(target)
        undo(target, actor)
        assert not is_so(target)
        assert decided() == [[name], ["restore"]]
        assert recorded("decide") == 2
    else:
        for deed in (do, undo):
            with pytest.raises(Forbidden):
                deed(target, actor)
        assert not is_so(target)
        assert decided() == []
        assert recorded("refused") == 2


@EVERY
def test_nobody_does_it_to_themselves(mo, name):
    for deed in DEEDS[name][:2]:
        with pytest.raises(Forbidden):
            deed(mo, mo)


@EVERY
def test_twice_is_once_and_each_change_is_a_new_state(mo, eve, name):
    do, undo, _is_so = DEEDS[name]
    rev = eve.rev
    do(eve, mo)
    do(eve, mo)
    assert eve.rev == rev + 1
    undo(eve, mo)
    undo(eve, mo)
    assert eve.rev == rev + 2
    assert len(decided()) == recorded("decide") == 2
    entry = AuditEntry.objects.filter(deed="decide").first()
    assert entry is not None
    assert (entry.actor_id, entry.account_id) == (mo.id, eve.id)


def test_a_role_that_was_lost_counts_for_nothing(mo, eve):
    User.objects.filter(account=mo).update(role=Role.MEMBER)
    with pytest.raises(Forbidden):
        moderating.suspend(eve, mo)


def test_a_report_is_resolved_by_what_is_done(mo, alice, eve, bob):
    first, other = reporting.report(alice, eve, Complaint()), reporting.report(alice, bob, Complaint())
    moderating.limit(eve, mo, "Too loud", first.pk)
    first.refresh_from_db()
    assert first.action_taken_by_id == mo.id
    decision = Decision.objects.get(effects=["limit"])
    assert (decision.message, decision.case_id) == ("Too loud", first.case_id)
    # What was written is in the decision alone: the record holds no words of anyone.
    assert AuditEntry.objects.get(decision_id=decision.pk).facts == {"effects": "limit"}
    with pytest.raises(NotFound):
        moderating.limit(eve, mo, "", other.pk)
    assert Report.objects.get(pk=other.pk).action_taken_at is None
    with pytest.raises(Invalid):
        moderating.warn(eve, mo, "x" * (moderating.LONGEST_TEXT + 1))
    moderating.warn(eve, mo, "x" * moderating.LONGEST_TEXT)


class Traces:
    """What Eve has left where others look: posts, a comment, a reaction, a share, a quote, a follow, a mention."""

    def __init__(self, alice: Account, eve: Account, bob: Account) -> None:
        self.alice, self.eve, self.bob = alice, eve, bob
        make_follow(alice, eve)
        following.follow(eve, alice)
        self.post = make_post(eve, "Good evening #town", Audience.PUBLIC)
        self.hers = make_post(alice, "Hello @eve", Audience.PUBLIC)
        self.comment = posting.publish(eve, Draft("Well said @alice", Audience.MEMBERS, "c", parent_id=self.hers.id))
        self.answer = posting.publish(bob, Draft("Indeed", Audience.MEMBERS, "b", parent_id=self.comment.id))
        self.quote = posting.publish(eve, Draft("She says it", Audience.MEMBERS, "q", quote_id=self.hers.id))
        reacting.react(eve, self.hers.id, Reaction.Kind.LIKE)
        sharing.share(eve, self.hers.id)

    def numbers(self) -> tuple[int, ...]:
        """What is counted on Alice's post and profile, and of the site."""
        post, her = Post.objects.get(pk=self.hers.id), Account.objects.get(pk=self.alice.id)
        found = (post.reactions_count, post.shares_count, post.comments_count, post.quotes_count)
        return (*found, her.followers_count, her.following_count, members_count())

    def found(self, viewer: Account | None) -> set[str]:
        """Where `viewer` comes across Eve or what she has said."""
        mine = {self.post.id, self.comment.id, self.quote.id}
        looks = {
            "profile": bool(visible_accounts(viewer, [self.eve.id])),
            "posts": bool(full_posts(viewer, sorted(mine))),
            "community": bool(mine & set(community_ids(viewer, Page()))),
            "tag": bool(mine & set(tag_ids(viewer, "town", Page()))),
            "named": any(self.eve.id in full.people for full in full_posts(viewer, [self.hers.id])),
        }
        if viewer is not None:
            looks |= {
                "home": bool(mine & set(home_ids(viewer, Page()))),
                "stream": bool(readers_among([viewer.id], self.post.id, "community")),
                "search": self.eve.id in [entry.account_id for entry in people(viewer, "eve", Page())],
                "directory": self.eve.id in [entry.account_id for entry in people(viewer, "", Page())],
                "mention": bool(reachable(viewer, ["eve"])),
                "notices": bool(notification_ids(viewer, Page())) if viewer == self.alice else False,
            }
        return {name for name, seen in looks.items() if seen}


EVERYWHERE = {"profile", "posts", "community", "tag", "named", "stream", "search", "directory", "mention"}


def test_whoever_is_suspended_is_gone_at_the_next_read_and_back_later(mo, alice, eve, bob):
    traces = Traces(alice, eve, bob)
    before = traces.numbers()
    assert before == (1, 1, 2, 1, 1, 1, 4)
    assert traces.found(alice) == EVERYWHERE | {"home", "notices"}
    assert traces.found(mo) == EVERYWHERE
    assert traces.found(None) == {"profile", "posts", "community", "tag", "named"}
    moderating.suspend(eve, mo)
    for viewer in (alice, mo, eve, None):
        assert traces.found(viewer) == set(), viewer
    with pytest.raises(NotFound):
        visible_account(alice, "eve")
    # Bob's answer stays: it stands below what Alice has said.
    assert traces.numbers() == (0, 0, 1, 0, 0, 0, 3)
    moderating.suspend(eve, mo)
    assert traces.numbers() == (0, 0, 1, 0, 0, 0, 3)
    moderating.unsuspend(eve, mo)
    assert traces.numbers() == before
    assert traces.found(alice) == EVERYWHERE | {"home", "notices"}
    moderating.unsuspend(eve, mo)
    assert traces.numbers() == before


def test_two_who_follow_each_other_are_suspended_in_any_order(site, mo):
    one, other = make_account("one"), make_account("other")
    make_follow(one, other)
    make_follow(other, one)
    for first, second in ((one, other), (other, one)):
        moderating.suspend(first, mo)
        moderating.suspend(second, mo)
        moderating.unsuspend(first, mo)
        moderating.unsuspend(second, mo)
        for row in Account.objects.filter(pk__in=(one.pk, other.pk)):
            assert (row.followers_count, row.following_count) == (1, 1)


def test_apps_are_not_told_of_the_suspended(mo, alice, eve, bob):
    traces, phone = Traces(alice, eve, bob), Phone(alice)
    paths = {
        "profile": f"/api/v1/accounts/{eve.id}",
        "lookup": "/api/v1/accounts/lookup?acct=eve",
        "posts": f"/api/v1/accounts/{eve.id}/statuses",
        "post": f"/api/v1/statuses/{traces.post.id}",
        "comment": f"/api/v1/statuses/{traces.comment.id}",
    }
    lists = {
        "search": "/api/v2/search?q=eve",
        "followers": f"/api/v1/accounts/{alice.id}/followers",
        "following": f"/api/v1/accounts/{alice.id}/following",
        "likes": f"/api/v1/statuses/{traces.hers.id}/favourited_by",
        "shares": f"/api/v1/statuses/{traces.hers.id}/reblogged_by",
        "quotes": f"/api/v1/statuses/{traces.hers.id}/quotes",
        "context": f"/api/v1/statuses/{traces.hers.id}/context",
        "notifications": "/api/v1/notifications",
        "home": "/api/v1/timelines/home",
        "public": "/api/v1/timelines/public",
        "her post": f"/api/v1/statuses/{traces.hers.id}",
    }
    # Asked twice, so that what is kept rendered is looked at, too.
    for _time in range(2):
        assert {name for name, path in paths.items() if phone.get(path).status_code != 200} == set()
        assert {name for name, path in lists.items() if '"eve"' not in phone.get(path).content.decode()} == set()
    moderating.suspend(eve, mo)
    assert {name for name, path in paths.items() if phone.get(path).status_code != 404} == set()
    assert {name for name, path in lists.items() if '"eve"' in phone.get(path).content.decode()} == set()
    moderating.unsuspend(eve, mo)
    assert {name for name, path in paths.items() if phone.get(path).status_code != 200} == set()
    assert {name for name, path in lists.items() if '"eve"' not in phone.get(path).content.decode()} == set()


@pytest.mark.parametrize("name", ["disable", "suspend"])
def test_tokens_sessions_and_streams_end(mo, eve, client_of, name, django_capture_on_commit_callbacks):
    do, undo, _is_so = DEEDS[name]
    phone, browser = Phone(eve), client_of(eve)
    assert browser.get("/settings/").status_code == 200
    session = signed_in(browser.session.session_key)
    bearer = bearer_of(phone.token)
    assert session is not None
    assert bearer is not None
    with django_capture_on_commit_callbacks() as announced:
        do(eve, mo)
    assert ("access", "accounts", eve.id) in [getattr(told, "args", ()) for told in announced]
    assert phone.get("/api/v1/timelines/home").status_code == 401
    assert holder_of(phone.token) is None
    assert still_held([bearer.token_id]) == set()
    assert still_signed_in([session]) == set()
    assert browser.get("/settings/").status_code == 302
    undo(eve, mo)
    assert phone.get("/api/v1/timelines/home").status_code == 200
    # The session has ended for good: they sign in anew.
    assert browser.get("/settings/").status_code == 302


def test_a_session_that_was_made_meanwhile_does_not_hold(mo, eve, client_of):
    moderating.suspend(eve, mo)
    browser = client_of(eve)
    assert signed_in(browser.session.session_key) is None
    assert browser.get("/settings/").status_code == 302
    assert browser.session.session_key is None or signed_in(browser.session.session_key) is None


@pytest.mark.parametrize("name", ["disable", "suspend"])
def test_nobody_signs_in_who_may_not(mo, eve, name):
    DEEDS[name][0](eve, mo)
    browser = Client()
    answer = browser.post("/sign-in/", {"login": "eve", "password": PASSWORD})
    # They read why, and can object, and nothing else.
    assert answer.url == "/decisions/"
    assert browser.get(answer.url).status_code == 200
    assert browser.get("/settings/").status_code == 302
    DEEDS[name][1](eve, mo)
    assert browser.post("/sign-in/", {"login": "eve", "password": PASSWORD}).url == "/"


def test_disabled_means_silent_not_gone(mo, alice, eve, bob):
    traces = Traces(alice, eve, bob)
    before = traces.found(alice)
    moderating.disable(eve, mo)
    assert traces.found(alice) == before


def test_the_limited_are_found_by_their_followers_alone(mo, alice, eve, bob):
    traces = Traces(alice, eve, bob)
    newcomer = make_account("newcomer")
    assert eve.id in [one.account_id for one in suggestions(newcomer, 20)]
    moderating.limit(eve, mo)
    assert traces.found(alice) == EVERYWHERE | {"home", "notices"}
    assert traces.found(eve) >= {"profile", "posts", "community", "tag", "home"}
    hidden = {"community", "tag", "stream", "search", "directory"}
    assert traces.found(mo) == EVERYWHERE - hidden
    assert traces.found(None) == {"profile", "posts", "named"}
    assert eve.id not in [one.account_id for one in suggestions(newcomer, 20)]
    assert Phone(mo).get(f"/api/v1/accounts/{eve.id}").json()["limited"] is True
    moderating.unlimit(eve, mo)
    assert traces.found(mo) == EVERYWHERE
    assert "limited" not in Phone(mo).get(f"/api/v1/accounts/{eve.id}").json()


def test_the_site_does_not_count_the_posts_of_the_suspended(mo, eve):
    make_post(eve, "One", Audience.PUBLIC)
    moderating.suspend(eve, mo)
    assert open_count() == 0


def test_a_suspension_costs_the_same_however_much_someone_has_said(mo, alice, eve, bob):
    Traces(alice, eve, bob)
    with CaptureQueriesContext(connection) as before:
        moderating.suspend(eve, mo)
    moderating.unsuspend(eve, mo)
    for number in range(8):
        post = make_post(alice, f"More {number}")
        posting.publish(eve, Draft("And more", Audience.MEMBERS, f"more{number}", parent_id=post.id))
        reacting.react(eve, post.id, Reaction.Kind.LIKE)
    with CaptureQueriesContext(connection) as after:
        moderating.suspend(eve, mo)
    # The first time begins the record as well.
    assert len(after) <= len(before)
    assert set(Post.objects.filter(author=alice).values_list("reactions_count", "comments_count")) == {(0, 0), (0, 1)}
