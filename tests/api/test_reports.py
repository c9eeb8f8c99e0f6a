"""Telling the staff: what is stored, who hears of it, and who works on it how."""

import pytest

from tests.api.asking import Phone
from tests.factories import make_account, make_block, make_post
from verandah.actions import moderating, noticing
from verandah.actions.noticing import Notice
from verandah.actions.replying import Contact
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.graph.models import Mute
from verandah.domain.moderation.models import AuditEntry, Case, Policy, Report, ReportPost
from verandah.domain.moderation.reportable import Place
from verandah.domain.moderation.reports import Law
from verandah.domain.notifications.models import Notification
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.queries import visible_post

STAFF = "read write admin:read admin:write"
REPORTS = "/api/v1/admin/reports"
ABOUT = {"types[]": "admin.report"}


def told(phone: Phone, target: Account, **more):
    return phone.post("/api/v1/reports", {"account_id": str(target.id), **more})


def test_a_report_is_stored_and_answered(alice, eve, mo):
    post = make_post(eve, "Buy this")
    answer = told(Phone(alice), eve, status_ids=[str(post.id)], comment=" Ads ", category="spam", forward=True)
    assert answer.status_code == 200
    row = Report.objects.get()
    found = answer.json()
    assert found.pop("target_account")["acct"] == "eve"
    assert found.pop("created_at")
    assert found == {
        "id": str(row.id),
        "action_taken": False,
        "action_taken_at": None,
        "category": "spam",
        "comment": "Ads",
        "forwarded": True,
        "status_ids": [str(post.id)],
        "rule_ids": [],
        "collection_ids": [],
    }
    assert (row.reporter_id, row.target_id) == (alice.id, eve.id)


def test_only_what_she_wrote_and_i_can_see(alice, eve, mo):
    seen = make_post(eve, "For members")
    hidden, others = make_post(eve, "For me", Audience.ONLY_ME), make_post(alice, "Mine")
    numbers = [seen.id, hidden.id, others.id, 7]
    assert told(Phone(alice), eve, status_ids=numbers).json()["status_ids"] == [str(seen.id)]
    assert list(ReportPost.objects.values_list("post_id", flat=True)) == [seen.id]


def test_what_cannot_be_reported(alice, eve, dan, mo):
    phone = Phone(alice)
    assert told(phone, eve, comment="x" * 1000).status_code == 200
    for more in (
        {"comment": "x" * 1001},
        {"category": "dull"},
        {"rule_ids": ["7"]},
        {"status_ids": list(range(1, 102))},
    ):
        answer = told(phone, eve, **more)
        assert answer.status_code == 422, more
        assert answer.json()["error"].startswith("Validation failed")
    assert phone.post("/api/v1/reports", {"account_id": "7"}).status_code == 404
    assert phone.post("/api/v1/reports").status_code == 404
    # Dan is blocked by Alice, not the other way round: whom one has blocked one may well report.
    assert told(phone, dan).status_code == 200
    assert told(Phone(dan), alice).status_code == 404
    assert Phone().post("/api/v1/reports", {"account_id": str(eve.id)}).status_code == 401
    assert told(Phone(alice, "read"), eve).status_code == 403


def test_one_reports_oneself(alice, mo):
    post = make_post(alice, "Was that me?")
    assert told(Phone(alice), alice, status_ids=[post.id]).json()["status_ids"] == [str(post.id)]


def test_the_same_again_is_the_same_report(alice, eve, bob, mo):
    phone = Phone(alice)
    first = told(phone, eve, comment="Loud").json()["id"]
    assert told(phone, eve, comment="Loud").json()["id"] == first
    assert told(phone, eve, comment="Louder").json()["id"] != first
    assert told(Phone(bob), eve, comment="Loud").json()["id"] != first
    assert Notification.objects.filter(kind=Notification.Kind.REPORT).count() == 3


def test_thirty_in_half_an_hour(alice, eve, mo):
    phone = Phone(alice)
    assert {told(phone, eve, comment=str(number)).status_code for number in range(30)} == {200}
    assert told(phone, eve, comment="once more").status_code == 429
    assert Report.objects.count() == 30


