"""The pages of rules before publication, and what an author sees of a post that is held."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import make_account, make_post
from tests.rules import Effect, Mode, make_rule
from verandah.actions import approving, posting
from verandah.actions.posting import Draft
from verandah.domain.accounts.models import Account
from verandah.domain.accounts.roles import Role
from verandah.domain.moderation.models import AuditEntry, Case, Decision, Rule, RuleHit
from verandah.domain.posts.audience import Audience
from verandah.domain.posts.models import Post

pytestmark = pytest.mark.django_db
type ClientOf = Callable[[Account | None], Client]
FORM = {
    "name": "Odd words",
    "words": "frumious",
    "effect": str(int(Effect.HOLD)),
    "explanation": "Not here.",
    "budget": "10",
}


def say(author: Account, text: str = "A frumious day", **more: object) -> Post:
    return posting.publish(author, Draft(text, key=f"say-{Post.objects.count()}", **more))  # type: ignore[arg-type]


@pytest.fixture(name="ada")
def ada_admin(site: object) -> Account:
    return make_account("ada", role=Role.ADMIN)


def test_nobody_but_the_staff_finds_them(client_of: ClientOf, alice: Account) -> None:
    rule = make_rule()
    for viewer in (alice, None):
        for path in ("", "new/words/", f"{rule.pk}/", f"{rule.pk}/change/", f"{rule.pk}/backtest/"):
            assert client_of(viewer).get(f"/moderation/rules/{path}").status_code == 404
        assert client_of(viewer).post(f"/moderation/rules/{rule.pk}/mode/", {"off": "1"}).status_code == 404
    rule.refresh_from_db()
    assert rule.mode == Mode.LIVE


def test_who_may_only_look_changes_nothing(client_of: ClientOf, site: object) -> None:
    rule, auditor = make_rule(), client_of(make_account("auda", role=Role.AUDITOR))
    assert auditor.get(f"/moderation/rules/{rule.pk}/").status_code == 200
    assert auditor.post("/moderation/rules/new/words/", FORM).status_code == 403
    assert auditor.post(f"/moderation/rules/{rule.pk}/mode/", {"off": "1"}).status_code == 403


def test_from_the_form_to_live(client_of: ClientOf, alice: Account, ada: Account) -> None:
    say(alice, "The frumious one of before")
    client, other = client_of(ada), make_account("olga", role=Role.OWNER)
    client_of(other)
    client.post("/moderation/rules/new/words/", FORM)
    rule = Rule.objects.get()
    page = f"/moderation/rules/{rule.pk}/"
    assert (rule.mode, rule.config["words"]) == (Mode.DRAFT, [["frumious", "whole", "", ""]])
    client.post(f"{page}mode/", {"watch": "1"})
    assert Rule.objects.get().mode == Mode.DRAFT
    client.post(f"{page}mode/", {"try": "1"})
    html = client.get(page).content.decode()
    assert "The <mark" not in html
    assert '<mark dir="auto">frumious</mark>' in html
    assert "The frumious one of before" in html
    client.post(f"{page}mode/", {"watch": "1"})
    client.post(f"{page}mode/", {"live": "1"})
    assert Rule.objects.get().mode == Mode.SHADOW
    client.post(f"{page}mode/", {"ask": "1", "reason": "It comes up every day."})
    [approval] = approving.Approval.objects.all()
    approving.agree(other, approval.pk)
    assert "Make it live" in client.get(page).content.decode()
    client.post(f"{page}mode/", {"live": "1"})
    rule.refresh_from_db()
    assert (rule.mode, rule.approved_by_id) == (Mode.LIVE, other.pk)
    client.post(f"{page}mode/", {"off": "1"})
    rule.refresh_from_db()
    assert rule.mode == Mode.OFF


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("words", {"words": "snark", "leet": "1"}),
        ("pattern", {"pattern": "sn[ae]rk"}),
        ("links", {"links": "snark.example", "way": "block"}),
        ("rate", {"what": "posts", "most": "3", "seconds": "3600", "trust": "0"}),
        ("newcomer", {"trust": "0", "with_links": "1"}),
    ],
)
def test_every_kind_can_be_written_read_and_changed(
    client_of: ClientOf, mo: Account, kind: str, said: dict[str, str]
) -> None:
    client = client_of(mo)
    assert client.get(f"/moderation/rules/new/{kind}/").status_code == 200
    assert client.post(f"/moderation/rules/new/{kind}/", FORM | {"words": ""} | said).status_code == 303
    rule = Rule.objects.get()
    for path in ("", "change/", "backtest/"):
        html = client.get(f"/moderation/rules/{rule.pk}/{path}").content.decode()
        assert all(value in html for value in said.values() if not value.isdigit()) or path == "backtest/"
    assert client.get("/moderation/rules/").status_code == 200


def test_what_is_wrong_is_said_and_nothing_is_lost(client_of: ClientOf, mo: Account) -> None:
    answer = client_of(mo).post("/moderation/rules/new/pattern/", FORM | {"pattern": "sna(rk"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "at sign 4" in html
    assert 'value="sna(rk"' in html
    assert not Rule.objects.exists()


def test_a_text_is_tried_before_anything_is_saved(client_of: ClientOf, mo: Account) -> None:
    client = client_of(mo)
    tried = {"try": "1", "trial": "so FRU\u200bMIOUS <b>it</b> is"}
    html = client.post("/moderation/rules/new/words/", FORM | tried).content.decode()
    assert '<mark dir="auto">FRU\u200bMIOUS</mark>' in html
    assert "<b>it</b>" not in html
    html = client.post("/moderation/rules/new/words/", FORM | tried | {"trial": "A fine day"}).content.decode()
    assert "Nothing found" in html
    assert not Rule.objects.exists()


def test_a_file_is_a_list(client_of: ClientOf, mo: Account) -> None:
    file = SimpleUploadedFile("list.csv", b"word,how,reason,until\nsnark,part,rude,2027-01-31\n")
    client_of(mo).post("/moderation/rules/new/words/", FORM | {"file": file})
    assert Rule.objects.get().config["words"] == [
        ["frumious", "whole", "", ""],
        ["snark", "part", "rude", "2027-01-31"],
    ]
    no_text = SimpleUploadedFile("list.txt", b"\xff\xfe\x00")
    assert client_of(mo).post("/moderation/rules/new/words/", FORM | {"file": no_text}).status_code == 422


def test_hits_are_judged_and_looking_at_them_is_recorded(client_of: ClientOf, alice: Account, mo: Account) -> None:
    rule = make_rule(Effect.FLAG)
    say(alice)
    client, hit = client_of(mo), RuleHit.objects.get()
    html = client.get(f"/moderation/rules/{rule.pk}/").content.decode()
    assert '<mark dir="auto">frumious</mark>' in html
    assert AuditEntry.objects.filter(actor_id=mo.pk, deed="look", facts__what="rule_hits").exists()
    client.post(f"/moderation/rules/hits/{hit.pk}/", {"wrong": "1"})
    hit.refresh_from_db()
    assert hit.verdict == RuleHit.Verdict.WRONG
    assert client.post("/moderation/rules/hits/999999999/", {"right": "1"}).status_code == 404


def test_the_page_of_a_case_says_which_rule_held_it(client_of: ClientOf, alice: Account, mo: Account) -> None:
    make_rule(Effect.HOLD)
    say(alice)
    case = Case.objects.get()
    html = client_of(mo).get(f"/moderation/{case.code}/").content.decode()
    assert "Found by a rule" in html
    assert "Odd words" in html
    answer = client_of(mo).post(
        f"/moderation/rules/hits/{RuleHit.objects.get().pk}/", {"right": "1", "case": case.code}
    )
    assert answer["Location"] == f"/moderation/{case.code}/"


def test_the_author_sees_that_it_is_held_and_why(client_of: ClientOf, alice: Account, bob: Account) -> None:
    make_rule(Effect.HOLD, explanation="That word makes trouble.")
    post = say(alice)
    decision = Decision.objects.get()
    for path in (f"/p/{post.pk}/", "/@alice/", "/"):
        html = client_of(alice).get(path).content.decode()
        assert "Waiting for a look" in html, path
        assert "That word makes trouble." in html
        assert f"/decisions/{decision.pk}/" in html
        assert "frumious day" not in client_of(bob).get(path).content.decode()
    assert client_of(bob).get(f"/p/{post.pk}/").status_code == 404


def test_a_refused_text_stays_in_the_form(client_of: ClientOf, alice: Account) -> None:
    make_rule(Effect.REFUSE, explanation="That word makes trouble.")
    client = client_of(alice)
    answer = client.post("/p/new/", {"text": "A frumious day", "audience": "members", "key": "form-1"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "That word makes trouble." in html
    assert "A frumious day" in html
    assert not Post.objects.exists()


def test_examples_are_only_what_all_members_may_read(client_of: ClientOf, alice: Account, mo: Account) -> None:
    make_post(alice, "A frumious secret", Audience.FRIENDS)
    rule = make_rule(mode=Mode.DRAFT)
    client = client_of(mo)
    client.post(f"/moderation/rules/{rule.pk}/mode/", {"try": "1"})
    html = client.get(f"/moderation/rules/{rule.pk}/").content.decode()
    rule.refresh_from_db()
    assert (rule.backtest["hits"], rule.backtest["examples"]) == (1, [])
    assert "secret" not in html


def test_the_reason_stands_outside_of_a_warning(client_of: ClientOf, alice: Account) -> None:
    make_rule(Effect.HOLD)
    post = say(alice, warning="Something odd")
    html = client_of(alice).get(f"/p/{post.pk}/").content.decode()
    assert html.index("Waiting for a look") > html.index("</details>", html.index("Something odd"))
