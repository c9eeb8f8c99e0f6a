"""Reactions to announcements."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from verandah.actions import administering, moderating
from verandah.actions.administering import Words
from verandah.base.errors import Invalid
from verandah.domain.instance.emoji import is_emoji
from verandah.domain.instance.models import Announcement


def test_reactions_to_announcements(alice, bob, eve, mo):
    row = administering.announce(Announcement.Kind.INFO, {"en": Words("Cake", "At three.")})
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
    later = administering.announce(
        Announcement.Kind.INFO, {"en": Words("Later", "")}, starts_at=timezone.now() + timedelta(days=1)
    )
    assert phone.send("PUT", f"/api/v1/announcements/{later.pk}/reactions/🎂").status_code == 404


def test_eight_different_reactions(alice, eve):
    row = administering.announce(Announcement.Kind.INFO, {"en": Words("Cake", "At three.")})
    for emoji in "🎂👍🎉😀🐦🌧🍎🚲":
        administering.react(alice, row.pk, emoji)
    with pytest.raises(Invalid):
        administering.react(eve, row.pk, "🍋")
    administering.react(eve, row.pk, "🚲")


@pytest.mark.parametrize("text", ["🎂", "❤️", "❤", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇸🇾", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☕", "♻️"])
def test_what_is_one_emoji(text):
    assert is_emoji(text)


@pytest.mark.parametrize("text", ["", "a", "1", "🎂🎂", "🎂a", ":cake:", "🇸", "\u200d", "🎂\n", "\ufe0f", "<b>", "ö"])
def test_what_is_none(text):
    assert not is_emoji(text)