def test_the_staff_hears_of_it_and_nobody_else(alice, eve, bob, mo, client_of):
    owner = make_account("olga", role=Role.OWNER)
    # Whoever blocks or mutes whom: what someone reports must be looked at.
    make_block(mo, alice)
    Mute.objects.create(muter=owner, muted=alice, created_at=alice.created_at)
    number = told(Phone(alice), eve, category="legal").json()["id"]
    assert set(Notification.objects.values_list("recipient_id", flat=True)) == {mo.id, owner.id}
    for person in (mo, owner):
        page = client_of(person).get("/notifications/").content.decode()
        # By whom, nobody needs to know to look at it.
        assert "<b><bdi>@eve</bdi></b> was reported: against the law" in page
        assert "Alice" not in page
        assert f"/{number}" not in page
        found = Phone(person, STAFF).get("/api/v1/notifications", **ABOUT).json()
        assert [(one["type"], one["report"]["id"], one["account"]["acct"]) for one in found] == [
            ("admin.report", number, "alice")
        ]
        (group,) = Phone(person, STAFF).get("/api/v2/notifications", **ABOUT).json()["notification_groups"]
        assert group["report"]["target_account"]["acct"] == "eve"
        # A token that may not look after reports is not told of them.
        assert Phone(person).get("/api/v1/notifications", **ABOUT).json() == []
    for person in (eve, bob):
        assert "reported" not in client_of(person).get("/notifications/").content.decode()


def test_whoever_leaves_the_staff_is_not_told_any_more(alice, eve, mo, client_of):
    told(Phone(alice), eve)
    phone = Phone(mo, STAFF)
    User.objects.filter(account=mo).update(role=Role.MEMBER)
    assert phone.get("/api/v1/notifications").json() == []
    assert "reported" not in client_of(mo).get("/notifications/").content.decode()
    assert phone.get(REPORTS).status_code == 403
    assert phone.post(f"{REPORTS}/{Report.objects.get().id}/resolve").status_code == 403


def test_staff_is_not_told_of_reports_about_themselves(alice, mo):
    admin = make_account("ada", role=Role.ADMIN)
    number = told(Phone(alice), mo, comment="He shouts").json()["id"]
    phone = Phone(mo, STAFF)
    assert phone.get(REPORTS).json() == []
    for method, path in (("GET", ""), ("PUT", ""), ("POST", "/resolve"), ("POST", "/assign_to_self")):
        assert phone.send(method, f"{REPORTS}/{number}{path}").status_code == 404
    assert not Notification.objects.filter(recipient=mo).exists()
    assert [one["id"] for one in Phone(admin, STAFF).get(REPORTS).json()] == [number]


def test_the_list_and_its_filters(alice, bob, eve, mo):
    phone = Phone(mo, STAFF)
    first, second = told(Phone(alice), eve).json()["id"], told(Phone(bob), alice).json()["id"]
    third = told(Phone(alice), bob).json()["id"]
    phone.post(f"{REPORTS}/{second}/resolve")

    def listed(**wanted: str) -> list[str]:
        return [one["id"] for one in phone.get(REPORTS, **wanted).json()]

    assert listed() == [third, first]
    assert listed(resolved="true") == [second]
    assert listed(resolved="true", unresolved="true") == [third, second, first]
    assert listed(unresolved="true") == [third, first]
    assert listed(account_id=str(alice.id)) == [third, first]
    assert listed(target_account_id=str(eve.id)) == [first]
    assert listed(max_id=third) == [first]
    assert listed(min_id=first) == [third]
    assert listed(limit="1") == [third]
    assert f"max_id={third}" in phone.get(REPORTS, limit="1")["Link"]


def test_working_on_a_report(alice, eve, mo):
    phone = Phone(mo, STAFF)
    path = f"{REPORTS}/{told(Phone(alice), eve, comment='Hm').json()['id']}"
    assert phone.post(f"{path}/assign_to_self").json()["assigned_account"]["account"]["acct"] == "mo"
    assert phone.post(f"{path}/unassign").json()["assigned_account"] is None
    done = phone.post(f"{path}/resolve").json()
    assert (done["action_taken"], done["action_taken_by_account"]["username"]) == (True, "mo")
    assert phone.post(f"{path}/resolve").json()["action_taken_at"] == done["action_taken_at"]
    again = phone.post(f"{path}/reopen").json()
    assert (again["action_taken"], again["action_taken_at"], again["action_taken_by_account"]) == (False, None, None)
    assert phone.send("PUT", path, {"category": "spam"}).json()["category"] == "spam"
    assert phone.send("PUT", path, {}).json()["category"] == "spam"
    assert phone.send("PUT", path, {"category": "x"}).status_code == 422
    assert phone.send("PUT", path, {"rule_ids": [1]}).status_code == 422
    assert phone.get(path).json()["comment"] == "Hm"
    deeds = AuditEntry.objects.filter(deed__endswith="_report").order_by("pk")
    assert list(deeds.values_list("deed", flat=True)) == [
        "assign_report",
        "unassign_report",
        "resolve_report",
        "reopen_report",
        "classify_report",
    ]
    assert phone.post(f"{REPORTS}/7/resolve").status_code == 404


