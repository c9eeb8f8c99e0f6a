"""Reactions to announcements."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_account
from verandah.actions import moderating, proclaiming
from verandah.actions.proclaiming import Wish, Words
from verandah.base.errors import Invalid
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.emoji import is_emoji
from verandah.domain.instance.models import Announcement

Audience = Announcement.Audience


def test_reactions_to_announcements(alice, bob, eve, mo):
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Cake", "At three.")})
    path = f"/api/v1/announcements/{row.pk}/reactions"
    phone = Phone(alice)
    for person in (alice, alice, bob):
        assert Phone(person).send("PUT", f"{path}/🎂").json() == {}
    phone.send("PUT", f"{path}/👍🏽")
    (shown,) = phone.get("/api/v1/announcements").json()
    assert shown["reactions"] == [{"name": "🎂", "count": 2, "me": True}, {"name": "👍🏽", "count": 1, "me": True}]
    (shown,) = Phone(eve).get("/api/v1/announcements").json()
    assert [one["me"] for one in shown["reactions"]] == [False, False]
    moderating.suspend(bob, mo)
    (shown,) = phone.get("/api/v1/announcements").json()
    assert shown["reactions"][0]["count"] == 1
    for _time in range(2):
        assert phone.send("DELETE", f"{path}/🎂").json() == {}
    for wrong in ("smile", "🎂🎂", "a", "1"):
        assert phone.send("PUT", f"{path}/{wrong}").status_code == 422
    assert phone.send("PUT", "/api/v1/announcements/7/reactions/🎂").status_code == 404
    assert phone.send("DELETE", "/api/v1/announcements/7/reactions/🎂").status_code == 404
    later = proclaiming.announce(
        Announcement.Kind.INFO, {"en": Words("Later", "")}, starts_at=timezone.now() + timedelta(days=1)
    )
    assert phone.send("PUT", f"/api/v1/announcements/{later.pk}/reactions/🎂").status_code == 404


def test_eight_different_reactions(alice, eve):
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Cake", "At three.")})
    for emoji in "🎂👍🎉😀🐦🌧🍎🚲":
        proclaiming.react(alice, row.pk, emoji)
    with pytest.raises(Invalid):
        proclaiming.react(eve, row.pk, "🍋")
    proclaiming.react(eve, row.pk, "🚲")


@pytest.mark.parametrize("text", ["🎂", "❤️", "❤", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇸🇾", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☕", "♻️"])
def test_what_is_one_emoji(text):
    assert is_emoji(text)


@pytest.mark.parametrize("text", ["", "a", "1", "🎂🎂", "🎂a", ":cake:", "🇸", "\u200d", "🎂\n", "\ufe0f", "<b>", "ö"])
def test_what_is_none(text):
    assert not is_emoji(text)


def test_what_was_put_away_is_told_when_asked_for(alice):
    row = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Cake", "At **three**.")})
    phone = Phone(alice)
    assert [one["read"] for one in phone.get("/api/v1/announcements").json()] == [False]
    for _time in range(2):
        assert phone.post(f"/api/v1/announcements/{row.pk}/dismiss").json() == {}
    assert phone.get("/api/v1/announcements").json() == []
    (shown,) = phone.get("/api/v1/announcements?with_dismissed=true").json()
    assert (shown["read"], "<strong>three</strong>" in shown["content"]) == (True, True)


def test_only_what_is_for_them_and_out(alice, mo):
    ada = make_account("ada", role=Role.ADMIN)
    draft = proclaiming.draft(ada, Wish({"en": Words("Draft", "")}, audience=Audience.EVERYONE))
    staff = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Keys", "")}, audience=Audience.STAFF)
    gone = proclaiming.announce(Announcement.Kind.INFO, {"en": Words("Never mind", "")})
    proclaiming.withdraw(ada, gone.pk)
    assert Phone(alice).get("/api/v1/announcements?with_dismissed=1").json() == []
    assert [one["id"] for one in Phone(mo).get("/api/v1/announcements").json()] == [str(staff.pk)]
    for row in (draft, staff, gone):
        assert Phone(alice).post(f"/api/v1/announcements/{row.pk}/dismiss").status_code == 404
        assert Phone(alice).send("PUT", f"/api/v1/announcements/{row.pk}/reactions/🎂").status_code == 404
        assert Phone(alice).send("DELETE", f"/api/v1/announcements/{row.pk}/reactions/🎂").status_code == 404
    assert Phone().get("/api/v1/announcements").status_code == 401
