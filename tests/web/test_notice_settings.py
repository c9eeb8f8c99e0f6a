"""Settings of notifications, birthdays, and what is held back, through real pages; and the same for apps."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_post
from verandah.actions import administering, choosing, following, holding
from verandah.domain.accounts.birthdays import my_birthday
from verandah.domain.accounts.models import Account
from verandah.domain.notifications.choices import WORDS, choices_of
from verandah.domain.notifications.held import policy_of
from verandah.domain.notifications.models import Notification, NotificationChoices, NotificationRequest
from verandah.domain.notifications.nights import zone_of
from verandah.domain.posts.audience import Audience

PATH = "/settings/notifications/"
API = "/api/verandah/v1/notification_choices"


def sent(**changes: object) -> dict[str, object]:
    """The form as a browser sends it, with nothing but mentions in the app ticked."""
    facts = {"wants": ["mention:app"], "digest": "daily", "quiet": "site", "time_zone": "", "policy_bots": "drop"}
    return facts | changes


def test_the_form_says_and_keeps_it(client_of, alice: Account) -> None:
    client = client_of(alice)
    page = client.get(PATH).content.decode()
    assert page.count('type="checkbox" name="wants"') == 3 * (len(WORDS) - 2)
    assert 'value="moderation:app" aria-describedby="w-moderation" checked disabled' in page
    answer = client.post(PATH, sent(quiet="own", quiet_from="23:30", quiet_until="06:15", time_zone="Asia/Tokyo"))
    assert (answer.status_code, answer["Location"]) == (303, PATH)
    shown = choices_of(alice)
    assert [pair for pair, is_on in shown.wants.items() if is_on] == [
        ("mention", "app"),
        ("moderation", "app"),
        # The letter with the reasons always comes.
        ("moderation", "email"),
        ("case", "app"),
        ("announcement", "app"),
        # What only the staff is told is nothing that Alice can say anything about.
        ("report", "app"),
        ("report", "push"),
        ("joined", "app"),
    ]
    assert (shown.digest, shown.quiet_from, shown.quiet_until) == ("daily", 23 * 60 + 30, 6 * 60 + 15)
    assert (zone_of(alice.id), policy_of(alice).choices["bots"]) == ("Asia/Tokyo", "drop")
    page = client.get(PATH).content.decode()
    assert 'value="23:30"' in page
    assert '<option value="Asia/Tokyo" selected>Tokyo</option>' in page


def test_staff_chooses_for_what_only_staff_is_told(client_of, mo: Account) -> None:
    assert 'value="report:email"' in client_of(mo).get(PATH).content.decode()


def test_the_night_of_the_site_is_said(client_of, alice: Account) -> None:
    client = client_of(alice)
    assert "The site has no night of its own." in client.get(PATH).content.decode()
    administering.set_night(22 * 60, 7 * 60)
    assert "From 22:00 to 07:00" in client.get(PATH).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"quiet": "own", "quiet_from": "25:00", "quiet_until": "07:00"},
        {"quiet": "own", "quiet_from": "", "quiet_until": "07:00"},
        {"quiet": "own", "quiet_from": "07:00", "quiet_until": "07:00"},
        {"quiet": "own", "quiet_from": "٢٢:٠٠", "quiet_until": "07:00"},
        {"digest": "hourly"},
        {"time_zone": "Mars/Olympus\0"},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(client_of, alice: Account, changes: dict[str, str]) -> None:
    answer = client_of(alice).post(PATH, sent(**changes))
    assert answer.status_code == 422
    assert 'role="alert"><svg' in answer.content.decode()
    assert not NotificationChoices.objects.exists()


def test_a_birthday_is_kept_or_refused(client_of, alice: Account) -> None:
    client = client_of(alice)
    assert 'name="birthday_month"' in client.get("/settings/").content.decode()
    ok = {"birthday_day": "29", "birthday_month": "2", "birthday_audience": "4"}
    assert client.post("/settings/birthday/", ok).status_code == 303
    assert (my_birthday(alice).month, my_birthday(alice).day) == (2, 29)
    for wrong in ({"birthday_day": "30"}, {"birthday_month": "13"}, {"birthday_audience": "5"}, {"birthday_day": "x"}):
        assert client.post("/settings/birthday/", ok | wrong).status_code == 303
        assert my_birthday(alice).day == 29
    answer = client.post("/settings/birthday/", ok | {"birthday_day": "30"}, follow=True)
    assert "There is no such day." in answer.content.decode()


def test_what_is_held_back_can_be_let_through_or_put_away(
    client_of, alice: Account, bob: Account, eve: Account
) -> None:
    holding.change_policy(alice, {"not_following": "filter"})
    following.follow(eve, alice)
    make_post(bob, "Psst @alice")
    client = client_of(alice)
    assert "2 people wait for your answer" in client.get("/notifications/").content.decode()
    page = client.get("/notifications/requests/").content.decode()
    assert "Psst @alice" in page
    numbers = dict(NotificationRequest.objects.values_list("actor__username", "id"))
    for path in (f"{numbers['bob']}/accept/", f"{numbers['eve']}/dismiss/"):
        assert client_of(eve).post(f"/notifications/requests/{path}").status_code == 404
        assert client.post(f"/notifications/requests/{path}")["Location"] == "/notifications/requests/"
    assert "Nothing is held back" in client.get("/notifications/requests/").content.decode()
    assert list(Notification.objects.filter(is_held=False).values_list("actor__username", flat=True)) == ["bob"]


def test_an_app_reads_and_changes_the_same(alice: Account) -> None:
    phone = Phone(alice)
    before = phone.get(API).json()
    assert before["choices"]["reaction"] == {"app": True, "push": False, "email": False}
    assert (before["digest"], before["quiet_from"], before["time_zone"]) == ("weekly", None, "")
    body = {
        "choices": {"reaction": {"push": True}},
        "quiet_from": "22:00",
        "quiet_until": "07:30",
        "time_zone": "Europe/Berlin",
    }
    answer = phone.send("PATCH", API, body)
    assert answer.status_code == 200
    after = answer.json()
    assert after["choices"]["reaction"] == {"app": True, "push": True, "email": False}
    assert (after["quiet_from"], after["quiet_until"], after["time_zone"]) == ("22:00", "07:30", "Europe/Berlin")
    assert after["digest"] == "weekly"
    for wrong in ({"digest": "x"}, {"quiet_from": "1"}, {"time_zone": "x"}, {"quiet_from": "10:00"}):
        assert phone.send("PATCH", API, wrong).status_code == 422
    assert Phone(alice, "read:notifications").send("PATCH", API, {"digest": "daily"}).status_code == 403


def test_a_birthday_is_seen_by_those_it_is_told(
    client_of, alice: Account, bob: Account, eve: Account, dan: Account
) -> None:
    seen = {
        Audience.FRIENDS: {"alice", "bob"},
        Audience.MEMBERS: {"alice", "bob", "eve"},
        Audience.ONLY_ME: {"alice"},
    }
    make_post(alice, "Hello all", Audience.PUBLIC)
    for audience, names in seen.items():
        choosing.set_birthday(alice, 5, 17, audience)
        pages = {
            person.username if person else "": client_of(person).get("/@alice/about/").content.decode()
            for person in (alice, bob, eve, dan, None)
        }
        assert {name for name, page in pages.items() if "Birthday: 17 May" in page} == names
