"""Notifications for apps, one by one and in groups."""

from tests.api.asking import Phone
from tests.factories import make_account, make_post
from verandah.actions import following, notifying
from verandah.domain.accounts.models import Account
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

LIST = "/api/v1/notifications"
GROUPS = "/api/v2/notifications"


def kinds(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["type"] for row in answer.json()]


def test_what_concerns_me_newest_first(alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    post = make_post(eve, "Hello @alice")
    phone = Phone(alice)
    assert kinds(phone.get(LIST)) == ["mention", "follow"]
    mention = phone.get(LIST).json()[0]
    assert (mention["status"]["id"], mention["account"]["username"]) == (str(post.id), "eve")
    assert phone.get(f"{LIST}/{mention['id']}").json() == mention
    assert kinds(phone.get(LIST, **{"types[]": ["follow"]})) == ["follow"]
    assert kinds(phone.get(LIST, **{"exclude_types[]": ["follow", "poll"]})) == ["mention"]
    assert kinds(phone.get(LIST, account_id=alice.id)) == []
    assert kinds(phone.get(LIST, limit=1)) == ["mention"]
    assert kinds(phone.get(LIST, max_id=mention["id"])) == ["follow"]


def test_a_kind_that_apps_do_not_know_is_left_out(site, eve: Account) -> None:
    lou = make_account("lou", approves_followers=True)
    following.follow(eve, lou)
    following.accept(lou, eve)
    assert kinds(Phone(eve).get(LIST)) == []
    assert Phone(eve).get(f"{LIST}/unread_count").json() == {"count": 0}


def test_groups_name_each_person_and_post_once(alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    post = make_post(eve, "Hello @alice")
    phone = Phone(alice)
    found = phone.get(GROUPS).json()
    assert [row["type"] for row in found["notification_groups"]] == ["mention", "follow"]
    assert [row["username"] for row in found["accounts"]] == ["eve"]
    assert [row["id"] for row in found["statuses"]] == [str(post.id)]
    key = found["notification_groups"][0]["group_key"]
    assert phone.get(f"{GROUPS}/{key}").json()["notification_groups"] == found["notification_groups"][:1]
    assert [row["username"] for row in phone.get(f"{GROUPS}/{key}/accounts").json()] == ["eve"]
    assert phone.post(f"{GROUPS}/{key}/dismiss").json() == {}
    assert phone.get(f"{GROUPS}/{key}").status_code == 404
    assert phone.get(f"{GROUPS}/favourite-1").status_code == 404


def test_unread_are_those_above_the_marker(alice: Account, eve: Account) -> None:
    make_post(eve, "Hello @alice")
    make_post(eve, "Hello again @alice")
    phone = Phone(alice)
    assert phone.get(f"{LIST}/unread_count").json() == phone.get(f"{GROUPS}/unread_count").json() == {"count": 2}
    newest = phone.get(LIST).json()[0]["id"]
    answer = phone.post("/api/v1/markers", {"notifications": {"last_read_id": newest}})
    assert answer.json()["notifications"]["last_read_id"] == newest
    assert phone.get(f"{LIST}/unread_count").json() == {"count": 0}


def test_dismiss_and_clear_are_mine_alone(alice: Account, bob: Account, eve: Account) -> None:
    make_post(eve, "Hello @alice and @bob")
    following.follow(eve, alice)
    phone = Phone(alice)
    first = phone.get(LIST).json()[0]["id"]
    assert Phone(bob).get(f"{LIST}/{first}").status_code == 404
    assert Phone(bob).post(f"{LIST}/{first}/dismiss").status_code == 404
    assert phone.post(f"{LIST}/{first}/dismiss").json() == {}
    assert kinds(phone.get(LIST)) == ["mention"]
    assert phone.post(f"{LIST}/clear").json() == {}
    assert kinds(phone.get(LIST)) == []
    assert kinds(Phone(bob).get(LIST)) == ["mention"]


def test_a_notice_of_a_hidden_post_is_hidden(alice: Account, eve: Account) -> None:
    post = make_post(eve, "Hello @alice")
    notifying.about_post(post)
    number = Phone(alice).get(LIST).json()[0]["id"]
    Post.objects.update(audience=Audience.ONLY_ME)
    assert kinds(Phone(alice).get(LIST)) == []
    assert Phone(alice).get(f"{LIST}/{number}").status_code == 404


def test_a_page_costs_the_same_at_any_length(alice: Account, django_assert_max_num_queries) -> None:
    for number in range(12):
        person = make_account(f"person{number}")
        make_post(person, f"{number} @alice")
        following.follow(person, alice)
    phone = Phone(alice)
    phone.get(LIST)
    for length in (2, 24):
        with django_assert_max_num_queries(8):
            assert len(phone.get(LIST, limit=length).json()) == length
