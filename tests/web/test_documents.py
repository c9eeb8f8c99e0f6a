"""The site's own pages in a browser: reading, comparing, agreeing at sign-up and again, writing and launching."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.asking import Phone
from tests.api.oauth_steps import registered
from tests.documented import answers, document, publish
from tests.factories import PASSWORD, make_account
from tests.web.entrance import ASKED
from verandah.actions import publishing
from verandah.actions.publishing import Terms, Wish, Words
from verandah.domain.accounts.models import Account, User
from verandah.domain.accounts.roles import Role
from verandah.domain.instance.models import Acceptance, Document, DocumentVersion, Joining, Site
from verandah.domain.instance.papers import PAPERS
from verandah.domain.instance.questions import QUESTIONS
from verandah.domain.instance.shipped import templates
from verandah.domain.instance.switches import SWITCHBOARD
from verandah.domain.moderation.models import Policy


@pytest.fixture
def ada(site) -> Account:
    return make_account("ada", role=Role.OWNER)


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def test_nobody_but_the_staff_sees_a_draft(ada, client_of, alice) -> None:
    publishing.ensure_documents()
    for person in (None, alice, ada):
        for path in ("/privacy/", "/terms/", "/about/", "/imprint/", "/accessibility/", "/pages/privacy/"):
            read(client_of(person), path, 404)
        read(client_of(person), "/privacy/history/", 404)
        read(client_of(person), "/privacy/history/1/", 404)
    assert "{{hosting}}" in read(client_of(ada), f"/admin/documents/{document('privacy').pk}/")


def test_guests_read_what_holds_also_where_all_else_is_for_members(ada, client) -> None:
    publish(ada, "privacy")
    Site.objects.update(allows_guests=False)
    SWITCHBOARD.read()
    page = read(client, "/privacy/")
    assert "The truth about hosting" in page
    assert '<h2 dir="auto">In short</h2>' in page
    assert "<table>" in page
    assert "Version 1, in force since" in page
    assert 'href="/privacy/">Privacy policy</a>' in read(client, "/contact/")
    read(client, "/privacy/history/")


def test_nothing_of_a_text_is_html(ada, client) -> None:
    bad = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) [y](//evil.example) **<b>**"
    bad += '\n\n| <i> | b |\n|---|---|\n| "x" | y |'
    number = document("about").pk
    publishing.save_draft(ada, number, Wish({"en": Words("<i>About</i>", "<u>x</u>", bad)}))
    publishing.publish(ada, number)
    PAPERS.read()
    for path in ("/about/", "/about/history/", "/"):
        page = read(client, path)
        assert not [
            sign for sign in ("<script>alert", "<i>", "<u>", 'href="javascript', 'href="//evil', "<b>x") if sign in page
        ]


def test_two_versions_stand_beside_each_other_word_by_word(ada, client) -> None:
    number = document("about").pk
    for words in (
        "We meet on Monday.\n\nAll are welcome.",
        "We meet on Friday.\n\nAll are welcome.",
        "We meet on Friday.\n\nAll are welcome, and dogs.",
    ):
        publishing.save_draft(ada, number, Wish({"en": Words("About", "", words)}, {}, {"en": "Another day."}))
        publishing.publish(ada, number)
    page = read(client, "/about/history/?from=1&to=2")
    assert '<del class="tone" data-tone="red">Monday</del><ins class="tone" data-tone="green">Friday</ins>' in page
    assert "Another day." in page
    assert "dogs" not in page
    assert "and dogs" in read(client, "/about/history/")
    assert "Monday" in read(client, "/about/history/1/")
    for odd in ("?from=9&to=9", "?from=a&to=-1", "?from=2&to=1", "?from=99999999999999999999"):
        read(client, f"/about/history/{odd}")
    read(client, "/about/history/9/", 404)
    publishing.retire(ada, number)
    read(client, "/about/history/", 404)


def test_what_comes_is_announced_on_the_page(ada, client) -> None:
    publish(ada, "terms")
    publish(ada, "terms", more="\n\nMore.", terms=Terms(since=timezone.now() + timedelta(days=9)))
    page = read(client, "/terms/")
    assert "A new version holds from" in page
    assert "/terms/history/?from=1&amp;to=2" in page


def test_who_signs_up_agrees_and_it_is_kept(ada, client) -> None:
    publish(ada, "privacy")
    publish(ada, "about")
    page = read(client, "/sign-up/")
    assert '<a class="link" href="/rules/" target="_blank">Rules</a>' in page
    assert '<a class="link" href="/privacy/" target="_blank">Privacy policy</a>' in page
    assert 'href="/about/" target="_blank"' not in page
    refused = client.post("/sign-up/", {name: value for name, value in ASKED.items() if name != "agreement"})
    assert refused.status_code == 422
    assert not User.objects.filter(username="alice").exists()
    assert client.post("/sign-up/", ASKED).status_code == 303
    given = Acceptance.objects.filter(account__username="alice").order_by("document")
    assert {(one.document and one.document.slug, one.number) for one in given} >= {("privacy", 1)}
    assert given.filter(document=None).count() == 1


def test_an_app_agrees_in_their_name(ada) -> None:
    publish(ada, "terms")
    body = {"username": "lantern", "email": "lantern@example.net", "password": PASSWORD, "old_enough": "true"}
    app = registered()
    asked = {"grant_type": "client_credentials", "scope": "read write", **app.body}
    token = Client().post("/oauth/token", asked).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    refused = Client().post("/api/v1/accounts", body, headers=headers)
    assert refused.status_code == 422
    assert "agreement" in refused.json()["details"]
    joined = Client().post("/api/v1/accounts", {**body, "agreement": "true"}, headers=headers)
    assert joined.status_code == 200, joined.content
    given = Acceptance.objects.filter(account__username="lantern")
    assert {one.document and one.document.slug for one in given} == {"terms", None}


def test_members_are_asked_again_before_they_go_on(ada, alice, client_of) -> None:
    publish(ada, "terms")
    publish(ada, "terms", more="\n\nMore.", terms=Terms(asks_again=True))
    client = client_of(alice)
    held = client.get("/all/?x=1")
    assert (held.status_code, held["Location"]) == (302, "/accept/?next=%2Fall%2F%3Fx%3D1")
    assert client.get("/")["Location"].startswith("/accept/")
    page = read(client, held["Location"])
    assert "Terms of use" in page
    assert "/settings/data/" in page
    for open_path in ("/terms/", "/terms/history/?from=1&to=2", "/rules/", "/contact/", "/settings/", "/brand.css"):
        read(client, open_path)
    # What someone has written is never lost, and apps go on.
    assert client.post("/p/new/", {"text": "Hello"}).status_code != 302
    assert Phone(alice).get("/api/v1/timelines/home").status_code == 200
    # The staff's work goes on, too.
    read(client_of(ada), "/admin/documents/")
    done = client.post("/accept/", {"next": "/all/?x=1"})
    assert (done.status_code, done["Location"]) == (303, "/all/?x=1")
    read(client, "/all/")
    assert client.get("/accept/")["Location"] == "/"
    assert client.post("/accept/", {"next": "https://evil.example/"})["Location"] == "/"
    assert client_of(None).get("/all/").status_code == 302


def form_of(name: str, language: str = "en") -> dict[str, str]:
    """The form of a document as a browser sends it, with all answers."""
    words = templates()[name].texts[language]
    told = {f"{part}-{language}": words[part] for part in ("title", "summary", "body")}
    given = {f"answer-{'*' if QUESTIONS[q].is_same else language}-{q}": text for q, text in answers().items()}
    return {f"use-{language}": "on", **told, **given}


def test_the_owner_fills_in_previews_and_puts_in_force(ada, client_of) -> None:
    client = client_of(ada)
    listed = read(client, "/admin/documents/")
    assert listed.count("Not in force") == 5
    number = document("privacy").pk
    path = f"/admin/documents/{number}/"
    page = read(client, path)
    assert "Who provides the servers" in page
    sent = form_of("privacy")
    shown = client.post(path, {**sent, "preview": "1"})
    assert shown.status_code == 200
    assert "are provided by The truth about hosting" in shown.content.decode()
    live = client.post(f"{path}preview/en/", sent)
    assert "The truth about hosting" in live.content.decode()
    assert "<html" not in live.content.decode()
    hole = {key: value for key, value in sent.items() if key != "answer-en-hosting"}
    refused = client.post(path, {**hole, "publish": "1"})
    assert refused.status_code == 422
    assert "Privacy policy · English · Who provides the servers" in refused.content.decode()
    assert client.post(path, sent).status_code == 303
    assert Document.objects.get(pk=number).answers["en"]["hosting"] == "The truth about hosting"
    assert client.post(path, {**sent, "publish": "1", "asks_again": "on"}).status_code == 303
    version = DocumentVersion.objects.get(document=number)
    assert (version.asks_again, version.is_mailed, version.effective_from is not None) == (True, False, True)
    assert "In force" in read(client, "/admin/documents/")
    again = client.post(path, {**sent, "publish": "1", "since": "2090-01-02"})
    assert again.status_code == 303
    assert DocumentVersion.objects.filter(document=number, effective_from__year=2090).count() == 1
    for odd in ("2090-99-99", "soon", "2090"):
        assert client.post(path, {**sent, "publish": "1", "since": odd}).status_code == 422


def test_order_places_and_own_pages(ada, client_of) -> None:
    client = client_of(ada)
    read(client, "/admin/documents/")
    ids = list(Document.objects.order_by("position").values_list("pk", flat=True))
    client.post(f"/admin/documents/{ids[0]}/move/", {"down": ""})
    client.post(f"/admin/documents/{ids[1]}/move/", {"place": "1", "landing": "on"})
    assert list(Document.objects.order_by("position").values_list("pk", flat=True))[:2] == [ids[1], ids[0]]
    placed = Document.objects.get(pk=ids[1])
    assert (placed.is_in_footer, placed.is_on_landing, placed.needs_acceptance) == (False, True, False)
    assert client.post("/admin/documents/new/", {"title": "  "}).status_code == 422
    made = client.post("/admin/documents/new/", {"title": "House guide"})
    assert made.status_code == 303
    own = Document.objects.get(slug="house-guide")
    sent = {"use-en": "on", "title-en": "House guide", "body-en": "Knock first.", "publish": "1"}
    assert client.post(f"/admin/documents/{own.pk}/", sent).status_code == 303
    assert "Knock first." in read(client_of(None), "/pages/house-guide/")
    client.post(f"/admin/documents/{own.pk}/move/", {"retire": "1"})
    read(client_of(None), "/pages/house-guide/", 404)
    client.post(f"/admin/documents/{own.pk}/move/", {"restore": "1"})
    read(client_of(None), "/pages/house-guide/")
    read(client, "/admin/documents/99999/", 404)


def test_moderators_look_and_change_nothing(ada, mo, client_of) -> None:
    number = document("terms").pk
    client = client_of(mo)
    read(client, "/admin/documents/")
    read(client, f"/admin/documents/{number}/")
    for path in (
        f"/admin/documents/{number}/",
        f"/admin/documents/{number}/move/",
        "/admin/documents/new/",
        "/admin/launch/",
    ):
        assert client.post(path, {"title": "x", "retire": "1", "alone": "yes"}).status_code == 403
    assert client.post("/admin/rules/confirm/").status_code == 403


def test_the_rules_are_confirmed_on_their_page(ada, client_of) -> None:
    client = client_of(ada)
    assert "Are these your rules?" in read(client, "/admin/rules/")
    first = Policy.objects.order_by("position").first()
    assert first
    client.post(f"/admin/rules/{first.pk}/move/", {"confirm": "1"})
    assert not Policy.objects.get(pk=first.pk).is_template
    client.post("/admin/rules/confirm/")
    assert not Policy.objects.filter(is_template=True).exists()
    assert "Are these your rules?" not in read(client, "/admin/rules/")


def test_the_launch_page_says_what_is_missing_and_where(ada, client_of) -> None:
    Site.objects.update(joining=Joining.INVITE, launched_at=None)
    client = client_of(ada)
    page = read(client, "/admin/launch/")
    assert 'href="/admin/documents/"' in page
    assert 'href="/admin/contact/"' in page
    assert "disabled" in page
    refused = client.post("/admin/launch/", {"joining": "1"})
    assert refused.status_code == 422
    assert "Privacy policy: not in force yet." in refused.content.decode()
    client.post("/admin/launch/", {"alone": "yes"})
    assert Site.objects.get().is_run_by_one
    assert (
        "nobody" in read(client_of(None), "/sign-up/").lower() or "invit" in read(client_of(None), "/sign-up/").lower()
    )


def test_apps_read_the_documents(ada, alice) -> None:
    phone = Phone(None)
    assert phone.get("/api/v1/instance/privacy_policy").status_code == 404
    assert phone.get("/api/v1/instance/terms_of_service").status_code == 404
    assert phone.get("/api/v2/instance").json()["configuration"]["urls"]["privacy_policy"] is None
    publish(ada, "privacy")
    publish(ada, "terms")
    publish(ada, "about")
    publish(ada, "terms", more="\n\nMore.", terms=Terms(since=timezone.now() + timedelta(days=40)))
    told = phone.get("/api/v1/instance/privacy_policy").json()
    assert "The truth about hosting" in told["content"]
    assert told["updated_at"].endswith("Z")
    terms = phone.get("/api/v1/instance/terms_of_service").json()
    assert terms["effective"] is True
    coming = phone.get(f"/api/v1/instance/terms_of_service/{terms['succeeded_by']}").json()
    assert (coming["effective"], coming["succeeded_by"]) == (False, None)
    assert "More." in coming["content"]
    for odd in ("2001-01-01", "x", "2001-99-99"):
        assert phone.get(f"/api/v1/instance/terms_of_service/{odd}").status_code == 404
    about = phone.get("/api/v1/instance/extended_description").json()
    assert "The truth about about site" in about["content"]
    urls = phone.get("/api/v2/instance").json()["configuration"]["urls"]
    assert urls["privacy_policy"].endswith("/privacy/")
    assert urls["terms_of_service"].endswith("/terms/")


def test_before_the_launch_apps_are_told_that_nobody_joins_by_themselves(ada) -> None:
    assert Phone(None).get("/api/v2/instance").json()["registrations"]["enabled"] is True
    Site.objects.update(launched_at=None)
    assert Phone(None).get("/api/v2/instance").json()["registrations"]["enabled"] is False
    assert Phone(None).get("/api/v1/instance").json()["registrations"] is False
