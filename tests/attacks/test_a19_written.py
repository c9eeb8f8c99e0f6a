"""A19: look-alike letters, marks of direction, what is not seen, heaps of accents, giant names, calling everyone."""

from time import perf_counter

import pytest

from tests.api.asking import Phone
from tests.factories import make_account
from tests.rules import Effect, make_rule
from verandah.actions import vetting
from verandah.domain.accounts.models import Account
from verandah.domain.moderation.models import Decision
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db
STATUSES = "/api/v1/statuses"
CREDENTIALS = "/api/v1/accounts/update_credentials"
SPELLINGS = {
    "homograph": "frumi\u043eus",
    "full_width": "\uff46\uff52\uff55\uff4d\uff49\uff4f\uff55\uff53",
    "mathematical": "𝓯𝓻𝓾𝓶𝓲𝓸𝓾𝓼",
    "zero_width": "f\u200br\u200cu\u200dm\u2060i\ufeffous",
    "soft_hyphen": "fru\u00admious",
    "bidi": "fru\u2067mi\u2069ous",
    "zalgo": "f\u0337\u0301r\u0337\u0301u\u0337\u0301m\u0337\u0301i\u0337\u0301o\u0337\u0301u\u0337\u0301s\u0337\u0301",
}
MISLEADING = {
    "rtl_override": "Al\u202eice",
    "isolate": "Al\u2066ice",
    "nothing_seen": "\u200b\u200b",
    "zero_width": "Al\u200bice",
    "zalgo": "A\u0301\u0302\u0303\u0304lice",
    "filler": "\u3164",
    "tags": "\U000e0041b",
}
SIGNS = {"plain": "a", "marks": "\u0301", "bidi": "\u202e", "growing": "ﷺ", "emoji": "🙂"}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_a19_a_rule_finds_every_spelling(alice: Account, eve: Account, spelling: str) -> None:
    make_rule(Effect.REFUSE)
    answer = Phone(alice).post(STATUSES, {"status": f"so {spelling} it is"})
    assert answer.status_code == 422
    assert "makes trouble" in answer.json()["error"]
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "Al\u202eice",
        "Al\u2066ice",
        "\u200b\u200b",
        "Al\u200bice",
        "A\u0301\u0302\u0303\u0304lice",
        "\u3164",
        "\U000e0041b",
    ],
    ids=["rtl_override", "isolate", "nothing_seen", "zero_width", "zalgo", "filler", "tags"],
)
def test_a19_no_name_misleads(alice: Account, name: str) -> None:
    answer = Phone(alice).send("PATCH", CREDENTIALS, {"display_name": name})
    assert answer.status_code == 422
    alice.refresh_from_db()
    assert alice.display_name == "Alice"


@pytest.mark.parametrize(
    "sign", ["a", "\u0301", "\u202e", "ﷺ", "🙂"], ids=["plain", "marks", "bidi", "growing", "emoji"]
)
def test_a19_a_name_of_ten_megabytes_is_refused_at_once(alice: Account, sign: str) -> None:
    phone, name = Phone(alice), sign * (10_000_000 // len(sign.encode()))
    began = perf_counter()
    answer = phone.send("PATCH", CREDENTIALS, {"display_name": name})
    assert 400 <= answer.status_code < 500
    assert perf_counter() - began < 5
    alice.refresh_from_db()
    assert alice.display_name == "Alice"


def test_a19_everyone_is_nobody_and_many_are_refused(alice: Account) -> None:
    phone = Phone(alice)
    people = [make_account(f"guest{number}") for number in range(vetting.MOST_STRANGERS + 1)]
    assert phone.post(STATUSES, {"status": "@everyone @all @here @channel look"}).status_code == 200
    assert not Notification.objects.exists()
    answer = phone.post(STATUSES, {"status": " ".join(f"@{one.username}" for one in people)})
    assert answer.status_code == 422
    assert not Notification.objects.exists()


def test_a19_what_is_held_tells_its_author_why_and_is_nobody_elses(alice: Account, bob: Account) -> None:
    make_rule(Effect.HOLD)
    told = Phone(alice).post(STATUSES, {"status": "so frumious it is, @bob"}).json()
    held = told["verandah"]["held"]
    assert held["waiting"]
    assert "makes trouble" in held["why"]
    assert held["url"].endswith(f"/decisions/{Decision.objects.get().pk}/")
    assert Phone(alice).get(f"{STATUSES}/{told['id']}").json()["verandah"]["held"] == held
    assert [one["id"] for one in Phone(alice).get(f"/api/v1/accounts/{alice.pk}/statuses").json()] == [told["id"]]
    assert Phone(bob).get(f"{STATUSES}/{told['id']}").status_code == 404
    assert Phone(bob).get(f"/api/v1/accounts/{alice.pk}/statuses").json() == []
    assert Phone(bob).get("/api/v1/notifications").json() == []
    assert Phone(bob).get("/api/v1/timelines/public").json() == []