def test_what_staff_sees_of_the_posts(alice, eve, bob, mo):
    seen = make_post(eve, "For members")
    narrow = make_post(alice, "For followers", Audience.FOLLOWERS)
    phone = Phone(mo, STAFF)
    told(Phone(bob), eve, status_ids=[seen.id])
    told(Phone(alice), alice, status_ids=[narrow.id])
    about_alice, about_eve = phone.get(REPORTS).json()
    assert [one["id"] for one in about_eve["statuses"]] == [str(seen.id)]
    # The one rule of who sees what holds here, too.
    assert about_alice["statuses"] == []
    assert visible_post(alice, narrow.id).id == narrow.id


def test_rules_that_a_report_names(alice, eve, mo):
    policy = Policy.objects.first()
    found = told(Phone(alice), eve, category="violation", rule_ids=[str(policy.pk)]).json()
    assert (found["category"], found["rule_ids"]) == ("violation", [str(policy.pk)])
    row = Report.objects.get()
    assert (row.policy_id, row.case.queue) == (policy.pk, policy.queue)
    phone, other = Phone(mo, STAFF), Policy.objects.last()
    assert phone.send("PUT", f"{REPORTS}/{row.pk}", {"rule_ids": [other.pk]}).status_code == 200
    row.refresh_from_db()
    assert (row.rules, row.policy_id) == ([other.pk], other.pk)
    assert [one["id"] for one in phone.get(f"{REPORTS}/{row.pk}").json()["rules"]] == [str(other.pk)]


def test_one_resolved_is_a_case_closed_and_one_reopened_a_case_opened(alice, bob, eve, mo):
    post = make_post(eve)
    first, second = (told(Phone(one), eve, status_ids=[post.id]).json()["id"] for one in (alice, bob))
    phone = Phone(mo, STAFF)
    phone.post(f"{REPORTS}/{first}/resolve")
    assert Case.objects.get().closed_at is not None
    # The other one was told of the same, and so it is answered with it.
    assert phone.get(f"{REPORTS}/{second}").json()["action_taken"] is True
    assert set(Report.objects.values_list("outcome", flat=True)) == {Report.Outcome.NOTHING_WRONG}
    phone.post(f"{REPORTS}/{first}/reopen")
    row = Report.objects.get(pk=first)
    assert (row.outcome, row.case.closed_at, row.case.reports_count) == (Report.Outcome.NONE, None, 1)


def test_what_strangers_tell_is_not_in_the_list_of_apps(eve, mo):
    post = make_post(eve)
    place = Place(f"/p/{post.id}/", "post", number=post.id)
    law = Law("fraud", "DE", good_faith=True)
    row = noticing.notify(None, Notice((place,), "A trick", law, Contact("Sam", "sam@example.net"), "k" * 32))
    phone = Phone(mo, STAFF)
    assert phone.get(REPORTS).json() == []
    assert phone.get(f"{REPORTS}/{row.pk}").status_code == 404


def test_the_list_costs_the_same_for_any_length(alice, eve, bob, mo, django_assert_max_num_queries):
    phone = Phone(mo, STAFF)
    post = make_post(eve, "x")

    def ask(number: int) -> None:
        with django_assert_max_num_queries(20) as asked:
            assert len(phone.get(REPORTS).json()) == number
        counts.append(len(asked))

    counts: list[int] = []
    told(Phone(alice), eve, status_ids=[post.id])
    phone.get(REPORTS)
    ask(1)
    for number in range(6):
        other = make_account()
        told(Phone(other), make_account(), comment=str(number))
        told(Phone(other), eve, status_ids=[make_post(eve).id])
    ask(13)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("deed", ["disable", "sensitive", "silence", "suspend", "none"])
def test_a_deed_resolves_its_report(alice, eve, mo, deed):
    phone = Phone(mo, STAFF)
    number = told(Phone(alice), eve).json()["id"]
    answer = phone.post(f"/api/v1/admin/accounts/{eve.id}/action", {"type": deed, "report_id": number, "text": "Sorry"})
    assert answer.json() == {}
    assert phone.get(f"{REPORTS}/{number}").json()["action_taken"] is True
    wrong = phone.post(f"/api/v1/admin/accounts/{alice.id}/action", {"type": deed, "report_id": number})
    assert wrong.status_code == 404


def test_a_report_of_the_suspended_is_still_there(alice, eve, mo):
    number = told(Phone(eve), alice).json()["id"]
    moderating.suspend(eve, mo)
    found = Phone(mo, STAFF).get(f"{REPORTS}/{number}").json()
    assert (found["account"]["username"], found["account"]["suspended"]) == ("eve", True)
    assert [one["type"] for one in Phone(mo, STAFF).get("/api/v1/notifications").json()] == ["admin.report"]
