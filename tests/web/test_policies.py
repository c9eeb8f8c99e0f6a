"""The rules: shipped, read by everyone and by apps, changed by new versions, in order, retired; by admins alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.factories import make_account
from verandah.actions import administering, legislating
from verandah.actions.legislating import Weight, Words
from verandah.base.errors import Forbidden, Invalid, NotFound
from verandah.base.prose import prose_html
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.first_policies import FIRST_POLICIES
from verandah.domain.moderation.models import AuditEntry, Policy, PolicyVersion
from verandah.domain.moderation.policies import current_policies


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.ADMIN)


def first() -> Policy:
    return Policy.objects.order_by("position").first()


def test_a_new_site_has_rules_in_both_languages(site) -> None:
    found = current_policies(None)
    assert [one.slug for one in found] == [one.slug for one in FIRST_POLICIES]
    assert all(one.is_template and one.number == 1 and one.title and one.html for one in found)
    arabic = current_policies(None, "ar")
    assert {(one.language, one.direction) for one in arabic} == {("ar", "rtl")}
    assert all(set(one.texts) == {"en", "ar", "fr", "de", "es"} for one in found)
    administering.ensure_site()
    assert Policy.objects.count() == len(FIRST_POLICIES)


def test_shipped_rules_are_mapped_to_the_words_of_the_law(site) -> None:
    known = {
        *(
            "ILLEGAL_OR_HARMFUL_SPEECH",
            "CYBER_VIOLENCE",
            "VIOLENCE",
            "RISK_FOR_PUBLIC_SECURITY",
            "PROTECTION_OF_MINORS",
        ),
        *("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "SCAMS_AND_FRAUD", "OTHER_VIOLATION_TC"),
    }
    assert {one.category for one in FIRST_POLICIES} <= known
    assert all(word.startswith("KEYWORD_") for one in FIRST_POLICIES for word in one.keywords)
    assert all(1 <= one.severity <= 5 and one.strike_weight > 0 for one in FIRST_POLICIES)


def test_everyone_reads_them_each_at_its_address(site) -> None:
    page = Client().get("/rules/").content.decode()
    for one in current_policies(None):
        assert f'id="{one.slug}"' in page
        assert f'href="#{one.slug}"' in page
    assert 'href="/rules/"' in Client().get("/").content.decode()
    assert 'href="/rules/"' in Client().get("/sign-up/").content.decode()
    arabic = Client(headers={"Accept-Language": "ar"}).get("/rules/").content.decode()
    assert "كن لطيفًا" in arabic
    assert Client().get("/rules/no-such-rule/").status_code == 404


def test_apps_are_told_them_with_their_translations(site, ada) -> None:
    told = Phone().get("/api/v1/instance/rules").json()
    assert [row["id"] for row in told] == [str(one.id) for one in current_policies(None)]
    assert all(int(float(row["id"])) == int(row["id"]) for row in told)
    assert told[0]["text"] == "Be kind, harass nobody"
    assert told[0]["translations"]["ar"]["text"].startswith("كن")
    for version in (1, 2):
        assert Phone().get(f"/api/v{version}/instance").json()["rules"] == told
    # What is kept of the site is out of date as soon as a rule has changed, or their order.
    legislating.change_policy(ada, first().pk, {"en": Words("Be nice", "To all.")})
    legislating.retire_policy(ada, Policy.objects.order_by("position").last().pk)
    for version in (1, 2):
        rules = Phone().get(f"/api/v{version}/instance").json()["rules"]
        assert rules[0] | {"id": ""} == {
            "id": "",
            "text": "Be nice",
            "hint": "To all.",
            "translations": {"en": {"text": "Be nice", "hint": "To all."}},
        }
        assert len(rules) == len(told) - 1


def test_a_change_is_a_new_version_and_the_old_one_is_read_on(ada) -> None:
    policy = first()
    made = legislating.change_policy(ada, policy.pk, {"en": Words("Be nice", "To **all**.")})
    same = legislating.change_policy(ada, policy.pk, {"en": Words("Be nice", "To **all**.")})
    assert (made.pk, made.number) == (same.pk, 2)
    page = Client().get(f"/rules/{policy.slug}/").content.decode()
    assert "Version 2" in page
    assert "Version 1" in page
    assert "To <strong>all</strong>." in page
    later = timezone.now() + timedelta(days=3)
    legislating.change_policy(ada, policy.pk, {"en": Words("Later", "Soon.")}, since=later)
    assert current_policies(None)[0].title == "Be nice"
    assert not Policy.objects.get(pk=policy.pk).is_template
    assert AuditEntry.objects.filter(deed="change_policy", actor_id=ada.pk).count() == 2


def test_order_retiring_and_coming_back(ada) -> None:
    ids = [one.id for one in current_policies(None)]
    legislating.order_policies(ada, [ids[2], ids[0]])
    assert [one.id for one in current_policies(None)][:3] == [ids[2], ids[0], ids[1]]
    legislating.retire_policy(ada, ids[0])
    legislating.retire_policy(ada, ids[0])
    assert ids[0] not in [one.id for one in current_policies(None)]
    assert Client().get(f"/rules/{Policy.objects.get(pk=ids[0]).slug}/").status_code == 200
    legislating.restore_policy(ada, ids[0])
    assert [one.id for one in current_policies(None)][1] == ids[0]
    assert AuditEntry.objects.filter(deed="retire_policy").count() == 1


def test_only_admins_write_them_and_only_what_can_be_read(ada, alice, mo) -> None:
    words = {"en": Words("A rule", "Its words.")}
    for by in (alice, mo):
        with pytest.raises(Forbidden):
            legislating.add_policy(by, words)
    for wrong in ({}, {"en": Words("", "Words without a title")}, {"en": Words("x" * 121, "")}):
        with pytest.raises(Invalid):
            legislating.add_policy(ada, wrong)
    for weight in (Weight(severity=6), Weight(strike_days=0), Weight(queue=99)):
        with pytest.raises(Invalid):
            legislating.add_policy(ada, words, weight)
    with pytest.raises(NotFound):
        legislating.change_policy(ada, 1, words)
    one, two = legislating.add_policy(ada, words), legislating.add_policy(ada, words)
    assert (one.slug, two.slug) == ("a-rule", "a-rule-2")


def test_the_editor_on_its_pages(ada, alice, mo, client_of) -> None:
    browser = client_of(ada)
    assert client_of(alice).get("/admin/rules/").status_code == 404
    assert client_of(mo).get("/admin/rules/").status_code == 200
    form = {
        "title-en": "No shouting",
        "body-en": "- **Never**\n- not once",
        "title-ar": "",
        "body-ar": "",
        "severity": "2",
    }
    form |= {"strike_weight": "1", "strike_days": "30", "queue": "7", "category": "OTHER_VIOLATION_TC"}
    assert client_of(mo).post("/admin/rules/new/", form).status_code == 403
    preview = browser.post("/admin/rules/new/", form | {"preview": "1"}).content.decode()
    assert "<li><strong>Never</strong></li>" in preview
    assert not Policy.objects.filter(slug="no-shouting").exists()
    assert browser.post("/admin/rules/new/", form).status_code == 303
    made = Policy.objects.get(slug="no-shouting")
    assert (made.strike_days, made.severity) == (30, 2)
    assert browser.post("/admin/rules/new/", form | {"title-en": ""}).status_code == 422
    page = browser.get(f"/admin/rules/{made.pk}/").content.decode()
    assert "No shouting" in page
    browser.post(f"/admin/rules/{made.pk}/", form | {"title-ar": "لا صراخ", "body-ar": "أبدًا"})
    assert PolicyVersion.objects.filter(policy=made).count() == 2
    before = [one.id for one in current_policies(None)]
    browser.post(f"/admin/rules/{made.pk}/move/", {"up": "1"})
    assert [one.id for one in current_policies(None)].index(made.pk) == before.index(made.pk) - 1
    browser.post(f"/admin/rules/{made.pk}/move/", {"retire": "1"})
    assert "No shouting" not in Client().get("/rules/").content.decode()
    assert "No shouting" in browser.get("/admin/rules/").content.decode()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\nline", '<p dir="auto">One<br>line</p>'),
        ("- a\n- **b**", '<ul dir="auto"><li>a</li><li><strong>b</strong></li></ul>'),
        ("Before\n- a\nafter", '<p dir="auto">Before</p><ul dir="auto"><li>a</li></ul><p dir="auto">after</p>'),
        ("## Head\ntext", '<h3 dir="auto">Head</h3><p dir="auto">text</p>'),
        ("<b onclick=x>", '<p dir="auto">&lt;b onclick=x&gt;</p>'),
        ("@bob #tag", '<p dir="auto">@bob #tag</p>'),
        ("", ""),
    ],
)
def test_the_little_markdown(text: str, html: str) -> None:
    assert prose_html(text) == html


def test_links_in_rules_lead_to_the_web_alone() -> None:
    html = prose_html("See https://example.org/a and javascript:alert(1)")
    assert re.findall('href="([^"]+)"', html) == ["https://example.org/a"]
