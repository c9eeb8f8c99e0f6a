"""Grouped notifications: several deeds of one kind are one group, every group stands on one page, none is lost."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_post
from verandah.actions import following, notifying
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post, Reaction

GROUPS = "/api/v2/notifications"
Kind = Notification.Kind


def like(person: Account, post: Post, kind: Reaction.Kind = Reaction.Kind.LIKE) -> None:
    Reaction.objects.create(post=post, account=person, kind=kind, created_at=post.created_at)
    notifying.about_deed(Kind.REACTION, person, post)


def groups(phone: Phone, **more: object) -> list[dict]:
    answer = phone.get(GROUPS, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()["notification_groups"]


def types(found: list[dict]) -> list[tuple[str, int]]:
    return [(row["type"], row["notifications_count"]) for row in found]


@pytest.fixture
def phone(alice: Account, bob: Account, carol: Account, eve: Account) -> Phone:
    """Alice's: two posts of hers are liked, one shared, two people follow her and one names her."""
    first, second = make_post(alice, "First"), make_post(alice, "Second")
    like(bob, first)
    like(carol, second)
    notifying.about_deed(Kind.SHARE, eve, first)
    following.follow(bob, alice)
    make_post(carol, "Hello @alice")
    like(eve, first)
    following.follow(eve, alice)
    return Phone(alice)


def test_deeds_of_one_kind_are_one_group_where_the_newest_stands(phone: Phone, bob: Account, eve: Account) -> None:
    found = groups(phone)
    assert types(found) == [("follow", 2), ("favourite", 2), ("mention", 1), ("reblog", 1), ("favourite", 1)]
    liked = found[1]
    post = Post.objects.get(text="First")
    assert liked["group_key"].startswith(f"favourite-{post.id}-")
    assert (liked["status_id"], liked["sample_account_ids"]) == (str(post.id), [str(eve.id), str(bob.id)])
    newest, oldest = (Notification.objects.get(actor=who, kind=Kind.REACTION).id for who in (eve, bob))
    assert (liked["most_recent_notification_id"], liked["page_max_id"], liked["page_min_id"]) == (
        newest,
        str(newest),
        str(oldest),
    )
    assert liked["verandah"] == {"reaction": "like"}
    assert found[2]["group_key"] == f"ungrouped-{found[2]['most_recent_notification_id']}"
    beside = phone.get(GROUPS).json()
    assert sorted(row["username"] for row in beside["accounts"]) == ["bob", "carol", "eve"]
    assert len(beside["statuses"]) == 3


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_every_group_stands_on_one_page_in_both_directions(phone: Phone, length: int) -> None:
    everything = [row["group_key"] for row in groups(phone)]
    for cursor, start in (("max_id", None), ("min_id", "1")):
        seen: list[str] = []
        position = start
        while page := groups(phone, limit=length, **({cursor: position} if position else {})):
            keys = [row["group_key"] for row in page]
            seen = seen + keys if cursor == "max_id" else keys + seen
            # Some apps go on from where the last group of the page ends, as far as it stands on that page.
            position = page[-1]["page_min_id"] if cursor == "max_id" else page[0]["page_max_id"]
        assert seen == everything


def test_the_header_leads_through_all_pages(phone: Phone) -> None:
    answer = phone.get(GROUPS, limit=2)
    rows = answer.json()["notification_groups"]
    following_page, before = answer["Link"].split(", ")
    assert following_page.endswith('rel="next"')
    assert f"max_id={rows[-1]['most_recent_notification_id']}>" in following_page
    assert f"min_id={rows[0]['most_recent_notification_id']}>" in before
    assert "Link" not in phone.get(GROUPS, max_id=1)


def test_what_is_new_brings_its_whole_group_up(phone: Phone, alice: Account) -> None:
    newest = groups(phone)[0]["most_recent_notification_id"]
    like(make_account("nora"), Post.objects.get(text="Second"))
    assert types(groups(phone, since_id=newest)) == [("favourite", 2)]
    assert types(groups(phone))[0] == ("favourite", 2)
    assert len(groups(phone)) == 5


def test_apps_choose_what_is_grouped_and_what_is_told(phone: Phone) -> None:
    assert types(groups(phone, **{"grouped_types[]": ["favourite"]})) == [
        ("follow", 1),
        ("favourite", 2),
        ("mention", 1),
        ("follow", 1),
        ("reblog", 1),
        ("favourite", 1),
    ]
    assert types(groups(phone, **{"types[]": ["reblog", "mention"]})) == [("mention", 1), ("reblog", 1)]
    assert types(groups(phone, **{"exclude_types[]": ["favourite", "follow"]})) == [("mention", 1), ("reblog", 1)]
    eve = Account.objects.get(username="eve")
    assert types(groups(phone, account_id=eve.id)) == [("follow", 1), ("favourite", 1), ("reblog", 1)]


def test_pictures_alone_when_that_is_asked_for(phone: Phone) -> None:
    found = phone.get(GROUPS, expand_accounts="partial_avatars", **{"types[]": ["favourite"], "limit": 1}).json()
    assert [row["username"] for row in found["accounts"]] == ["eve"]
    [partial] = found["partial_accounts"]
    assert (partial["acct"], set(partial)) == (
        "bob",
        {"id", "acct", "locked", "bot", "url", "avatar", "avatar_static", "avatar_description"},
    )
    assert "partial_accounts" not in phone.get(GROUPS).json()
    assert phone.get(GROUPS, expand_accounts="none").status_code == 422


