"""What a member wants to be told of, where and when: how it begins, and what they change."""

import pytest
from django.conf import settings as site_settings

from tests.factories import make_account, make_post
from verandah.actions import choosing, notifying, reporting
from verandah.actions.choosing import Quiet, Wish
from verandah.actions.reporting import Complaint
from verandah.base.errors import Invalid
from verandah.domain.accounts.birthdays import my_birthday
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.notifications.choices import WORDS, begins, choices_of, wanting
from verandah.domain.notifications.kinds import KINDS
from verandah.domain.notifications.models import Notification, NotificationChoices
from verandah.domain.notifications.nights import zone_of, zones
from verandah.domain.posts.audience import Audience

Kind = Notification.Kind


def kinds_of(person: Account) -> list[int]:
    return list(Notification.objects.filter(recipient=person).order_by("-id").values_list("kind", flat=True))


def test_every_kind_has_a_beginning_on_every_channel() -> None:
    assert set(WORDS) == set(KINDS.values())
    assert all(begins(word, "app") for word in WORDS)
    assert [word for word in WORDS if begins(word, "email")] == [
        "mention",
        "comment",
        "wall",
        "friend_request",
        "moderation",
        "case",
        "announcement",
    ]


def test_how_it_begins_and_what_is_changed(alice: Account, bob: Account, eve: Account) -> None:
    everyone = [alice.id, bob.id, eve.id]
    assert wanting(everyone, Kind.REACTION, "push") == set()
    assert wanting(everyone, Kind.MENTION, "email") == set(everyone)
    choosing.choose(alice, Wish(wants={("reaction", "push"): True, ("mention", "email"): False}))
    assert wanting(everyone, Kind.REACTION, "push") == {alice.id}
    assert wanting(everyone, Kind.MENTION, "email") == {bob.id, eve.id}
    assert wanting([], Kind.MENTION, "email") == set()


def test_one_question_for_any_number(alice: Account, bob: Account, django_assert_num_queries) -> None:
    choosing.choose(alice, Wish(wants={("reaction", "push"): True}))
    with django_assert_num_queries(1):
        wanting([alice.id, bob.id], Kind.REACTION, "push")


def test_only_what_differs_is_kept(alice: Account) -> None:
    choosing.choose(alice, Wish(wants={("reaction", "push"): True, ("mention", "app"): True}))
    assert NotificationChoices.objects.get().changed == {"reaction:push": True}
    for _time in range(2):
        choosing.choose(alice, Wish(wants={("reaction", "push"): False}))
        assert NotificationChoices.objects.get().changed == {}


def test_what_is_not_wanted_in_the_app_is_not_kept(alice: Account, eve: Account, mo: Account) -> None:
    choosing.choose(alice, Wish(wants={("reaction", "app"): False}))
    post = make_post(alice)
    notifying.about_deed(Kind.REACTION, eve, post)
    notifying.about_deed(Kind.SHARE, eve, post)
    assert kinds_of(alice) == [Kind.SHARE]
    choosing.choose(mo, Wish(wants={("report", "app"): False}))
    notifying.about_relation(Kind.FOLLOW, eve, mo)
    assert kinds_of(mo) == [Kind.FOLLOW]


def test_a_report_can_be_left_to_the_others_of_the_staff(site, eve: Account, bob: Account, mo: Account) -> None:
    ada = make_account("ada", role=Role.ADMIN)
    choosing.choose(mo, Wish(wants={("report", "app"): False}))
    reporting.report(eve, bob, Complaint())
    assert (kinds_of(mo), kinds_of(ada)) == ([], [Kind.REPORT])


def test_what_the_staff_decides_is_always_told(alice: Account) -> None:
    choosing.choose(alice, Wish(wants={("moderation", "app"): False}))
    assert NotificationChoices.objects.get().changed == {}
    assert wanting([alice.id], Kind.MODERATION, "app") == {alice.id}
    assert choices_of(alice).wants["moderation", "app"]


def test_night_letters_and_time_zone(alice: Account) -> None:
    choosing.choose(alice, Wish(digest="daily", quiet=Quiet(1320, 420), time_zone="Europe/Berlin"))
    shown = choices_of(alice)
    assert (shown.digest, shown.quiet_from, shown.quiet_until, shown.has_no_night) == ("daily", 1320, 420, False)
    assert zone_of(alice.id) == "Europe/Berlin"
    choosing.choose(alice, Wish(quiet=Quiet(is_never=True)))
    shown = choices_of(alice)
    assert (shown.digest, shown.quiet_from, shown.has_no_night) == ("daily", None, True)
    choosing.choose(alice, Wish(time_zone=""))
    assert zone_of(alice.id) == ""


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish(wants={("reaction", "pigeon"): True}), "choices"),
        (Wish(wants={("gossip", "app"): True}), "choices"),
        (Wish(digest="hourly"), "digest"),
        (Wish(time_zone="Mars/Olympus"), "time_zone"),
        (Wish(time_zone="../../etc/passwd"), "time_zone"),
        (Wish(quiet=Quiet(1320, None)), "quiet_until"),
        (Wish(quiet=Quiet(60, 60)), "quiet_until"),
        (Wish(quiet=Quiet(0, 1440)), "quiet_from"),
        (Wish(quiet=Quiet(-1, 60)), "quiet_from"),
    ],
)
def test_what_makes_no_sense_is_refused(alice: Account, wish: Wish, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        choosing.choose(alice, wish)
    assert refusal.value.field == field
    assert not NotificationChoices.objects.exists()


def test_the_list_of_zones_holds_the_sites_own_kind() -> None:
    found = zones()
    assert "Europe/Berlin" in found["Europe"]
    assert "America/Argentina/Buenos_Aires" in found["America"]
    assert "Etc" not in found
    assert site_settings.TIME_ZONE == "UTC"


def test_a_birthday_has_no_year_and_is_a_day(alice: Account) -> None:
    choosing.set_birthday(alice, 2, 29, Audience.MEMBERS)
    found = my_birthday(alice)
    assert (found.month, found.day, found.audience) == (2, 29, Audience.MEMBERS)
    for month, day in ((2, 30), (13, 1), (0, 3), (4, 31)):
        with pytest.raises(Invalid):
            choosing.set_birthday(alice, month, day, Audience.FRIENDS)
    with pytest.raises(Invalid):
        choosing.set_birthday(alice, 1, 1, Audience.LISTS)
    choosing.set_birthday(alice, 0, 0, Audience.FRIENDS)
    assert my_birthday(alice).month == 0
