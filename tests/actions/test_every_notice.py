"""Every kind of notice is told by the deed it is named after, to whom it concerns, and said in words."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_account, make_follow, make_post
from verandah.actions import (
    befriending,
    celebrating,
    choosing,
    corresponding,
    editing,
    following,
    heralding,
    moderating,
    notifying,
    posting,
    proclaiming,
    reacting,
    reporting,
    sharing,
    voting,
)
from verandah.actions.posting import Draft
from verandah.actions.reporting import Complaint
from verandah.actions.voting import Question
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import Follow
from verandah.domain.moderation.models import Case
from verandah.domain.notifications.kinds import KINDS, TYPES
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Poll, Post

Kind = Notification.Kind


def says(author: Account, text: str, **more: object) -> Post:
    return posting.publish(author, Draft(text, key=f"said-{text}", **more))  # type: ignore[arg-type]


def mention(me: Account, other: Account) -> None:
    make_post(other, f"Hello @{me.username}")


def comment(me: Account, other: Account) -> None:
    says(other, "So it is", parent_id=make_post(me).id)


def wall(me: Account, other: Account) -> None:
    befriending.ask(me, other)
    befriending.accept(other, me)
    says(other, "For you", audience=Audience.FRIENDS, wall_id=me.id)


def friend_request(me: Account, other: Account) -> None:
    befriending.ask(other, me)


def friend_accepted(me: Account, other: Account) -> None:
    befriending.ask(me, other)
    befriending.accept(other, me)


def follow(me: Account, other: Account) -> None:
    following.follow(other, me)


def follow_request(me: Account, other: Account) -> None:
    Account.objects.filter(pk=me.pk).update(approves_followers=True)
    me.refresh_from_db()
    following.follow(other, me)


def follow_accepted(me: Account, other: Account) -> None:
    Account.objects.filter(pk=other.pk).update(approves_followers=True)
    other.refresh_from_db()
    following.follow(me, other)
    following.accept(other, me)


def reaction(me: Account, other: Account) -> None:
    reacting.react(other, make_post(me).id)


def share(me: Account, other: Account) -> None:
    sharing.share(other, make_post(me).id)


def quote(me: Account, other: Account) -> None:
    says(other, "See this", quote_id=make_post(me).id)


def post(me: Account, other: Account) -> None:
    make_follow(me, other)
    Follow.objects.update(notifies=True)
    make_post(other)


def edited(me: Account, other: Account) -> None:
    old = make_post(other, "Cake at tree")
    says(me, "I come", parent_id=old.id)
    editing.edit(other, old.id, editing.Change(text="Cake at three"))


def poll_ended(me: Account, other: Account) -> None:
    asked = says(other, "Tea?", poll=Question(("Yes", "No"), 3600))
    poll = Poll.objects.get(post=asked)
    voting.vote(me, poll.pk, [0])
    Poll.objects.update(ends_at=timezone.now())
    voting.close.func(poll.pk)


def birthday(me: Account, other: Account) -> None:
    befriending.ask(me, other)
    befriending.accept(other, me)
    today = timezone.localdate()
    choosing.set_birthday(other, today.month, today.day, Audience.FRIENDS)
    celebrating.tell_friends(celebrating.Preferences.objects.get(account=other), today)


def moderation(me: Account, other: Account) -> None:
    staff = make_account("ada", role=Role.ADMIN)
    moderating.mark_sensitive(me, staff, "Too much skin.")


def case(me: Account, other: Account) -> None:
    staff = make_account("ada", role=Role.ADMIN)
    moderating.warn(me, staff, "Please be kind.")
    corresponding.write_to_owner(Case.objects.get(owner=me), staff, "Do you know our rules?")


def report(me: Account, other: Account) -> None:
    reporting.report(other, make_account("nora"), Complaint())


def joined(me: Account, other: Account) -> None:
    notifying.about_joined(other)


def announcement(me: Account, other: Account) -> None:
    staff = make_account("ada", role=Role.ADMIN)
    words = {"en": proclaiming.Words("The meeting is on Monday", "At seven.")}
    row = proclaiming.draft(staff, proclaiming.Wish(words, asks_to_read=True))
    proclaiming.publish(staff, row.pk)
    proclaiming.remind(staff, row.pk)
    heralding.remind_some.call(row.pk)


DEEDS: dict[str, Callable[[Account, Account], None]] = {
    deed.__name__: deed
    for deed in (
        mention,
        comment,
        wall,
        friend_request,
        friend_accepted,
        follow,
        follow_request,
        follow_accepted,
        reaction,
        share,
        quote,
        post,
        edited,
        poll_ended,
        birthday,
        moderation,
        case,
        report,
        joined,
        announcement,
    )
}
FOR_STAFF = {"report": Role.MODERATOR, "joined": Role.ADMIN}


def test_there_is_a_deed_for_every_kind() -> None:
    assert set(DEEDS) == set(KINDS.values())


@pytest.mark.parametrize("word", DEEDS)
def test_it_is_told_and_said(word: str, client_of, site, eve: Account) -> None:
    me = make_account("alice", role=FOR_STAFF.get(word, Role.MEMBER))
    DEEDS[word](me, eve)
    kinds = [KINDS[Kind(row.kind)] for row in Notification.objects.filter(recipient=me)]
    assert kinds.count(word) == 1
    page = client_of(me).get("/notifications/")
    [line] = [line for line in page.context["notices"] if line.newest.kind == word]
    assert str(line.sentence) in page.content.decode()
    phone = Phone(me, "read admin:read" if word in FOR_STAFF else "read")
    told = [one["type"] for one in phone.get("/api/v1/notifications").json()]
    assert told.count(TYPES[word]) == 1 if word in TYPES else word not in told
    assert not Notification.objects.filter(recipient=eve, kind__in=[Kind.MODERATION, Kind.REPORT]).exists()


def test_an_app_is_told_what_was_decided_and_by_nobody(site, alice: Account, mo: Account) -> None:
    moderating.warn(alice, mo, "Please be kind.")
    moderating.limit(alice, mo)
    moderating.unlimit(alice, mo)
    phone = Phone(alice)
    found = phone.get("/api/v1/notifications").json()
    assert [one["type"] for one in found] == ["moderation_warning"] * 3
    told = [one["moderation_warning"] for one in reversed(found)]
    assert [one["action"] for one in told] == ["none", "silence", "none"]
    assert told[0]["text"].endswith("\n\nPlease be kind.")
    assert {one["target_account"]["acct"] for one in told} | {one["account"]["acct"] for one in found} == {"alice"}
    assert mo.username not in {value for one in told for value in one.values() if isinstance(value, str)}
    grouped = phone.get("/api/v2/notifications").json()["notification_groups"]
    assert [one["moderation_warning"] for one in grouped] == [one["moderation_warning"] for one in found]
    one = phone.get(f"/api/v1/notifications/{found[0]['id']}").json()
    assert one == found[0]


def test_nobody_is_told_of_decisions_about_others(site, alice: Account, eve: Account, mo: Account) -> None:
    moderating.warn(alice, mo, "Please be kind.")
    assert Phone(eve).get("/api/v1/notifications").json() == []
    assert Phone(mo).get("/api/v1/notifications").json() == []