def test_one_group_its_people_and_putting_it_away(phone: Phone, bob: Account) -> None:
    key = groups(phone)[1]["group_key"]
    found = phone.get(f"{GROUPS}/{key}").json()
    assert types(found["notification_groups"]) == [("favourite", 2)]
    assert [row["username"] for row in found["accounts"]] == ["eve", "bob"]
    first = phone.get(f"{GROUPS}/{key}/accounts", limit=1)
    assert [row["username"] for row in first.json()] == ["eve"]
    cursor = first["Link"].split("max_id=")[1].split(">")[0]
    assert [row["username"] for row in phone.get(f"{GROUPS}/{key}/accounts", max_id=cursor).json()] == ["bob"]
    assert phone.get(f"{GROUPS}/{key}/accounts", max_id=1).json() == []
    for other in (Phone(bob), Phone(make_account())):
        assert other.get(f"{GROUPS}/{key}").status_code == 404
        assert other.get(f"{GROUPS}/{key}/accounts").status_code == 404
        assert other.post(f"{GROUPS}/{key}/dismiss").status_code == 404
    assert phone.post(f"{GROUPS}/{key}/dismiss").json() == {}
    assert phone.post(f"{GROUPS}/{key}/dismiss").status_code == 404
    assert types(groups(phone)) == [("follow", 2), ("mention", 1), ("reblog", 1), ("favourite", 1)]
    assert phone.post(f"{GROUPS}/clear").json() == {}
    assert groups(phone) == []


@pytest.mark.parametrize(
    "key", ["favourite-1", "ungrouped-", "ungrouped-x", "ungrouped-" + "9" * 30, "%00", "'", "follow"]
)
def test_a_key_that_is_none(phone: Phone, key: str) -> None:
    for answer in (
        phone.get(f"{GROUPS}/{key}"),
        phone.get(f"{GROUPS}/{key}/accounts"),
        phone.post(f"{GROUPS}/{key}/dismiss"),
    ):
        assert answer.status_code == 404


def test_groups_are_counted_as_one(phone: Phone) -> None:
    assert phone.get(f"{GROUPS}/unread_count").json() == {"count": 5}
    assert phone.get("/api/v1/notifications/unread_count").json() == {"count": 7}
    assert phone.get(f"{GROUPS}/unread_count", limit=2).json() == {"count": 2}
    assert phone.get(f"{GROUPS}/unread_count", **{"types[]": ["favourite"]}).json() == {"count": 2}


def test_who_is_blocked_is_not_in_the_group(phone: Phone, alice: Account, eve: Account, bob: Account) -> None:
    make_block(alice, eve)
    found = groups(phone, **{"types[]": ["favourite", "follow"]})
    # Without her, the group stands where Bob's like stands.
    assert types(found) == [("follow", 1), ("favourite", 1), ("favourite", 1)]
    first = Post.objects.get(text="First")
    liked = next(row for row in found if row.get("status_id") == str(first.id))
    assert liked["sample_account_ids"] == [str(bob.id)]
    assert [row["username"] for row in phone.get(f"{GROUPS}/{liked['group_key']}/accounts").json()] == ["bob"]


def test_a_group_about_a_hidden_post_is_gone(phone: Phone, alice: Account) -> None:
    Post.objects.filter(text="First").update(audience=Audience.ONLY_ME, author=make_account("other"))
    assert ("reblog", 1) not in types(groups(phone))
    for row in Notification.objects.exclude(post=None).filter(post__text="First"):
        assert phone.get(f"{GROUPS}/{row.group_key}").status_code == 404


def test_different_reactions_are_one_group_without_a_word(alice: Account, bob: Account, eve: Account) -> None:
    post = make_post(alice)
    like(bob, post, Reaction.Kind.LAUGH)
    phone = Phone(alice)
    assert groups(phone)[0]["verandah"] == {"reaction": "laugh"}
    assert phone.get("/api/v1/notifications").json()[0]["verandah"] == {"reaction": "laugh"}
    like(eve, post)
    assert "verandah" not in groups(phone)[0]


def test_staff_hears_of_new_members_only_with_the_scope_for_it(site) -> None:
    ada, nora = make_account("ada", role=Role.ADMIN), make_account("nora")
    Notification.objects.all().delete()
    notifying.about_relation(Kind.JOINED, nora, ada)
    key = Notification.objects.get().group_key
    staff, plain = Phone(ada, "read admin:read:accounts"), Phone(ada)
    assert types(groups(staff)) == [("admin.sign_up", 1)]
    assert staff.get(f"{GROUPS}/{key}").status_code == 200
    number = groups(staff)[0]["most_recent_notification_id"]
    assert staff.get(f"/api/v1/notifications/{number}").status_code == 200
    assert groups(plain) == []
    assert plain.get("/api/v1/notifications/unread_count").json() == {"count": 0}
    for path in (f"{GROUPS}/{key}", f"{GROUPS}/{key}/accounts", f"/api/v1/notifications/{number}"):
        assert plain.get(path).status_code == 404


def test_a_page_costs_the_same_at_any_length(alice: Account, django_assert_max_num_queries) -> None:
    people = [make_account() for _number in range(4)]
    for number in range(12):
        post = make_post(alice, f"Post {number}")
        for person in people:
            like(person, post)
    phone = Phone(alice)
    phone.get(GROUPS)
    for length in (2, 12):
        with django_assert_max_num_queries(14):
            assert len(groups(phone, limit=length)) == length
