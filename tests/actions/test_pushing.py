"""Push: what an app is sent, when it is sent nothing, and when it is sent nothing any more."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import close_account, make_block, make_follow, make_post
from tests.pushed import App, Service, push_service
from verandah.actions import authorizing, following, notifying, presenting, pushing
from verandah.base.outgoing import Unreachable
from verandah.domain.accounts.models import AccessToken, Account
from verandah.domain.graph.models import Mute
from verandah.domain.notifications.models import Notification, PushSubscription
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

PATH = "/api/v1/push/subscription"
Kind = Notification.Kind


@pytest.fixture
def service(settings) -> Iterator[Service]:
    settings.SENDS_TO_LOOPBACK = True
    with push_service() as service:
        yield service


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def phone(alice: Account, service: Service, app: App) -> Phone:
    """Alice's, with an app that wants to hear of mentions and likes."""
    phone = Phone(alice)
    assert phone.post(PATH, app.asked(service.endpoint, "mention", "favourite")).status_code == 200
    return phone


def told(service: Service, app: App) -> dict[str, object]:
    """The one message that was sent."""
    [(_path, headers, body)] = service.sent
    return json.loads(app.read(body, headers))


@pytest.mark.parametrize("standard", [True, False])
def test_an_app_is_told_in_both_forms(phone: Phone, service: Service, app: App, eve: Account, standard: bool) -> None:
    phone.post(PATH, app.asked(service.endpoint, "mention", standard=standard))
    make_post(eve, "Hello @alice,\nhow are you? " + "x" * 200)
    [(path, headers, _body)] = service.sent
    assert path == "/to/phone"
    assert (headers["TTL"], headers["Urgency"]) == ("172800", "normal")
    message = told(service, app)
    notice = phone.get("/api/v1/notifications").json()[0]
    assert message | {"body": "", "icon": ""} == {
        "access_token": phone.token,
        "preferred_locale": "en",
        "notification_id": int(notice["id"]),
        "notification_type": "mention",
        "icon": "",
        "title": "Eve named you in a post",
        "body": "",
    }
    assert str(message["icon"]).startswith("http")
    assert len(str(message["body"])) == 140
    assert str(message["body"]).startswith("Hello @alice, how are you? xx")


def test_in_the_language_of_its_reader(phone: Phone, service: Service, app: App, alice: Account, eve: Account) -> None:
    presenting.choose_language(alice.user, "ar")
    make_post(eve, "Hello @alice")
    assert told(service, app)["preferred_locale"] == "ar"


def test_a_warning_stands_in_front_of_the_text(phone: Phone, service: Service, app: App, eve: Account) -> None:
    post = make_post(eve, "The butler")
    Post.objects.update(warning="The end of the story")
    post.refresh_from_db()
    notifying.tell(notifying.Deed(Kind.MENTION, eve, post), [phone.account.id])
    assert told(service, app)["body"] == "The end of the story"


def test_only_what_was_asked_for(phone: Phone, service: Service, alice: Account, eve: Account) -> None:
    following.follow(eve, alice)
    assert service.sent == []
    notifying.about_deed(Kind.REACTION, eve, make_post(alice))
    assert len(service.sent) == 1


@pytest.mark.parametrize(
    ("policy", "expected"), [("all", True), ("followed", False), ("follower", True), ("none", False)]
)
def test_only_of_whom_was_asked_for(
    phone: Phone, service: Service, app: App, alice: Account, carol: Account, policy: str, expected: bool
) -> None:
    phone.post(PATH, app.asked(service.endpoint, "mention", policy=policy))
    make_post(carol, "Hello @alice")
    assert bool(service.sent) is expected
    make_follow(alice, carol)
    service.sent.clear()
    make_post(carol, "Hello again @alice")
    assert bool(service.sent) is (policy != "none")


def hide(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(audience=Audience.ONLY_ME)


def delete(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now())


def dismiss(post: Post) -> None:
    Notification.objects.filter(post=post).delete()


def block(post: Post) -> None:
    make_block(post.author, Account.objects.get(username="alice"))


def mute(post: Post) -> None:
    Mute.objects.create(muter=Account.objects.get(username="alice"), muted=post.author, created_at=timezone.now())


def hold_back(post: Post) -> None:
    Notification.objects.filter(post=post).update(is_held=True)


def let_it_grow_old(post: Post) -> None:
    Notification.objects.filter(post=post).update(created_at=timezone.now() - timedelta(hours=49))


def revoke(post: Post) -> None:
    authorizing.revoke(AccessToken.objects.values_list("pk", flat=True))


def lock_out(post: Post) -> None:
    close_account(Account.objects.get(username="alice"))


@pytest.mark.parametrize(
    "change",
    [hide, delete, dismiss, block, mute, hold_back, let_it_grow_old, revoke, lock_out],
    ids=lambda it: it.__name__,
)
def test_what_changed_meanwhile_counts(phone: Phone, service: Service, eve: Account, change) -> None:
    post = make_post(eve, "Hello @alice")
    notice, subscription = Notification.objects.get(post=post), PushSubscription.objects.get()
    service.sent.clear()
    pushing.push.func(notice.id, subscription.pk)
    assert len(service.sent) == 1
    change(post)
    pushing.push.func(notice.id, subscription.pk)
    assert len(service.sent) == 1


def test_nobody_elses_app_is_told(phone: Phone, service: Service, app: App, eve: Account, bob: Account) -> None:
    Phone(eve).post(PATH, app.asked(service.endpoint, "mention"))
    make_post(bob, "Hello @alice")
    assert len(service.sent) == 1
    notice = Notification.objects.get(recipient=phone.account)
    for subscription in PushSubscription.objects.filter(token__account=eve):
        pushing.push.func(notice.id, subscription.pk)
    assert len(service.sent) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413])
def test_a_service_that_knows_the_app_no_more_ends_it(
    phone: Phone, service: Service, eve: Account, status: int
) -> None:
    service.answer = status
    make_post(eve, "Hello @alice")
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("status", [302, 408, 429, 500, 503])
def test_a_service_that_is_busy_is_asked_again(phone: Phone, service: Service, eve: Account, status: int) -> None:
    post = make_post(eve, "Hello @alice")
    service.answer = status
    with pytest.raises(Unreachable):
        pushing.push.func(Notification.objects.get(post=post).id, PushSubscription.objects.get().pk)
    assert PushSubscription.objects.exists()


def test_where_nothing_may_be_sent_nothing_is_and_the_app_stays(
    phone: Phone, service: Service, settings, eve: Account
) -> None:
    settings.SENDS_TO_LOOPBACK = False
    PushSubscription.objects.update(endpoint=service.endpoint.replace("http:", "https:"))
    make_post(eve, "Hello @alice")
    assert service.sent == []
    assert PushSubscription.objects.exists()


def test_the_token_is_not_to_be_had_from_the_database(phone: Phone) -> None:
    row = PushSubscription.objects.get()
    assert phone.token not in " ".join(str(value) for value in vars(row).values())


def test_many_recipients_cost_one_query_to_find_their_apps(
    phone: Phone, service: Service, alice: Account, eve: Account, django_assert_num_queries
) -> None:
    numbers = {100_000 + number: alice.id + 1 + number for number in range(50)}
    with django_assert_num_queries(1):
        pushing.about(Kind.MENTION, numbers)
