"""Notices of illegal content by whoever has no account: what they must say, what they are told, what they follow."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tests.albums import make_album, make_file
from tests.factories import make_post
from verandah.actions import corresponding, deciding
from verandah.actions.deciding import Verdict
from verandah.domain.moderation.effects import Effect
from verandah.domain.moderation.models import Appeal, CaseMessage, Report, ReportItem, Subject
from verandah.domain.moderation.reports import receipt_of
from verandah.domain.posts.audience import Audience

pytestmark = pytest.mark.django_db


def sent(client: Client, **more: str):
    """A notice of a stranger."""
    fields = {
        "key": "0" * 31 + str(len(more)), "places": "", "kind": "fraud", "country": "DE", "comment": "It is a trick.",
        "name": "Sam", "email": "sam@example.net", "good_faith": "on",
    }  # fmt: skip
    return client.post("/report/", fields | more)


def test_a_stranger_reports_and_follows_it(eve, mo, client_of):
    post = make_post(eve, audience=Audience.PUBLIC)
    guest = Client()
    led = guest.get(f"/report/p{post.id}/")
    assert led.status_code == 302
    page = guest.get(led["Location"]).content.decode()
    assert f"/p/{post.id}/</textarea>" in page
    answer = sent(guest, places=f"{settings.URL}/p/{post.id}/")
    row = Report.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/report/receipt/{receipt_of(row.pk)}/")
    page = guest.get(answer["Location"])
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"].startswith("max-age=0")
    text = page.content.decode()
    for words in ("We have your notice", row.case.code, "It is a trick.", f"/p/{post.id}/"):
        assert words in text
    for words in ("Eve", "eve", "mo", "sam@example.net"):
        assert f">{words}<" not in text
    assert [letter.to for letter in mail.outbox] == [["sam@example.net"]]
    # The staff asks, the stranger answers, it is decided, the stranger wants another look.
    corresponding.write_to_reporter(row, mo, "Which sentence?")
    assert "Which sentence?" in guest.get(answer["Location"]).content.decode()
    assert guest.post(answer["Location"], {"body": "The second."}).status_code == 303
    assert CaseMessage.objects.filter(report=row, is_from_staff=False).get().body == "The second."
    deciding.decide(row.case, mo, Verdict((Effect.DISMISS,)))
    text = guest.get(answer["Location"]).content.decode()
    assert "Nothing was found to be wrong" in text
    assert guest.post(answer["Location"], {"text": "Please look at the second sentence again."}).status_code == 303
    assert Appeal.objects.get().report == row
    assert "You have asked for another look" in guest.get(answer["Location"]).content.decode()
    assert guest.get(f"/report/receipt/{'0' * 40}/").status_code == 404


def test_a_wrong_address_is_named(eve, mo):
    post = make_post(eve, audience=Audience.PUBLIC)
    good = f"{settings.URL}/p/{post.id}/"
    for wrong in (
        "https://elsewhere.example/p/1/",
        f"{settings.URL}/rules/",
        "hello there",
        "http://[",
        "ftp://x/",
    ):
        answer = sent(Client(), places=f"{good}\n\n{wrong}")
        assert answer.status_code == 422, wrong
        page = unescape(answer.content.decode())
        assert f"Line 3 is not the address of a person, a post or a picture on this site: {wrong}" in page
        # What was written is still there.
        assert "It is a trick." in page
        assert "sam@example.net" in page
    assert not Report.objects.exists()


def test_addresses_of_all_kinds(eve, mo):
    post = make_post(eve, audience=Audience.PUBLIC)
    file = make_file(eve, post)
    album = make_album(eve, file)
    lines = (
        f"/p/{post.id}/",
        f"{settings.URL.split('//')[1]}/@eve/albums/{album.id}",
        f"{settings.URL}/@eve/albums/{album.id}/{file.id}/",
        f"{settings.URL}/@Eve",
        f"{settings.URL}/media/{file.name}/full.jpg?e=1&s=2",
        f"{settings.URL}/p/7/#c{post.id}",
    )
    assert sent(Client(), places="\n".join(lines)).status_code == 303
    row = Report.objects.get()
    found = Subject.objects.filter(pk__in=ReportItem.objects.filter(report=row).values("subject"))
    assert sorted(found.values_list("kind", "ref")) == sorted([(1, eve.id), (2, post.id), (3, file.id), (4, album.id)])
    assert row.places == list(lines)


def test_the_answer_does_not_tell_what_is_there(eve, mo):
    hidden = make_post(eve, "Secret", Audience.ONLY_ME)
    pages = []
    for key, number in (("a" * 32, hidden.id), ("b" * 32, hidden.id + 1)):
        answer = sent(Client(), places=f"/p/{number}/", key=key)
        page = Client().get(answer["Location"]).content.decode()
        row = Report.objects.order_by("-pk").first()
        for secret in (str(number), row.case.code, answer["Location"]):
            page = page.replace(secret, "…")
        pages.append(re.sub(r'datetime="[^"]*"|\d+:\d+|value="[^"]*"', "", page))
    assert pages[0] == pages[1]


def test_what_a_stranger_must_say(eve, mo):
    place = f"/p/{make_post(eve).id}/"
    for missing in ("places", "kind", "country", "comment", "name", "email", "good_faith"):
        answer = sent(Client(), **({"places": place} | {missing: ""}))
        assert answer.status_code == 422, missing
    assert sent(Client(), places=place, email="sam").status_code == 422
    assert sent(Client(), places=place, key="").status_code == 422
    assert not Report.objects.exists()
    assert sent(Client(), places=place, kind="child_abuse", name="", email="").status_code == 303


def test_strangers_are_limited_by_their_network(eve, mo):
    place = f"/p/{make_post(eve).id}/"
    for number in range(10):
        assert sent(Client(), places=place, key=f"{number:032x}").status_code == 303
    assert sent(Client(), places=place, key="f" * 32).status_code == 429
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert sent(other, places=place, key="e" * 32).status_code == 303


def test_a_member_gives_an_address_and_stays_a_member(alice, eve, mo, client_of):
    hidden = make_post(eve, "Secret", Audience.ONLY_ME)
    client = client_of(alice)
    page = client.get("/report/").content.decode()
    assert 'name="email"' not in page
    answer = sent(client, places=f"/p/{hidden.id}/")
    row = Report.objects.get()
    assert (row.reporter, row.contact, answer["Location"]) == (alice, "", f"/cases/{row.case.code}/")
    # Not even they are told whether there is anything, nor whose it is.
    assert "@eve" not in client.get(answer["Location"]).content.decode()
